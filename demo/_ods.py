"""Reports as OpenDocument spreadsheets: the few parts that an office program needs, written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from gongkai.demo._page import Page
from gongkai.demo._sheets import Cell, Placing, Sheet, sheets

_TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_SPACE: Final = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES: Final = "".join(
    f' xmlns:{prefix}="{_SPACE}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLES: Final = (
    '<office:automatic-styles><style:style style:name="drawn" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style></office:automatic-styles>'
)
_MANIFEST: Final = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="{_SPACE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def write(page: Page, placing: Placing) -> bytes:
    """A .ods; its bytes depend on nothing but the page and the placing."""
    tables = "".join(
        f'<table:table table:name="Sheet{number}">{"".join(_rows(sheet))}</table:table>'
        for number, sheet in enumerate(sheets(page, placing), start=1)
    )
    content = (
        f'{_HEAD}<office:document-content{_NAMES} office:version="1.2">{_STYLES}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    # The first part is stored, so that its content shows at a fixed place of the file.
    parts = (
        ("mimetype", _TYPE, zipfile.ZIP_STORED),
        ("content.xml", content, zipfile.ZIP_DEFLATED),
        ("META-INF/manifest.xml", _MANIFEST, zipfile.ZIP_DEFLATED),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, text, method in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = method
            entry.create_system = 0
            package.writestr(entry, text.encode(), compresslevel=6)
    return packed.getvalue()


def _rows(sheet: Sheet) -> Iterator[str]:
    covered = {
        (row, column)
        for cell in sheet
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    } - {(cell.row, cell.column) for cell in sheet}
    own = {(cell.row, cell.column): cell for cell in sheet}
    places = sorted({*covered, *own})
    empty_from = 0
    for number, in_row in groupby(places, key=lambda place: place[0]):
        if number > empty_from:
            yield f'<table:table-row table:number-rows-repeated="{number - empty_from}"><table:table-cell/>'
            yield "</table:table-row>"
        columns = [column for _, column in in_row]
        yield "<table:table-row>"
        before = 0
        for column in columns:
            if column > before:
                yield f'<table:table-cell table:number-columns-repeated="{column - before}"/>'
            cell = own.get((number, column))
            yield _cell(cell) if cell else '<table:covered-table-cell table:style-name="drawn"/>'
            before = column + 1
        yield "</table:table-row>"
        empty_from = number + 1


def _cell(cell: Cell) -> str:
    attributes = "" if cell.role == "text" else ' table:style-name="drawn"'
    if cell.colspan > 1 or cell.rowspan > 1:
        attributes += (
            f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
        )
    if not cell.text:
        return f"<table:table-cell{attributes}/>"
    number = cell.number
    attributes += (
        ' office:value-type="string"'
        if number is None
        else f' office:value-type="float" office:value="{number!r}"'
    )
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
    return f"<table:table-cell{attributes}>{lines}</table:table-cell>"
