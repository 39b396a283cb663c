"""Workbooks of Excel and WPS (xlsx, xlsm): the sheets with what is printed in their cells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from gongkai.forms import Text
from gongkai.loaders._cell_text import PLAIN_DIGITS, Shown, shown_by, text_of
from gongkai.loaders._parts import Parts, damaged
from gongkai.loaders._report import UnreadableError
from gongkai.loaders._sheet import Sheet, SheetRow
from gongkai.loaders._sheet_xml import PlaceError, RowShape, stored_sheet, stored_strings

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

_STYLE: Final = re.compile(r' s="(\d+)"', re.ASCII)
_TYPE: Final = re.compile(r' t="(\w+)"')
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST_ID: Final = 7
_IDS: Final = tuple(map(str, range(4096)))
"""How shared strings are named, but for odd ways to write a number, and the last of very many."""
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


_Thing = TypeVar("_Thing")


class _Styles(NamedTuple):
    """Styles by their number, as text: how each shows a number, and which draw a border."""

    shown: dict[str, Shown]
    bordered: frozenset[str]


class _Index(NamedTuple):
    """Of the sheets the name, the part and whether they are visible; other parts by their type.

    `from_1904`: dates count from that year. `stale`: formulas are to be calculated before they are shown.
    """

    sheets: tuple[tuple[str, str, bool], ...]
    by_type: Mapping[str, str]
    from_1904: bool
    stale: bool


_known_indices: dict[tuple[str, bytes, bytes], _Index] = {}
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


class _Made(dict[str, _Thing]):
    """Things by what they are made of: each is made once, when it is first asked for."""

    def __init__(self, make: Callable[[str], _Thing]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> _Thing:
        made = self[key] = self._make(key)
        return made


class _Book:
    def __init__(self, parts: Parts, name: str, notes: list[Text]) -> None:
        self._parts = parts
        self._notes = notes
        self._folder, _, own_name = name.rpartition("/")
        index = self._index(self._xml(name), self._xml(f"{self._folder}/_rels/{own_name}.rels"))
        self._sheets, by_type, self._from_1904, self._stale = index
        self._strings = self._read_strings(by_type.get("sharedStrings"))
        self._styles = self._read_styles(by_type.get("styles"))
        self._by_string_id = _Made(lambda value: _unless_blank(self._text("s", None, value)))
        self._by_string_id.update(zip(_IDS, map(_unless_blank, self._strings), strict=False))
        self._by_attributes = _Made(self._printed)

    def sheets(self) -> Iterator[Sheet]:
        for name, part, visible in self._sheets:
            yield self._sheet(name, part) if visible else Sheet(name, hidden=True)

    def _index(self, book: bytes, relations: bytes) -> _Index:
        key = (self._folder, book, relations)
        index = _known_indices.get(key)
        if index is None:
            root, related = self._parts.tree(book), self._parts.tree(relations)
            index = _index(root, related, self._folder)
            if len(_known_indices) >= _MOST_KNOWN:
                _known_indices.clear()
            if len(book) + len(relations) <= _LARGEST_KNOWN:
                _known_indices[key] = index
        return index

    def _xml(self, part: str) -> bytes:
        xml = self._parts.read(part)
        if _STRICT in xml:
            for strict, transitional in _STRICT_NAMES:
                xml = xml.replace(strict, transitional)
        return xml

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
        try:
            stored = stored_sheet(self._xml(part), self._parts.tree, self._styles.bordered)
        except PlaceError as error:
            raise damaged(self._parts.path, _BAD_PLACE) from error
        if stored.has_drawings:
            self._notes.append(_DRAWINGS.format(name=name))
        return Sheet(name, self._rows(stored.rows), stored.merged, stored.hidden_columns)

    def _rows(self, stored: Sequence[tuple[RowShape, list[str]]]) -> list[SheetRow]:
        """Those that hold something, or are hidden."""
        rows = []
        for shape, values in stored:
            texts = self._texts(shape, values) if values else {}
            if texts or shape.right >= 0 or shape.hidden:
                rows.append(SheetRow(shape.number - 1, texts, shape.left, shape.right, shape.hidden))
        return rows

    def _texts(self, shape: RowShape, values: Sequence[str]) -> dict[int, str]:
        """What is printed in a row by column, but for blanks."""
        by_attributes = self._by_attributes
        cells = zip(shape.columns, shape.attributes, values, strict=True)
        if not shape.formulas:
            return {column: text for column, said, value in cells if (text := by_attributes[said][value])}
        texts = {}
        for index, (column, said, value) in enumerate(cells):
            formula = shape.formulas.get(index)
            if formula is not None and (self._stale or (not value and self._kind(said)[0] != "str")):
                texts[column] = f"={formula}"
            elif text := by_attributes[said][value]:
                texts[column] = text
        return texts

    def _printed(self, attributes: str) -> dict[str, str]:
        """What cells with these attributes print, by what they store; it grows as they are met."""
        kind, shown = self._kind(attributes)
        if kind == "s":
            return self._by_string_id
        return _Made(lambda value: _unless_blank(self._text(kind, shown, value)))

    def _kind(self, attributes: str) -> tuple[str, Shown | None]:
        """The type of a cell; of a number, how it is shown."""
        style, kind = _STYLE.search(attributes), _TYPE.search(attributes)
        if kind is None or kind[1] == "n":
            return "n", self._styles.shown.get(style[1] if style else "0", "number")
        return kind[1], None

    def _text(self, kind: str, shown: Shown | None, value: str) -> str:
        if kind == "s" and value:
            strings = self._strings
            if not value.isdecimal() or len(value) > _LONGEST_ID or int(value) >= len(strings):
                raise damaged(self._parts.path, _NO_STRING)
            return strings[int(value)]
        if shown == "number" and value.isdigit() and len(value) <= PLAIN_DIGITS:
            return value
        if shown is not None:
            return text_of(value, shown, from_1904=self._from_1904)
        return _BOOLEANS.get(value, value) if kind == "b" else _decoded(value)


def _index(root: Any, related: Any, folder: str) -> _Index:
    parts = {
        one.get("Id"): (one.get("Type", "").rpartition("/")[2], _part(one.get("Target", ""), folder))
        for one in related
    }
    sheets = []
    for sheet in root.iterfind(f"{_M}sheets/{_M}sheet"):
        kind, part = parts.get(sheet.get(f"{_R}id"), ("", ""))
        if kind == "worksheet":
            sheets.append((sheet.get("name", ""), part, sheet.get("state", "visible") == "visible"))
    from_1904, stale = _says(root, "workbookPr", "date1904"), _says(root, "calcPr", "fullCalcOnLoad")
    return _Index(tuple(sheets), dict(parts.values()), from_1904, stale)


def _part(target: str, folder: str) -> str:
    """The name of a part that the workbook refers to."""
    return posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")


def _says(root: Any, element: str, attribute: str) -> bool:
    found = root.find(_M + element)
    return found is not None and found.get(attribute) in _TRUE


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


def _unless_blank(text: str) -> str:
    return "" if text.isspace() else text


def _id(number: str) -> int:
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID else -1


def _decoded(text: str) -> str:
    """The text with the characters that XML cannot hold, or would change: they are written as _x000D_."""
    text = _ESCAPED.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(escaped: re.Match[str]) -> str:
    character = chr(int(escaped[1], 16))
    return character if character.isprintable() or character in "\t\n\r\u3000" else ""
