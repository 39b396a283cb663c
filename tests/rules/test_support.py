"""A correction says what else speaks for it, and those that something speaks for come first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from gongkai import forms
from gongkai.forms import Edition, Topic
from gongkai.loaders import STATUS_LETTERS
from gongkai.rules import Correction, catalogue, catalogues, judge

Frames = Callable[..., pd.DataFrame]
Row = Callable[..., dict[str, Any]]
EVERY = pytest.mark.parametrize("edition", forms.editions(), ids=lambda edition: edition.id)
WRONG = 5


def alone(edition: Edition) -> list[tuple[Topic, str]]:
    """Topics whose number may be that of one cell of the arithmetic, with that cell."""
    bound = {cell for identity in edition.identities for cell in identity.cells}
    return [
        (topic, reading.plus[0])
        for topic in forms.claims().topics
        for reading in topic.readings_in(edition)
        if len(reading.cells) == 1 and reading.plus[0] in bound
    ]


def claim(topic: Topic, value: float) -> dict[str, Any]:
    text = {"section": "overview", "sentence": "本机关的一句话。", "start": 0, "stop": 1}
    return {**text, "topic": topic.id, "kind": topic.kind, "value": float(value), "raw": str(value)}


def year_before(edition: Edition, values: Mapping[str, float], statuses: Mapping[str, str]) -> dict[str, Any]:
    letters = dict.fromkeys(edition.cell_ids, STATUS_LETTERS["ok"]) | dict(statuses)
    return {
        "before_number": 1,
        "before_path": "before.html",
        "before_edition": edition.id,
        "before_statuses": "".join(letters.values()),
        "before_values": [
            values.get(cell, 0.0) if letters[cell] == STATUS_LETTERS["ok"] else math.nan
            for cell in edition.cell_ids
        ],
        "years_disputed": False,
    }


def corrections(edition: Edition, frame: pd.DataFrame) -> list[Correction]:
    """Of the first violated identity that has any."""
    verdicts = judge(catalogue(edition.id), frame)
    for identity in edition.identities:
        for finding in verdicts.findings(identity.id):
            if finding.corrections:
                return list(finding.corrections)
    return []


def support_of(cell: str, found: list[Correction]) -> tuple[str, ...]:
    (one,) = [one for one in found if one.cell == cell]
    return one.support


@EVERY
@pytest.mark.parametrize(
    ("off", "letter", "support"), [(0, "o", ("last_year",)), (1, "o", ()), (0, "b", ()), (0, "i", ())]
)
def test_the_year_before_speaks_for_what_it_carried_out(
    make_frame: Frames, make_row: Row, edition: Edition, off: int, letter: str, support: tuple[str, ...]
) -> None:
    bound = {cell for identity in edition.identities for cell in identity.cells}
    chains = [chain for chain in edition.chains if chain.left[0] in bound and not chain.right]
    assert chains
    for chain in chains:
        cell, before = chain.left[0], chain.before[0]
        right = make_row(edition)[cell]
        told = year_before(edition, {before: right + off}, {before: letter})
        found = corrections(edition, make_frame(edition, {cell: right + WRONG, **told}))
        assert support_of(cell, found) == support


@EVERY
def test_prose_speaks_for_the_number_that_it_states(
    make_frame: Frames, make_row: Row, edition: Edition
) -> None:
    assert alone(edition)
    for topic, cell in alone(edition):
        right = make_row(edition)[cell]
        for off, support in ((0, ("prose",)), (1000, ())):
            changes = {cell: right + WRONG, "claims": [claim(topic, right + off)]}
            assert support_of(cell, corrections(edition, make_frame(edition, changes))) == support


@EVERY
def test_prose_that_agrees_with_the_tables_in_another_way_says_nothing(
    make_frame: Frames, make_row: Row, edition: Edition
) -> None:
    tried = 0
    for topic, cell in alone(edition):
        for reading in topic.readings_in(edition):
            others = set(reading.cells) - {cell}
            if cell in reading.plus and others and not reading.minus:
                row = make_row(edition)
                right = row[cell]
                wrong = right - sum(row[other] for other in others)
                changes = {cell: wrong, "claims": [claim(topic, right)]}
                assert support_of(cell, corrections(edition, make_frame(edition, changes))) == ()
                tried += 1
    assert tried


@EVERY
def test_what_something_speaks_for_comes_first(make_frame: Frames, edition: Edition) -> None:
    """A part with two digits swapped is likelier wrong than the total, were it not for the text."""
    stated = {cell: topic for topic, cell in alone(edition)}
    sums = [
        one for one in edition.identities if one.left[0] in stated and _stands_alone(edition, one.left[0])
    ]
    assert sums
    for one in sums:
        total, parts = one.left[0], dict.fromkeys(one.right, 12)
        others = dict.fromkeys((cell.id for cell in edition.table(one.table).cells), 0)
        row = {**others, **parts, one.right[1]: 21, total: 12 * len(parts)}
        assert corrections(edition, make_frame(edition, row))[0].cell == one.right[1]
        said = {"claims": [claim(stated[total], row[total] + 9)]}
        found = corrections(edition, make_frame(edition, row | said))
        assert found[0] == Correction(total, row[total], row[total] + 9, ("prose",))
        assert found[1] == Correction(one.right[1], 21, 12)


def _stands_alone(edition: Edition, cell: str) -> bool:
    return sum(cell in identity.cells for identity in edition.identities) == 1


def test_support_survives_a_trip_through_json() -> None:
    one = Correction("a", None, 3, ("last_year", "prose"))
    assert Correction.from_dict(one.to_dict()) == one


@pytest.mark.parametrize("pack", catalogues(), ids=lambda pack: pack.name)
def test_rules_with_a_formula_that_are_no_identity_have_no_corrections(pack: Any, make_frame: Frames) -> None:
    edition = pack.edition
    identities = {identity.id for identity in edition.identities}
    told = year_before(edition, {}, {})
    verdicts = judge(pack, make_frame(edition, told))
    found = [
        finding
        for rule in pack.rules
        if rule.formula is not None and rule.id not in identities
        for finding in verdicts.findings(rule.id)
    ]
    assert found
    assert not any(finding.corrections for finding in found)
