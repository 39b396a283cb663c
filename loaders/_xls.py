"""Binary workbooks of Excel 5 to 2003 and of WPS (xls, et): the sheets with what is printed in them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any, Final

from gongkai.forms import Text
from gongkai.loaders._cell_text import shown_by, text_of
from gongkai.loaders._foreign import protected
from gongkai.loaders._limits import MAX_AREA, over_limit
from gongkai.loaders._parts import damaged
from gongkai.loaders._report import UnreadableError
from gongkai.loaders._sheet import Sheet, SheetRow

_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)
"""The types of a cell, as xlrd numbers them."""

_RECORD: Final = struct.Struct("<HH")
_FORMULA: Final = struct.Struct("<HH2x8sH")
_FORMULAS: Final = (0x0006, 0x0206, 0x0406)
_NOT_CALCULATED: Final = 0x005E
_BEGINS: Final = (0x0009, 0x0209, 0x0409, 0x0809)
_END: Final = 0x000A
_ON_LOAD: Final = 0x2
_EMPTY_TEXT, _NO_NUMBER = b"\x03", b"\xff\xff"
_FORMULA_TEXT: Final = "="

_ENCRYPTED: Final = "encrypted"
_TOO_MUCH: Final = Text("工作表的单元格总数超过上限", "a sheet has more cells than the limit")


def sheets_of(data: bytes, path: str) -> Iterator[Sheet]:
    """The sheets of a workbook, in order; chart and macro sheets are none.

    A formula is printed as the value it had when the workbook was saved. Where it may never have been
    calculated, or is to be before it is shown, the text of the cell is "=".

    Raises:
        UnreadableError: code `damaged` or `limit`.
    """
    import xlrd  # noqa: PLC0415 - only old binary files need it

    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        ) as book:
            for number in range(book.nsheets):
                yield _Stored(book, number, path).sheet()
                book.unload_sheet(number)
    except UnreadableError:
        raise
    except Exception as error:
        # Whatever a damaged file makes of a library that trusts it.
        raise (protected(path) if _ENCRYPTED in str(error) else damaged(path)) from error


class _Stored:
    """One sheet of a workbook as xlrd gives it."""

    def __init__(self, book: Any, number: int, path: str) -> None:
        self._book = book
        self._stored = book.sheet_by_index(number)
        self._path = path
        self._uncalculated = _uncalculated(book.mem, book._sh_abs_posn[number])  # noqa: SLF001 - nowhere else

    def sheet(self) -> Sheet:
        stored = self._stored
        if stored.visibility:
            return Sheet(stored.name, hidden=True)
        if sum(map(stored.row_len, range(stored.nrows))) > MAX_AREA:
            raise over_limit(self._path, _TOO_MUCH)
        return Sheet(
            stored.name,
            [row for row in map(self._row, range(stored.nrows)) if row.texts or row.right >= 0 or row.hidden],
            [(top, left, below - 1, beside - 1) for top, below, left, beside in stored.merged_cells],
            frozenset(column for column, info in stored.colinfo_map.items() if info.hidden),
        )

    def _row(self, number: int) -> SheetRow:
        info = self._stored.rowinfo_map.get(number)
        row = SheetRow(number, hidden=bool(info and info.hidden))
        drawn = []
        for column, cell in enumerate(self._stored.row(number)):
            if cell.ctype == _EMPTY:
                continue
            style = self._book.xf_list[cell.xf_index]
            if _draws(style.border):
                drawn.append(column)
            text = "" if cell.ctype == _BLANK else self._text(cell, style, (number, column))
            if text and not text.isspace():
                row.texts[column] = text
        if drawn:
            row.left, row.right = drawn[0], drawn[-1]
        return row

    def _text(self, cell: Any, style: Any, place: tuple[int, int]) -> str:
        import xlrd  # noqa: PLC0415 - only old binary files need it

        if place in self._uncalculated:
            return _FORMULA_TEXT
        if cell.ctype == _TEXT:
            return str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        if cell.ctype == _BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if cell.ctype == _ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#"))
        code = self._book.format_map[style.format_key].format_str
        return text_of(repr(cell.value), shown_by(0, code), from_1904=bool(self._book.datemode))


def _draws(border: Any) -> bool:
    return bool(
        border.left_line_style or border.right_line_style or border.top_line_style or border.bottom_line_style
    )


def _uncalculated(records: bytes, at: int) -> set[tuple[int, int]]:
    """The rows and columns, from 0, of formulas whose stored value is none; the sheet begins at `at`.

    A formula that is an empty text is among them: that is also how some programs write one that they did not
    calculate.
    """
    every: set[tuple[int, int]] = set()
    some: set[tuple[int, int]] = set()
    not_calculated = False
    depth = 0
    while at + _RECORD.size <= len(records):
        kind, length = _RECORD.unpack_from(records, at)
        at += _RECORD.size
        depth += (kind in _BEGINS) - (kind == _END)
        if depth <= 0:
            break
        if kind in _FORMULAS and length >= _FORMULA.size and depth == 1:
            row, column, result, flags = _FORMULA.unpack_from(records, at)
            every.add((row, column))
            if flags & _ON_LOAD or (result.startswith(_EMPTY_TEXT) and result.endswith(_NO_NUMBER)):
                some.add((row, column))
        not_calculated = not_calculated or kind == _NOT_CALCULATED
        at += length
    return every if not_calculated else some
