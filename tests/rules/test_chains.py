"""Chains across years are judged as a person would with both reports on the table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import forms
from gongkai.forms import Chain, Edition
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules import KINDS, Answer, Facts, NotRun, catalogue, describe

Entry = float | str
"""A number, or the status of a cell without one."""
LETTERS = {**STATUS_LETTERS, "nil_mark": NIL_LETTER}
KIND = KINDS["chain"]
CHAINS = [(edition, chain) for edition in forms.editions() for chain in edition.chains]
EVERY = pytest.mark.parametrize(("edition", "chain"), CHAINS, ids=[f"{e.id}-{c.id}" for e, c in CHAINS])
ENTRIES = st.one_of(
    st.integers(-3, 9).map(float), st.sampled_from(["blank", "nil_mark", "missing", "inferred"])
)
Frames = Callable[..., pd.DataFrame]


def year_before(edition: Edition, entries: Mapping[str, Entry]) -> dict[str, object]:
    """The columns of a report of the year before: 0 in every other cell."""
    numbers, letters = dict.fromkeys(edition.cell_ids, 0.0), dict.fromkeys(edition.cell_ids, LETTERS["ok"])
    for cell, entry in entries.items():
        if isinstance(entry, str):
            letters[cell] = LETTERS[entry]
            numbers[cell] = 1.0 if entry == "inferred" else math.nan
        else:
            numbers[cell] = entry
    return {
        "before_number": 1,
        "before_path": "before.html",
        "before_edition": edition.id,
        "before_statuses": "".join(letters.values()),
        "before_values": list(numbers.values()),
        "years_disputed": False,
    }


def recomputed(
    edition: Edition, chain: Chain, now: Mapping[str, Entry], before: Mapping[str, Entry]
) -> Answer:
    """By hand: what the blanks could be is tried out, from the least to far more than any number here."""
    terms = [(now[cell], 1, cell) for cell in chain.left] + [(now[cell], -1, cell) for cell in chain.right]
    terms += [(before[cell], -1, cell) for cell in chain.before]
    if any(entry in ("missing", "inferred", "unreadable") for entry, _, _ in terms):
        return Answer.CANNOT_TELL
    total = sum(entry * sign for entry, sign, _ in terms if not isinstance(entry, str))
    blanks = [(sign, edition.cells[cell].kind) for entry, sign, cell in terms if isinstance(entry, str)]
    if total == 0:
        return Answer.HOLDS_WITH_BLANKS if blanks else Answer.HOLDS
    can_add = any(sign > 0 or kind == "change" for sign, kind in blanks)
    can_take = any(sign < 0 or kind == "change" for sign, kind in blanks)
    return Answer.CANNOT_TELL if (can_add and total < 0) or (can_take and total > 0) else Answer.VIOLATED


@EVERY
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_it_is_what_a_plain_recomputation_gives(
    make_frame: Frames, edition: Edition, chain: Chain, data: st.DataObject
) -> None:
    own, other = chain.left + chain.right, chain.before
    drawn = data.draw(
        st.lists(
            st.tuples(
                st.lists(ENTRIES, min_size=len(own), max_size=len(own)),
                st.lists(ENTRIES, min_size=len(other), max_size=len(other)),
            ),
            min_size=1,
            max_size=8,
        )
    )
    pairs = [
        (dict(zip(own, now, strict=True)), dict(zip(other, before, strict=True))) for now, before in drawn
    ]
    facts = Facts(
        edition, make_frame(edition, *({**now, **year_before(edition, before)} for now, before in pairs))
    )
    rule = catalogue(edition.id).rule(chain.id)
    answers = KIND.judge(rule, facts).tolist()
    assert answers == [recomputed(edition, chain, now, before) for now, before in pairs]
    for row, code in enumerate(answers):
        if code in (Answer.VIOLATED, Answer.CANNOT_TELL):
            (finding,) = KIND.findings(rule, facts, row, Answer(code))
            assert not set("{}") & set("".join(describe(rule, finding)))
            if finding.difference is not None:
                assert finding.difference == pytest.approx((finding.reported or 0) - (finding.computed or 0))


@EVERY
def test_after_a_change_of_edition_only_cells_that_both_have_are_compared(
    make_frame: Frames, edition: Edition, chain: Chain
) -> None:
    (other,) = (one for one in forms.editions() if one.id != edition.id)
    row = dict.fromkeys(chain.left + chain.right, 0.0) | year_before(other, {})
    (code,) = KIND.judge(
        catalogue(edition.id).rule(chain.id), Facts(edition, make_frame(edition, row))
    ).tolist()
    there = set(chain.before) <= set(other.cell_ids)
    assert code == (Answer.HOLDS if there else NotRun.OTHER_EDITION_BEFORE)


def test_some_chains_cross_the_change_of_edition_and_some_do_not() -> None:
    for edition in forms.editions():
        (other,) = (one for one in forms.editions() if one.id != edition.id)
        assert {set(chain.before) <= set(other.cell_ids) for chain in edition.chains} == {True, False}


def test_the_sentence_says_both_numbers_and_the_year(make_frame: Frames) -> None:
    edition = forms.editions()[-1]
    chain = next(one for one in edition.chains if not one.right)
    row = {chain.left[0]: 3.0, "year": 2023} | year_before(edition, {chain.before[0]: 5.0})
    facts = Facts(edition, make_frame(edition, row))
    rule = catalogue(edition.id).rule(chain.id)
    (finding,) = KIND.findings(rule, facts, 0, Answer.VIOLATED)
    assert (finding.reported, finding.computed, finding.difference) == (3, 5, -2)
    assert finding.others == ("before.html",)
    own, before = (edition.cells[cell].row.short for cell in (chain.left[0], chain.before[0]))
    zh, en = describe(rule, finding)
    assert f"“{own}”印的是 3，2022 年度报告的“{before}”为 5，相差 -2" in zh
    assert "printed as 3; the report on 2022 says 5" in en


@pytest.mark.parametrize(
    ("now", "before", "reason", "concerned"),
    [
        (("blank", 0.0, 0.0), 5.0, "blanks_may_hold", "left"),
        ((9.0, 0.0, "blank"), 5.0, "blanks_may_hold", "right"),
        ((9.0, 0.0, "blank"), "blank", "before_blanks_may_hold", "before"),
    ],
)
def test_the_blanks_that_may_make_it_up_are_named(
    make_frame: Frames, now: tuple[Any, ...], before: Entry, reason: str, concerned: str
) -> None:
    edition = forms.editions()[-1]
    chain = next(one for one in edition.chains if one.right)
    row = dict(zip(chain.left + chain.right, now, strict=True))
    facts = Facts(edition, make_frame(edition, row | year_before(edition, {chain.before[0]: before})))
    rule = catalogue(edition.id).rule(chain.id)
    assert KIND.judge(rule, facts)[0] == Answer.CANNOT_TELL
    (finding,) = KIND.findings(rule, facts, 0, Answer.CANNOT_TELL)
    assert finding.reason == reason
    assert finding.params["concerned"] == (getattr(chain, concerned)[0],)
