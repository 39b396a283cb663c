"""The form's tables laid out as printed: which label or cell stands where, over how many columns and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from gongkai.forms._load import edition
from gongkai.forms._model import Block, Row, Table


class Slot(NamedTuple):
    """A printed cell of a table: a label, or the form's cell with the id `cell`; `column` counts from 0."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    cell: str | None = None


Rows = tuple[tuple[Slot, ...], ...]


class Grid(NamedTuple):
    """`labels` columns of row labels stand left of the values; the first `header` rows hold no value.

    A table of several blocks has its other headers between its rows, and counts none here.
    """

    table: str
    width: int
    labels: int
    header: int
    rows: Rows


@cache
def layout(edition_id: str, table_id: str, dropped: frozenset[str] = frozenset()) -> Grid:
    """The table without the rows in `dropped`; the texts are the form's labels, "" in the form's cells."""
    table = edition(edition_id).table(table_id)
    if any(row.from_header for row in table.rows):
        return _across(table, dropped)
    depths = [len(row.groups) + 1 for row in table.rows]
    labels = max(depths)
    values = max(len(block.columns) for block in table.blocks)
    rows: list[tuple[Slot, ...]] = []
    for block in table.blocks:
        rows += _block(table, block, dropped, labels, values)
    header = next(n for n, row in enumerate(rows) if any(slot.cell for slot in row))
    return Grid(table_id, labels + values, labels, header if len(table.blocks) == 1 else 0, tuple(rows))


def _across(table: Table, dropped: frozenset[str]) -> Grid:
    """A table whose rows are headers: one row of values under them."""
    cells = [cell for cell in table.cells if cell.row.id not in dropped]
    paths = [(*cell.row.groups, cell.row.label, cell.column.label) for cell in cells]
    head = list(_header(paths, 0))
    values = tuple(Slot("", column, cell=cell.id) for column, cell in enumerate(cells))
    return Grid(table.id, len(cells), 0, len(head), (*(tuple(row) for row in head), values))


def _block(
    table: Table, block: Block, dropped: frozenset[str], labels: int, values: int
) -> Iterator[tuple[Slot, ...]]:
    if block.heading:
        yield (Slot(block.heading, 0, colspan=labels + values),)
    spans = _spread(len(block.columns), values)
    head = list(_header([(*column.groups, column.label) for column in block.columns], labels, spans))
    head[0].insert(0, Slot(block.corner or "", 0, colspan=labels, rowspan=len(head)))
    yield from (tuple(row) for row in head)
    kept = [row for row in block.rows if row.id not in dropped]
    for number, row in enumerate(kept):
        slots: list[Slot] = []
        for level, group in enumerate(row.groups):
            if number == 0 or kept[number - 1].groups[: level + 1] != row.groups[: level + 1]:
                slots.append(Slot(group, level, rowspan=_run(kept[number:], row.groups[: level + 1])))
        depth = len(row.groups)
        slots.append(Slot(row.label, depth, colspan=labels - depth))
        column = labels
        for cell, span in zip(table.row_cells(row.id), spans, strict=True):
            slots.append(Slot("", column, colspan=span, cell=cell.id))
            column += span
        yield tuple(slots)


def _run(rows: Sequence[Row], groups: tuple[str, ...]) -> int:
    """How many of the first rows stand under the same groups."""
    for number, row in enumerate(rows):
        if row.groups[: len(groups)] != groups:
            return number
    return len(rows)


def _spread(columns: int, width: int) -> list[int]:
    """`columns` spans that fill `width`, the last one taking what is left."""
    spans = [width // columns] * columns
    spans[-1] += width - sum(spans)
    return spans


def _header(
    paths: Sequence[tuple[str, ...]], left: int, spans: Sequence[int] | None = None
) -> Iterator[list[Slot]]:
    """One list a header row: equal beginnings of neighbouring paths are one slot over all of them."""
    widths = spans or [1] * len(paths)
    depth = max(len(path) for path in paths)
    for level in range(depth):
        row: list[Slot] = []
        column = left
        previous: tuple[str, ...] | None = None
        for path, width in zip(paths, widths, strict=True):
            upto = path[: level + 1]
            leaf = len(path) == level + 1
            if len(path) <= level:
                previous = None
            elif upto == previous and not leaf:
                row[-1] = row[-1]._replace(colspan=row[-1].colspan + width)
            else:
                row.append(Slot(path[level], column, width, depth - level if leaf else 1))
                previous = upto
            column += width
        yield row
