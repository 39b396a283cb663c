"""From items to the cells of one edition: which row a label stands for, and what its cells say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._align import Aligned, Line, align
from gongkai.loaders._document import Locator
from gongkai.loaders._lexicon import Kind, Lexicon, RowRef, Word, edition_marks
from gongkai.loaders._numbers import Printed
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._sections import is_section_title
from gongkai.loaders._segments import Item, Prose, Segment

_MISSING: Final = ReadCell(None, None, "missing", None)
_ODDITIES: Final = {
    "full_width": Text("用了全角数字：{raw}", "full-width digits: {raw}"),
    "thousands": Text("用了千位分隔符：{raw}", "thousands separators: {raw}"),
    "suffix": Text("数字后带量词：{raw}", "a unit word after the number: {raw}"),
    "unit": Text("单位不是{unit}，已换算：{raw} → {value}", "not in {unit}, converted: {raw} → {value}"),
    "signed_word": Text("用文字表示增减：{raw} → {value}", "sign written in words: {raw} → {value}"),
    "nil_mark": Text("以符号代替数字：{raw}", "a mark in place of a number: {raw}"),
}
_COUNT: Final = Text(
    "{row}：表格有{width}列，这一行印了{found}个数，无法判断各属哪一列",
    "{row}: the form has {width} columns, this row prints {found} figures; which belongs where cannot be told",
)
_OTHER_TEXT: Final = Text("{row}：单元格里有其他文字：{raw}", "{row}: a cell holds other text: {raw}")
_TWICE: Final = Text("{cell}：出现两次，数值不同（{first}、{second}）", "{cell}: printed twice, with different figures ({first}, {second})")
_HEADER_ORDER: Final = Text("{table}：表头各列的顺序与格式不同，已按表头读取", "{table}: columns in another order than the form's; read by their headers")


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
        self.notes: list[Note] = []

    def read(self, items: Iterable[Item]) -> Mapping[str, ReadCell]:
        """Every cell of the edition, in the form's order; those not printed are missing."""
        for item in items:
            if isinstance(item, Prose):
                continue
            self._place(item)
        cells: dict[str, ReadCell] = dict.fromkeys(self._lexicon.edition.cell_ids, _MISSING)
        for table_id, matched in self._matched.items():
            self._read_rows(table_id, matched, cells)
        for table in self._lexicon.header_row_tables:
            self._read_strip(table, cells)
        return cells

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
        # The same word heads a column: it is a row when numbered as that row is, or followed by a row's figures.
        for ref in refs:
            if self._table != ref.table:
                continue
            if ref.ordinal is not None and label.ordinal == ref.ordinal:
                return ref
            if len(segment.words) >= len(ref.cells) and any(item.kind is Kind.NUMBER for item in segment.words):
                return ref
        return None

    def _is_own(self, table: forms.Table, label: Word) -> bool:
        """Whether only this table prints that word."""
        columns = self._lexicon.columns
        shared = any(label.key in columns[other] for other in columns if other != table.id)
        return not shared and label.key not in self._lexicon.rows

    def _note_header(self, label: Word, segment: Segment) -> None:
        if segment.source != "grid" or any([item.kind is not Kind.BLANK for item in segment.words]):
            return
        for table_id, keys in self._lexicon.columns.items():
            if label.key in keys and not self._is_header_row_table(table_id):
                self._matched[table_id].header.append((segment.start, keys[label.key]))

    def _is_header_row_table(self, table_id: str) -> bool:
        return any(table.id == table_id for table in self._lexicon.header_row_tables)

    def _offer_strip(self, segment: Segment) -> None:
        """A row of figures under the headers of a table that has no row labels."""
        if self._table is not None and self._is_header_row_table(self._table) and segment.words:
            if all([item.is_value for item in segment.words]):
                self._strips[self._table].append(segment)

    # Reading: what the cells of a placed row say.

    def _read_rows(self, table_id: str, matched: _Matched, cells: dict[str, ReadCell]) -> None:
        placed = self._best_source(matched.rows)
        lines = [Line(segment, len(ref.cells)) for ref, segment in placed]
        orders: dict[tuple[str, ...], list[int]] = {}
        for (ref, segment), aligned in zip(placed, align(lines), strict=True):
            columns = tuple([cell.column.id for cell in ref.cells])
            if columns not in orders:
                orders[columns] = self._header_order(table_id, matched, columns)
            row = tuple([ref.cells[index] for index in orders[columns]])
            self._fill(row, segment, aligned, cells)

    @staticmethod
    def _best_source(rows: list[tuple[RowRef, Segment]]) -> list[tuple[RowRef, Segment]]:
        """Rows of running text give way to rows of a table: prose may begin with a label too."""
        in_grid = {(ref.table, ref.row) for ref, segment in rows if segment.source in ("grid", "ragged", "closed")}
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
            self.notes.append(Note("header_order", _HEADER_ORDER.format(table=table_id)))
        return order

    def _read_strip(self, table: forms.Table, cells: dict[str, ReadCell]) -> None:
        width = len(table.cells)
        strips = self._strips[table.id]
        filled = [strip for strip in strips if any(item.kind is not Kind.BLANK for item in strip.words)]
        whole = [strip for strip in filled or strips if len(strip.words) >= width]
        for strip in whole if filled else whole[:1]:
            self._fill(table.cells, strip, align([Line(strip, width)])[0], cells)
        if filled and not whole:
            self._fill_unread(table.cells, filled[0], "count", cells)
        leaves = self._leaves[table.id]
        if not strips and len(leaves) >= width:
            self._fill_unread(table.cells, leaves[-1], "count", cells)

    def _fill(
        self,
        row: tuple[forms.Cell, ...],
        segment: Segment,
        aligned: Aligned,
        cells: dict[str, ReadCell],
    ) -> None:
        if aligned.failure is not None:
            self._fill_unread(row, segment, aligned.failure, cells)
            return
        for index, (cell, item) in enumerate(zip(row, aligned.words, strict=True), start=aligned.start):
            if item is None:
                continue
            read = self._read(cell, item, segment, index)
            if cells[cell.id] is _MISSING:
                cells[cell.id] = read
            else:
                self._put(cell, read, cells)

    def _fill_unread(
        self, row: tuple[forms.Cell, ...], segment: Segment, failure: str, cells: dict[str, ReadCell]
    ) -> None:
        raw = " ".join(item.text for item in segment.words)
        if not segment.words:
            if segment.source in ("lines", "inline"):
                # A blank leaves no trace in running text: the label stands there with nothing after it.
                for cell in row:
                    self._put(cell, ReadCell(None, "", "blank", segment.locator), cells)
            return
        if all(item.kind is Kind.BLANK for item in segment.words):
            # Too few or too many blanks: no figure is lost, but which cells were printed is not known.
            return
        message = _COUNT if failure == "count" else _OTHER_TEXT
        found = sum(item.kind is not Kind.BLANK for item in segment.words)
        text = message.format(row=row[0].row.short, width=len(row), found=found, raw=raw)
        self.notes.append(Note(f"row_{failure}", text, row[0].id, segment.locator))
        for cell in row:
            self._put(cell, ReadCell(None, raw, "unreadable", segment.locator), cells)

    def _put(self, cell: forms.Cell, read: ReadCell, cells: dict[str, ReadCell]) -> None:
        before = cells[cell.id]
        if before.status == "missing":
            cells[cell.id] = read
        elif before.status == read.status and before.value == read.value:
            return
        elif before.status == "blank" and not before.raw:
            cells[cell.id] = read
        elif not (read.status == "blank" and not read.raw):
            text = _TWICE.format(cell=cell.label, first=before.raw, second=read.raw)
            self.notes.append(Note("printed_twice", text, cell.id, read.locator))
            cells[cell.id] = ReadCell(None, f"{before.raw} / {read.raw}", "unreadable", read.locator)

    def _read(self, cell: forms.Cell, item: Word, segment: Segment, index: int) -> ReadCell:
        locator = segment.place(index)
        if item.kind is Kind.BLANK:
            return ReadCell(None, "", "blank", locator)
        raw = item.text.strip()
        printed = item.printed
        if printed is None or _is_glued(item, segment):
            return ReadCell(None, raw, "unreadable", locator)
        if printed.oddity is None and not printed.nil:
            return ReadCell(printed.value, raw, "ok", locator)
        return self._read_odd(cell, printed, raw, locator)

    def _read_odd(self, cell: forms.Cell, printed: Printed, raw: str, locator: Locator) -> ReadCell:
        """A cell printed in another way than as a plain number; each such way is noted."""
        if printed.nil:
            self._note_oddity("nil_mark", cell, raw, None, locator)
            return ReadCell(None, raw, "blank", locator)
        value = printed.value
        misplaced = (printed.money is not None and cell.kind != "amount") or (
            printed.signed_word and cell.kind != "change"
        )
        if value is None or misplaced:
            return ReadCell(None, raw, "unreadable", locator)
        if printed.money is not None:
            value *= printed.money
        if printed.money != 1:
            self._note_oddity(printed.oddity or "", cell, raw, value, locator)
        return ReadCell(value, raw, "ok", locator)

    def _note_oddity(
        self, code: str, cell: forms.Cell, raw: str, value: Decimal | None, locator: Locator
    ) -> None:
        shown = "" if value is None else f"{value.normalize():f}"
        text = _ODDITIES[code].format(raw=raw, unit=cell.unit, value=shown)
        self.notes.append(Note(code, text, cell.id, locator))


def _is_glued(item: Word, segment: Segment) -> bool:
    """Digits of running text that may be several cells run together: 00, 0130."""
    if segment.source != "inline":
        return False
    text = item.text.strip().lstrip("-")
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()
