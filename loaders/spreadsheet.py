"""Spreadsheets: workbooks of Excel, WPS and LibreOffice, sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.forms import Text
from gongkai.loaders._document import Document, digest
from gongkai.loaders._packages_kind import OLE2, ZIP, kind_of
from gongkai.loaders._parts import damaged
from gongkai.loaders._sheet import Sheet, Workbook

FORMAT: str = "spreadsheet"
SUFFIXES: tuple[str, ...] = (
    *(".xlsx", ".xlsm", ".xltx", ".xlsb", ".xls", ".xlt"),
    *(".et", ".ett", ".ods", ".ots"),
)


def sniff(head: bytes, suffix: str) -> bool:
    """Whether it is a container under a workbook's name: one that holds a workbook is known by that."""
    return suffix in SUFFIXES and head.startswith((*ZIP, OLE2))


def parse(data: bytes, path: str) -> Document:
    """Reads the visible sheets in order, each as a page; the document's format is xlsx, xls or ods.

    Rows of several cells become Grids as wide as what is printed or drawn in them, and an empty cell within
    is a printed blank. A row that is but one cell of text becomes Paragraphs, unless it is part of the table
    around it. A merged cell stands once. Hidden sheets, rows and columns are left out, and notes say so;
    so are comments, drawings, and headers of the printed page. Macros are not run, links not followed.

    A number is printed with the digits that a spreadsheet has of it, without thousands separators and
    zeros at the end. Dates, percentages, errors, and formulas that were never calculated are texts that are
    no numbers.

    Raises:
        UnreadableError: code `damaged`, `unknown_format` or `limit`.
    """
    kind = kind_of(data)
    notes: list[Text] = []
    workbook = Workbook(path)
    blocks = tuple(workbook.blocks(_sheets(kind, data, path, notes)))
    return Document(path, kind or FORMAT, digest(data), blocks, notes=(*notes, *workbook.notes))


def _sheets(kind: str | None, data: bytes, path: str, notes: list[Text]) -> Iterator[Sheet]:
    if kind == "xlsx":
        from gongkai.loaders import _xlsx  # noqa: PLC0415 - a run that reads no workbook needs none of them

        return _xlsx.sheets_of(data, path, notes)
    if kind == "xls":
        from gongkai.loaders import _xls  # noqa: PLC0415

        return _xls.sheets_of(data, path)
    if kind == "ods":
        from gongkai.loaders import _ods  # noqa: PLC0415

        return _ods.sheets_of(data, path, notes)
    raise damaged(path)
