"""A table whose rows the form prints as column headers: one strip of figures under them."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai import forms
from gongkai.loaders._align import Line, align
from gongkai.loaders._cells import CellWriter
from gongkai.loaders._segments import Segment
from gongkai.loaders._words import Kind, only_blanks


class StripReader:
    """Collects the headers and the strips of one such table, then reads them.

    `columns` and `rows` say which column or row a printed label's key stands for.
    """

    def __init__(self, table: forms.Table, columns: Mapping[str, str], rows: Mapping[str, str]) -> None:
        self._table = table
        self._columns = columns
        self._rows = rows
        self._headers: list[Segment] = []
        self._strips: list[tuple[Segment, tuple[Segment, ...]]] = []
        self._under_header = False

    def add_header(self, segment: Segment) -> None:
        """Takes a printed label of the table; the first one after a strip begins a new header."""
        if self._under_header:
            self._headers = []
            self._under_header = False
        self._headers.append(segment)

    def interrupt(self) -> None:
        """Forgets the header: a row of figures with a label of its own stands between it and what follows."""
        self._headers = []

    def add_strip(self, segment: Segment) -> None:
        """Takes a row of figures printed under the header."""
        self._strips.append((segment, tuple(self._headers)))
        if not only_blanks(segment.words):
            self._under_header = True

    def read(self, writer: CellWriter) -> None:
        """Writes the cells of the strips; the whole table is unread where the header cannot be followed."""
        filled = [entry for entry in self._strips if not only_blanks(entry[0].words)]
        for strip, headers in filled or self._blank_strip():
            cells = self._order(headers)
            if cells is None:
                writer.fill_unread(self._table.cells, strip, "row_header")
            else:
                writer.fill(cells, strip, align([Line(strip, len(cells))])[0])
        columns = [segment for segment in self._headers if _key(segment) in self._columns]
        if not self._strips and len(columns) == len(self._table.cells):
            # In running text a blank leaves no trace: every header is there, and nothing after it.
            writer.fill_unread(self._table.cells, columns[-1], "row_count")

    def _blank_strip(self) -> list[tuple[Segment, tuple[Segment, ...]]]:
        width = len(self._table.cells)
        return [entry for entry in self._strips if len(entry[0].words) >= width][:1]

    def _order(self, headers: tuple[Segment, ...]) -> tuple[forms.Cell, ...] | None:
        """The cells that the header names, in printed order; None where its labels do not fit together."""
        keys = [_key(segment) for segment in headers]
        rows = list(dict.fromkeys(self._rows[key] for key in keys if key in self._rows))
        columns = [self._columns[key] for key in keys if key in self._columns]
        in_form = [row.id for row in self._table.rows]
        if columns == [cell.column.id for cell in self._table.cells] and rows == [
            row for row in in_form if row in rows
        ]:
            return self._table.cells
        if keys and keys[0] in self._columns:
            # What the columns stand under was lost or moved: their order does not tell whose they are.
            return None
        cells = tuple(cell for row in rows for cell in self._table.row_cells(row))
        return cells if cells and [cell.column.id for cell in cells] == columns else None


def _key(segment: Segment) -> str:
    return "" if segment.label is None else segment.label.key


def is_strip(segment: Segment) -> bool:
    """Whether a segment's words may be a strip: figures, some of which may be printed oddly."""
    figures = sum(item.kind is not Kind.TEXT for item in segment.words)
    return figures > len(segment.words) - figures
