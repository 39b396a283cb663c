"""Workbooks of Excel and WPS (xlsx, xlsm): the sheets with what is printed in their cells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._cell_text import PLAIN_DIGITS, Shown, shown_by, text_of
from gongkai.loaders._parts import Parts, damaged
from gongkai.loaders._report import UnreadableError
from gongkai.loaders._sheet import Area, Sheet, SheetRow
from gongkai.loaders._sheet_xml import StoredRow, stored_sheet, stored_strings

_M: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
"""The strict variant of the format differs in its namespaces only, as far as a reader goes."""
_STRICT_NAMES: Final = (
    (_STRICT + b"spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
_WORKBOOK: Final = re.compile(r"xl/workbook\d{0,3}\.(?:xml|bin)", re.IGNORECASE)
_BINARY: Final = ".bin"
_TRUE: Final = ("1", "true")

_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_STYLE: Final = re.compile(r' s="(\d+)"', re.ASCII)
_TYPE: Final = re.compile(r' t="(\w+)"')
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_LONGEST_ID: Final = 7
_BOOLEANS: Final = {"0": "FALSE", "1": "TRUE"}
_MOST_KNOWN: Final = 64
_LARGEST_KNOWN: Final = 256 * 1024

_IN_BINARY: Final = Text(
    "{path}：这是二进制 Excel 表格（xlsb），目前不能读取；请用 WPS 或 Excel 打开，另存为 xlsx 后重新提交",
    "{path}: this is a binary Excel workbook (xlsb), which is not read yet; open it in WPS or Excel, save it "
    "as xlsx and submit that",
)
_BAD_PLACE: Final = Text("表格文件内的单元格位置无效", "a cell of the workbook is in no valid place")
_NO_STRING: Final = Text("表格文件缺少单元格的文字", "the workbook lacks the text of a cell")
_DRAWINGS: Final = Text(
    "工作表“{name}”有图片或文本框，其中的文字没有读取",
    "the sheet “{name}” has pictures or text boxes, whose text was not read",
)


class _Styles(NamedTuple):
    """Styles by their number, as text: how each shows a number, and which draw a border."""

    shown: dict[str, Shown]
    bordered: frozenset[str]


_known_styles: dict[bytes, _Styles] = {}
"""Workbooks of one template have the same styles, most of which nothing is printed in."""


def sheets_of(data: bytes, path: str, notes: list[Text]) -> Iterator[Sheet]:
    """The sheets of a workbook, in order; chart and macro sheets are none.

    A formula is printed as the value it had when the workbook was saved. Where there is none, or the
    workbook asks to be calculated before it is shown, the text of the cell is the formula itself, with "=" in
    front. `notes` gets what a person should know.

    Raises:
        UnreadableError: code `damaged`, `limit`, or `unknown_format` for a binary workbook (xlsb).
    """
    with Parts(data, path) as parts:
        name = next((name for name in parts.names if _WORKBOOK.fullmatch(name)), None)
        if name is None:
            raise damaged(path)
        if name.lower().endswith(_BINARY):
            raise UnreadableError("unknown_format", _IN_BINARY.format(path=path))
        yield from _Book(parts, name, notes).sheets()


class _Book:
    def __init__(self, parts: Parts, name: str, notes: list[Text]) -> None:
        self._parts = parts
        self._notes = notes
        self._folder, _, own_name = name.rpartition("/")
        self._root = parts.tree(self._xml(name))
        related = parts.tree(self._xml(f"{self._folder}/_rels/{own_name}.rels"))
        self._related = {
            one.get("Id"): (one.get("Type", "").rpartition("/")[2], self._part(one.get("Target", "")))
            for one in related
        }
        by_type = dict(self._related.values())
        self._strings = self._read_strings(by_type.get("sharedStrings"))
        self._styles = self._read_styles(by_type.get("styles"))
        self._kinds: dict[str, tuple[str, Shown | None]] = {}
        self._from_1904 = self._says("workbookPr", "date1904")
        self._stale = self._says("calcPr", "fullCalcOnLoad")

    def sheets(self) -> Iterator[Sheet]:
        for sheet in self._root.iterfind(f"{_M}sheets/{_M}sheet"):
            kind, part = self._related.get(sheet.get(f"{_R}id"), ("", ""))
            name = sheet.get("name", "")
            if kind != "worksheet":
                continue
            if sheet.get("state", "visible") != "visible":
                yield Sheet(name, hidden=True)
            else:
                yield self._sheet(name, part)

    def _xml(self, part: str) -> bytes:
        xml = self._parts.read(part)
        if _STRICT in xml:
            for strict, transitional in _STRICT_NAMES:
                xml = xml.replace(strict, transitional)
        return xml

    def _part(self, target: str) -> str:
        """The name of a part that the workbook refers to."""
        return posixpath.normpath(posixpath.join(f"/{self._folder}", target)).lstrip("/")

    def _says(self, element: str, attribute: str) -> bool:
        found = self._root.find(_M + element)
        return found is not None and found.get(attribute) in _TRUE

    def _read_strings(self, part: str | None) -> list[str]:
        if part is None:
            return []
        strings = stored_strings(self._xml(part), self._parts.tree)
        return [_decoded(text) if "_x" in text or "\r" in text else text for text in strings]

    def _read_styles(self, part: str | None) -> _Styles:
        if part is None:
            return _Styles({}, frozenset())
        xml = self._xml(part)
        styles = _known_styles.get(xml)
        if styles is None:
            styles = _styles(self._parts.tree(xml))
            if len(_known_styles) >= _MOST_KNOWN:
                _known_styles.clear()
            if len(xml) <= _LARGEST_KNOWN:
                _known_styles[xml] = styles
        return styles

    def _sheet(self, name: str, part: str) -> Sheet:
        stored = stored_sheet(self._xml(part), self._parts.tree, self._styles.bordered)
        if stored.has_drawings:
            self._notes.append(_DRAWINGS.format(name=name))
        merged = [self._area(area) for area in stored.merged]
        return Sheet(name, self._rows(stored.rows), merged, self._columns(stored.hidden_columns))

    def _rows(self, stored: Sequence[StoredRow]) -> list[SheetRow]:
        """Those that hold something, or are hidden."""
        rows = []
        number = 0
        for row in stored:
            before, number = number, self._number(row.number, _LAST_ROW) if row.number else number + 1
            if number <= before:
                raise damaged(self._parts.path, _BAD_PLACE)
            texts = self._texts(row, number) if row.cells else {}
            drawn = row.drawn
            if not texts and drawn is None and not row.hidden:
                continue
            left, right = (self._place(drawn[0])[1], self._place(drawn[1])[1]) if drawn else (0, -1)
            rows.append(SheetRow(number - 1, texts, left, right, row.hidden))
        return rows

    def _texts(self, row: StoredRow, number: int) -> dict[int, str]:
        texts: dict[int, str] = {}
        before = -1
        kinds, formulas = self._kinds, row.formulas
        for index, (place, attributes, value) in enumerate(row.cells):
            at, column = self._place(place) if place else (number, before + 1)
            if at != number or column <= before:
                raise damaged(self._parts.path, _BAD_PLACE)
            before = column
            kind, shown = kinds.get(attributes) or self._kind(attributes)
            if formulas and index in formulas and (self._stale or (not value and kind != "str")):
                text = f"={formulas[index]}"
            elif shown == "number" and value.isdigit() and len(value) <= PLAIN_DIGITS:
                text = value
            else:
                text = self._text(kind, shown, value)
            if text and not text.isspace():
                texts[column] = text
        return texts

    def _kind(self, attributes: str) -> tuple[str, Shown | None]:
        """The type of a cell; of a number, how it is shown."""
        style, kind = _STYLE.search(attributes), _TYPE.search(attributes)
        if kind is None or kind[1] == "n":
            found = ("n", self._styles.shown.get(style[1] if style else "0", "number"))
            self._kinds[attributes] = found
            return found
        self._kinds[attributes] = kind[1], None
        return kind[1], None

    def _text(self, kind: str, shown: Shown | None, value: str) -> str:
        if kind == "s" and value:
            strings = self._strings
            if not value.isdecimal() or len(value) > _LONGEST_ID or int(value) >= len(strings):
                raise damaged(self._parts.path, _NO_STRING)
            return strings[int(value)]
        if shown is not None:
            return text_of(value, shown, from_1904=self._from_1904)
        return _BOOLEANS.get(value, value) if kind == "b" else _decoded(value)

    def _area(self, merged: str) -> Area:
        first, _, last = merged.partition(":")
        (top, left), (bottom, right) = self._place(first), self._place(last or first)
        return top - 1, left, bottom - 1, right

    def _columns(self, ranges: Sequence[str]) -> frozenset[int]:
        columns: set[int] = set()
        for each in ranges:
            first, _, last = each.partition(":")
            columns.update(range(self._number(first, _LAST_COLUMN) - 1, self._number(last, _LAST_COLUMN)))
        return frozenset(columns)

    def _place(self, place: str) -> tuple[int, int]:
        found = _place(place)
        if found is None:
            raise damaged(self._parts.path, _BAD_PLACE)
        return found

    def _number(self, text: str, largest: int) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(largest))):
            raise damaged(self._parts.path, _BAD_PLACE)
        return min(int(text), largest)


@lru_cache(maxsize=16384)
def _place(place: str) -> tuple[int, int] | None:
    """The row, from 1, and the column, from 0, of a place such as AB12; None where it is none."""
    match = _PLACE.fullmatch(place)
    if match is None:
        return None
    letters, digits = match.groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(digits)
    return (row, column - 1) if 0 < row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _styles(root: Any) -> _Styles:
    codes = {one.get("numFmtId"): one.get("formatCode") for one in root.iterfind(f"{_M}numFmts/{_M}numFmt")}
    drawn = {
        number
        for number, border in enumerate(root.iterfind(f"{_M}borders/{_M}border"))
        if any(side.get("style", "none") != "none" for side in border)
    }
    shown: dict[str, Shown] = {}
    bordered = set()
    for number, style in enumerate(root.iterfind(f"{_M}cellXfs/{_M}xf")):
        number_format = style.get("numFmtId", "0")
        shown[str(number)] = shown_by(_id(number_format), codes.get(number_format))
        if _id(style.get("borderId", "0")) in drawn:
            bordered.add(str(number))
    return _Styles(shown, frozenset(bordered))


def _id(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID else -1


def _decoded(text: str) -> str:
    """The text with the characters that XML cannot hold, or would change: they are written as _x000D_."""
    text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return character if character.isprintable() or character in "\t\n\r\u3000" else ""
