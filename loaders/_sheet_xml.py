"""The part of an xlsx workbook that is a sheet, or its shared strings: what is stored, still as text.

A part is read by a stylesheet from its tree, or, where it is written as nearly every program writes it, from
its text in a fraction of the time. There every tag is accounted for: a part with one that is not expected,
whatever it is, goes to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from gongkai.loaders._outline import CELL, ROW, SPAN, TABLE, TABLE_END, outline
from gongkai.loaders._sheet import Area

_TRUE: Final = ("1", "true")
_NAMESPACE: Final = ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_VALUE: Final = re.compile(r"<v>([^<]*)</v>")
_NO_VALUE: Final = "<v></v>"
_ROW_HEAD: Final = re.compile(r'r="(\d+)"([^<>]*)>', re.ASCII)
_CELL: Final = re.compile(
    r'<c r="([A-Z]+\d+)"((?: \w+="\w*")*)'
    rf'(?:/>|></c>|>(?:<f(?: \w+="[^"<>]*")*(?:/>|>([^<>]*)</f>))?({_NO_VALUE})</c>)',
    re.ASCII,
)
_STYLE: Final = re.compile(r' s="(\d+)"', re.ASCII)
_ATTRIBUTE: Final = re.compile(r" (\w+)=")
_MERGED: Final = re.compile(r'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"/>')
_STRINGS_HEAD: Final = re.compile(r"(?:<\?xml[^<>]*>\s*)?<sst[^<>]*>")
_STRING: Final = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_TAGS: Final = 4
"""Of a string: two begin and two end."""
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_MOST_KNOWN: Final = 4096
_LONGEST_KNOWN: Final = 4096


class PlaceError(ValueError):
    """A row or cell is in no valid place."""


class RowShape(NamedTuple):
    """What is in a row but for the values of its filled cells.

    Of these `columns` and `attributes` (style and type) are of equal length, and `formulas` are by their
    index. `left` to `right` are the cells with a border; `right` is -1 where there is none. Rows count from
    1, columns from 0.
    """

    number: int
    hidden: bool
    left: int
    right: int
    columns: tuple[int, ...]
    attributes: tuple[str, ...]
    formulas: Mapping[int, str]


class StoredSheet(NamedTuple):
    """The rows' shapes and the values in their filled cells; what is merged, and the hidden columns."""

    rows: list[tuple[RowShape, list[str]]]
    merged: list[Area]
    hidden_columns: frozenset[int]
    has_drawings: bool


Tree = Callable[[bytes], Any]
"""Parses a part, or raises what its caller raises for XML that is not valid."""
_NO_FORMULAS: Final[Mapping[int, str]] = {}
_known: dict[tuple[frozenset[str], str], RowShape] = {}
"""Rows of one form are written alike but for their values, in report after report."""


def stored_sheet(xml: bytes, tree: Tree, bordered: frozenset[str]) -> StoredSheet:
    """What a sheet's part stores; the part is in UTF-8, and without the marks of an outline.

    `bordered` are the styles that draw a border.

    Raises:
        PlaceError: places that are none, or not in order.
    """
    return _usual_sheet(xml, bordered) or _outlined_sheet(tree(xml), bordered)


def stored_strings(xml: bytes, tree: Tree) -> list[str]:
    """The shared strings of a workbook; phonetic readings above them are left out."""
    usual = _usual_strings(xml)
    return str(outline("xlsx.xsl")(tree(xml))).split(TABLE)[1:] if usual is None else usual


def _outlined_sheet(root: Any, bordered: frozenset[str]) -> StoredSheet:
    body, _, rest = str(outline("xlsx.xsl")(root)).partition(TABLE_END)
    merged, hidden, drawings = (rest or SPAN * 2).split(SPAN)
    rows = list(_outlined_rows(body.split(ROW)[1:], bordered))
    return StoredSheet(rows, [*map(_area, merged.split())], _columns(hidden.split()), bool(drawings))


def _outlined_rows(rows: Sequence[str], bordered: frozenset[str]) -> Iterator[tuple[RowShape, list[str]]]:
    before = 0
    for marked in rows:
        head, *marked_cells = marked.split(CELL)
        number, hidden, styled = head.split(SPAN)
        *parts, _ = styled.split(" ")
        cells, values, formulas = [], [], {}
        for index, cell in enumerate(marked_cells):
            place, attributes, value, formula, has_formula = cell.split(SPAN)
            cells.append((place, attributes))
            values.append(value)
            if has_formula:
                formulas[index] = formula
        at = _number(number, _LAST_ROW) if number else before + 1
        if at <= before:
            raise PlaceError
        before = at
        styles = zip(parts[::2], parts[1::2], strict=True)
        drawn = [place for place, style in styles if place and style in bordered]
        yield _shape(at, hidden in _TRUE, drawn, cells, formulas or _NO_FORMULAS), values


