"""What the cells of an aligned row say, in the form's terms."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._align import Aligned
from gongkai.loaders._document import Locator
from gongkai.loaders._numbers import Printed
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._segments import Segment
from gongkai.loaders._words import Kind, Word, only_blanks

_new = tuple.__new__
MISSING: Final = ReadCell(None, None, "missing", None)
_ODDITIES: Final = {
    "full_width": Text("用了全角数字：{raw}", "full-width digits: {raw}"),
    "thousands": Text("用了千位分隔符：{raw}", "thousands separators: {raw}"),
    "suffix": Text("数字后带量词：{raw}", "a unit word after the number: {raw}"),
    "unit": Text("单位不是{unit}，已换算：{raw} → {value}", "not in {unit}, converted: {raw} → {value}"),
    "signed_word": Text("用文字表示增减：{raw} → {value}", "sign written in words: {raw} → {value}"),
    "leading_zeros": Text("数字前有多余的0：{raw} → {value}", "zeros before the number: {raw} → {value}"),
    "zero_word": Text("用文字表示0：{raw}", "zero written as a word: {raw}"),
    "nil_mark": Text("以符号代替数字：{raw}", "a mark in place of a number: {raw}"),
}
_COUNT: Final = Text(
    "{row}：表格有{width}列，这一行印了{found}个数，无法判断各属哪一列",
    "{row}: {width} columns in the form, {found} figures printed; which belongs where cannot be told",
)
_HEADER: Final = Text(
    "{row}：表头各列的顺序与格式不同，又与数字对不齐，没有读取：{raw}",
    "{row}: columns in another order than the form's and not above the figures, not read: {raw}",
)
_TWICE: Final = Text(
    "{cell}：出现两次，数值不同（{first}、{second}）",
    "{cell}: printed twice, with different figures ({first}, {second})",
)
_FAILURES: Final = {"count": _COUNT, "header": _HEADER}


class Step(NamedTuple):
    """Cells of a row that were written from a segment: aligned, or unread for the reason in `failure`."""

    row: tuple[forms.Cell, ...]
    segment: Segment
    aligned: Aligned | None
    failure: str | None = None


class CellWriter:
    """Collects the cells of one edition; what cannot be read, or is read oddly, leaves a note.

    `steps` are what it was asked to write, in order.
    """

    def __init__(self, edition: forms.Edition) -> None:
        self.steps: list[Step] = []
        self.cells: dict[str, ReadCell] = dict.fromkeys(edition.cell_ids, MISSING)
        self.notes: list[Note] = []

    def fill(
        self,
        row: tuple[forms.Cell, ...],
        segment: Segment,
        aligned: Aligned,
    ) -> None:
        """Reads the words of an aligned row into its cells."""
        if aligned.failed:
            self.fill_unread(row, segment, "count")
            return
        self.steps.append(Step(row, segment, aligned))
        places = segment.places() or [segment.locator] * len(segment.words)
        cells = self.cells
        ids = [cell.id for cell in row]
        readings = [None if item is None else item.reading for item in aligned.words]
        if (
            None not in readings
            and segment.source != "inline"
            and all([cells[cell_id] is MISSING for cell_id in ids])  # noqa: C419 - as every row is
        ):
            # ReadCell(…), without the detour through Python that a named tuple's constructor takes.
            places = places[aligned.start :]
            read = [_new(ReadCell, (*said, place)) for said, place in zip(readings, places)]  # type: ignore[misc] # noqa: B905
            cells.update(zip(ids, read, strict=True))
            return
        for index, (cell, item) in enumerate(zip(row, aligned.words, strict=True), start=aligned.start):
            if item is not None:
                self._put(cell, self._read(cell, item, segment, places[index]))

    def fill_unread(self, row: tuple[forms.Cell, ...], segment: Segment, failure: str) -> None:
        """Marks the cells of a row whose figures cannot be told apart; `failure` is a key of _FAILURES."""
        self.steps.append(Step(row, segment, None, failure))
        raw = " ".join(item.text for item in segment.words)
        if not segment.words:
            if segment.source in ("lines", "inline"):
                # A blank leaves no trace in running text: the label stands there with nothing after it.
                for cell in row:
                    self._put(cell, ReadCell(None, "", "blank", segment.locator))
            return
        if only_blanks(segment.words):
            # Too few or too many blanks: no figure is lost, but which cells were printed is not known.
            return
        message = _FAILURES[failure]
        found = sum(item.kind is not Kind.BLANK for item in segment.words)
        text = message.format(row=row[0].row.short, width=len(row), found=found, raw=raw)
        self.notes.append(Note(f"row_{failure}", text, row[0].id, segment.locator))
        for cell in row:
            self._put(cell, ReadCell(None, raw, "unreadable", segment.locator))

    def _put(self, cell: forms.Cell, read: ReadCell) -> None:
        before = self.cells[cell.id]
        if before.status == "missing":
            self.cells[cell.id] = read
        elif before.status == read.status and before.value == read.value:
            return
        elif before.status == "blank" and not before.raw:
            self.cells[cell.id] = read
        elif not (read.status == "blank" and not read.raw):
            text = _TWICE.format(cell=cell.label, first=before.raw, second=read.raw)
            self.notes.append(Note("printed_twice", text, cell.id, read.locator))
            self.cells[cell.id] = ReadCell(None, f"{before.raw} / {read.raw}", "unreadable", read.locator)

    def _read(self, cell: forms.Cell, item: Word, segment: Segment, locator: Locator) -> ReadCell:
        raw = item.text.strip()
        if _is_glued(item, segment):
            return ReadCell(None, raw, "unreadable", locator)
        if item.reading is not None:
            return ReadCell(*item.reading, locator)
        if item.printed is None:
            return ReadCell(None, raw, "unreadable", locator)
        return self._read_odd(cell, item.printed, raw, locator)

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
        self.notes.append(Note(code, _oddity(code, raw, cell.unit, shown), cell.id, locator))


@lru_cache(maxsize=4096)
def _oddity(code: str, raw: str, unit: str, value: str) -> Text:
    """Who writes one number oddly writes them all so, and most of them are small."""
    return _ODDITIES[code].format(raw=raw, unit=unit, value=value)


def _is_glued(item: Word, segment: Segment) -> bool:
    """Digits of running text that may be several cells run together: 00, 0130."""
    if segment.source != "inline":
        return False
    text = item.text.strip().lstrip("-")
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()
