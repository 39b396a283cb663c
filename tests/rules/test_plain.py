"""Reports that print a number in every cell are judged in a quicker way, which says the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gongkai import forms
from gongkai.rules import KINDS, Answer, FactsError, catalogue, judge
from gongkai.rules._columns import Columns
from gongkai.rules._facts import EXACT, Facts
from gongkai.rules._kinds._kind import violated_where
from gongkai.rules._plain import CellRows, PlainFacts

EDITIONS = forms.editions()
QUICK = {name for name, kind in KINDS.items() if kind.judge_plain is not None}


def spoiled(edition, make_frame, seed, number=60):
    """Plain reports, some with a number that is wrong, and some that are not plain."""
    chance = np.random.default_rng(seed)
    changes = []
    for _ in range(number):
        cells = chance.choice(edition.cell_ids, 3, replace=False).tolist()
        wrong = [
            3.0,
            -1.0,
            0.5,
            1e-6,
            -0.000001,
            EXACT,
            2 * EXACT,
            "blank",
            "missing",
            "unreadable",
            "inferred",
        ]
        some = int(chance.integers(0, 4))
        changes.append({cell: wrong[int(chance.integers(0, len(wrong)))] for cell in cells[:some]})
    return make_frame(edition, *changes)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_said_of_plain_reports_is_what_the_rules_say(edition, seed, make_frame):
    frame = spoiled(edition, make_frame, seed)
    rules = catalogue(edition.id)
    plain = PlainFacts(CellRows(edition), Columns(frame), slice(0, len(frame)))
    whole = Facts(edition, frame)
    own = np.setdiff1d(np.arange(len(frame)), plain.odd)
    assert 0 < len(own) < len(frame)
    for rule in rules.rules:
        if rule.kind in QUICK:
            kind = KINDS[rule.kind]
            assert kind.judge_plain(rule, plain)[own].tolist() == kind.judge(rule, whole)[own].tolist(), (
                rule.id
            )
    assert (
        judge(rules, frame).answers == [KINDS[rule.kind].judge(rule, whole) for rule in rules.rules]
    ).all()


def test_the_arithmetic_has_the_quicker_way():
    assert {"identity", "cell_numbers", "cells_filled", "table_present", "totals_filled"} == QUICK


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_a_report_is_plain_where_every_cell_is_a_number_that_adds_up_exactly(edition, make_frame):
    cell = edition.cell_ids[5]
    values = [0.0, EXACT, -EXACT, 2 * EXACT, -2 * EXACT, "blank", "inferred", "unreadable", "missing"]
    frame = make_frame(edition, *({cell: value} for value in values))
    plain = PlainFacts(CellRows(edition), Columns(frame), slice(0, len(frame)))
    assert plain.odd.tolist() == [3, 4, 5, 6, 7, 8]
    assert plain.count == len(values)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_a_frame_in_which_nothing_is_plain_is_judged_as_any(edition, make_frame):
    frame = make_frame(edition, {edition.cell_ids[0]: "blank"}, {edition.cell_ids[1]: "blank"})
    frame["statuses"] = frame["statuses"].astype(object)
    assert PlainFacts(CellRows(edition), Columns(frame), slice(0, 2)).odd.tolist() == [0, 1]
    rules = catalogue(edition.id)
    expected = [KINDS[rule.kind].judge(rule, Facts(edition, frame)) for rule in rules.rules]
    assert (judge(rules, frame).answers == expected).all()


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_many_reports_are_judged_some_at_a_time_and_findings_are_of_the_right_ones(
    edition, make_frame, monkeypatch
):
    frame = spoiled(edition, make_frame, 9)
    rules = catalogue(edition.id)
    at_once = judge(rules, frame)
    monkeypatch.setattr("gongkai.rules._judge._ROWS", 7)
    in_parts = judge(rules, frame)
    assert (at_once.answers == in_parts.answers).all()
    for rule in rules.rules:
        assert list(at_once.findings(rule.id)) == list(in_parts.findings(rule.id))
    found = {one.path for rule in rules.rules for one in at_once.findings(rule.id)}
    assert 0 < len(found) < len(frame)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
@pytest.mark.parametrize(
    ("column", "value"),
    [("statuses", "oo"), ("statuses", None), ("edition", "other"), ("cell", np.inf), ("cell", np.nan)],
)
def test_one_broken_row_far_down_is_told(edition, make_frame, monkeypatch, column, value):
    monkeypatch.setattr("gongkai.rules._judge._ROWS", 5)
    frame = make_frame(edition, *({} for _ in range(12)))
    name = edition.cell_ids[3] if column == "cell" else column
    frame.loc[11, name] = value
    with pytest.raises(FactsError):
        judge(catalogue(edition.id), frame)


def test_letters_that_are_no_ascii_are_no_letters():
    width = 3
    columns = Columns(pd.DataFrame({"a": ["ooo", "böo"], "b": ["ooo", "oo"], "c": ["ooo", "bob"]}))
    assert columns.letters("a", width) is None
    assert columns.letters("b", width) is None
    assert columns.letters("c", width).tobytes() == b"ooobob"
    sliced = Columns(pd.DataFrame({"c": ["xxx", "ooo", "bob"]}).iloc[1:])
    assert sliced.letters("c", width).tobytes() == b"ooobob"


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
@pytest.mark.parametrize("first", ["cell", "statuses"])
def test_of_two_faults_the_same_is_told_however_the_frame_is_cut(edition, make_frame, monkeypatch, first):
    frame = make_frame(edition, *({} for _ in range(12)))
    early, late = {"cell": (1, 11), "statuses": (11, 1)}[first]
    frame.loc[early, edition.cell_ids[3]] = np.nan
    frame.loc[late, "statuses"] = "x" + frame.loc[late, "statuses"][1:]
    with pytest.raises(FactsError) as at_once:
        Facts(edition, frame)
    monkeypatch.setattr("gongkai.rules._judge._ROWS", 5)
    with pytest.raises(FactsError) as in_parts:
        judge(catalogue(edition.id), frame)
    assert str(in_parts.value) == str(at_once.value)


def test_what_is_wrong_is_violated():
    assert violated_where(np.array([True, False])).tolist() == [Answer.VIOLATED, Answer.HOLDS]
