"""The order of a table's columns, as its printed header tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai.loaders._document import Locator
from gongkai.loaders._segments import Segment


class HeaderCell(NamedTuple):
    """A printed column label: its key, the row it stands in and its column (of a grid, else None)."""

    key: str
    row: tuple[int | str | None, ...] | None
    column: int | None


_ROWS: Final = frozenset({"grid", "ragged", "closed", "heads"})
"""Sources whose labels are known to stand in one row."""


class Header:
    """The column labels printed above a run of rows."""

    def __init__(self) -> None:
        self._cells: list[HeaderCell] = []
        self._rows: set[tuple[int | str | None, ...]] = set()
        self._groups: set[str] = set()

    def add(self, segment: Segment, key: str) -> None:
        """Adds the label of a segment that prints no figures."""
        column = segment.start if segment.source == "grid" else None
        row = tuple(segment.locator) if segment.source in _ROWS else None
        self._cells.append(HeaderCell(key, row, column))
        if row is not None:
            self._rows.add(row)

    def add_group(self, key: str) -> None:
        """Adds the label of a group of columns."""
        self._groups.add(key)

    def is_whole(self, groups: Sequence[frozenset[str]]) -> bool:
        """Whether it may be followed where it differs from the form.

        One row of labels may. Of several rows, which labels stand over which column depends on every cell:
        none of the form's `groups` of columns, each the keys of its label, may be lost.
        """
        return len(self._rows) == 1 or all(not keys.isdisjoint(self._groups) for keys in groups)

    def stands_in(self, row: Locator) -> bool:
        """Whether one of its labels stands in that row."""
        return row in self._rows

    def agrees(self, columns: Sequence[str], ids: Mapping[str, str]) -> bool:
        """Whether it says nothing but the form's own order; arguments as for `order`."""
        printed = self._printed(columns, ids)
        by_column = _by_column(printed)
        from_left = [by_column[column] for column in sorted(by_column)]
        return from_left == sorted(from_left) and not _contradicts(printed)

    def order(
        self, columns: Sequence[str], ids: Mapping[str, str], figures: Sequence[int], row: Locator
    ) -> list[int] | None:
        """Which of the form's `columns` each printed figure belongs to.

        Args:
            columns: the column ids of the form, in its order.
            ids: key of a printed label → column id, for the table in question.
            figures: the grid columns in which a row prints its figures; empty where there is no grid.
            row: where the figures stand; labels in that very row say nothing about the order, since
                then the document's rows are not the table's.

        Returns:
            For each printed figure the index in `columns`; the form's own order where the header does
            not say otherwise; None where it contradicts the form's order and cannot be followed.
        """
        printed = self._printed(columns, ids)
        by_column = _by_column(printed)
        if len(printed) == len(columns) == len(set(by_column.values())) and sorted(by_column) == list(
            figures
        ):
            return [by_column[column] for column in figures]
        if _contradicts([(cell, index) for cell, index in printed if cell.row != tuple(row)]):
            return None
        return list(range(len(columns)))

    def _printed(self, columns: Sequence[str], ids: Mapping[str, str]) -> list[tuple[HeaderCell, int]]:
        """The labels that stand for one of `columns`, with its index there."""
        place = {column: index for index, column in enumerate(columns)}
        return [(cell, place[ids[cell.key]]) for cell in self._cells if ids.get(cell.key) in place]


def _by_column(printed: Iterable[tuple[HeaderCell, int]]) -> dict[int, int]:
    return {cell.column: index for cell, index in printed if cell.column is not None}


def _contradicts(printed: Iterable[tuple[HeaderCell, int]]) -> bool:
    """Whether labels that are known to stand in one row do so in another order than the form's."""
    rows: dict[tuple[int | str | None, ...], list[int]] = defaultdict(list)
    for cell, index in printed:
        if cell.row is not None:
            rows[cell.row].append(index)
    return any(left > right for row in rows.values() for left, right in pairwise(row))
