"""Reports as PDFs: pages of text and tables, broken where they are full."""

from __future__ import annotations

from typing import Final

from gongkai.demo._page import Line, Page
from gongkai.demo._pdf_paper import LEADING, SIZE, Paper, Shape, broken
from gongkai.demo._pdf_table import Table, table_of
from gongkai.forms import Grid

__all__ = ["Shape", "write"]

_TITLE_SIZE: Final = 16.0
_INDENT: Final = 2
"""Characters before the first line of a paragraph."""


def write(page: Page, shape: Shape) -> bytes:
    """A PDF; its bytes depend on nothing but the page and the shape."""
    paper = Paper(page, shape)
    for block in page.blocks:
        if isinstance(block, Grid):
            _put_table(table_of(block, shape, paper.width), paper)
            paper.skip(LEADING)
        else:
            _put_line(block, paper)
    return paper.done()


def _put_line(line: Line, paper: Paper) -> None:
    if line.role == "title":
        for text in broken(line.text, paper.width, _TITLE_SIZE):
            paper.need(LEADING * 2)
            paper.skip(LEADING * 2)
            paper.text(paper.width / 2, 0, text, size=_TITLE_SIZE, centred=True)
        paper.skip(LEADING)
        return
    indent = _INDENT * SIZE if line.role == "text" else 0.0
    for number, text in enumerate(broken(line.text, paper.width, SIZE, indent)):
        paper.need(LEADING)
        paper.skip(LEADING)
        paper.text(0 if number else indent, 0, text)
    paper.skip(LEADING / 3)


def _put_table(table: Table, paper: Paper) -> None:
    for number, piece in enumerate(table.pieces(paper.left, paper.height)):
        if number:
            paper.new_page()
        piece.draw(paper)
        paper.skip(piece.height)
