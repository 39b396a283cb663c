"""The part of an xlsx workbook that is a sheet, or its shared strings: what is stored, still as text.

A part is read by a stylesheet from its tree, or, where it is written as nearly every program writes it, from
its text in a fraction of the time. There every tag is accounted for: a part with one that is not expected,
whatever it is, goes to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from gongkai.loaders._outline import CELL, ROW, SPAN, TABLE, TABLE_END, outline

_TRUE: Final = ("1", "true")
_NAMESPACE: Final = ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ROW_HEAD: Final = re.compile(r'r="(\d+)"([^<>]*)>(?:<c r="([A-Z]+\d+)" s="(\d+)")?')
_FILLED: Final = re.compile(r'<c r="([A-Z]+\d+)"((?: \w+="\w*")*)><v>([^<]*)</v></c>')
_STYLED: Final = re.compile(r'<c r="([A-Z]+\d+)" s="(\d+)"')
_MERGED: Final = re.compile(r'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"/>')
_STRINGS_HEAD: Final = re.compile(r"(?:<\?xml[^<>]*>\s*)?<sst[^<>]*>")
_STRING: Final = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_TAGS: Final = 4
"""Of a filled cell, and of a string: two begin and two end."""

StoredCell = tuple[str, str, str]
"""Of a filled cell the place (such as B2; "" where it is not given), the other attributes and the value."""


class StoredRow(NamedTuple):
    """`number` is "" where it is not given; `drawn`: the places of its first and last cell with a border.

    `formulas` are by the index of their cell.
    """

    number: str
    hidden: bool
    drawn: tuple[str, str] | None
    cells: list[StoredCell]
    formulas: Mapping[int, str]


class StoredSheet(NamedTuple):
    """`merged` areas are such as A1:B2, `hidden_columns` such as 3:5."""

    rows: list[StoredRow]
    merged: list[str]
    hidden_columns: list[str]
    has_drawings: bool


Tree = Callable[[bytes], Any]
"""Parses a part, or raises what its caller raises for XML that is not valid."""
_NO_FORMULAS: Final[Mapping[int, str]] = {}


def stored_sheet(xml: bytes, tree: Tree, bordered: frozenset[str]) -> StoredSheet:
    """What a sheet's part stores; the part is in UTF-8, and without the marks of an outline.

    `bordered` are the styles that draw a border.
    """
    return _usual_sheet(xml, bordered) or _outlined_sheet(tree(xml), bordered)


def stored_strings(xml: bytes, tree: Tree) -> list[str]:
    """The shared strings of a workbook; phonetic readings above them are left out."""
    usual = _usual_strings(xml)
    return str(outline("xlsx.xsl")(tree(xml))).split(TABLE)[1:] if usual is None else usual


def _outlined_sheet(root: Any, bordered: frozenset[str]) -> StoredSheet:
    body, _, rest = str(outline("xlsx.xsl")(root)).partition(TABLE_END)
    merged, hidden, drawings = (rest or SPAN * 2).split(SPAN)
    rows = [_outlined_row(row, bordered) for row in body.split(ROW)[1:]]
    return StoredSheet(rows, merged.split(), hidden.split(), bool(drawings))


def _outlined_row(marked: str, bordered: frozenset[str]) -> StoredRow:
    head, *marked_cells = marked.split(CELL)
    number, hidden, styled = head.split(SPAN)
    *parts, _ = styled.split(" ")
    placed = zip(parts[::2], parts[1::2], strict=True)
    drawn = [place for place, style in placed if place and style in bordered]
    cells, formulas = [], {}
    for index, cell in enumerate(marked_cells):
        place, attributes, value, formula, has_formula = cell.split(SPAN)
        cells.append((place, attributes, value))
        if has_formula:
            formulas[index] = formula
    return StoredRow(number, hidden in _TRUE, (drawn[0], drawn[-1]) if drawn else None, cells, formulas)


def _text_of(xml: bytes) -> str | None:
    """The part as text; None where something in it is not written as it is meant."""
    if b"&" in xml or b"<!" in xml:
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
    if not end or _NAMESPACE not in before or " hidden=" in before or "<f" in body:
        return None
    merged = _MERGED.findall(after)
    first, *rows = body.split("<row ")
    stored = [_usual_row(row, bordered) for row in rows]
    areas = after.count("<mergeCell") - after.count("<mergeCells")
    if first.strip() or None in stored or len(merged) != areas:
        return None
    return StoredSheet(stored, merged, [], "<drawing " in after)  # type: ignore[arg-type] # None is not in it


def _usual_row(row: str, bordered: frozenset[str]) -> StoredRow | None:
    head = _ROW_HEAD.match(row)
    if head is None:
        return None
    number, others, first, style = head.groups()
    cells = _FILLED.findall(row)
    ends = -1 if others.endswith("/") else 1  # an empty row may be one tag, of which only the end is here
    hidden = ' hidden="1"' in others
    if row.count("<") != len(cells) * _TAGS + row.count("/>") + ends or ("hidden" in others and not hidden):
        return None
    drawn = None
    if bordered:
        last = _STYLED.match(row, row.rfind("<c "))
        if style in bordered and last is not None and last[2] in bordered:
            drawn = first, last[1]
        elif styled := [place for place, style in _STYLED.findall(row) if style in bordered]:
            drawn = styled[0], styled[-1]
    return StoredRow(number, hidden, drawn, cells, _NO_FORMULAS)
