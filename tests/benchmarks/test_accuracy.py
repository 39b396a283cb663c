"""The measure of accuracy: it counts what was read, and fails on one wrong cell."""

from __future__ import annotations

import dataclasses
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from gongkai import demo, loaders

SAMPLES = list(demo.clean_samples(2))


@pytest.fixture(scope="module")
def accuracy() -> Iterator[ModuleType]:
    """The root of the repository is not on the path of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2]))
        yield importlib.import_module("benchmarks.accuracy")


def test_every_cell_is_counted_once(accuracy: ModuleType) -> None:
    tally = accuracy._tally("html.clean", SAMPLES)
    assert (tally.layout, tally.reports, tally.wrong) == ("html.clean", 2, ())
    assert tally.counts.total() == sum(len(sample.cells) for sample in SAMPLES)
    assert set(tally.counts) <= {"right", "not there"}


def test_what_a_layout_loses_is_not_there(accuracy: ModuleType) -> None:
    counts = accuracy._tally("text.tabs_cut", SAMPLES).counts
    assert counts["not there"]
    assert not counts["not read"]


def test_one_wrong_cell_fails(accuracy: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    read = accuracy._read

    def misread(rendered: demo.Rendered, folder: object) -> loaders.Report:
        report = read(rendered, folder)  # type: ignore[arg-type]
        cell, said = next((cell, said) for cell, said in report.cells.items() if said.value is not None)
        cells = {**report.cells, cell: said._replace(value=Decimal(1) + (said.value or 0))}
        return dataclasses.replace(report, cells=cells)

    monkeypatch.setattr(accuracy, "_read", misread)
    monkeypatch.setattr(demo, "LAYOUTS", {"html.clean": demo.LAYOUTS["html.clean"]})
    with pytest.raises(accuracy.WrongResultError, match=r"html\.clean, report 0"):
        accuracy.check(1)


def test_the_page_has_a_row_a_layout(accuracy: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = accuracy.Tally("text.tabs", 3, Counter({"right": 1234, "not read": 5}), ())
    monkeypatch.setattr(accuracy, "tallies", lambda _: iter([tally]))
    page = accuracy.page(accuracy.check(3))
    assert "| text.tabs | 3 | 1,239 | 1,234 | 0 | 0 | 5 | 0 |" in page
    assert "| all | 3 | 1,239 |" in page


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_cell_of_a_hundred_reports_of_any_layout_is_wrong(accuracy: ModuleType) -> None:
    sys.stdout.write("\n".join(f"{fact.name}: {fact.value}" for fact in accuracy.check(100)))