def _shape(
    number: int,
    hidden: bool,
    drawn: Sequence[str],
    cells: Sequence[tuple[str, str]],
    formulas: Mapping[int, str],
) -> RowShape:
    """A row's shape, from the places of its cells with a border and its filled cells' places and attributes.

    A place may be empty: the cell then stands beside the one before it.
    """
    columns = []
    before = -1
    for place, _ in cells:
        at, column = _place(place) if place else (number, before + 1)
        if at != number or column <= before:
            raise PlaceError
        before = column
        columns.append(column)
    left, right = (_place(drawn[0])[1], _place(drawn[-1])[1]) if drawn else (0, -1)
    return RowShape(number, hidden, left, right, tuple(columns), tuple([said for _, said in cells]), formulas)


@lru_cache(maxsize=16384)
def _place(place: str) -> tuple[int, int]:
    """The row, from 1, and the column, from 0, of a place such as AB12."""
    match = _PLACE.fullmatch(place)
    if match is None:
        raise PlaceError
    letters, digits = match.groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(digits)
    if not 0 < row <= _LAST_ROW or column > _LAST_COLUMN:
        raise PlaceError
    return row, column - 1


@lru_cache(maxsize=16384)
def _area(merged: str) -> Area:
    first, _, last = merged.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    return top - 1, left, bottom - 1, right


def _columns(ranges: Sequence[str]) -> frozenset[int]:
    columns: set[int] = set()
    for each in ranges:
        first, _, last = each.partition(":")
        columns.update(range(_number(first, _LAST_COLUMN) - 1, _number(last, _LAST_COLUMN)))
    return frozenset(columns)


def _number(text: str, largest: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(largest))):
        raise PlaceError
    return min(int(text), largest)


def _text_of(xml: bytes) -> str | None:
    """The part as text; None where something in it is not written as it is meant."""
    # One byte is found at once, and two are not.
    if b"&" in xml or (b"!" in xml and b"<!" in xml):
        return None
    try:
        return xml.decode()
    except UnicodeDecodeError:
        return None


def _usual_strings(xml: bytes) -> list[str] | None:
    text = _text_of(xml) or ""
    head = _STRINGS_HEAD.match(text)
    if head is None or _NAMESPACE not in head[0]:
        return None
    strings = _STRING.findall(text)
    return strings if text.count("<", head.end()) == len(strings) * _TAGS + 1 else None


def _usual_sheet(xml: bytes, bordered: frozenset[str]) -> StoredSheet | None:
    before, _, rest = (_text_of(xml) or "").partition("<sheetData>")
    body, end, after = rest.partition("</sheetData>")
    if not end or _NAMESPACE not in before or " hidden=" in before:
        return None
    # Values between what they stand in: the rows that are left when they are taken out repeat themselves.
    pieces = _VALUE.split(body)
    values = pieces[1::2]
    first, *rows = _NO_VALUE.join(pieces[::2]).split("<row ")
    areas = _MERGED.findall(after)
    if first.strip() or len(areas) != after.count("<mergeCell") - after.count("<mergeCells"):
        return None
    stored = []
    at = number = 0
    try:
        for row in rows:
            shape = _known.get((bordered, row)) or _usual_row(row, bordered)
            if shape is None or shape.number <= number:
                return None
            number = shape.number
            begin, at = at, at + len(shape.columns)
            stored.append((shape, values[begin:at]))
        merged = [*map(_area, areas)]
    except PlaceError:
        return None
    return StoredSheet(stored, merged, frozenset(), "<drawing " in after)


def _usual_row(row: str, bordered: frozenset[str]) -> RowShape | None:
    """The shape of a row whose values are taken out; None where anything in it is not expected."""
    head = _ROW_HEAD.match(row)
    if head is None:
        return None
    number, others = head.groups()
    hidden = ' hidden="1"' in others
    found = list(_matches(row, head.end()))
    end = found[-1].end() if found else head.end()
    # An empty row may be one tag, which is then the whole of it.
    is_empty = others.endswith("/") and not found
    if row[end:].rstrip() != ("" if is_empty else "</row>") or ("hidden" in others and not hidden):
        return None
    if not all(map(_is_clear, found)):
        return None
    drawn = [cell[1] for cell in found if (style := _STYLE.search(cell[2])) and style[1] in bordered]
    filled = [cell for cell in found if cell[4]]
    formulas = {index: cell[3] or "" for index, cell in enumerate(filled) if "<f" in cell[0]}
    cells = [(cell[1], cell[2]) for cell in filled]
    shape = _shape(_number(number, _LAST_ROW), hidden, drawn, cells, formulas or _NO_FORMULAS)
    if len(row) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[bordered, row] = shape
    return shape


def _matches(row: str, at: int) -> Iterator[re.Match[str]]:
    """The cells that stand one after the other from there on."""
    while cell := _CELL.match(row, at):
        yield cell
        at = cell.end()


def _is_clear(cell: re.Match[str]) -> bool:
    """Whether no attribute is there twice, and the style, if there is one, is a number."""
    names = _ATTRIBUTE.findall(cell[2])
    return len(names) == len(set(names)) and ("s" not in names or _STYLE.search(cell[2]) is not None)
