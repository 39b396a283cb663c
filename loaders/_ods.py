"""OpenDocument spreadsheets (ods): the sheets with what is printed in their cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from gongkai.forms import Text
from gongkai.loaders._cell_text import text_of
from gongkai.loaders._foreign import protected
from gongkai.loaders._limits import MAX_AREA, MAX_COLUMNS, over_limit
from gongkai.loaders._parts import Parts, damaged
from gongkai.loaders._sheet import Area, Sheet, SheetRow

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_ENCRYPTED: Final = b"encryption-data"

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"


def _name(space: str, local: str) -> str:
    return _NAMES % (space, local)


_TABLE, _ROW, _COLUMN = (_name("table", local) for local in ("table", "table-row", "table-column"))
_CELL, _COVERED = _name("table", "table-cell"), _name("table", "covered-table-cell")
_TABLE_NAME, _STYLE_NAME = _name("table", "name"), _name("table", "style-name")
_COLUMNS_REPEATED, _ROWS_REPEATED = (
    _name("table", f"number-{what}-repeated") for what in ("columns", "rows")
)
_COLUMNS_SPANNED, _ROWS_SPANNED = (_name("table", f"number-{what}-spanned") for what in ("columns", "rows"))
_VISIBILITY, _DISPLAY, _FORMULA = (_name("table", local) for local in ("visibility", "display", "formula"))
_TYPE, _VALUE = _name("office", "value-type"), _name("office", "value")
_OTHER_VALUES: Final = tuple(
    _name("office", f"{kind}-value") for kind in ("string", "date", "time", "boolean")
)
_STYLE, _OWN_NAME = _name("style", "style"), _name("style", "name")
_TABLE_LOOKS, _CELL_LOOKS = _name("style", "table-properties"), _name("style", "table-cell-properties")
_BORDER: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}border"
_PARAGRAPH, _LINE_BREAK, _TAB, _SPACES, _NUMBER_OF = (
    _name("text", local) for local in ("p", "line-break", "tab", "s", "c")
)
_IN_LINE: Final = (_name("text", "span"), _name("text", "a"), _name("text", "meta"))
_LONGEST: Final = 7
_DRAWN: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}*"

_TOO_MUCH: Final = Text("工作表的内容超过上限", "the sheets hold more than the limit")
_DRAWINGS: Final = Text(
    "工作表“{name}”有图片或文本框，其中的文字没有读取",
    "the sheet “{name}” has pictures or text boxes, whose text was not read",
)


def sheets_of(data: bytes, path: str, notes: list[Text]) -> Iterator[Sheet]:
    """The sheets of a spreadsheet, in order.

    The text of a cell is what the program that saved it showed there, as the file says. That of a formula
    without a value is the formula itself. `notes` gets what a person should know.

    Raises:
        UnreadableError: code `damaged` or `limit`.
    """
    with Parts(data, path) as parts:
        if _ENCRYPTED in parts.read(_MANIFEST):
            raise protected(path)
        content = parts.read(_CONTENT)
        if not content:
            raise damaged(path)
        root = parts.tree(content)
    yield from _Content(root, path, notes).sheets()


class _Content:
    def __init__(self, root: Any, path: str, notes: list[Text]) -> None:
        self._root = root
        self._path = path
        self._notes = notes
        self._room = MAX_AREA
        self._bordered: set[str | None] = set()
        self._hidden: set[str | None] = set()
        for style in root.iter(_STYLE):
            looks, cell = style.find(_TABLE_LOOKS), style.find(_CELL_LOOKS)
            if looks is not None and looks.get(_DISPLAY) == "false":
                self._hidden.add(style.get(_OWN_NAME))
            if cell is not None and _draws_border(cell):
                self._bordered.add(style.get(_OWN_NAME))

    def sheets(self) -> Iterator[Sheet]:
        for table in self._root.iter(_TABLE):
            name = table.get(_TABLE_NAME, "")
            if table.get(_STYLE_NAME) in self._hidden:
                yield Sheet(name, hidden=True)
                continue
            if next(table.iter(_DRAWN), None) is not None:
                self._notes.append(_DRAWINGS.format(name=name))
            merged: list[Area] = []
            yield Sheet(name, list(self._rows(table, merged)), merged, self._hidden_columns(table))

    def _hidden_columns(self, table: Any) -> frozenset[int]:
        hidden: set[int] = set()
        at = 0
        for column in table.iter(_COLUMN):
            repeated = _number(column, _COLUMNS_REPEATED)
            if column.get(_VISIBILITY, "visible") != "visible":
                hidden.update(range(min(at, MAX_COLUMNS), min(at + repeated, MAX_COLUMNS)))
            at += repeated
        return frozenset(hidden)

    def _rows(self, table: Any, merged: list[Area]) -> Iterator[SheetRow]:
        """Those that hold something, or are hidden; `merged` gets the cells that span several."""
        number = 0
        for row in table.iter(_ROW):
            repeated = _number(row, _ROWS_REPEATED)
            hidden = row.get(_VISIBILITY, "visible") != "visible"
            read = self._row(row, number, merged)
            if read.texts:
                self._take((repeated - 1) * len(read.texts))
                for again in range(repeated):
                    yield SheetRow(number + again, dict(read.texts), read.left, read.right, hidden)
            elif hidden or read.right >= 0:
                yield SheetRow(number, {}, read.left, read.right, hidden)
            number += repeated

    def _row(self, row: Any, number: int, merged: list[Area]) -> SheetRow:
        read = SheetRow(number)
        column = 0
        for cell in row.iterchildren(_CELL, _COVERED):
            repeated = _number(cell, _COLUMNS_REPEATED)
            across, down = _number(cell, _COLUMNS_SPANNED), _number(cell, _ROWS_SPANNED)
            if across > 1 or down > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
            # What goes on to the sheet's end is how the sheet looks, not a table in it.
            if cell.get(_STYLE_NAME) in self._bordered and repeated <= MAX_COLUMNS:
                read.left = column if read.right < 0 else read.left
                read.right = column + repeated - 1
            text = "" if cell.tag == _COVERED else _text(cell)
            if text and not text.isspace():
                shown = min(repeated, MAX_COLUMNS + 1)
                self._take(shown)
                read.texts.update(dict.fromkeys(range(column, column + shown), text))
            column += repeated
        return read

    def _take(self, cells: int) -> None:
        self._room -= cells
        if self._room < 0:
            raise over_limit(self._path, _TOO_MUCH)


def _number(element: Any, attribute: str) -> int:
    text = element.get(attribute, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 1


def _draws_border(looks: Any) -> bool:
    return any(
        name.startswith(_BORDER) and not value.startswith(("none", "hidden", "0 "))
        for name, value in looks.items()
    )


def _text(cell: Any) -> str:
    """What is shown in a cell; comments and drawings in it are left out."""
    paragraphs = cell.findall(_PARAGRAPH)
    if paragraphs:
        return "\n".join(["".join(_pieces(paragraph)) for paragraph in paragraphs])
    value = cell.get(_VALUE)
    if value is not None:
        return text_of(value, "percent" if cell.get(_TYPE) == "percentage" else "number")
    if cell.get(_TYPE) is not None:
        return next((said for name in _OTHER_VALUES if (said := cell.get(name)) is not None), "")
    formula = cell.get(_FORMULA)
    return "" if formula is None else f"={formula.partition('=')[2]}"


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _SPACES:
            yield " " * min(_number(child, _NUMBER_OF), MAX_COLUMNS)
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag == _LINE_BREAK:
            yield "\n"
        elif child.tag in _IN_LINE:
            yield from _pieces(child)
        yield child.tail or ""
