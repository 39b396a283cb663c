"""From items to the cells of one edition: which row a label stands for, and what its cells say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._align import Line, align
from gongkai.loaders._cells import CellWriter
from gongkai.loaders._lexicon import Kind, Lexicon, RowRef, Word, edition_marks, only_blanks, only_values
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._sections import is_section_title
from gongkai.loaders._segments import Item, Prose, Segment

_HEADER_ORDER: Final = Text(
    "{table}：表头各列的顺序与格式不同，已按表头读取",
    "{table}: columns in another order than the form's; read by their headers",
)


def vote_edition(items: Iterable[Item]) -> str | None:
    """The edition whose own labels the tables print; None where they print none, or as many of each."""
    marks = edition_marks()
    votes: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if isinstance(item, Segment) and item.label is not None and item.label.key in marks:
            votes[marks[item.label.key]].add(item.label.key)
    ranked = sorted(votes, key=lambda edition: -len(votes[edition]))
    if not ranked or (len(ranked) > 1 and len(votes[ranked[0]]) == len(votes[ranked[1]])):
        return None
    return ranked[0]


@dataclass
class _Matched:
    """The rows of one table found so far, and the header order printed above them."""

    rows: list[tuple[RowRef, Segment]] = field(default_factory=list)
    header: list[tuple[int, str]] = field(default_factory=list)


class TableReader:
    """Reads the cells of one edition from the items of a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._matched: dict[str, _Matched] = defaultdict(_Matched)
        self._table: str | None = None
        self._strips: dict[str, list[Segment]] = defaultdict(list)
        self._leaves: dict[str, list[Segment]] = defaultdict(list)
        self._writer = CellWriter(lexicon.edition)

    def read(self, items: Iterable[Item]) -> Mapping[str, ReadCell]:
        """Every cell of the edition, in the form's order; those not printed are missing."""
        for item in items:
            if isinstance(item, Prose):
                continue
            self._place(item)
        for table_id, matched in self._matched.items():
            self._read_rows(table_id, matched)
        for table in self._lexicon.header_row_tables:
            self._read_strip(table)
        return self._writer.cells

    @property
    def notes(self) -> list[Note]:
        """What a person should know about the reading."""
        return self._writer.notes

    # Placing: which row of which table a segment is.

    def _place(self, segment: Segment) -> None:
        label = segment.label
        if label is None:
            self._offer_strip(segment)
            return
        if is_section_title(segment):
            self._table = None
            return
        ref = self._row_for(label, segment)
        if ref is not None:
            self._table = ref.table
            self._matched[ref.table].rows.append((ref, segment))
            return
        for table in self._lexicon.header_row_tables:
            if label.key in self._lexicon.own_headers[table.id] and self._is_own(table, label):
                self._table = table.id
        self._note_header(label, segment)
        if self._table is not None and label.key in self._lexicon.columns[self._table]:
            self._leaves[self._table].append(segment)
        self._offer_strip(segment)

    def _row_for(self, label: Word, segment: Segment) -> RowRef | None:
        refs = self._lexicon.rows.get(label.key)
        if not refs:
            return None
        if label.key not in self._lexicon.headers:
            return refs[0]
        # The same word heads a column: it is a row when numbered as that row is, or when a row's
        # figures follow it.
        for ref in refs:
            if self._table != ref.table:
                continue
            if ref.ordinal is not None and label.ordinal == ref.ordinal:
                return ref
            if len(segment.words) >= len(ref.cells) and any(
                item.kind is Kind.NUMBER for item in segment.words
            ):
                return ref
        return None

    def _is_own(self, table: forms.Table, label: Word) -> bool:
        """Whether only this table prints that word."""
        columns = self._lexicon.columns
        shared = any(label.key in columns[other] for other in columns if other != table.id)
        return not shared and label.key not in self._lexicon.rows

    def _note_header(self, label: Word, segment: Segment) -> None:
        if segment.source != "grid" or not only_blanks(segment.words):
            return
        for table_id, keys in self._lexicon.columns.items():
            if label.key in keys and not self._is_header_row_table(table_id):
                self._matched[table_id].header.append((segment.start, keys[label.key]))

    def _is_header_row_table(self, table_id: str) -> bool:
        return any(table.id == table_id for table in self._lexicon.header_row_tables)

    def _offer_strip(self, segment: Segment) -> None:
        """A row of figures under the headers of a table that has no row labels."""
        if self._table is None or not self._is_header_row_table(self._table):
            return
        if segment.words and only_values(segment.words):
            self._strips[self._table].append(segment)

    # Reading: what the cells of a placed row say.

    def _read_rows(self, table_id: str, matched: _Matched) -> None:
        placed = self._best_source(matched.rows)
        lines = [Line(segment, len(ref.cells)) for ref, segment in placed]
        orders: dict[tuple[str, ...], list[int]] = {}
        for (ref, segment), aligned in zip(placed, align(lines), strict=True):
            columns = tuple([cell.column.id for cell in ref.cells])
            if columns not in orders:
                orders[columns] = self._header_order(table_id, matched, columns)
            row = tuple([ref.cells[index] for index in orders[columns]])
            self._writer.fill(row, segment, aligned)

    @staticmethod
    def _best_source(rows: list[tuple[RowRef, Segment]]) -> list[tuple[RowRef, Segment]]:
        """Rows of running text give way to rows of a table: prose may begin with a label too."""
        in_grid = {
            (ref.table, ref.row) for ref, segment in rows if segment.source in ("grid", "ragged", "closed")
        }
        return [
            (ref, segment)
            for ref, segment in rows
            if segment.source in ("grid", "ragged", "closed") or (ref.table, ref.row) not in in_grid
        ]

    def _header_order(self, table_id: str, matched: _Matched, columns: tuple[str, ...]) -> list[int]:
        """In which order the header prints those columns; the form's own where it does not say."""
        printed = [column for _, column in sorted(matched.header) if column in columns]
        as_in_form = list(range(len(columns)))
        if len(printed) != len(columns) or len(set(printed)) != len(columns):
            return as_in_form
        order = [columns.index(column) for column in printed]
        if order != as_in_form:
            self._writer.notes.append(Note("header_order", _HEADER_ORDER.format(table=table_id)))
        return order

    def _read_strip(self, table: forms.Table) -> None:
        width = len(table.cells)
        strips = self._strips[table.id]
        filled = [strip for strip in strips if not only_blanks(strip.words)]
        whole = [strip for strip in filled or strips if len(strip.words) >= width]
        for strip in whole if filled else whole[:1]:
            self._writer.fill(table.cells, strip, align([Line(strip, width)])[0])
        if filled and not whole:
            self._writer.fill_unread(table.cells, filled[0], "count")
        leaves = self._leaves[table.id]
        if not strips and len(leaves) >= width:
            self._writer.fill_unread(table.cells, leaves[-1], "count")
