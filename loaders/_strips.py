"""A table whose rows the form prints as column headers: one strip of figures under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gongkai import forms
from gongkai.loaders._align import Aligned, Line, align
from gongkai.loaders._cells import CellWriter
from gongkai.loaders._segments import Segment
from gongkai.loaders._words import Kind, Word, only_blanks


class _Line(NamedTuple):
    """A label of such a table with figures behind it, and the row it belongs to."""

    segment: Segment
    row: str | None


class StripReader:
    """Collects the headers and the strips of one such table, then reads them.

    `columns` and `rows` say which column or row a printed label's key stands for. The table may also be set
    the other way round: a row beside each of these labels, or a label and one figure a line.
    """

    def __init__(self, table: forms.Table, columns: Mapping[str, str], rows: Mapping[str, str]) -> None:
        self._table = table
        self._columns = columns
        self._rows = rows
        self._headers: list[Segment] = []
        self._strips: list[tuple[Segment, tuple[Segment, ...]]] = []
        self._under_header = False
        self._lines: list[_Line] = []
        self._row: str | None = None

    def add_header(self, segment: Segment) -> None:
        """Takes a printed label of the table; the first one after a strip begins a new header."""
        self._row = self._rows.get(_key(segment), self._row)
        if self._is_row(segment):
            self._lines.append(_Line(segment, self._row))
            return
        if _key(segment) in self._columns and len(segment.words) == 1:
            self._lines.append(_Line(segment, self._row))
        if self._under_header:
            self._headers = []
            self._under_header = False
        self._headers.append(segment)

    def interrupt(self) -> None:
        """Forgets the header: a row of figures with a label of its own stands between it and what follows."""
        self._headers = []

    def add_strip(self, segment: Segment) -> None:
        """Takes a row of figures printed under the header."""
        if self._is_row(segment):
            return
        self._strips.append((segment, tuple(self._headers)))
        if not only_blanks(segment.words):
            self._under_header = True

    def read(self, writer: CellWriter) -> None:
        """Writes the cells of the strips; the whole table is unread where the header cannot be followed."""
        listed = self._read_lines(writer)
        filled = [
            entry for entry in self._strips if not only_blanks(entry[0].words) and entry[0] not in listed
        ]
        for strip, headers in filled or ([] if listed else self._blank_strip()):
            cells = self._order(headers)
            if cells is None:
                writer.fill_unread(self._table.cells, strip, "row_header")
            else:
                under = self._under(headers, strip)
                writer.fill(cells, under, align([Line(under, len(cells))])[0])
        columns = [segment for segment in self._headers if _key(segment) in self._columns]
        if not self._strips and len(columns) == len(self._table.cells):
            # In running text a blank leaves no trace: every header is there, and nothing after it.
            writer.fill_unread(self._table.cells, columns[-1], "row_count")

    def _is_row(self, segment: Segment) -> bool:
        """Whether a row of figures stands beside its label, under labels of its columns alone."""
        row = self._rows.get(_key(segment))
        if row is None or self._strips:
            return False
        cells = self._table.row_cells(row)
        above = [self._columns[key] for each in self._headers if (key := _key(each)) in self._columns]
        return len(segment.words) == len(cells) and above == [cell.column.id for cell in cells]

    def _read_lines(self, writer: CellWriter) -> list[Segment]:
        """Writes rows that stand beside their labels, and figures beside theirs; the segments of both."""
        read: list[Segment] = []
        for row in self._table.rows:
            cells = self._table.row_cells(row.id)
            lines = [line.segment for line in self._lines if line.row == row.id]
            beside = [segment for segment in lines if _key(segment) in self._rows]
            single = [segment for segment in lines if _key(segment) in self._columns]
            for segment in beside:
                writer.fill(cells, segment, Aligned(segment.words, 0))
            if [self._columns[_key(segment)] for segment in single] == [cell.column.id for cell in cells]:
                for cell, segment in zip(cells, single, strict=True):
                    writer.fill((cell,), segment, Aligned(segment.words, 0))
                beside += single
            read += beside
        return read

    def _under(self, headers: tuple[Segment, ...], strip: Segment) -> Segment:
        """The strip without what stands left and right of the columns that the header names.

        A figure beside them that stands under no text is one too many, and one that stands to the left where
        the strip is no longer than the header takes the place of another: then nothing tells which is which.
        """
        columns = [each.start for each in headers if _key(each) in self._columns]
        if strip.source != "grid" or not columns:
            return strip
        named = {
            column
            for each in headers
            for item, column in zip(each.words, each.columns, strict=False)
            if item.kind is Kind.TEXT
        }
        if len(strip.words) <= len(columns):
            moved = strip.columns[0] < columns[0] and _is_figure(strip.words[0])
            # One of them stands in place of the cell under the text.
            return strip.part(1, len(strip.words)) if moved or named else strip
        first = next((at for at, column in enumerate(strip.columns) if column == columns[0]), 0)
        inside = strip.part(first, first + len(columns))
        outside = [*range(first + len(columns), len(strip.words))]
        if not _is_figure(inside.words[-1]):
            # All may have moved to the right, and a figure stand where there is none in the form.
            outside += range(first)
        surplus = any(_is_figure(strip.words[at]) and strip.columns[at] not in named for at in outside)
        if named and strip.columns[-1] > max(*named, *columns):
            # A cell too many has moved all those behind it, the last of them under no text.
            surplus = True
        return inside if list(inside.columns) == columns and not surplus else strip

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


def _is_figure(item: Word) -> bool:
    return item.is_value and item.kind is not Kind.BLANK


def _key(segment: Segment) -> str:
    return "" if segment.label is None else segment.label.key


def is_strip(segment: Segment) -> bool:
    """Whether a segment's words may be a strip: figures, some of which may be printed oddly."""
    figures = sum(item.kind is not Kind.TEXT for item in segment.words)
    return figures > len(segment.words) - figures
