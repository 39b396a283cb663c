"""Sheets of a workbook into blocks: which rows are tables and which are lines of text, whatever the format.

A sheet has no paragraphs: titles and prose are typed into cells, often merged ones, above and between the
tables. A row that is one cell of text is a line of text, unless it stands within a table as part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, repeat
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._document import Block, Grid, GridRow, Locator, Paragraph
from gongkai.loaders._limits import MAX_AREA, MAX_COLUMNS, MAX_PART_BYTES, MAX_SHEETS, over_limit

_TOO_WIDE: Final = Text("工作表有内容的部分超过{limit}列", "a sheet is filled over more than {limit} columns")
_TOO_MANY: Final = Text("工作表的数量超过上限", "the workbook has more sheets than the limit")
_TOO_MUCH: Final = Text("工作表的内容超过上限", "the sheets hold more than the limit")
_HIDDEN_PARTS: Final = Text(
    "工作表“{name}”有隐藏的行或列，没有读取", "hidden rows or columns of the sheet “{name}” were not read"
)
_HIDDEN_SHEETS: Final = Text("隐藏的工作表没有读取：{names}", "hidden sheets were not read: {names}")

Area = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column; they count from 0."""
_Span = tuple[int, int, bool]
"""First and last column of merged cells in a row, and whether they begin in it."""
_Columns = frozenset[int]
_new = tuple.__new__


