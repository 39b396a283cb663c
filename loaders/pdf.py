"""PDFs with text in them: what word processors and browsers print, not what scanners do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple, cast

from gongkai.loaders._document import Block, Document, Grid, Locator, Paragraph, digest
from gongkai.loaders._pdf_columns import Columns, with_columns
from gongkai.loaders._pdf_fill import tables_of
from gongkai.loaders._pdf_flow import Joiner, Placed, put_together, without_margins
from gongkai.loaders._pdf_grid import lattices
from gongkai.loaders._pdf_lines import lines_of
from gongkai.loaders._pdf_native import Sheet, open_sheets
from gongkai.loaders._pdf_pieces import align, hang, is_next_piece, mend
from gongkai.loaders._pdf_tables import Table
from gongkai.loaders._pdf_unread import check_text, notes_on

FORMAT: str = "pdf"
SUFFIXES: tuple[str, ...] = (".pdf",)

_MAGIC: Final = b"%PDF-"
_WITHIN: Final = 1024


def sniff(head: bytes, suffix: str) -> bool:  # noqa: ARG001 - the content tells
    """Whether it is a PDF; some programs put a few bytes before its first line."""
    start = head[:_WITHIN]
    return start.startswith(_MAGIC) or (_MAGIC in start and b"<" not in start[: start.index(_MAGIC)])


def parse(data: bytes, path: str) -> Document:
    """Reads the text and the ruled tables of every page.

    A table is one Grid a page; its pieces have the same number. A row that a page break cut in two stands
    whole in one of them. Page numbers and running titles are left out. Lines that a sentence goes on over
    are one Paragraph. Radicals printed in place of ideographs are read as these; a glyph of which the file
    does not say what it is is U+FFFD.

    Raises:
        UnreadableError: code `damaged`, `limit`, `not_text`, or `scanned` where there are only pictures.
    """
    opened = open_sheets(data, path)
    check_text(opened.sheets, path)
    blocks = tuple(_blocks(opened.sheets, path))
    return Document(path, FORMAT, digest(data), blocks, notes=(*opened.notes, *notes_on(opened.sheets)))


_Item = Table | Columns | Placed


class _Page(NamedTuple):
    tables: list[Table]
    lines: list[Placed]

    @property
    def items(self) -> Iterator[_Item]:
        """From the top of the page to its bottom."""
        everything: list[Table | Placed] = sorted([*self.tables, *self.lines], key=_top)
        for is_line, run in groupby(everything, key=_is_line):
            items = list(run)
            yield from with_columns(cast("list[Placed]", items)) if is_line else items


def _top(item: Table | Placed) -> float:
    return item.top if isinstance(item, Table) else item.line.top


def _is_line(item: Table | Placed) -> bool:
    return isinstance(item, Placed)


def _pages(sheets: Iterable[Sheet], path: str) -> list[_Page]:
    tables, lines = [], []
    for sheet in sheets:
        ruled = lattices(sheet.across, sheet.down, sheet.size, sheet.number, path)
        inside, outside = tables_of(sheet, ruled)
        tables.append(inside)
        lines.append([Placed(line, sheet.number, sheet.width, sheet.height) for line in lines_of(outside)])
    return [_Page(*page) for page in zip(tables, without_margins(lines), strict=True)]


def _blocks(sheets: Iterable[Sheet], path: str) -> Iterator[Block]:
    pages = _pages(sheets, path)
    items = _without_hanging([item for page in pages for item in page.items])
    numbers = _number(items)
    joiner = Joiner(line for page in pages for line in page.lines)
    paragraph: list[Placed] = []
    for item in items:
        if isinstance(item, Placed):
            if paragraph and not joiner.joins(paragraph[-1], item):
                yield _paragraph(paragraph)
                paragraph = []
            paragraph.append(item)
            continue
        if paragraph:
            yield _paragraph(paragraph)
            paragraph = []
        rows = item.grid_rows() if isinstance(item, Table) else item.rows
        if rows:
            yield Grid(rows, Locator(page=item.page, table=numbers[id(item)]))
    if paragraph:
        yield _paragraph(paragraph)


def _without_hanging(items: Sequence[_Item]) -> list[_Item]:
    """The items without lines between the pieces of a table that belong into cells of the first."""
    kept: list[_Item] = []
    above: Table | None = None
    lines: list[Placed] = []
    for item in items:
        if isinstance(item, Placed):
            lines.append(item)
            continue
        if not (lines and above and isinstance(item, Table) and _hang(above, lines, item)):
            kept += lines
        lines = []
        kept.append(item)
        above = item if isinstance(item, Table) else None
    return [*kept, *lines]


def _hang(above: Table, lines: Sequence[Placed], below: Table) -> bool:
    return is_next_piece(above, below) and hang(above, [placed.line for placed in lines])


def _paragraph(lines: Sequence[Placed]) -> Paragraph:
    return Paragraph(put_together([placed.line.text for placed in lines]), Locator(page=lines[0].page))


def _number(items: Sequence[_Item]) -> dict[int, int]:
    """The number of each table in the document, by its identity; what page breaks cut is mended."""
    numbers: dict[int, int] = {}
    pieces: list[list[Table]] = []
    number = 0
    for before, item in zip([None, *items], items, strict=False):
        if isinstance(item, Placed):
            continue
        if isinstance(before, Table) and isinstance(item, Table) and is_next_piece(before, item):
            mend(pieces[-1], item)
            pieces[-1].append(item)
        else:
            number += 1
            if isinstance(item, Table):
                pieces.append([item])
        numbers[id(item)] = number
    for table in pieces:
        align(table)
    return numbers
