"""Word documents (docx), also those that WPS writes: the paragraphs and tables of the main part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, Grid, Locator, Paragraph, digest
from gongkai.loaders._outline import CELL, ROW, SPAN, TABLE, TABLE_END, outline
from gongkai.loaders._package import Body, body_of
from gongkai.loaders._pictures import scanned
from gongkai.loaders._spans import Columns, Layout, Spanned, in_columns, span

FORMAT: str = "docx"
SUFFIXES: tuple[str, ...] = (".docx", ".docm", ".dotx")

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_DELETED: Final = f"{_W}del"
_DELETED_ROWS: Final = "//*/w:tr[w:trPr/w:del]"
_UNSEEN: Final = (_DELETED, f"{_W}moveFrom", f"{_MC}Fallback")

_MERGED, _GOES_ON = "\ue006", "\ue007"
"""The marks that docx.xsl writes before a cell that is merged, which begins here or goes on from above."""
_NOWHERE: Final = Locator()
_SHORT: Final = 80
_SHORT_ROW: Final = 240

_NUMBERING: Final = Text(
    "文档使用了自动编号，编号不是文字，没有读入；标题编号请核对原文",
    "the document numbers paragraphs automatically; such numbers are no text and were not read",
)


def sniff(head: bytes, suffix: str) -> bool:
    """Whether it is a zip; what is none under a Word name is reported as damaged, unless it is markup."""
    return head.startswith(_ZIP) or (suffix in SUFFIXES and not head.lstrip().startswith(b"<"))


def parse(data: bytes, path: str) -> Document:
    """Reads the body of a Word document; headers, footers, notes and comments are left out.

    Inserted text is read, deleted text is not; of alternative contents the first choice. A line break
    divides Paragraphs, and stays a line end inside a cell, as do its paragraphs. A text box follows the
    paragraph it is anchored in. A table that holds other tables is taken as page layout: its text becomes
    Paragraphs.

    Raises:
        UnreadableError: code `damaged`, `unknown_format`, `limit`, or `scanned` for pictures without text.
    """
    body = body_of(data, path)
    blocks = blocks_of(body.root, path)
    if body.pictures and not blocks:
        raise scanned(path)
    return Document(path, FORMAT, digest(data), blocks, notes=numbering(body))


def numbering(body: Body) -> tuple[Text, ...]:
    """What a person should know where paragraphs are numbered automatically."""
    return (_NUMBERING,) if body.numbered else ()


def blocks_of(root: Any, path: str) -> tuple[Block, ...]:
    """The blocks of a main part, whose tree is changed by it.

    Raises:
        UnreadableError: code `limit`.
    """
    if next(root.iter(_DELETED), None) is not None:
        for row in root.xpath(_DELETED_ROWS, namespaces={"w": _W[1:-1]}):
            row.getparent().remove(row)
    if next(root.iter(*_UNSEEN), None) is not None:
        etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return _Body(path).read(str(outline("docx.xsl")(root)))


class _Body:
    """Turns the marked text of one document into blocks."""

    def __init__(self, path: str) -> None:
        self._layout = Layout(path)
        self._tables = 0

    def read(self, marked: str) -> tuple[Block, ...]:
        before, *tables = marked.split(TABLE)
        blocks: list[Block] = [*_paragraphs(before)]
        for table in tables:
            grid, _, after = table.partition(TABLE_END)
            rows = _rows(grid)
            if any(row[0] for row in rows):
                self._tables += 1
                blocks.append(Grid(self._layout.columns(rows), Locator(table=self._tables)))
            blocks += _paragraphs(after)
        return tuple(blocks)


def _paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line, _NOWHERE) for line in text.split("\n") if line and not line.isspace()]


def _rows(table: str) -> list[Columns]:
    """The cells of each row; one that goes on downwards stands once, with its rowspan."""
    rows: list[list[Spanned] | Columns] = []
    above: _Above = {}
    for row in table.split(ROW)[1:]:
        if _MERGED in row or _GOES_ON in row:
            own, above = _merged(_short_merges(row) if len(row) <= _SHORT_ROW else _merges(row), above)
            rows.append(own)
        else:
            rows.append(_short_columns(row) if len(row) <= _SHORT_ROW else _columns(row))
            above = {}
    # Only now are the rows whole: a cell grows while it goes on.
    return [in_columns(row) if isinstance(row, list) else row for row in rows]


_Merge = tuple[str, Spanned]
"""A cell behind its mark: merged with cells below it, with the one above it, or with none ("")."""
_Above = dict[int, tuple[list[Spanned], int]]
"""Of each column in which a merged cell may go on: the row that cell stands in, and its place there."""


def _merged(cells: Sequence[_Merge], above: _Above) -> tuple[list[Spanned], _Above]:
    """The cells that begin in this row, and what may go on in the next; cells above grow."""
    own: list[Spanned] = []
    below: _Above = {}
    column = 0
    for merged, cell in cells:
        if merged == _GOES_ON and column in above:
            row, place = below[column] = above[column]
            text, across, down = row[place]
            row[place] = text, across, down + 1
        else:
            if merged:
                below[column] = own, len(own)
            own.append(cell)
        column += cell[1]
    return own, below


def _columns(row: str) -> Columns:
    return in_columns([_cell(cell) for cell in row.split(CELL)[1:]])


def _merges(row: str) -> tuple[_Merge, ...]:
    return tuple(
        [
            (cell[0], _cell(cell[1:])) if cell[:1] in (_MERGED, _GOES_ON) else ("", _cell(cell))
            for cell in row.split(CELL)[1:]
        ]
    )


# Rows of zeros and of headers are alike in most reports.
_short_columns = lru_cache(maxsize=8192)(_columns)
_short_merges = lru_cache(maxsize=8192)(_merges)


def _cell(marked: str) -> Spanned:
    return _short_cell(marked) if len(marked) <= _SHORT else _any_cell(marked)


@lru_cache(maxsize=16384)
def _short_cell(marked: str) -> Spanned:
    """Most cells of most reports are alike: 0, blank, the form's labels."""
    return _any_cell(marked)


def _any_cell(marked: str) -> Spanned:
    """Its lines without those that hold nothing at all, and its colspan."""
    across = ""
    if marked[:1] == SPAN:
        _, across, marked = marked.split(SPAN, 2)
    text = "\n".join([line for line in marked.split("\n") if line])
    return text, span(across) or 1, 1