@dataclass(slots=True)
class SheetRow:
    """A row as stored: `texts` by column, none of them blank; `left` to `right` are the cells with a border.

    Rows and columns count from 0; `right` is -1 where no cell has a border.
    """

    number: int
    texts: dict[int, str] = field(default_factory=dict)
    left: int = 0
    right: int = -1
    hidden: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet as stored: its rows from above, of which those that hold nothing may be left out."""

    name: str
    rows: Sequence[SheetRow] = ()
    merged: Sequence[Area] = ()
    hidden_columns: _Columns = frozenset()
    hidden: bool = False


_Places = tuple[tuple[int, ...], tuple[int, ...]]
"""Of the cells that begin in a row, the columns they begin in and their colspans."""
_NOTHING: Final = GridRow((), (), ())
_BLANKS: Final = repeat("")


class _Line(NamedTuple):
    """A visible row: the `texts` of the cells that begin in it, of which `filled` are not blank.

    `title` is the text of a row that is but one cell of text. What is printed or drawn in it is in the
    columns `first` to `last`; `spans` are the merged cells among these.
    """

    row: SheetRow
    texts: tuple[str, ...]
    places: _Places
    filled: int
    title: str | None
    first: int
    last: int
    spans: tuple[_Span, ...]


class Workbook:
    """Makes the blocks of one workbook from its sheets; hidden sheets, rows and columns are left out.

    `notes` says so afterwards. Every visible sheet is a page; the rows and columns of locators are those of
    the sheet, so that a person finds them there.
    """

    def __init__(self, path: str) -> None:
        self.notes: list[Text] = []
        self._path = path
        self._positions = 0
        self._characters = 0
        self._tables = 0

    def blocks(self, sheets: Iterable[Sheet]) -> Iterator[Block]:
        """The blocks of the sheets, in order.

        Raises:
            UnreadableError: code `limit`.
        """
        hidden = []
        page = 0
        for number, sheet in enumerate(sheets, start=1):
            if number > MAX_SHEETS:
                raise over_limit(self._path, _TOO_MANY)
            if sheet.hidden:
                hidden.append(sheet.name)
                continue
            page += 1
            yield from self.of_sheet(sheet, page)
        if hidden:
            self.notes.append(_HIDDEN_SHEETS.format(names="、".join(hidden)))

    def of_sheet(self, sheet: Sheet, page: int | None) -> Iterator[Block]:
        """The blocks of one sheet, hidden or not.

        Raises:
            UnreadableError: code `limit`.
        """
        self._count(len(sheet.merged))
        for run in self._runs(sheet):
            yield from self._blocks(run, sheet.hidden_columns, page)

    def _runs(self, sheet: Sheet) -> Iterator[list[_Line]]:
        """The visible rows in which something is printed, those together between which no row is empty.

        An empty row whose cells are drawn may be the last of a table.
        """
        run: list[_Line] = []
        reach = -1  # the last row in which something is printed or hidden
        unread = False
        merged = _Merged(sheet)
        hidden = sheet.hidden_columns
        for row in sheet.rows:
            number = row.number
            if row.hidden:
                unread = unread or bool(row.texts)
                reach += number == reach + 1
                continue
            spans = merged.spans(row)
            if hidden and not hidden.isdisjoint(row.texts):
                row.texts = {column: text for column, text in row.texts.items() if column not in hidden}
                unread = True
            line = self._line(row, spans, hidden)
            if run and number > reach + 1:
                yield run
                run = []
            if line is None:
                continue
            if line.filled or (run and run[-1].title is None):
                run.append(line)
                reach = max(reach, number, merged.reach)
            if run and not line.filled:
                yield run
                run = []
        if run:
            yield run
        if unread:
            self.notes.append(_HIDDEN_PARTS.format(name=sheet.name))

    def _line(self, row: SheetRow, spans: tuple[_Span, ...], hidden: _Columns) -> _Line | None:
        """The row laid out; None where nothing is printed in it."""
        stored = row.texts
        if not stored and row.right < 0:
            return None
        first, last, places = _layout(tuple(stored), row.left, row.right, spans, hidden)
        self._count(last - first + len(spans))
        if last - first >= MAX_COLUMNS:
            raise over_limit(self._path, _TOO_WIDE.format(limit=MAX_COLUMNS))
        columns = places[0]
        texts = tuple(map(stored.get, columns, _BLANKS))
        filled = len(texts) - texts.count("")
        title = None
        if len(columns) == 1 and filled and all(begins for _, _, begins in spans) and _is_text(texts[0]):
            title = texts[0]
        return _new(_Line, (row, texts, places, filled, title, first, last, spans))

    def _count(self, positions: int, characters: int = 0) -> None:
        self._positions += positions
        self._characters += characters
        if self._positions > MAX_AREA or self._characters > MAX_PART_BYTES:
            raise over_limit(self._path, _TOO_MUCH)

    def _blocks(self, run: Sequence[_Line], hidden: _Columns, page: int | None) -> Iterator[Block]:
        for is_text, lines in groupby(_titles_and_rows(run), lambda line: line.title is not None):
            if is_text:
                for line in lines:
                    yield from self._paragraphs(line, page)
            else:
                yield self._grid(list(lines), hidden, page)

    def _paragraphs(self, line: _Line, page: int | None) -> Iterator[Paragraph]:
        locator = Locator(page=page, row=line.row.number + 1, column=line.first + 1)
        self._count(1, len(line.title or ""))
        for part in (line.title or "").split("\n"):
            if part.strip():
                yield Paragraph(part.strip(), locator)

    def _grid(self, lines: Sequence[_Line], hidden: _Columns, page: int | None) -> Grid:
        """The table that these rows make; a row between them that is hidden or covered has no cells."""
        self._tables += 1
        first, last = min([line.first for line in lines]), max([line.last for line in lines])
        top = lines[0].row.number
        rows: list[GridRow] = []
        for line in lines:
            stored, number = line.row.texts, line.row.number
            between = number - top - len(rows)
            if between:
                self._count(between)
                rows += [_NOTHING] * between
            if stored and line.row.right < 0 and (line.first, line.last) != (first, last):
                # Where nothing is drawn around the cells, a table is as wide as its widest row.
                columns, colspans = _places(first, last, line.spans, hidden)
                texts = tuple(map(stored.get, columns, _BLANKS))
            else:
                texts, (columns, colspans) = line.texts, line.places
            self._count(len(texts), len("".join(texts)))
            rows.append(_new(GridRow, (texts, columns, colspans, None)))
        return Grid(tuple(rows), Locator(page=page, table=self._tables, row=top + 1))


class _Merged:
    """The merged cells of a sheet, row by row; `reach` is the last row that those so far go down to."""

    def __init__(self, sheet: Sheet) -> None:
        self.reach = -1
        self._seen_from: dict[int, int] = {}  # hidden column → the first visible one after it
        for column in sorted(sheet.hidden_columns, reverse=True):
            self._seen_from[column] = self._seen_from.get(column + 1, column + 1)
        self._waiting = sorted(sheet.merged, reverse=True)
        self._going_on: list[Area] = []
        self._rows = {row.number: row for row in sheet.rows} if self._waiting else {}

    def spans(self, row: SheetRow) -> tuple[_Span, ...]:
        """The merged cells in a visible row, from left to right; rows are asked for from above.

        Those that begin in a hidden row or column are seen from the first visible one on, with their text,
        which is put there.
        """
        number = row.number
        if not self._going_on and not (self._waiting and self._waiting[-1][0] <= number):
            return ()
        if self._going_on:
            self._going_on = [area for area in self._going_on if area[2] >= number]
        spans = [(left, right, False) for _, left, _, right in self._going_on]
        while self._waiting and self._waiting[-1][0] <= number:
            area = top, left, bottom, right = self._waiting.pop()
            if bottom < number:
                continue
            spans.append((left, right, True))
            if top != number or self._seen_from:
                self._move_text(area, row)
            if bottom > number:
                self._going_on.append(area)
                self.reach = max(self.reach, bottom)
        return tuple(sorted(spans)) if len(spans) > 1 else tuple(spans)

    def _move_text(self, area: Area, row: SheetRow) -> None:
        top, left, _, right = area
        begins_in = self._rows.get(top)
        text = begins_in and begins_in.texts.get(left)
        seen_in = self._seen_from.get(left, left)
        if text and seen_in <= right:
            row.texts[seen_in] = text


def _is_text(text: str) -> bool:
    """Whether it is neither a figure nor what stands for one: an error, a formula that was not calculated."""
    return not text.startswith(("#", "=")) and any(map(str.isalpha, text))


@lru_cache(maxsize=1024)
def _layout(
    filled: tuple[int, ...], left: int, right: int, spans: tuple[_Span, ...], hidden: _Columns
) -> tuple[int, int, _Places]:
    """The first and the last column in which a row prints, draws or merges something, and its cells.

    There are none of a row that is too wide.
    """
    ends = [*filled]
    if right >= 0:
        ends += (left, right)
    if spans:
        ends += [spans[0][0], *[last for _, last, _ in spans]]
    first, last = min(ends), max(ends)
    return first, last, _places(first, last, spans, hidden) if last - first < MAX_COLUMNS else ((), ())


@lru_cache(maxsize=1024)
def _places(first: int, last: int, spans: tuple[_Span, ...], hidden: _Columns) -> _Places:
    """Where the cells of a row begin and over how many visible columns they go."""
    columns: list[int] = []
    colspans: list[int] = []
    column = first
    for left, right, begins in (*spans, (last + 1, last, False)):
        alone = [at for at in range(column, left) if at not in hidden]
        columns += alone
        colspans += [1] * len(alone)
        if begins and left >= column:
            seen = [at for at in range(left, right + 1) if at not in hidden]
            columns += seen[:1]
            colspans += [len(seen)] * bool(seen)
        column = max(column, right + 1)
    return tuple(columns), tuple(colspans)


def _titles_and_rows(run: Sequence[_Line]) -> list[_Line]:
    """The lines of a run, of which those that are rows of a table have no title.

    Text above the first row and below the last is no part of a table. Text between two rows is, unless it is
    written across one of these: a row whose figures are all blank is but its label.
    """
    below: list[int | None] = [None] * len(run)
    for at in range(len(run) - 2, -1, -1):
        below[at] = below[at + 1] if run[at + 1].title is not None else run[at + 1].last
    lines: list[_Line] = []
    above: int | None = None
    for line, under in zip(run, below, strict=True):
        across = above is None or under is None or line.last >= min(above, under) > line.first
        if line.title is not None and across:
            lines.append(line)
        else:
            lines.append(line if line.title is None else line._replace(title=None))
            above = line.last
    return lines
