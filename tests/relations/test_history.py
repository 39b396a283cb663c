"""What an organ printed in earlier years, summed up."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gongkai import forms
from gongkai.loaders import STATUS_LETTERS, Frames
from gongkai.relations._history import HISTORY, YEARS, history_of

Make = Callable[..., Frames]
OLD, NEW = forms.editions()[0], forms.editions()[-1]
CELL = next(cell for cell in NEW.watched if cell in OLD.watched)
LAST = 2040


def report(year: int, number: float | None, **columns: Any) -> dict[str, Any]:
    return {"organ": "甲局", "year": year, "cells": {CELL: number}, **columns}


def of_last(frames: Frames) -> dict[str, Any] | None:
    """The history of CELL beside the report on LAST."""
    table = history_of(frames)
    assert table.schema == HISTORY
    facts = frames.facts[NEW.id]
    path = facts["path"].to_pylist()[facts["year"].to_pylist().index(LAST)]
    (row,) = [row for row in table.to_pylist() if row["path"] == path]
    if row["history"] is None:
        return None
    assert [one["cell"] for one in row["history"]] == list(NEW.watched)
    (found,) = [one for one in row["history"] if one["cell"] == CELL]
    return dict(found)


@pytest.mark.parametrize("seed", range(8))
def test_it_is_the_median_and_the_median_distance_from_it(frames: Make, seed: int) -> None:
    chance = np.random.default_rng(seed)
    numbers = chance.integers(0, 500, int(chance.integers(1, YEARS + 4))).tolist()
    years = [LAST - 1 - place for place in range(len(numbers))]
    found = of_last(frames(*map(report, years, numbers), report(LAST, 9999)))
    last = numbers[:YEARS]
    scaled = [math.log1p(number) for number in last]
    middle = statistics.median(scaled)
    assert found is not None
    assert found["median"] == pytest.approx(middle)
    assert found["spread"] == pytest.approx(1.4826 * statistics.median(abs(one - middle) for one in scaled))
    assert (found["number"], found["least"], found["most"]) == (len(last), min(last), max(last))
    assert (found["first_year"], found["last_year"]) == (LAST - len(last), LAST - 1)


def test_later_years_and_other_organs_say_nothing(frames: Make) -> None:
    other = report(LAST - 1, 5) | {"organ": "乙局"}
    found = of_last(frames(other, report(LAST + 1, 5), report(LAST, 5)))
    assert found is not None
    assert (found["number"], found["median"], found["first_year"]) == (0, None, None)


def test_both_editions_count(frames: Make) -> None:
    found = of_last(frames(report(LAST - 2, 4, edition=OLD.id), report(LAST - 1, 6), report(LAST, 5)))
    assert found is not None
    assert (found["number"], found["least"], found["most"]) == (2, 4, 6)


@pytest.mark.parametrize("status", ["blank", "missing", "unreadable", "inferred"])
def test_numbers_that_were_not_printed_do_not_count(frames: Make, status: str) -> None:
    number = 5 if status == "inferred" else None
    unread = report(LAST - 1, number, statuses={CELL: STATUS_LETTERS[status]})  # type: ignore[index]
    found = of_last(frames(unread, report(LAST - 2, -3), report(LAST - 3, 8), report(LAST, 5)))
    assert found is not None
    assert (found["number"], found["first_year"], found["last_year"]) == (1, LAST - 3, LAST - 3)


def test_a_year_with_several_reports_is_left_out_but_not_a_copy(frames: Make) -> None:
    several = (report(LAST - 1, 5), report(LAST - 1, 6))
    copies = (report(LAST - 2, 7, report_id="same"), report(LAST - 2, 7, report_id="same"))
    found = of_last(frames(*several, *copies, report(LAST, 5)))
    assert found is not None
    assert (found["number"], found["least"]) == (1, 7)


def test_a_disputed_year_is_left_out_and_has_no_history(frames: Make) -> None:
    wrong = {"title_year": LAST, "period_start": dt.date(LAST - 1, 1, 1)}
    assert of_last(frames(report(LAST - 1, 5), report(LAST, 5, **wrong))) is None
    found = of_last(frames(report(LAST - 1, 5, **wrong), report(LAST, 5)))
    assert found is not None
    assert found["number"] == 0


def test_without_an_organ_there_is_no_history(frames: Make) -> None:
    assert of_last(frames(report(LAST - 1, 5), report(LAST, 5) | {"organ": None})) is None


def test_no_reports_give_no_history(frames: Make) -> None:
    assert history_of(frames()).num_rows == 0
