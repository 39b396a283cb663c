"""The real reports that lie beside the repository: equal to their truth, or said to be unread."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gongkai.loaders import Report, read, recognise

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not beside this checkout")


def report_of(number: str) -> Report:
    path = next(REPORTS.glob(f"{number}_*"))
    return recognise(read(path))


def truth_of(number: str) -> dict[str, Any]:
    cells: dict[str, Any] = json.loads((REPORTS / "truth" / f"{number}.json").read_text("utf-8"))["cells"]
    return cells


@pytest.mark.parametrize(("number", "null"), [("00", "missing"), ("05", "blank")])
def test_cells_equal_the_truth(number: str, null: str) -> None:
    report, truth = report_of(number), truth_of(number)
    assert set(report.cells) == set(truth)
    for cell, printed in truth.items():
        read_cell = report.cells[cell]
        if printed is None:
            assert (read_cell.status, read_cell.value) == (null, None), cell
        elif isinstance(printed, str):
            assert (read_cell.status, read_cell.raw) == ("ok", printed), cell
        else:
            assert (read_cell.status, read_cell.value) == ("ok", printed), cell


def test_run_together_text_is_read_where_it_has_one_meaning() -> None:
    report, truth = report_of("08"), truth_of("08")
    assert Counter(cell.status for cell in report.cells.values()) == {
        "inferred": 188,
        "unreadable": 8,
        "ok": 4,
    }
    assert all(
        float(cell.value) == truth[name] for name, cell in report.cells.items() if cell.value is not None
    )
    counts = {note.cell: note.text.zh for note in report.notes if note.code == "run_together"}
    assert "有10种拆法" in counts["disclosure.normative_documents.issued"]
    # 1+20+0+0=21, printed with its digits swapped, would stand there in the same digits as 12+0+0+0=12.
    assert "有4种拆法" in counts["review.direct_suit.upheld"]


def test_the_blank_template_has_200_blank_cells() -> None:
    assert Counter(cell.status for cell in report_of("03").cells.values()) == {"blank": 200}


@pytest.mark.parametrize(
    ("number", "statuses"),
    [
        ("20", {"ok": 20, "blank": 53, "missing": 127}),
        ("21", {"ok": 9, "blank": 22, "missing": 169}),
        ("25", {"ok": 20, "blank": 1, "missing": 179}),
        ("32", {"missing": 200}),
        ("33", {"blank": 120, "missing": 78}),
    ],
)
def test_partial_reports(number: str, statuses: dict[str, int]) -> None:
    assert Counter(cell.status for cell in report_of(number).cells.values()) == statuses


@pytest.mark.parametrize(
    ("number", "organ", "year", "edition"),
    [
        ("00", "政府办公室", 2020, "2019"),
        ("05", "上海市人民政府办公厅", 2019, "2019"),
        ("08", "平潭综合实验区", 2021, "2021"),
        ("32", "浑南区国资局", 2022, "2021"),
        ("33", "螅镇", 2022, "2019"),
    ],
)
def test_who_reports_on_which_year(number: str, organ: str, year: int, edition: str) -> None:
    report = report_of(number)
    assert (report.organ, report.year, report.edition) == (organ, year, edition)
