"""Word documents (docx), also those that WPS writes: the paragraphs and tables of the main part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, Grid, Locator, Paragraph, digest
from gongkai.loaders._package import body_of
from gongkai.loaders._spans import Layout, Spanned, span

FORMAT: str = "docx"
SUFFIXES: tuple[str, ...] = (".docx", ".docm", ".dotx")

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_P, _TBL, _TR, _TC, _T = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "t"))
_VAL: Final = f"{_W}val"
_TR_PR: Final = f"{_W}trPr"
_GRID_SPAN: Final = f"{_W}gridSpan"
_GRID_BEFORE: Final = f"{_W}gridBefore"
_V_MERGE: Final = f"{_W}vMerge"
_DELETED: Final = f"{_W}del"
_TEXT_BOX: Final = f"{_W}txbxContent"
_PRINTED: Final = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_PROPERTIES: Final = (f"{_W}pPr", f"{_W}rPr", f"{_W}sectPr", f"{_W}tblPr")
_TABLE_PARTS: Final = (_TR, _TC, _P, _T, _GRID_SPAN, _V_MERGE, _GRID_BEFORE, *_PRINTED)
_UNSEEN: Final = (_DELETED, f"{_W}moveFrom", f"{_MC}Fallback")

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
        UnreadableError: code `damaged`, `unknown_format` or `limit`.
    """
    root, numbered = body_of(data, path)
    for mark in list(root.iter(_DELETED)):
        if mark.getparent().tag == _TR_PR:
            row = mark.getparent().getparent()
            row.getparent().remove(row)
    etree.strip_elements(root, *_UNSEEN, *_PROPERTIES, with_tail=False)
    body = _Body(path)
    body.walk(root)
    return Document(path, FORMAT, digest(data), tuple(body.blocks), notes=(_NUMBERING,) if numbered else ())


class _Body:
    """Walks the body once; content controls and tracked insertions are seen through."""

    def __init__(self, path: str) -> None:
        self._layout = Layout(path)
        self._tables = 0
        self.blocks: list[Block] = []

    def walk(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == _P:
                boxes = [box for box in child.iter(_TEXT_BOX) if _outermost(box, child)]
                for box in boxes:
                    box.getparent().remove(box)
                self._put(_text(child))
                for box in boxes:
                    self.walk(box)
            elif tag == _TBL and next(child.iterdescendants(_TBL), None) is None:
                self._table(child)
            elif len(child):
                self.walk(child)

    def _put(self, text: str) -> None:
        self.blocks += [Paragraph(line, Locator()) for line in text.split("\n") if line.strip()]

    def _table(self, table: Any) -> None:
        rows = _merged(_marked_up(table))
        if any(rows):
            self._tables += 1
            self.blocks.append(Grid(self._layout.rows(rows), Locator(table=self._tables)))


class _Cell:
    """A cell on its way into a grid. `goes_on`: it continues the one above; None where it is not merged."""

    __slots__ = ("colspan", "goes_on", "parts", "rowspan")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.colspan = 1
        self.rowspan = 1
        self.goes_on: bool | None = None


def _outermost(box: Any, paragraph: Any) -> bool:
    return next(box.iterancestors(_TEXT_BOX, _P), None) is paragraph


def _marked_up(table: Any) -> list[list[_Cell]]:
    """The cells of each row, those that go on from above too; what `gridBefore` skips is a blank cell."""
    rows: list[list[_Cell]] = []
    cell = _Cell()
    for node in table.iter(*_TABLE_PARTS):
        tag = node.tag
        if tag == _T:
            cell.parts.append(node.text or "")
        elif tag == _P:
            cell.parts.append("\n")
        elif tag == _TC:
            cell = _Cell()
            rows[-1].append(cell)
        elif tag == _GRID_SPAN:
            cell.colspan = span(node.get(_VAL)) or 1
        elif tag == _V_MERGE:
            cell.goes_on = node.get(_VAL) != "restart"
        elif tag == _TR:
            rows.append([])
        elif tag == _GRID_BEFORE:
            if skipped := span(node.get(_VAL)):
                cell = _Cell()
                cell.colspan = skipped
                rows[-1].append(cell)
        else:
            cell.parts.append(_PRINTED[tag])
    return rows


def _merged(rows: Sequence[Sequence[_Cell]]) -> list[list[Spanned]]:
    """Rows in which a cell that goes on downwards stands once, with its rowspan."""
    above: dict[int, _Cell] = {}
    kept: list[list[_Cell]] = []
    for row in rows:
        column = 0
        open_cells: dict[int, _Cell] = {}
        own: list[_Cell] = []
        for cell in row:
            if cell.goes_on and column in above:
                open_cells[column] = above[column]
                above[column].rowspan += 1
            else:
                own.append(cell)
                if cell.goes_on is not None:
                    open_cells[column] = cell
            column += cell.colspan
        above = open_cells
        kept.append(own)
    return [[(_joined(cell.parts), cell.colspan, cell.rowspan) for cell in row] for row in kept]


def _text(paragraph: Any) -> str:
    return _joined(
        [node.text or "" if node.tag == _T else _PRINTED[node.tag] for node in paragraph.iter(_T, *_PRINTED)]
    )


def _joined(parts: Sequence[str]) -> str:
    """One text; lines that hold nothing at all are left out."""
    text = "".join(parts)
    return "\n".join([line for line in text.split("\n") if line]) if "\n" in text else text
