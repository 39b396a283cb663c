"""From items to the cells of one edition: which row a label stands for, and what its cells say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._align import Aligned, Line, align
from gongkai.loaders._cells import CellWriter, Step
from gongkai.loaders._header import Header, Named
from gongkai.loaders._lexicon import Lexicon, RowRef, edition_marks, edition_rows, section_keys
from gongkai.loaders._likeness import labelled_rows
from gongkai.loaders._placed import Placed, printed_rows
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._run_rows import is_whole_run, recover_cells
from gongkai.loaders._sections import is_section_title
from gongkai.loaders._segments import Item, Segment
from gongkai.loaders._similar import resolve
from gongkai.loaders._strips import StripReader, is_strip
from gongkai.loaders._units import UNKNOWN, printed_unit
from gongkai.loaders._words import Kind, Word, only_blanks

_HEADER_ORDER: Final = Text(
    "{table}：表头各列的顺序与格式不同，已按表头读取",
    "{table}: columns in another order than the form's; read by their headers",
)
_HEADER_OTHERS: Final = Text(
    "{table}：表中有格式以外的列，没有读取",
    "{table}: columns that the form does not have, not read",
)


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


class TableReader:
    """Reads the cells of one edition from the items of a document."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._placed: dict[str, list[Placed]] = defaultdict(list)
        self._header = Header()
        self._header_done = False
        self._table: str | None = None
        self._section: str | None = None
        self._sections: set[str] = set()
        self._strips = {
            table_id: StripReader(lexicon.edition.table(table_id), lexicon.columns[table_id], rows)
            for table_id, rows in lexicon.header_rows.items()
        }
        self._writer = CellWriter(lexicon.edition)
        self._notes: list[Note] = []
        self._agrees: dict[tuple[Header, tuple[str, ...]], bool] = {}
        self._orders: dict[tuple[object, ...], list[int] | None] = {}
        self._named: dict[tuple[object, ...], Named | None] = {}
        self._aside: Segment | None = None

    def read(self, items: Sequence[Item]) -> Mapping[str, ReadCell]:
        """Every cell of the edition, in the form's order; those not printed are missing."""
        labelled, notes = resolve(items, self._lexicon.edition.id)
        self._notes += notes
        for item in labelled:
            if isinstance(item, Segment):
                self._place(item)
        with_tables = {table.section for table in self._lexicon.edition.tables}
        for table_id, placed in self._placed.items():
            own = self._lexicon.edition.table(table_id).section
            self._read_rows(table_id, printed_rows(placed, own, self._sections, with_tables))
        for strips in self._strips.values():
            strips.read(self._writer)
        if self._writer.runs:
            writer = self._writer
            writer.fill_runs(recover_cells(writer.runs, writer.cells, labelled, self._lexicon))
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
        aside, self._aside = self._aside, None
        if label is None:
            if _is_header_text(segment):
                self._aside = segment
                if not self._header_done and self._header.is_above(segment.locator):
                    self._header.add_texts(segment)
            self._offer_strip(segment)
            return
        ref = self._lexicon.sure_rows.get(label.key) if segment.source != "heads" else None
        if ref is None:
            if is_section_title(segment):
                self._section = section_keys()[label.key].section
                self._sections.add(self._section)
                self._table = None
                self._header = Header()
                return
            ref = self._row_for(label, segment)
        if ref is not None:
            self._table = ref.table
            for each in self._strips.values():
                each.interrupt()
            self._placed[ref.table].append(Placed(ref, segment, self._header, self._section))
            self._header_done = True
            return
        self._table = self._lexicon.only_in.get(label.key, self._table)
        strips = self._strips.get(self._table or "")
        if strips is not None:
            strips.add_header(segment)
        elif only_blanks(segment.words) or segment.source == "inline" or _is_header_text(segment):
            self._note_header(label, segment, aside)
        self._offer_strip(segment)

    def _row_for(self, label: Word, segment: Segment) -> RowRef | None:
        refs = self._lexicon.rows.get(label.key)
        if not refs or segment.source == "heads":
            return None
        if label.key not in self._lexicon.headers:
            return refs[0]
        # The same word heads a column, and sums of groups are called as the whole is: it is a row when
        # numbered as that row is, or when a row's figures follow it right below the row before.
        return next(
            (ref for ref in refs if self._table == ref.table and self._is_row(ref, label, segment)), None
        )

    def _is_row(self, ref: RowRef, label: Word, segment: Segment) -> bool:
        rows = labelled_rows(self._lexicon.edition.id)
        place = rows.index(ref)
        alike = [
            item.ref
            for item in self._placed[ref.table]
            if item.section == self._section and item.in_grid == (segment.locator.table is not None)
        ]
        above = [rows.index(each) for each in alike[-1:]]
        if ref.ordinal is not None and label.ordinal is not None:
            return label.ordinal == ref.ordinal and max(above, default=-1) <= place
        if above != [place - 1]:
            return False
        figures = any(item.kind is Kind.NUMBER for item in segment.words)
        return (figures and len(segment.words) >= len(ref.cells)) or is_whole_run(ref.cells, segment)

    def _note_header(self, label: Word, segment: Segment, aside: Segment | None) -> None:
        """Adds a label to the header; `aside` are texts before it, perhaps of the same row."""
        known = self._lexicon
        if label.key not in known.above:
            return
        is_column = not label.style and label.key in known.column_keys
        if is_column or label.key in known.group_keys or segment.words:
            self._begin_header()
        if aside is not None and aside.locator == segment.locator and is_column:
            self._header.add_texts(aside)
        if is_column:
            self._header.add(segment, label.key)
        elif label.key in known.group_keys:
            self._header.add_group(label.key)
        self._header.add_texts(segment)

    def _begin_header(self) -> None:
        if self._header_done:
            self._header = Header()
            self._header_done = False

    def _offer_strip(self, segment: Segment) -> None:
        strips = self._strips.get(self._table or "")
        if strips is not None and segment.words and is_strip(segment):
            strips.add_strip(segment)

    # Reading: what the cells of a placed row say.

    def _read_rows(self, table_id: str, placed: list[Placed]) -> None:
        rest: list[Placed] = []
        for item in placed:
            if item.segment.label is not None and item.segment.label.kind is Kind.DOUBTFUL:
                self._writer.fill_unread(item.ref.cells, item.segment, "label_doubtful")
            elif not self._is_read_by_name(table_id, item):
                rest.append(item)
        lines = align([Line(item.segment, len(item.ref.cells)) for item in rest])
        rows = [
            self._in_header_order(table_id, item.ref, item.segment, item.header, aligned)
            for item, aligned in zip(rest, lines, strict=True)
        ]
        # Where one header has an order of its own, a row that stands under none may be in that order too.
        own = any(row != item.ref.cells for item, row in zip(rest, rows, strict=True))
        known = self._lexicon.columns[table_id]
        for item, aligned, row in zip(rest, lines, rows, strict=True):
            ref, segment, header, _ = item
            if row is None or (own and not header.names(known)):
                self._writer.fill_unread(ref.cells, segment, "row_header")
            elif _begins_with_unit(aligned):
                # A column of units without its header: one cell of the row is lost, and any may be.
                self._writer.fill_unread(ref.cells, segment, "row_count")
            else:
                self._writer.fill(row, segment, aligned, self._unit(table_id, item))

    def _unit(self, table_id: str, placed: Placed) -> str:
        """The unit of money that the row's label or its column's prints; "" where it is the form's."""
        amount = next((cell for cell in placed.ref.cells if cell.kind == "amount"), None)
        if amount is None or placed.segment.label is None:
            return ""
        of_column = placed.header.unit(amount.column.id, self._lexicon.columns[table_id])
        units = {of_column, printed_unit(placed.segment.label.text)} - {""}
        if units <= {amount.unit}:
            return ""
        return units.pop() if len(units) == 1 else UNKNOWN

    def _is_read_by_name(self, table_id: str, placed: Placed) -> bool:
        """Reads a row under other columns than the form's; false where it is to be read as any row."""
        ref, segment, header, _ = placed
        about = (header, ref.columns, segment.locator.table)
        if about not in self._named:
            known = self._lexicon
            self._named[about] = header.named(
                ref.columns,
                known.columns[table_id],
                known.headers - known.column_keys,
                segment.locator.table,
            )
        named = self._named[about]
        if named is None or only_blanks(segment.words):
            return False
        if named.whole and not named.lost and not segment.columns:
            return False
        others = {column for column in named.others if column > segment.start}
        # Under a header that lost a label a row is as likely to have lost a figure.
        followed = named.whole and not named.lost and segment.columns
        places = named.places(segment) if followed else None
        if places is not None and (others or not _in_order(places)) and not self._is_whole(table_id, header):
            places = None
        if places is not None and not _keeps_groups([ref.cells[index] for index, _ in places]):
            places = None
        if places is None:
            if named.whole and not others and not named.lost:
                return False
            self._writer.fill_unread(ref.cells, segment, "row_header")
            return True
        if others:
            self._note_once("header_others", _HEADER_OTHERS, table_id)
        for first, stop in runs(places):
            cells = tuple(ref.cells[index] for index, _ in places[first:stop])
            part = segment.part(places[first][1], places[stop - 1][1] + 1)
            self._writer.fill(cells, part, Aligned(part.words, 0), self._unit(table_id, placed))
        return True

    def _is_whole(self, table_id: str, header: Header) -> bool:
        return header.is_whole(self._lexicon.column_groups[table_id])

    def _note_once(self, code: str, text: Text, table_id: str) -> None:
        if not any(note.code == code for note in self._notes):
            self._notes.append(Note(code, text.format(table=table_id)))

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
        if not self._is_whole(table_id, header):
            return None
        if not _keeps_groups([ref.cells[index] for index in order]):
            return None
        self._note_once("header_order", _HEADER_ORDER, table_id)
        return tuple([ref.cells[index] for index in order])


def _is_header_text(segment: Segment) -> bool:
    """Whether texts stand in it, and no figure."""
    kinds = {word.kind for word in segment.words}
    return Kind.TEXT in kinds and kinds <= {Kind.TEXT, Kind.BLANK}


def _in_order(places: Sequence[tuple[int, int]]) -> bool:
    indices = [index for index, _ in places]
    return indices == sorted(indices)


def _keeps_groups(cells: Sequence[forms.Cell]) -> bool:
    """Whether the columns of each group stand side by side: a lost cell of a header moves others there."""
    groups = [frozenset(cell.column.groups) for cell in cells]
    for name in frozenset().union(*groups):
        found = [at for at, own in enumerate(groups) if name in own]
        if found[-1] - found[0] >= len(found):
            return False
    return True


def runs(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where runs of words that stand beside each other begin and stop; `places` as `Named.places` gives."""
    first = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at][1] != places[at - 1][1] + 1:
            yield first, at
            first = at


def _begins_with_unit(aligned: Aligned) -> bool:
    first = aligned.words[0] if aligned.words else None
    return first is not None and first.text.strip() in forms.vocabulary().count_suffixes
