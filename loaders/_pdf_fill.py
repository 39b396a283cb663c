"""Text into the cells of ruled tables: each glyph into the one that holds its centre."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from gongkai.loaders._pdf_glyphs import Glyph
from gongkai.loaders._pdf_grid import Box, Lattice
from gongkai.loaders._pdf_lines import FIGURES, lines_of
from gongkai.loaders._pdf_native import Sheet
from gongkai.loaders._pdf_tables import LOST, Cell, Table

_WIDEST_PADDING: Final = 7.0
"""Points: what word processors leave between a cell's side and its text is no more."""
_ONE_IN: Final = 10
"""A line of text in so many fills its cell, or begins at its side."""
_AT_EDGE: Final = 1.0
"""Points: a cell that reaches so near the paper's side is cut off, and may have held something."""
_MOST: Final = 0.6
"""Of a table's width: a cell wider than this is most of it."""
_MIDDLE: Final = 0.35
"""Of a glyph's height: how far above the baseline its middle is."""
_HIGHEST: Final = 0.75
"""Of a glyph's height: a line across that is nearer to its baseline goes through it."""
_WHOLE: Final = 0.65
"""Of a glyph's height: as `_HIGHEST` for figures, which are not as high."""
_THROUGH: Final = 0.15
"""Of a glyph's height: a line across that is so far above the baseline goes through it."""
_OVER: Final = 0.2
"""Of a glyph's width: what reaches further over a line has run over into the next cell."""
_TOUCHING: Final = 0.05
"""Of a glyph's height: no two cells' figures stand so near each other."""


def tables_of(sheet: Sheet, lattices: Sequence[Lattice]) -> tuple[list[Table], list[Glyph]]:
    """The tables with their text, and the glyphs on the page that stand in none of them."""
    fillings = [_Filling(lattice, sheet.size) for lattice in lattices]
    outside: list[Glyph] = []
    for glyph in sheet.glyphs:
        x = (glyph.left + glyph.right) / 2
        # Boxes of glyphs in one line differ, the line's height does not.
        y = (glyph.top + glyph.bottom) / 2 if glyph.turn else glyph.base - _MIDDLE * sheet.size
        for filling in fillings:
            if filling.takes(x, y, glyph):
                break
        else:
            if 0 <= x <= sheet.width and 0 <= y <= sheet.height:
                outside.append(glyph)
    tables = []
    for filling in fillings:
        table = filling.table(sheet)
        if _is_frame(table):
            outside += filling.glyphs
        else:
            tables.append(table)
    return tables, outside


