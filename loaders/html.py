"""Web pages, also those that Word and WPS write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, Grid, Locator, Paragraph, digest
from gongkai.loaders._encoding import Decoded, decode
from gongkai.loaders._limits import check_tags, over_limit
from gongkai.loaders._outline import CELL, ROW, SPAN, TABLE, TABLE_END, outline, unmarked
from gongkai.loaders._pictures import scanned
from gongkai.loaders._spans import Columns, Layout, Spanned, in_columns, span
from gongkai.loaders.text import blocks_of

FORMAT: str = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".shtml", ".xhtml", ".asp", ".aspx", ".jsp", ".php")

_TAG: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|td|div|p|span|font|center|br|h[1-6]|"
    rb"section|article|ul|li|a|b|strong|img|style|script|link|!--)[\s/>:-]",
    re.IGNORECASE,
)
_IMAGE: Final = re.compile(rb"<(?:img|image|v:imagedata)[\s/>]", re.IGNORECASE)
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
_XML_DECLARATION: Final = re.compile(rb"\s*<\?xml[^>]{0,200}>\s*")
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096

_LINE, _OUTSIDE, _PRE = "\ue000", "\ue006", "\ue007"
"""The marks that html.xsl writes besides those that every outline has."""
_UP_TO_CELL: Final = re.compile(f"[^{ROW}{CELL}]*")

_TABLE_XPATH: Final = "(//table)[%d]"
_NOWHERE: Final = Locator()
_SHORT: Final = 80
_SHORT_ROW: Final = 240
_TOO_DEEP: Final = Text("网页标记嵌套过深", "the page's tags are nested too deeply")


def sniff(head: bytes, suffix: str) -> bool:
    """Whether it is markup: it begins with a tag, or holds one where the name says it is a page."""
    plain = head.lstrip(_BEFORE_MARKUP).replace(b"\x00", b"")
    declaration = _XML_DECLARATION.match(plain)
    start = declaration.end() if declaration else 0
    if _TAG.match(plain, start):
        return True
    return suffix in SUFFIXES and _TAG.search(plain) is not None


def parse(data: bytes, path: str) -> Document:
    """Reads a page: block-level text and what `<br>` divides as Paragraphs, tables as Grids, in order.

    White space is collapsed as browsers do, no-break and ideographic spaces with it; `<br>` and paragraphs
    inside a cell stay as line ends. A table that holds other tables is taken as page layout: its text
    becomes Paragraphs. Hidden elements are read: pages hide the parts of a report behind tabs.

    Raises:
        UnreadableError: code `not_text`, `limit`, or `scanned` for pictures without text.
    """
    blocks, decoded, pictures, name = PageReader(path).read(data)
    if pictures and not blocks:
        raise scanned(path)
    return Document(path, FORMAT, digest(data), blocks, decoded.encoding, decoded.notes, name)


def _tree(markup: bytes, path: str) -> Any:
    """The root element; None where the page holds nothing."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        root = None
    # At its limit the parser stops without a word and gives what it has.
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        raise over_limit(path, _TOO_DEEP)
    return root


class Page(NamedTuple):
    """A page as read; `pictures`: it shows some, and no text; `name`: its title."""

    blocks: tuple[Block, ...]
    decoded: Decoded
    pictures: bool
    name: str | None


