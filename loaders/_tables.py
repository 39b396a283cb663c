"""From items to the cells of one edition: which row a label stands for, and what its cells say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._align import Aligned, Line, align
from gongkai.loaders._cells import CellWriter, Step
from gongkai.loaders._header import Header
from gongkai.loaders._lexicon import Lexicon, RowRef, edition_marks, edition_rows
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._sections import is_section_title
from gongkai.loaders._segments import Item, Segment
from gongkai.loaders._similar import resolve
from gongkai.loaders._strips import StripReader, is_strip
from gongkai.loaders._words import Kind, Word, only_blanks

_HEADER_ORDER: Final = Text(
    "{table}：表头各列的顺序与格式不同，已按表头读取",
    "{table}: columns in another order than the form's; read by their headers",
)

_GRIDS: Final = frozenset({"grid", "ragged", "closed"})


def vote_edition(items: Iterable[Item]) -> str | None:
    """The edition that the tables are printed on; None where they do not tell.

    Each label that only one edition has is a vote for it, and so is a row of figures where another
    edition has a heading only.
    """
    marks, rows = edition_marks(), edition_rows()
    votes: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if not isinstance(item, Segment) or item.label is None:
            continue
        key = item.label.key
        if key in marks:
            votes[marks[key]].add(key)
        elif key in rows and any(word.kind is Kind.NUMBER for word in item.words):
            votes[rows[key]].add(key)
    ranked = sorted(votes, key=lambda edition: -len(votes[edition]))
    if not ranked or (len(ranked) > 1 and len(votes[ranked[0]]) == len(votes[ranked[1]])):
        return None
    return ranked[0]


class _Placed(NamedTuple):
    """A segment that prints the figures of a row, and the header above it."""

    ref: RowRef
    segment: Segment
    header: Header


class TableReader:
    """Reads the cells of one edition from the items of a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._placed: dict[str, list[_Placed]] = defaultdict(list)
        self._header = Header()
        self._header_done = False
        self._table: str | None = None
        self._strips = {
            table_id: StripReader(lexicon.edition.table(table_id), lexicon.columns[table_id], rows)
            for table_id, rows in lexicon.header_rows.items()
        }
        self._writer = CellWriter(lexicon.edition)
        self._notes: list[Note] = []
        self._agrees: dict[tuple[Header, tuple[str, ...]], bool] = {}
        self._orders: dict[tuple[object, ...], list[int] | None] = {}

    def read(self, items: Sequence[Item]) -> Mapping[str, ReadCell]:
        """Every cell of the edition, in the form's order; those not printed are missing."""
        labelled, notes = resolve(items, self._lexicon.edition.id)
        self._notes += notes
        for item in labelled:
            if isinstance(item, Segment):
                self._place(item)
        for table_id, placed in self._placed.items():
            self._read_rows(table_id, _without_prose(placed))
        for strips in self._strips.values():
            strips.read(self._writer)
        return self._writer.cells

    @property
    def notes(self) -> list[Note]:
        """What a person should know about the reading."""
        return self._notes + self._writer.notes

    def steps(self) -> tuple[list[Step], list[Note]]:
        """How the cells came about: what was written, and what the layout alone gave cause to note."""
        return self._writer.steps, self._notes

    # Placing: which row of which table a segment is.

    def _place(self, segment: Segment) -> None:
        label = segment.label
        if label is None:
            self._offer_strip(segment)
            return
        ref = self._lexicon.sure_rows.get(label.key) if segment.source != "heads" else None
        if ref is None:
            if is_section_title(segment):
                self._table = None
                return
            ref = self._row_for(label, segment)
        if ref is not None:
            self._table = ref.table
            for strips in self._strips.values():
                strips.interrupt()
            self._placed[ref.table].append(_Placed(ref, segment, self._header))
            self._header_done = True
            return
        self._table = self._lexicon.only_in.get(label.key, self._table)
        strips = self._strips.get(self._table or "")
        if strips is not None:
            strips.add_header(segment)
        elif not label.style and label.key in self._lexicon.column_keys and only_blanks(segment.words):
            self._note_header(label, segment)
        elif label.key in self._lexicon.group_keys and only_blanks(segment.words):
            self._begin_header()
            self._header.add_group(label.key)
        self._offer_strip(segment)

    def _row_for(self, label: Word, segment: Segment) -> RowRef | None:
        refs = self._lexicon.rows.get(label.key)
        if not refs or segment.source == "heads":
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

    def _note_header(self, label: Word, segment: Segment) -> None:
        self._begin_header()
        self._header.add(segment, label.key)

    def _begin_header(self) -> None:
        if self._header_done:
            self._header = Header()
            self._header_done = False

    def _offer_strip(self, segment: Segment) -> None:
        strips = self._strips.get(self._table or "")
        if strips is not None and segment.words and is_strip(segment):
            strips.add_strip(segment)

    # Reading: what the cells of a placed row say.

    def _read_rows(self, table_id: str, placed: list[_Placed]) -> None:
        lines = [Line(segment, len(ref.cells)) for ref, segment, _ in placed]
        for (ref, segment, header), aligned in zip(placed, align(lines), strict=True):
            if segment.label is not None and segment.label.kind is Kind.DOUBTFUL:
                self._writer.fill_unread(ref.cells, segment, "label_doubtful")
                continue
            row = self._in_header_order(table_id, ref, segment, header, aligned)
            if row is None:
                self._writer.fill_unread(ref.cells, segment, "row_header")
            else:
                self._writer.fill(row, segment, aligned)

    def _in_header_order(
        self, table_id: str, ref: RowRef, segment: Segment, header: Header, aligned: Aligned
    ) -> tuple[forms.Cell, ...] | None:
        columns = ref.columns
        plain = (header, columns)
        if plain not in self._agrees:
            self._agrees[plain] = header.agrees(columns, self._lexicon.columns[table_id])
        if self._agrees[plain]:
            return ref.cells
        inside = segment.columns[aligned.start : aligned.start + len(columns)]
        figures = inside if segment.source == "grid" else ()
        row = segment.locator
        # The rows under one header are alike but for the row in which it stands.
        key = (table_id, header, columns, figures, row if header.stands_in(row) else None)
        if key not in self._orders:
            self._orders[key] = header.order(columns, self._lexicon.columns[table_id], figures, row)
        order = self._orders[key]
        if order is None:
            return None
        if order == sorted(order):
            return ref.cells
        if not header.is_whole(self._lexicon.column_groups[table_id]):
            return None
        if not any(note.code == "header_order" for note in self._notes):
            self._notes.append(Note("header_order", _HEADER_ORDER.format(table=table_id)))
        return tuple([ref.cells[index] for index in order])


def _without_prose(placed: list[_Placed]) -> list[_Placed]:
    """Rows of running text give way to rows of a table: prose may begin with a label too."""
    in_grid = {item.ref.row for item in placed if item.segment.source in _GRIDS}
    return [item for item in placed if item.segment.source in _GRIDS or item.ref.row not in in_grid]
