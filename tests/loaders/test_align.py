"""Rows whose cells span columns: blanks and marks stand for each of them, figures for none."""

from __future__ import annotations

import pytest

from gongkai import forms
from gongkai.loaders import Document, Grid, GridRow, Locator, ReadCell, recognise

EDITION = forms.editions()[-1]
TABLE = max(EDITION.tables, key=lambda table: len(table.cells))
ROW = TABLE.rows[0]


def read(*cells: tuple[str, int]) -> list[ReadCell]:
    """The first row of the table with these texts and spans behind its label, above plain rows."""
    rows = []
    for row in TABLE.rows:
        printed = [(row.label, 1), *(cells if row is ROW else [("1", 1)] * 7)]
        columns = [sum(span for _, span in printed[:place]) for place in range(len(printed))]
        texts, spans = zip(*printed, strict=True)
        rows.append(GridRow(texts, tuple(columns), spans))
    document = Document("某局2022年.html", "html", "0" * 64, (Grid(tuple(rows), Locator(table=1)),))
    report = recognise(document)
    return [report.cells[cell.id] for cell in TABLE.row_cells(ROW.id)]


@pytest.mark.parametrize("mark", ["", "无", "/"])
def test_one_blank_or_mark_over_all_columns(mark: str) -> None:
    for _ in range(2):  # the second time from what is known of the layout
        assert {(cell.status, cell.raw) for cell in read((mark, 7))} == {("blank", mark)}


def test_blanks_over_some_columns() -> None:
    cells = read(("5", 1), ("/", 5), ("5", 1))
    assert [(cell.status, cell.raw) for cell in cells] == [("ok", "5"), *[("blank", "/")] * 5, ("ok", "5")]
    assert [cell.locator.column for cell in cells if cell.locator] == [2, 3, 3, 3, 3, 3, 8]


@pytest.mark.parametrize("cells", [[("0", 7)], [("5", 2), ("0", 5)], [("", 3), ("5", 1)], [("见附件", 7)]])
def test_figures_over_several_columns_are_unread(cells: list[tuple[str, int]]) -> None:
    assert {cell.status for cell in read(*cells)} == {"unreadable"}


def test_a_row_with_fillers_that_lost_a_figure_is_unread() -> None:
    fillers = [("", 1), ("", 1)]
    rows = [GridRow((row.label, *["1"] * 7), (0, *range(3, 10)), (3, *[1] * 7)) for row in TABLE.rows]
    printed = [(ROW.label, 1), *fillers, *[("4", 1)] * 6]
    rows[0] = GridRow(tuple(text for text, _ in printed), tuple(range(9)), (1,) * 9)
    document = Document("某局2022年.html", "html", "0" * 64, (Grid(tuple(rows), Locator(table=1)),))
    report = recognise(document)
    assert {report.cells[cell.id].status for cell in TABLE.row_cells(ROW.id)} == {"unreadable"}
    assert report.cells[TABLE.row_cells(TABLE.rows[1].id)[0].id].value == 1
