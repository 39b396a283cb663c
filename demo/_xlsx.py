"""Reports as Excel workbooks."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any, Final, Literal

from gongkai.demo._page import Page
from gongkai.demo._sheets import TIDY, Placing, Sheet, sheets

_CREATED: Final = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - of no place


@dataclass(frozen=True, slots=True)
class Shape:
    """How a workbook departs from a tidy one.

    `figures` are stored as numbers, as texts, or as numbers of which the last in its row is a formula over
    those before it. `drawn`: tables have borders.
    """

    placing: Placing = TIDY
    figures: Literal["numbers", "texts", "formulas"] = "numbers"
    drawn: bool = True


def write(page: Page, shape: Shape) -> bytes:
    """A .xlsx; its bytes depend on nothing but the page and the shape."""
    import xlsxwriter  # type: ignore[import-untyped] # noqa: PLC0415 - only few layouts need it

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        # As a spreadsheet saves it: what its formulas give is there.
        book.calc_on_load = False
        centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
        looks = {
            "text": book.add_format({"text_wrap": True}),
            "label": book.add_format(centred | {"border": int(shape.drawn)}),
            "value": book.add_format(centred | {"border": int(shape.drawn)}),
        }
        for cells in sheets(page, shape.placing):
            _write_sheet(book.add_worksheet(), cells, shape, looks)
    return file.getvalue()


def _write_sheet(sheet: Any, cells: Sheet, shape: Shape, looks: dict[str, Any]) -> None:
    values = [cell for cell in sorted(cells) if cell.role == "value"]
    first_in = {cell.row: cell.column for cell in reversed(values)}
    last_in = {cell.row: cell.column for cell in values}
    for cell in sorted(cells):
        look = looks[cell.role]
        if cell.colspan > 1 or cell.rowspan > 1:
            last_row, last_column = cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1
            sheet.merge_range(cell.row, cell.column, last_row, last_column, "", look)
        number = None if shape.figures == "texts" else cell.number
        first = first_in.get(cell.row, cell.column)
        if number is None:
            sheet.write_string(cell.row, cell.column, cell.text, look)
        elif shape.figures == "formulas" and first < cell.column == last_in[cell.row]:
            formula = f"=SUM({_place(cell.row, first)}:{_place(cell.row, cell.column - 1)})"
            sheet.write_formula(cell.row, cell.column, formula, look, number)
        else:
            sheet.write_number(cell.row, cell.column, number, look)


def _place(row: int, column: int) -> str:
    """As C5; no sheet of a report is wider than the alphabet."""
    return f"{chr(ord('A') + column)}{row + 1}"
