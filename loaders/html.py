"""Web pages, also those that Word and WPS write."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, Grid, Locator, Paragraph, digest
from gongkai.loaders._encoding import decode
from gongkai.loaders._limits import check_tags, over_limit
from gongkai.loaders._spans import Layout, Spanned, span
from gongkai.loaders.text import blocks_of

FORMAT: str = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".shtml", ".xhtml", ".asp", ".aspx", ".jsp", ".php")

_TAG: Final = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|td|div|p|span|font|center|br|h[1-6]|"
    rb"section|article|ul|li|a|b|strong|img|style|script|link|!--)[\s/>:-]",
    re.IGNORECASE,
)
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
_XML_DECLARATION: Final = re.compile(rb"\s*<\?xml[^>]{0,200}>\s*")
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_HEAD: Final = 4096

_CELLS: Final = ("td", "th")
_SECTIONS: Final = frozenset({"tbody", "thead", "tfoot"})
_DROPPED: Final = frozenset({"head", "title", "script", "style", "template", "noscript"})
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "  # noqa: SIM905 - 50 lines else
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol "
    "optgroup option p section select summary table tbody td tfoot th thead tr ul".split()
)
_INLINE: Final = (
    "a", "b", "big", "em", "font", "i", "ins", "label", "small", "span", "strong", "sub", "sup", "u", "o:p",
)  # fmt: skip
"""Taken out before the walk, their text left in place: most of what Word writes. Others are walked."""

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
        UnreadableError: code `not_text` or `limit`.
    """
    declared = _CHARSET.search(data, 0, _HEAD)
    decoded = decode(data, path, declared and declared[1].decode("ascii"))
    markup = data if decoded.encoding == "utf-8" and not decoded.notes else decoded.text.encode()
    check_tags(markup, path)
    blocks = _Page(path).read(_tree(markup, path))
    return Document(path, FORMAT, digest(data), blocks, decoded.encoding, decoded.notes)


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
    if root is not None:
        etree.strip_tags(root, *_INLINE)
    return root


def _end_line(line: list[str], lines: list[str]) -> None:
    if line:
        text = _collapsed("".join(line))
        line.clear()
        if text:
            lines.append(text)


class _Page:
    """Walks a page once. `line` collects the pieces of a line, `lines` those that have ended."""

    def __init__(self, path: str) -> None:
        self._layout = Layout(path)
        self._blocks: list[Block] = []
        self._tables = 0

    def read(self, root: Any) -> tuple[Block, ...]:
        if root is None:
            return ()
        line: list[str] = []
        lines: list[str] = []
        self._walk(root, line, lines)
        _end_line(line, lines)
        if not lines and not self._blocks:
            line.append(root.findtext(".//title") or "")
            _end_line(line, lines)
        self._put(lines)
        return tuple(self._blocks)

    def _put(self, lines: list[str]) -> None:
        self._blocks += [Paragraph(text, Locator()) for text in lines]
        lines.clear()

    def _walk(self, element: Any, line: list[str], lines: list[str]) -> None:
        if text := element.text:
            line.append(text)
        for child in element:
            self._child(child, line, lines)
            if tail := child.tail:
                line.append(tail)

    def _child(self, child: Any, line: list[str], lines: list[str]) -> None:
        tag = child.tag
        if tag == "table" and next(child.iterdescendants("table"), None) is None:
            _end_line(line, lines)
            self._table(child, line, lines)
        elif tag in _BLOCKS:
            _end_line(line, lines)
            self._walk(child, line, lines)
            _end_line(line, lines)
        elif tag == "br":
            _end_line(line, lines)
        elif tag == "pre":
            _end_line(line, lines)
            self._put(lines)
            self._preformatted("".join(child.itertext()))
        elif tag not in _DROPPED:
            self._walk(child, line, lines)

    def _preformatted(self, text: str) -> None:
        blocks = blocks_of(text, self._tables + 1)
        self._tables += sum(isinstance(block, Grid) for block in blocks)
        self._blocks += blocks

    def _table(self, table: Any, line: list[str], lines: list[str]) -> None:
        """A grid; text of the table that stands in no cell comes before it, as in browsers."""
        rows: list[list[Spanned]] = []
        self._rows(table, rows, line, lines)
        _end_line(line, lines)
        self._put(lines)
        if any(rows):
            self._tables += 1
            self._blocks.append(Grid(self._layout.rows(rows), Locator(table=self._tables)))

    def _rows(self, element: Any, rows: list[list[Spanned]], line: list[str], lines: list[str]) -> None:
        if text := element.text:
            line.append(text)
        in_row = False
        for child in element:
            tag = child.tag
            if tag in _CELLS:
                # A cell outside any row opens one.
                if not in_row:
                    rows.append([])
                in_row = True
                rows[-1].append(self._cell(child))
            elif tag == "tr":
                rows.append([])
                self._cells(child, rows[-1], line, lines)
                in_row = False
            elif tag in _SECTIONS or _holds_cells(child):
                self._rows(child, rows, line, lines)
                in_row = False
            else:
                self._child(child, line, lines)
            if tail := child.tail:
                line.append(tail)

    def _cells(self, row: Any, cells: list[Spanned], line: list[str], lines: list[str]) -> None:
        if text := row.text:
            line.append(text)
        for child in row:
            if child.tag in _CELLS:
                cells.append(self._cell(child))
            elif _holds_cells(child):
                self._cells(child, cells, line, lines)
            else:
                self._child(child, line, lines)
            if tail := child.tail:
                line.append(tail)

    def _cell(self, cell: Any) -> Spanned:
        across, down = cell.get("colspan"), cell.get("rowspan")
        return self._cell_text(cell), 1 if across is None else span(across), 1 if down is None else span(down)

    def _cell_text(self, cell: Any) -> str:
        children = len(cell)
        if not children:
            return _collapsed(cell.text)
        if children == 1:
            # Most cells hold one paragraph of plain text: seen without a walk.
            only = cell[0]
            if only.tag == "p" and not len(only) and not (_collapsed(cell.text) or _collapsed(only.tail)):
                return _collapsed(only.text)
        line: list[str] = []
        lines: list[str] = []
        self._walk(cell, line, lines)
        _end_line(line, lines)
        return "\n".join(lines)


def _collapsed(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


def _holds_cells(element: Any) -> bool:
    """Whether rows or cells stand inside: old pages put forms around them."""
    return next(element.iterdescendants("tr", *_CELLS), None) is not None
