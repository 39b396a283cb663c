"""What of a PDF cannot be read: pictures of pages, text that no one can see, glyphs without a meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._pdf_native import Sheet
from gongkai.loaders._report import UnreadableError

_PICTURE: Final = 0.5
"""Of a page: what is taken up by pictures to this extent may be a scan."""
_FEW: Final = 30
"""Glyphs: a page number or the scanning program's mark is all the text there is."""
_UNKNOWN_SHARE: Final = 0.2

_SCANNED: Final = Text(
    "{path}：这是扫描件，页面都是图片，没有文字，无法读取；"
    "请提交原稿（docx 或 html），或由原稿直接导出的文字版 PDF",
    "{path}: a scan: its pages are pictures with no text in them, and cannot be read; submit the document it "
    "was made from (docx or html), or a PDF exported from that",
)
_GUESSED: Final = Text(
    "{path}：这是扫描件，无法读取；文件里虽有看不见的文字层，但那是识别软件猜的，数字不可靠。"
    "请提交原稿（docx 或 html），或由原稿直接导出的文字版 PDF",
    "{path}: a scan, which cannot be read; the invisible text behind its pictures is what a program guessed, "
    "and its numbers cannot be relied on. Submit the document it was made from (docx or html), or a PDF "
    "exported from that",
)
_NO_MAP: Final = Text(
    "{path}：PDF 的字体没有字符对照表，{share:.0%} 的文字无法辨认，没有读取；"
    "请提交原稿（docx 或 html），或用 WPS、Word 重新导出 PDF",
    "{path}: the fonts of the PDF do not say which characters they print; {share:.0%} of the text cannot be "
    "told and it was not read. Submit the document it was made from (docx or html), or export it again in "
    "WPS or Word",
)
_PICTURES: Final = Text(
    "第 {pages} 页是图片（扫描），没有读取；请核对这些页上有没有数据",
    "pages {pages} are pictures (scanned) and were not read; check whether they hold data",
)
_HIDDEN: Final = Text(
    "第 {pages} 页有看不见的文字，没有读入", "there is invisible text on pages {pages}, which was not read"
)
_SLANTED: Final = Text(
    "第 {pages} 页有斜排的文字（如水印），没有读入",
    "there is text set across pages {pages} (a watermark), which was not read",
)
_UNKNOWN: Final = Text(
    "第 {pages} 页有字体没有说明的字符，读作 \ufffd",
    "there are characters on pages {pages} that their font does not tell; they were read as \ufffd",
)
_OUTSIDE: Final = Text(
    "第 {pages} 页的内容超出纸面，纸面以外的没有读入；请调整页面大小后重新导出",
    "what is printed on pages {pages} goes beyond the paper, and was not read there; adjust the size of the "
    "page and export again",
)


def check_text(sheets: Sequence[Sheet], path: str) -> None:
    """Raises `UnreadableError`: code `scanned` for pictures of pages, `not_text` for text without meaning."""
    if all(map(_is_picture, sheets)):
        hidden = any(sheet.hidden > _FEW for sheet in sheets)
        raise UnreadableError("scanned", (_GUESSED if hidden else _SCANNED).format(path=path))
    glyphs = sum(len(sheet.glyphs) for sheet in sheets)
    unknown = sum(sheet.unknown for sheet in sheets)
    if unknown > _UNKNOWN_SHARE * glyphs:
        raise UnreadableError("not_text", _NO_MAP.format(path=path, share=unknown / glyphs))


def notes_on(sheets: Sequence[Sheet]) -> Iterator[Text]:
    """What a person should know was not read, page by page."""
    told = (
        (_PICTURES, [sheet.number for sheet in sheets if _is_picture(sheet)]),
        (_HIDDEN, [sheet.number for sheet in sheets if sheet.hidden]),
        (_SLANTED, [sheet.number for sheet in sheets if sheet.slanted]),
        (_OUTSIDE, [sheet.number for sheet in sheets if sheet.outside]),
        (_UNKNOWN, [sheet.number for sheet in sheets if sheet.unknown]),
    )
    for note, pages in told:
        if pages:
            yield note.format(pages="、".join(map(str, pages)))


def _is_picture(sheet: Sheet) -> bool:
    return len(sheet.glyphs) < _FEW and sheet.pictured > _PICTURE
