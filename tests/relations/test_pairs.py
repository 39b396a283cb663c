"""Every report stands beside its organ's report of the year before, and beside no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from gongkai import forms
from gongkai.loaders import STATUS_LETTERS, Frames
from gongkai.relations._pairs import PAIRS, owner_of, pairs_of

Make = Callable[..., Frames]
OLD, NEW = forms.editions()[0], forms.editions()[-1]
YEAR = NEW.first_year + 1
BEFORE: dict[str, Any] = {"organ": "甲局", "year": YEAR - 1}
NOW: dict[str, Any] = {"organ": "甲局", "year": YEAR}


def beside(frames: Frames) -> dict[str, Any]:
    """What stands beside the report on `YEAR`, the last there is of it."""
    table = pairs_of(frames)
    assert table.schema == PAIRS
    paths = {
        path
        for facts in frames.facts.values()
        for path, year in zip(facts["path"].to_pylist(), facts["year"].to_pylist(), strict=True)
        if year == YEAR
    }
    found: list[dict[str, Any]] = [row for row in table.to_pylist() if row["path"] in paths]
    return found[-1]


def test_the_numbers_and_letters_of_the_year_before_are_there(frames: Make) -> None:
    first, second = NEW.cell_ids[:2]
    blank = {"cells": {first: 7, second: None}, "statuses": {second: STATUS_LETTERS["blank"]}}
    found = beside(frames(BEFORE | blank, NOW))
    assert (found["before_number"], found["before_path"]) == (1, "0.html")
    assert (found["before_edition"], found["years_disputed"]) == (NEW.id, False)
    assert found["before_values"][0] == 7
    assert found["before_values"][1] != found["before_values"][1]
    assert found["before_statuses"][:3] == "obo"
    assert len(found["before_values"]) == len(found["before_statuses"]) == len(NEW.cell_ids)


def test_the_year_before_may_be_on_another_edition(frames: Make) -> None:
    found = beside(frames(BEFORE | {"edition": OLD.id}, NOW))
    assert (found["before_edition"], len(found["before_values"])) == (OLD.id, len(OLD.cell_ids))


@pytest.mark.parametrize(
    ("before", "number"),
    [
        ([], 0),
        ([BEFORE | {"organ": "乙局"}], 0),
        ([BEFORE | {"year": YEAR - 2}], 0),
        ([BEFORE | {"year": YEAR + 1}], 0),
        ([BEFORE | {"year": None}], 0),
        ([BEFORE | {"organ": None}], 0),
        ([BEFORE | {"region": "乙县"}], 0),
        ([BEFORE, BEFORE | {"report_id": "r0"}], 1),
        ([BEFORE, BEFORE], 2),
    ],
)
def test_only_the_organs_own_report_of_that_year_counts(
    frames: Make, before: list[dict[str, Any]], number: int
) -> None:
    found = beside(frames(*before, NOW))
    assert found["before_number"] == number
    assert (found["before_path"] is None) == (found["before_values"] is None) == (number != 1)


def test_of_copies_the_path_that_sorts_first_is_named(frames: Make) -> None:
    copies = [BEFORE | {"report_id": "same", "path": path} for path in ("b.html", "a.html", "c.html")]
    assert beside(frames(*copies, NOW))["before_path"] == "a.html"


def test_organs_of_the_registry_are_known_by_their_ids(frames: Make) -> None:
    ids = {"organ_id": "o1"}
    assert beside(frames(BEFORE | ids | {"organ": "某县甲局"}, NOW | ids))["before_number"] == 1
    assert beside(frames(BEFORE | {"organ_id": "o2"}, NOW | ids))["before_number"] == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2022/甲县", "2023/甲县", True),
        ("甲县/2022年度报告", "甲县/2023年度报告", True),
        ("甲县", "甲县", True),
        (None, None, True),
        ("2022/甲县", "2023/乙县", False),
        ("12022", "12023", False),
    ],
)
def test_folders_named_after_years_keep_no_organ_apart(
    one: str | None,
    other: str | None,
    same: bool,
) -> None:
    assert (owner_of(None, "甲局", one) == owner_of(None, "甲局", other)) == same


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("start", "end", "disputed"), [(0, 0, False), (None, None, False), (-1, 0, True), (0, 1, True)]
)
def test_a_year_that_title_and_period_disagree_on_is_disputed(
    frames: Make,
    which: int,
    start: int | None,
    end: int | None,
    disputed: bool,
) -> None:
    reports = [dict(BEFORE), dict(NOW)]
    year = reports[which]["year"]
    reports[which] |= {
        "title_year": year,
        "period_start": None if start is None else dt.date(year + start, 1, 1),
        "period_end": None if end is None else dt.date(year + end, 12, 31),
    }
    assert beside(frames(*reports))["years_disputed"] == disputed


def test_no_reports_give_no_pairs(frames: Make) -> None:
    assert pairs_of(frames()).num_rows == 0
