"""Markdown, also as converters write it: tables of pipes, tables in HTML, and marks around text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, Grid, GridRow, Locator, Paragraph, digest
from gongkai.loaders._encoding import decode
from gongkai.loaders._limits import MAX_EMBEDDED, check_tags, over_limit
from gongkai.loaders._pictures import scanned
from gongkai.loaders._pipes import NumberedLine, has_pipe
from gongkai.loaders.html import SUFFIXES as OF_PAGES
from gongkai.loaders.html import PageReader
from gongkai.loaders.text import blocks_of_lines, lines_of

FORMAT: str = "markdown"
SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown")

_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)[\s>]", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_TABLE_IN_TEXT: Final = re.compile(rb"<table[\s>]", re.IGNORECASE)

_TABLE: Final = re.compile(r"<(/?)table(?=[\s>])[^<>]*>", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN: Final = 0xE100
"""Escaped characters are moved here, where they mark nothing up, and moved back at the end."""
_SHOWN: Final = {_HIDDEN + code: chr(code) for code in range(0x21, 0x7F)}
_FORGED: Final = {_HIDDEN + code: "\ufffd" for code in range(0x21, 0x7F)}

_FENCE: Final = re.compile(r"\s{0,3}(?:`{3,}|~{3,})[^`]*$")
_RULE: Final = re.compile(r"\s{0,3}(?:=+|(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_QUOTE: Final = re.compile(r"^\s{0,3}(?:>\s?)+")
_HEADING: Final = re.compile(r"\s{0,3}#{1,6}(?:\s+|(?=[^\x00-\x7f]))(.*?)(?:\s+#+)?\s*$")
_BULLET: Final = re.compile(r"^\s{0,8}[-*+]\s+(?=(?:\*\*)?[^\s\d(（.．+＋*－-])")
"""Not before a figure, whose sign it might be."""
_SHORT_RULE: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")

_ADDRESS: Final = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"
_IMAGE: Final = re.compile(rf"!\[[^\[\]\n]*\]{_ADDRESS}|<img\b[^<>]*>", re.IGNORECASE)
_LINK: Final = re.compile(rf"(?<!\d)\[([^\[\]\n]*)\]{_ADDRESS}(?!\d)")
_CODE: Final = re.compile(r"(?<!`)(`{1,2})([^`\n]+)\1(?!`)")
_BOLD_SPACE: Final = re.compile(r"(?<!\*)\*\*[ \t]+\*\*(?!\*)")
_BOLD: Final = re.compile(
    r"(\*{2,3})(?=[^\s*])([^*\n]*)(?<=[^\s*])\1|(?<!\w)(__)(?=[^\s_])([^_\n]*)(?<=[^\s_])__(?!\w)"
)
_ITALIC: Final = re.compile(
    r"(?<![\d*])\*(?=[^\s*])([^*\n]*)(?<=[^\s*])\*(?![\d*])|(?<!\w)_(?=[^\s_])([^_\n]*)(?<=[^\s_])_(?!\w)"
)
"""A single mark between figures is a sign of its own."""
_BREAK: Final = re.compile(r"</?(?:br|p|div|center|h[1-6]|ul|ol|li)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:html|head|body|b|strong|i|em|u|ins|span|font|a|small|big|mark|section|article|o:p)\b[^<>]*>",
    re.IGNORECASE,
)
"""Not those that raise, lower or strike text out: it must not run together with what is beside it."""
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")

_TABLES: Final = Text("文件内的表格数量超过上限", "the file holds more tables than the limit")


def sniff(head: bytes, suffix: str) -> bool:
    """Whether its name says so, unless it is a page; or whether it is text with a table in HTML in it."""
    if suffix in SUFFIXES:
        return _PAGE.match(head) is None
    return suffix not in OF_PAGES and not _MARKUP.match(head) and _TABLE_IN_TEXT.search(head) is not None


def parse(data: bytes, path: str) -> Document:
    """Reads markdown line by line: Paragraphs without their marks, Grids of pipes (`closed`) and of HTML.

    Headings, emphasis, links, quotes, bullets, escapes and code fences leave their text; pictures and
    comments leave nothing; `<br>` is a line end. What is struck out, raised or lowered keeps its tags, so
    that it is taken for no part of a figure. `line` of a locator counts in the file.

    Raises:
        UnreadableError: code `not_text`, `limit`, or `scanned` for pictures without text.
    """
    decoded = decode(data, path)
    blocks = tuple(_Reader(path).read(decoded.text))
    if not blocks and _IMAGE.search(decoded.text):
        raise scanned(path)
    return Document(path, FORMAT, digest(data), blocks, decoded.encoding, decoded.notes)


class _Piece(NamedTuple):
    """Part of the text, from line `line` on; `is_table` where it is a table in HTML."""

    text: str
    line: int
    is_table: bool


class _Reader:
    """Turns the pieces of one text into blocks, whose tables are counted through."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._pages = PageReader(path)
        self._tables = 0

    def read(self, text: str) -> Iterator[Block]:
        text = _without_comments(text.translate(_FORGED))
        check_tags(text.encode(), self._path)
        for number, piece in enumerate(_pieces(text)):
            if number > MAX_EMBEDDED:
                raise over_limit(self._path, _TABLES)
            yield from self._table(piece) if piece.is_table else self._lines(piece)

    def _table(self, piece: _Piece) -> Iterator[Block]:
        for block in self._pages.read(piece.text.encode(), "utf-8").blocks:
            if isinstance(block, Grid):
                self._tables += 1
                yield Grid(block.rows, Locator(table=self._tables, line=piece.line))
            else:
                yield Paragraph(block.text, Locator(line=piece.line))

    def _lines(self, piece: _Piece) -> Iterator[Block]:
        lines = [line._replace(number=line.number + piece.line - 1) for line in lines_of(piece.text)]
        for block in blocks_of_lines(_unmarked(lines), self._tables + 1):
            if isinstance(block, Grid):
                self._tables += 1
                rows = tuple(GridRow(tuple(map(_plain, row.texts)), *row[1:]) for row in block.rows)
                yield Grid(rows, block.locator, block.ragged, block.closed)
            else:
                text = _without_opening(block.text) if has_pipe(block.text) else block.text
                for line in _plain(text).split("\n"):
                    if line:
                        yield Paragraph(line, block.locator)