class PageReader:
    """Reads the pages of one submission, whose tables are counted through and limited together."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._layout = Layout(path)
        self._tables = 0

    def read(self, data: bytes, charset: str | None = None) -> Page:
        """One page; `charset` is what came with it, and goes before what it says itself.

        Raises:
            UnreadableError: code `not_text` or `limit`.
        """
        if charset is None and (said := _CHARSET.search(data, 0, _HEAD)):
            charset = said[1].decode("ascii")
        decoded = decode(data, self._path, charset)
        markup = data if decoded.encoding == "utf-8" and not decoded.notes else decoded.text.encode()
        check_tags(markup, self._path)
        root = _tree(unmarked(markup), self._path)
        blocks = self._blocks(root) if root is not None else ()
        name = None if root is None else root.findtext("head/title")
        return Page(blocks, decoded, not blocks and _IMAGE.search(markup) is not None, name)

    def _blocks(self, root: Any) -> tuple[Block, ...]:
        """The blocks in order; the page's title where it has no other text."""
        before, *tables = str(outline("html.xsl")(root)).split(TABLE)
        blocks: list[Block] = []
        self._text(before, blocks)
        for marked, xpath in zip(tables, _table_xpaths(root, len(tables)), strict=True):
            self._table(marked, xpath, blocks)
        return tuple(blocks or _paragraphs(root.findtext(".//title") or ""))

    def _text(self, marked: str, blocks: list[Block]) -> None:
        if _PRE not in marked:
            blocks += _paragraphs(marked)
            return
        for number, part in enumerate(marked.split(_PRE)):
            # Every second part stands between the marks.
            blocks += self._preformatted(part) if number % 2 else _paragraphs(part)

    def _preformatted(self, text: str) -> Iterator[Block]:
        for block in blocks_of(text, self._tables + 1):
            self._tables += isinstance(block, Grid)
            yield block

    def _table(self, marked: str, xpath: str | None, blocks: list[Block]) -> None:
        """A grid and what follows it; text that stands in no cell comes before it, as in browsers."""
        table, _, after = marked.partition(TABLE_END)
        outside: list[str] = []
        if _OUTSIDE in table:
            table = _take_outside(table, outside)
        rows = [
            _short_row(row) if len(row) <= _SHORT_ROW else _marked_row(row) for row in table.split(ROW)[1:]
        ]
        for text in outside:
            self._text(text, blocks)
        if any(row[0] for row in rows):
            self._tables += 1
            blocks.append(Grid(self._layout.columns(rows), Locator(table=self._tables, xpath=xpath)))
        self._text(after, blocks)


def _table_xpaths(root: Any, outlined: int) -> Sequence[str | None]:
    """Where the tables stand that were outlined: of all the page's those that hold no other."""
    tables = list(root.iter("table"))
    numbers = list(range(1, len(tables) + 1))
    if len(tables) != outlined:
        numbers = [
            number for number in numbers if next(tables[number - 1].iterdescendants("table"), None) is None
        ]
    if len(numbers) != outlined:
        # A table that is no part of the page (in <noscript>, say) is not outlined: then none is sure.
        return [None] * outlined
    return [_TABLE_XPATH % number for number in numbers]


def _take_outside(table: str, outside: list[str]) -> str:
    """The table without the text that stands in no cell, which goes to `outside`."""
    kept, *parts = table.split(_OUTSIDE)
    for part in parts:
        text = _UP_TO_CELL.match(part)
        end = text.end() if text else 0
        outside.append(part[:end])
        kept += part[end:]
    return kept


@lru_cache(maxsize=8192)
def _short_row(row: str) -> Columns:
    """Rows of zeros and of headers are alike in most reports."""
    return _marked_row(row)


def _marked_row(row: str) -> Columns:
    return in_columns(
        [_short_cell(cell) if len(cell) <= _SHORT else _marked_cell(cell) for cell in row.split(CELL)[1:]]
    )


@lru_cache(maxsize=16384)
def _short_cell(cell: str) -> Spanned:
    """Most cells of most reports are alike, down to their spans: 0, blank, the form's labels."""
    return _marked_cell(cell)


def _marked_cell(cell: str) -> Spanned:
    if cell[:1] != SPAN:
        return _cell_text(cell), 1, 1
    _, across, down, text = cell.split(SPAN, 3)
    return _cell_text(text), span(across) if across else 1, span(down) if down else 1


def _cell_text(marked: str) -> str:
    """The lines of a cell: a paragraph or break is a line end, else <p>1</p><p>2</p> would read 12."""
    if _LINE not in marked and _PRE not in marked:
        return " ".join(marked.split())
    return "\n".join(_lines(marked.replace(_PRE, _LINE)))


def _lines(marked: str) -> list[str]:
    return [text for line in marked.split(_LINE) if (text := " ".join(line.split()))]


def _paragraphs(marked: str) -> list[Paragraph]:
    return [Paragraph(text, _NOWHERE) for text in _lines(marked)]
