"""The report of the year before, cell by cell, and what is usual for the organ, beside each report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from gongkai import forms
from gongkai.loaders import STATUS_LETTERS
from gongkai.rules import Facts, NotRun

OLD, NEW = forms.editions()[0], forms.editions()[-1]
BOTH = next(cell for cell in NEW.cell_ids if cell in OLD.cells)
ONLY_NEW = next(cell for cell in NEW.cell_ids if cell not in OLD.cells)
Frames = Callable[..., pd.DataFrame]


def before(edition: forms.Edition, start: float, letter: str = "ok", **columns: Any) -> dict[str, Any]:
    """A report before whose cells are numbered from `start`, all with one status."""
    cells = len(edition.cell_ids)
    return {
        "before_number": 1,
        "before_path": "before.html",
        "before_edition": edition.id,
        "before_statuses": STATUS_LETTERS[letter] * cells,  # type: ignore[index]
        "before_values": [start + place for place in range(cells)],
        "years_disputed": False,
        **columns,
    }


NONE: dict[str, Any] = dict.fromkeys(before(NEW, 0)) | {"before_number": 0, "years_disputed": False}


@pytest.mark.parametrize("arrow", [False, True], ids=["python", "arrow"])
def test_every_report_has_the_cells_of_its_own_report_before(make_frame: Frames, arrow: bool) -> None:
    frame = make_frame(
        NEW,
        NONE,
        before(NEW, 1000),
        before(OLD, 5000),
        NONE | {"before_number": 2},
        before(NEW, 3000, years_disputed=True),
        before(NEW, 7000, "blank"),
    )
    if arrow:
        lists = pa.chunked_array([pa.array(frame["before_values"].tolist(), pa.list_(pa.float64()))])
        frame["before_values"] = pd.Series(pd.arrays.ArrowExtensionArray(lists))
    found = Facts(NEW, frame).before
    there, at = NEW.cell_ids.index(BOTH), OLD.cell_ids.index(BOTH)
    assert found.state.tolist() == [
        NotRun.NO_YEAR_BEFORE,
        0,
        0,
        NotRun.SEVERAL_YEARS_BEFORE,
        NotRun.YEARS_DISPUTED,
        0,
    ]
    nan = np.nan
    np.testing.assert_array_equal(found.values(BOTH), [nan, 1000 + there, 5000 + at, nan, nan, 7000 + there])
    assert found.has(BOTH).tolist() == [False, True, True, False, False, True]
    assert found.has(ONLY_NEW).tolist() == [False, True, False, False, False, True]
    assert found.read(BOTH).tolist() == [False, True, True, False, False, False]
    assert found.blank(BOTH).tolist() == [False, False, False, False, False, True]
    assert found.paths[1] == "before.html"


def test_facts_that_were_compared_with_nothing_say_so(make_frame: Frames) -> None:
    facts = Facts(NEW, make_frame(NEW, {}))
    assert facts.before.state.tolist() == [NotRun.NO_RELATIONS]
    assert facts.before.paths == [None]
    assert not facts.before.has(BOTH).any()
    assert not facts.past.known
    assert np.isnan(facts.past.of(NEW.watched[0], "median")).all()


@pytest.mark.parametrize("lists", [[None, None], [None, []]])
def test_no_report_of_the_batch_has_one_before(make_frame: Frames, lists: list[Any]) -> None:
    frame = make_frame(NEW, *(NONE | {"before_values": one, "history": None} for one in lists))
    facts = Facts(NEW, frame)
    assert np.isnan(facts.before.values(BOTH)).all()
    assert np.isnan(facts.past.of(NEW.watched[-1], "number")).all()


def test_what_is_usual_stands_beside_the_reports_that_have_a_history(make_frame: Frames) -> None:
    histories = [
        None,
        [{"cell": cell, "median": float(place)} for place, cell in enumerate(NEW.watched)],
        None,
        [{"cell": cell, "median": None} for cell in NEW.watched],
    ]
    facts = Facts(NEW, make_frame(NEW, *({"history": one} for one in histories)))
    for place, cell in enumerate(NEW.watched):
        np.testing.assert_array_equal(facts.past.of(cell, "median"), [np.nan, place, np.nan, np.nan])


def test_a_cell_that_is_not_watched_has_no_history(make_frame: Frames) -> None:
    with pytest.raises(ValueError, match="tuple"):
        Facts(NEW, make_frame(NEW, {"history": []})).past.of("nowhere", "median")
