"""A table on a page: cells with lines of text, which may span rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gongkai.loaders._document import GridRow
from gongkai.loaders._pdf_glyphs import UNKNOWN
from gongkai.loaders._pdf_lines import Line, Piece, joined

LOST: Final = Line(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, (Piece(0.0, 0.0, UNKNOWN),))
"""Stands in a cell of which it cannot be told what it holds, or whether it holds anything."""


@dataclass(slots=True)
class Cell:
    """A cell of a table on a page: its place and spans in rows and columns, its sides, its lines of text."""

    row: int
    column: int
    down: int
    across: int
    left: float
    right: float
    top: float
    bottom: float
    lines: list[Line]

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(slots=True)
class Table:
    """A ruled table on one page, or the part of it that stands there.

    Lengths in points from the page's top left corner. `padding` is what its text keeps from the sides of
    cells at least. `cut_above` and `cut_below` are true where a row goes on on another page, for all that
    the lines say.
    """

    page: int
    top: float
    bottom: float
    left: float
    right: float
    cells: list[Cell]
    rows: int
    padding: float
    cut_above: bool
    cut_below: bool

    def grid_rows(self) -> tuple[GridRow, ...]:
        """The cells that begin in each row, from left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in sorted(self.cells, key=_column):
            rows[cell.row].append(cell)
        return tuple(
            [
                GridRow(
                    tuple([self.text(cell) for cell in row]),
                    tuple([cell.column for cell in row]),
                    tuple([cell.across for cell in row]),
                )
                for row in rows
            ]
        )

    def text(self, cell: Cell) -> str:
        """What stands in a cell; a line end only where its writer made one."""
        lines = cell.lines
        if len(lines) < 2:  # noqa: PLR2004 - there is nothing to join
            return lines[0].text if lines else ""
        return joined(lines, cell.width, self.padding)


def _column(cell: Cell) -> int:
    return cell.column
