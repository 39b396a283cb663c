"""What the cells of an aligned row say, in the form's terms."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders._align import Aligned
from gongkai.loaders._document import Locator
from gongkai.loaders._report import Note, ReadCell
from gongkai.loaders._run_rows import Outcome, PrintedRun, is_run
from gongkai.loaders._segments import Segment
from gongkai.loaders._words import Kind, Reading, Word, only_blanks, word

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
_DOUBTFUL: Final = Text(
    "{row}：这一行的标签印作“{label}”，无法确定是不是这一项，没有读取：{raw}",
    '{row}: the label is printed "{label}"; it is not certain that this row is meant, not read: {raw}',
)
_FAILURES: Final = {"row_count": _COUNT, "row_header": _HEADER, "label_doubtful": _DOUBTFUL}


class Step(NamedTuple):
    """Cells of a row that were written from a segment: aligned, or unread for the reason in `failure`.

    `unit` is that of money which its labels print, "" where it is the form's.
    """

    row: tuple[forms.Cell, ...]
    segment: Segment
    aligned: Aligned | None
    failure: str | None = None
    unit: str = ""


class CellWriter:
    """Collects the cells of one edition; what cannot be read, or is read oddly, leaves a note.

    `steps` are what it was asked to write, in order; `runs` those rows of them whose figures are run
    together, which wait for the rest of their table.
    """

    def __init__(self, edition: forms.Edition) -> None:
        self.steps: list[Step] = []
        self.runs: list[PrintedRun] = []
        self.cells: dict[str, ReadCell] = dict.fromkeys(edition.cell_ids, MISSING)
        self.notes: list[Note] = []

    def fill(
        self,
        row: tuple[forms.Cell, ...],
        segment: Segment,
        aligned: Aligned,
        unit: str = "",
    ) -> None:
        """Reads the words of an aligned row into its cells; `unit` as in a step."""
        if aligned.failed and not unit and is_run(row, segment):
            self.steps.append(Step(row, segment, None, "row_count"))
            self.runs.append(PrintedRun(row, segment))
            return
        if aligned.failed:
            self.fill_unread(row, segment, "row_count")
            return
        self.steps.append(Step(row, segment, aligned, unit=unit))
        places = segment.places() or [segment.locator] * len(segment.words)
        if aligned.origins is not None:
            places = [places[origin] for origin in aligned.origins]
        cells = self.cells
        ids = [cell.id for cell in row]
        readings = [None if item is None else item.reading for item in aligned.words]
        if (
            None not in readings
            and not unit
            and segment.source != "inline"
            and all([cells[cell_id] is MISSING for cell_id in ids])  # noqa: C419 - as every row is
        ):
            # ReadCell(…), without the detour through Python that a named tuple's constructor takes.
            places = places[aligned.start :]
            read = [_new(ReadCell, (*said, place)) for said, place in zip(readings, places)]  # type: ignore[misc] # noqa: B905
            cells.update(zip(ids, read, strict=True))
            return
        for index, (cell, item) in enumerate(zip(row, aligned.words, strict=True), start=aligned.start):
            if item is not None and unit and cell.kind == "amount":
                self._put(cell, self._read_money(cell, item, places[index], unit))
            elif item is not None:
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
        label = "" if segment.label is None else segment.label.text.strip()
        text = message.format(row=row[0].row.short, width=len(row), found=found, raw=raw, label=label)
        self.notes.append(Note(failure, text, row[0].id, segment.locator))
        for cell in row:
            self._put(cell, ReadCell(None, raw, "unreadable", segment.locator))

    def fill_runs(self, outcome: Outcome) -> None:
        """Writes what became of `runs`."""
        self.notes += outcome.notes
        for cell, read in outcome.cells:
            self._put(cell, read)
        for row, segment in outcome.contradictory:
            self.fill_unread(row, segment, "row_count")

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
        if _is_glued(item, segment):
            return ReadCell(None, item.text.strip(), "unreadable", locator)
        return self.read(cell, item, locator)

    def _read_money(self, cell: forms.Cell, item: Word, locator: Locator, unit: str) -> ReadCell:
        """An amount under a label with another unit than the form's; a unit of its own comes first."""
        if item.printed is None or item.printed.value is None or item.printed.money is not None:
            return self.read(cell, item, locator)
        read = self.read(cell, word(item.text.strip() + unit), locator)
        return read._replace(raw=item.text.strip())

    def read(self, cell: forms.Cell, item: Word, locator: Locator) -> ReadCell:
        """What a cell says that prints this word; print in another way than as a plain number is noted."""
        if item.reading is not None:
            return _new(ReadCell, (*item.reading, locator))
        reading, code, text = _odd_reading(item.text, cell.kind, cell.unit)
        if code is not None:
            self.notes.append(_new(Note, (code, text, cell.id, locator)))
        return _new(ReadCell, (*reading, locator))


@lru_cache(maxsize=8192)
def _odd_reading(text: str, kind: str, unit: str) -> tuple[Reading, str | None, Text | None]:
    """What a cell of this kind says that prints `text`, and the note it gives cause to.

    Cached, because who writes one number oddly writes them all so, and most of them are small.
    """
    raw = text.strip()
    unreadable: Reading = (None, raw, "unreadable")
    printed = word(text).printed
    if printed is None:
        return unreadable, None, None
    if printed.nil:
        return (None, raw, "blank"), *_oddity("nil_mark", raw, unit, None)
    value = printed.value
    misplaced = (printed.money is not None and kind != "amount") or (printed.signed_word and kind != "change")
    if value is None or misplaced:
        return unreadable, None, None
    if printed.money is not None:
        value *= printed.money
    read: Reading = (value, raw, "ok")
    if printed.oddity is None or printed.money == 1:
        return read, None, None
    return read, *_oddity(printed.oddity, raw, unit, value)


def _oddity(code: str, raw: str, unit: str, value: Decimal | None) -> tuple[str, Text]:
    shown = "" if value is None else f"{value.normalize():f}"
    return code, _ODDITIES[code].format(raw=raw, unit=unit, value=shown)


def _is_glued(item: Word, segment: Segment) -> bool:
    """Digits that may be several cells run together, where no border divides cells: 00, 0130."""
    if segment.source not in ("inline", "ragged"):
        return False
    text = item.text.strip().lstrip("-")
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()
