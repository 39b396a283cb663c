"""A table set the other way round: the form's rows side by side, its columns below each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from gongkai.loaders._align import Aligned
from gongkai.loaders._cells import CellWriter
from gongkai.loaders._lexicon import RowRef
from gongkai.loaders._segments import Segment
from gongkai.loaders._words import only_blanks

_FEWEST: Final = 3
"""So many labels of rows in one row are no labels of rows any more."""


class _Line(NamedTuple):
    """A column's label with figures behind it."""

    key: str
    segment: Segment


class TurnedReader:
    """Collects labels of rows without figures and of columns with them, and reads where they cross.

    `columns`: table id → key of a printed label → column id.
    """

    def __init__(self, columns: Mapping[str, Mapping[str, str]]) -> None:
        self._columns = columns
        self._heads: dict[tuple[int | None, int | None], dict[int, RowRef]] = defaultdict(dict)
        self._lines: dict[int | None, list[_Line]] = defaultdict(list)

    def add_row(self, ref: RowRef, segment: Segment) -> None:
        """Takes the label of a row where no figure stands behind it."""
        if segment.source == "grid" and only_blanks(segment.words):
            self._heads[segment.locator.table, segment.locator.row][segment.start] = ref

    def add_column(self, key: str, segment: Segment) -> None:
        """Takes the label of a column where figures stand behind it."""
        if segment.source == "grid" and not only_blanks(segment.words):
            self._lines[segment.locator.table].append(_Line(key, segment))

    def read(self, writer: CellWriter) -> None:
        """Writes every figure that stands under a row's label and beside a column's."""
        for (table, _), heads in self._heads.items():
            if len(heads) < _FEWEST:
                continue
            for key, segment in self._lines[table]:
                for place, column in enumerate(segment.columns):
                    if column in heads:
                        self._fill(writer, heads[column], key, segment.part(place, place + 1))

    def _fill(self, writer: CellWriter, ref: RowRef, key: str, segment: Segment) -> None:
        column = self._columns[ref.table].get(key)
        for cell in ref.cells:
            if cell.column.id == column:
                writer.fill((cell,), segment, Aligned(segment.words, 0))
