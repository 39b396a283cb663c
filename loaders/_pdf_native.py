"""A PDF opened by PDFium, page by page; everything that is opened is closed again."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._limits import MAX_GLYPHS, MAX_MARKS, MAX_PAGES, over_limit
from gongkai.loaders._pdf_glyphs import Glyph, printed_on
from gongkai.loaders._pdf_objects import Rule, drawn_on
from gongkai.loaders._pdf_streams import check_streams
from gongkai.loaders._report import UnreadableError

_DAMAGED: Final = Text(
    "{path}：{what}，不能读取；请重新导出或下载 PDF，或改交原稿（docx 或 html）",
    "{path}: {what}; it cannot be read. Export or download the PDF again, or submit the document it was "
    "made from (docx or html)",
)
_PASSWORD: Final = Text(
    "{path}：PDF 设有打开密码，不能读取；请去掉密码后重新提交",
    "{path}: the PDF is protected by a password; remove it and submit again",
)
_BROKEN: Final = Text("PDF 文件已损坏", "the PDF is damaged")
_CUT_OFF: Final = Text("PDF 文件不完整（上传或下载中断）", "the PDF is not whole (cut off on the way)")
_BROKEN_PAGE: Final = Text("PDF 的第{page}页已损坏", "page {page} of the PDF is damaged")
_NO_PAGES: Final = Text("PDF 里没有页面", "the PDF has no pages")
_TOO_LONG: Final = Text("PDF 超过{limit}页", "the PDF has more than {limit} pages")
_TOO_MUCH: Final = Text("PDF 的文字数量超过上限", "the PDF has more text than the limit")
_REPAIRED: Final = Text(
    "PDF 的文件结构有损坏，按能找到的内容读取，请核对原文",
    "the structure of the PDF is damaged; what could be found was read, compare it with the original",
)
_END: Final = b"%%EOF"
_END_WITHIN: Final = 2048


class Sheet(NamedTuple):
    """One page as looked at: lengths in points, from its top left corner.

    `size` is how high its glyphs are, but for a few. `across` and `down` are its ruling lines; `pictured` is
    the share of it that pictures take, which may be more than 1. `hidden`, `slanted`, `unknown` and `outside`
    count glyphs as `Printed` does.
    """

    number: int
    width: float
    height: float
    size: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    pictured: float
    hidden: int
    slanted: int
    unknown: int
    outside: int


class Opened(NamedTuple):
    """All pages of a document, and what a person should know about the file."""

    sheets: list[Sheet]
    notes: tuple[Text, ...]


def open_sheets(data: bytes, path: str) -> Opened:
    """Opens a PDF that needs no password, and takes from its pages what is printed there.

    Nothing that a PDF may ask for is done: no script is run, no attachment or link opened.

    Raises:
        UnreadableError: code `damaged` or `limit`.
    """
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped] # noqa: PLC0415 - a large library

    check_streams(data, path)
    with _document(pdfium, data, path) as document:
        notes = _notes(pdfium, document, data, path)
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise _damaged(path, _NO_PAGES)
        if count > MAX_PAGES:
            raise over_limit(path, _TOO_LONG.format(limit=MAX_PAGES))
        sheets: list[Sheet] = []
        glyphs = 0
        for number in range(1, count + 1):
            with _page(pdfium, document, number, path) as page:
                sheets.append(_sheet(pdfium, page, number, path))
            glyphs += len(sheets[-1].glyphs)
            if glyphs > MAX_GLYPHS:
                raise over_limit(path, _TOO_MUCH)
    return Opened(sheets, notes)


@contextmanager
def _document(pdfium: Any, data: bytes, path: str) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableError("damaged", _PASSWORD.format(path=path))
        raise _damaged(path, _CUT_OFF if _is_cut_off(data) else _BROKEN)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _page(pdfium: Any, document: Any, number: int, path: str) -> Iterator[Any]:
    """A loaded page, with what has been filled in on it (form fields, typed comments) made part of it."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if page and _is_filled_in(pdfium, page):
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise _damaged(path, _BROKEN_PAGE.format(page=number))
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


def _is_filled_in(pdfium: Any, page: Any) -> bool:
    kinds = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_MARKS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if kind in kinds:
                return True
    return False


def _sheet(pdfium: Any, page: Any, number: int, path: str) -> Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    drawn = drawn_on(pdfium, page, number, path)
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise _damaged(path, _BROKEN_PAGE.format(page=number))
    try:
        if pdfium.FPDFText_CountChars(text) > MAX_GLYPHS:
            raise over_limit(path, _TOO_MUCH)
        printed = printed_on(pdfium, text, drawn, (box.left, box.bottom, box.right, box.top))
    finally:
        pdfium.FPDFText_ClosePage(text)
    width, height = printed.frame.size
    across, down = printed.frame.rules(drawn)
    return Sheet(
        number,
        width,
        height,
        _size(printed.glyphs),
        printed.glyphs,
        across,
        down,
        drawn.pictured / max(width * height, 1.0),
        printed.hidden,
        printed.slanted,
        printed.unknown,
        printed.outside,
    )


def _size(glyphs: Sequence[Glyph]) -> float:
    heights = sorted([glyph.bottom - glyph.top for glyph in glyphs])
    return heights[len(heights) // 2] if heights else 0.0


def _notes(pdfium: Any, document: Any, data: bytes, path: str) -> tuple[Text, ...]:
    if pdfium.FPDF_DocumentHasValidCrossReferenceTable(document):
        return ()
    if _is_cut_off(data):
        # What is missing at the end may be a whole page, or half a number.
        raise _damaged(path, _CUT_OFF)
    return (_REPAIRED,)


def _is_cut_off(data: bytes) -> bool:
    return _END not in data[-_END_WITHIN:]


def _damaged(path: str, what: Text) -> UnreadableError:
    return UnreadableError("damaged", _DAMAGED.format(path=path, what=what))