def _pieces(text: str) -> Iterator[_Piece]:
    """What stands between the outermost tables, and these; one that does not end reaches to the end."""
    line, begin, depth = 1, 0, 0
    for tag in _TABLE.finditer(text):
        if depth == 0 and not tag[1]:
            yield _Piece(text[begin : tag.start()], line, is_table=False)
            line += text.count("\n", begin, tag.start())
            begin = tag.start()
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth == 0 and begin < tag.start() and tag[1] and text.startswith("<", begin):
            yield _Piece(text[begin : tag.end()], line, is_table=True)
            line += text.count("\n", begin, tag.end())
            begin = tag.end()
    yield _Piece(text[begin:], line, is_table=depth > 0)


def _without_comments(text: str) -> str:
    """The text with line ends alone for its comments; one that does not end is none."""
    kept: list[str] = []
    begin = 0
    while (start := text.find("<!--", begin)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += (text[begin:start], "\n" * text.count("\n", start, end))
        begin = end + 3
    return "".join((*kept, text[begin:]))


def _unmarked(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """The lines without the marks at their beginning, escaped characters hidden; without rules and fences."""
    found: list[NumberedLine] = []
    rows: list[str] = []
    for number, raw in lines:
        text = _ESCAPE.sub(lambda escaped: chr(_HIDDEN + ord(escaped[1])), raw).removesuffix("\\")
        text = _QUOTE.sub("", text, count=1)
        if has_pipe(text):
            if len(rows) == 1 and _SHORT_RULE.match(text):
                # Under a header a dash a column is enough; three of them are known as a rule.
                text = text.replace("-", "---")
            rows.append(text)
        else:
            rows.clear()
            if _FENCE.match(text) or _RULE.match(text):
                continue
            text = _without_opening(text)
        found.append(NumberedLine(number, text))
    return found


def _without_opening(text: str) -> str:
    heading = _HEADING.match(text)
    return heading[1] if heading else _BULLET.sub("", text, count=1)


def _plain(text: str) -> str:
    """Text without the marks inside it."""
    if text.isalnum():
        return text
    text = _CODE.sub(r"\2", _IMAGE.sub("", text))
    text = _BOLD_SPACE.sub(" ", _LINK.sub(r"\1", text))
    text = _ITALIC.sub(lambda mark: mark[1] or mark[2], _BOLD.sub(lambda mark: mark[2] or mark[4], text))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), text).translate(_SHOWN)
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))