class _Filling:
    """The glyphs of one lattice, and in which of its rows and columns each stands."""

    def __init__(self, lattice: Lattice, size: float) -> None:
        self._lattice = lattice
        self._size = size
        self._left, self._right = lattice.xs[0], lattice.xs[-1]
        self._top, self._bottom = lattice.ys[0], lattice.ys[-1]
        self._placed: list[tuple[Glyph, int, int]] = []
        self._crossed: dict[tuple[int, int, float], list[int]] = defaultdict(list)
        self._run_over: list[tuple[int, int, int, int]] = []

    def takes(self, x: float, y: float, glyph: Glyph) -> bool:
        """Takes a glyph with that middle, if it is in the table."""
        if not (self._left < x < self._right and self._top < y < self._bottom):
            return False
        xs, ys = self._lattice.xs, self._lattice.ys
        row, column = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
        if glyph.text in FIGURES:
            self._look_beside(glyph, row, column)
        if row and glyph.base - ys[row] < _HIGHEST * self._size:
            self._crossed[row, column, glyph.base].append(len(self._placed))
        self._placed.append((glyph, row, column))
        return True

    def _look_beside(self, glyph: Glyph, row: int, column: int) -> None:
        """Notes the cells into which a figure runs over from another, or which are parts of one number."""
        xs, ys = self._lattice.xs, self._lattice.ys
        wide = _OVER * (glyph.right - glyph.left)
        before = self._placed[-1] if self._placed else None
        if glyph.left < xs[column] - wide:
            self._run_over.append((row, column, row, column - 1))
        elif glyph.right > xs[column + 1] + wide:
            self._run_over.append((row, column, row, column + 1))
        elif glyph.base > ys[row + 1] + _THROUGH * self._size:
            self._run_over.append((row, column, row + 1, column))
        elif before is not None and before[2] != column and _touch(before[0], glyph):
            self._run_over.append((row, column, row, before[2]))

    def _uncross(self) -> None:
        """Moves words that a line goes through to the row above it, where browsers cut a cell.

        A number with a line through it may be of either row.
        """
        for (row, column, base), crossed in self._crossed.items():
            if any(self._placed[index][0].text not in FIGURES for index in crossed):
                for index in crossed:
                    self._placed[index] = self._placed[index][0], row - 1, column
            elif base - self._lattice.ys[row] < _WHOLE * self._size:
                self._run_over.append((row, column, row - 1, column))

    @property
    def glyphs(self) -> list[Glyph]:
        return [glyph for glyph, _, _ in self._placed]

    def table(self, sheet: Sheet) -> Table:
        """The table with its text. Cells of which it cannot be told what they hold say so."""
        self._uncross()
        lattice = self._lattice
        owners = _owners(lattice)
        inside: list[list[Glyph]] = [[] for _ in lattice.boxes]
        for glyph, row, column in self._placed:
            inside[owners[row][column]].append(glyph)
        cells = {
            index: _cell(lattice, box, glyphs)
            for index, (box, glyphs) in enumerate(zip(lattice.boxes, inside, strict=True))
            if glyphs or box.closed
        }
        padding = _padding(cells.values())
        _mark_cut_off(cells.values(), lattice, sheet)
        for index in self._unsure(owners) & cells.keys():
            cells[index].lines.append(LOST)
        return Table(
            sheet.number,
            self._top,
            self._bottom,
            self._left,
            self._right,
            list(cells.values()),
            len(lattice.ys) - 1,
            padding,
            lattice.open.above,
            lattice.open.below,
        )

    def _unsure(self, owners: list[list[int]]) -> set[int]:
        """The cells of which it cannot be told what they hold, since something runs over between them."""
        unsure: set[int] = set()
        for row, column, beside_row, beside in self._run_over:
            if 0 <= beside_row < len(owners) and 0 <= beside < len(owners[0]):
                one, other = owners[row][column], owners[beside_row][beside]
                if one != other:
                    unsure |= {one, other}
        return unsure


def _touch(before: Glyph, glyph: Glyph) -> bool:
    """Whether two figures that follow each other in the file stand together on the page."""
    near = _TOUCHING * (glyph.bottom - glyph.top)
    return (
        before.text in FIGURES
        and abs(before.base - glyph.base) < near
        and abs(glyph.left - before.right) < near
    )


def _owners(lattice: Lattice) -> list[list[int]]:
    """For each row and column the number of the cell that covers it."""
    owners = [[0] * (len(lattice.xs) - 1) for _ in range(len(lattice.ys) - 1)]
    for index, (row, column, down, across, _) in enumerate(lattice.boxes):
        for covered in owners[row : row + down]:
            covered[column : column + across] = [index] * across
    return owners


def _cell(lattice: Lattice, box: Box, glyphs: list[Glyph]) -> Cell:
    row, column, down, across, _ = box
    xs, ys = lattice.xs, lattice.ys
    sides = xs[column], xs[column + across], ys[row], ys[row + down]
    return Cell(row, column, down, across, *sides, lines_of(glyphs) if glyphs else [])


def _mark_cut_off(cells: Iterable[Cell], lattice: Lattice, sheet: Sheet) -> None:
    """Marks empty cells from which something may have been cut off.

    They stand at the paper's side, or at the side of a table that is open on that side only.
    """
    left, right = _AT_EDGE, sheet.width - _AT_EDGE
    if lattice.open.left != lattice.open.right:
        left = max(left, lattice.xs[0] + _AT_EDGE) if lattice.open.left else left
        right = min(right, lattice.xs[-1] - _AT_EDGE) if lattice.open.right else right
    for cell in cells:
        if not cell.lines and (cell.left < left or cell.right > right):
            cell.lines = [LOST]


def _is_frame(table: Table) -> bool:
    """Whether its lines stand around running text: in one cell, which is most of it."""
    filled = [cell for cell in table.cells if cell.lines]
    if len(filled) != 1 or len(filled[0].lines) < 2:  # noqa: PLR2004 - running text has several lines
        return False
    return filled[0].width > _MOST * (table.right - table.left)


def _padding(cells: Iterable[Cell]) -> float:
    """What the text of a table keeps from the sides of its cells."""
    gaps = sorted(
        min(line.left - cell.left, cell.right - line.right) for cell in cells for line in cell.lines
    )
    return min(max(gaps[len(gaps) // _ONE_IN], 0.0), _WIDEST_PADDING) if gaps else 0.0
