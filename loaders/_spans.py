"""Lays cells out on a grid: the column each begins in, given the spans of those before and above."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._document import GridRow
from gongkai.loaders._limits import MAX_AREA, MAX_COLUMNS, over_limit

_TOO_WIDE: Final = Text("表格超过{limit}列", "a table has more than {limit} columns")
_TOO_MUCH: Final = Text("表格的单元格总数超过上限", "the tables have more cells than the limit")
_LONGEST_NUMBER: Final = 6
_USUAL_ROWS: Final = 100
_new = tuple.__new__
_NOTHING: Final[Columns] = ((), (), ())


Spanned = tuple[str, int, int]
"""A cell as marked up: its text, colspan and rowspan; a rowspan of 0 reaches to the last row."""

Columns = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]
"""A row of such cells: their texts, their colspans, their rowspans."""


def in_columns(row: Sequence[Spanned]) -> Columns:
    """A row's cells in columns."""
    return tuple(zip(*row, strict=True)) if row else _NOTHING  # type: ignore[return-value]


def span(value: str | None) -> int:
    """A span attribute as browsers read it: at most `MAX_COLUMNS`, and 1 for what is no number."""
    if value is None:
        return 1
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(int(digits[:_LONGEST_NUMBER]), MAX_COLUMNS)


class Layout:
    """Lays out the tables of one document, which together may take `MAX_AREA` positions."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._area = 0

    def rows(self, marked_up: Sequence[Sequence[Spanned]]) -> tuple[GridRow, ...]:
        """The rows of one table, each cell with its column; no cell reaches below the last row.

        Raises:
            UnreadableError: code `limit`, for a table that is wider than `MAX_COLUMNS` or one too many.
        """
        return self.columns([in_columns(row) for row in marked_up])

    def columns(self, marked_up: Sequence[Columns]) -> tuple[GridRow, ...]:
        """As `rows`, of rows that are in columns already."""
        colspans = tuple([row[1] for row in marked_up])
        rowspans = tuple([row[2] for row in marked_up])
        lay = _laid_out_before if len(marked_up) <= _USUAL_ROWS else _laid_out
        laid = lay(colspans, rowspans)
        if laid.widest > MAX_COLUMNS:
            raise over_limit(self._path, _TOO_WIDE.format(limit=MAX_COLUMNS))
        self._area += laid.area
        if self._area > MAX_AREA:
            raise over_limit(self._path, _TOO_MUCH)
        return tuple(
            [
                _new(GridRow, (row[0], columns, across, None))
                for row, (columns, across) in zip(marked_up, laid.rows, strict=True)
            ]
        )


_Spans = tuple[tuple[int, ...], ...]


class _Laid(NamedTuple):
    """A table's rows: the columns of each one's cells, and their colspans; how wide and large it is."""

    rows: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    widest: int
    area: int


def _laid_out(colspans: _Spans, rowspans: _Spans) -> _Laid:
    """Each row laid out, given the spans of its cells."""
    free_from: dict[int, int] = {}  # column → the first row in which no cell from above stands there
    laid = []
    widest = area = 0
    for number, (across, down) in enumerate(zip(colspans, rowspans, strict=True)):
        below = len(colspans) - number
        columns, width = _place(across, down, number, below, free_from)
        laid.append((columns, tuple([own or 1 for own in across])))
        widest = max(widest, width)
        area += width
    return _Laid(tuple(laid), widest, area)


_laid_out_before = lru_cache(maxsize=1024)(_laid_out)
"""Tables of one template have the same spans; kept only for tables of usual length."""


def _place(
    colspans: tuple[int, ...], rowspans: tuple[int, ...], number: int, below: int, free_from: dict[int, int]
) -> tuple[tuple[int, ...], int]:
    """The column of each cell of row `number`, and the row's width; `free_from` takes what goes on."""
    column = 0
    columns = []
    for colspan, rowspan in zip(colspans, rowspans, strict=True):
        while free_from and free_from.get(column, 0) > number:
            column += 1
        across = colspan or 1
        columns.append(column)
        if rowspan != 1 and column <= MAX_COLUMNS:
            down = min(rowspan, below) if rowspan else below
            free_from.update(dict.fromkeys(range(column, column + across), number + down))
        column += across
    return tuple(columns), column
