"""A page typed into the cells of sheets: what stands where, before it is written in any format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from gongkai.demo._dice import dice
from gongkai.demo._page import Line, Page
from gongkai.demo._reshape import Reshape
from gongkai.forms import Grid, Slot

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
"""As a spreadsheet prints the numbers it stores, give or take zeros at the end."""


class Cell(NamedTuple):
    """A cell at `row` and `column`, both from 0, over as many rows and columns.

    `role`: text stands outside tables; of a table's cells, labels and values are told apart.
    """

    row: int
    column: int
    text: str
    colspan: int
    rowspan: int
    role: Literal["text", "label", "value"]

    @property
    def number(self) -> float | None:
        """What it stores where it is a value and its text is a number as spreadsheets print them."""
        plain = self.role == "value" and _NUMBER.fullmatch(self.text)
        return float(self.text) if plain else None


Sheet = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """How a report is typed into sheets.

    `merged`: cells that span others are merged with them; else their text stands in the first, and text
    beside the tables in the first column. `sheet_a_section`: every section has a sheet of its own.
    `gap`: so many empty rows stand between what belongs together; `margin`: so many empty rows and columns
    above and left of everything.
    """

    reshape: Reshape | None = None
    merged: bool = True
    sheet_a_section: bool = False
    gap: int = 0
    margin: int = 0


TIDY: Final = Placing()


def sheets(page: Page, placing: Placing) -> tuple[Sheet, ...]:
    """The sheets in order."""
    parts: list[list[Line | Grid]] = [[]]
    for block in page.blocks:
        if placing.sheet_a_section and isinstance(block, Line) and block.role == "heading":
            parts.append([])
        parts[-1].append(block)
    return tuple(tuple(_placed(part, page, placing)) for part in parts)


def _placed(blocks: Sequence[Line | Grid], page: Page, placing: Placing) -> Iterator[Cell]:
    grids = [_reshaped(block, page, placing) for block in blocks if isinstance(block, Grid)]
    width = max((grid.width for grid in grids), default=1)
    waiting = iter(grids)
    row = placing.margin
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            grid = next(waiting)
            for cell in _cells(grid, placing):
                yield cell._replace(row=cell.row + row, column=cell.column + placing.margin)
            row += len(grid.rows)
        else:
            across = width if placing.merged else 1
            yield Cell(row, placing.margin, block.text, across, 1, "text")
            row += 1
        if isinstance(block, Grid) or isinstance(blocks[min(number + 1, len(blocks) - 1)], Grid):
            row += placing.gap


def _reshaped(grid: Grid, page: Page, placing: Placing) -> Grid:
    return placing.reshape(grid, dice("sheet", *page.key, grid.table)) if placing.reshape else grid


def _cells(grid: Grid, placing: Placing) -> Iterator[Cell]:
    for number, row in enumerate(grid.rows):
        for slot in row:
            if placing.merged:
                yield _cell(slot, number, slot.colspan, slot.rowspan)
                continue
            yield _cell(slot, number, 1, 1)
            # What would be covered is empty, and part of the table.
            for below in range(number, number + slot.rowspan):
                for beside in range(slot.column, slot.column + slot.colspan):
                    if (below, beside) != (number, slot.column):
                        yield Cell(below, beside, "", 1, 1, "label")


def _cell(slot: Slot, row: int, colspan: int, rowspan: int) -> Cell:
    return Cell(row, slot.column, slot.text, colspan, rowspan, "value" if slot.cell else "label")
