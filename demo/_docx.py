"""Reports as Word documents: the few parts that a word processor needs, written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from gongkai.demo._dice import dice
from gongkai.demo._page import Line, Page
from gongkai.demo._reshape import Reshape, Split
from gongkai.forms import Grid, Slot

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS: Final = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_PAGE_WIDTH: Final = 9000


@dataclass(frozen=True, slots=True)
class Shape:
    """How a document departs from a tidy one.

    `split_runs` cuts every text into several runs; `blank` is printed in an empty cell; `in_controls`
    wraps tables in content controls.
    """

    reshape: Reshape | None = None
    split: Split | None = None
    split_runs: bool = False
    blank: str = ""
    in_controls: bool = False


def write(page: Page, shape: Shape) -> bytes:
    """A .docx; its bytes depend on nothing but the page and the shape."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": "".join(_document(page, shape)),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, text.encode(), compresslevel=6)
    return packed.getvalue()


def _document(page: Page, shape: Shape) -> Iterator[str]:
    yield f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>'
    for block in page.blocks:
        if isinstance(block, Grid):
            yield from _tables(block, page, shape)
        else:
            yield _line(block, shape)
    yield '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'


def _line(line: Line, shape: Shape) -> str:
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>' if line.role == "title" else ""
    return f"<w:p>{centred}{_runs(line.text, shape)}</w:p>"


def _runs(text: str, shape: Shape) -> str:
    if not text:
        return ""
    step = max(1, len(text) // 3) if shape.split_runs else len(text)
    return "".join(_run(text[start : start + step]) for start in range(0, len(text), step))


def _run(text: str) -> str:
    pieces = (f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(pieces)}</w:r>"


def _tables(grid: Grid, page: Page, shape: Shape) -> Iterator[str]:
    chance = dice("docx", *page.key, grid.table)
    grids = shape.split(grid, chance) if shape.split else (grid,)
    for each in grids:
        table = _table(shape.reshape(each, chance) if shape.reshape else each, shape)
        yield f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>" if shape.in_controls else table
        yield "<w:p/>"


def _table(grid: Grid, shape: Shape) -> str:
    column = _PAGE_WIDTH // grid.width
    columns = f'<w:gridCol w:w="{column}"/>' * grid.width
    rows = "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in _rows(grid, shape))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _rows(grid: Grid, shape: Shape) -> Iterator[list[str]]:
    """A cell that spans rows goes on, empty, in each of them: Word has no other way."""
    open_slots: list[tuple[Slot, int]] = []
    for number, row in enumerate(grid.rows):
        going_on = [(slot, end) for slot, end in open_slots if end > number]
        placed = [(slot.column, _cell(slot, shape, goes_on=True)) for slot, _ in going_on]
        placed += [(slot.column, _cell(slot, shape, goes_on=False)) for slot in row]
        open_slots = going_on + [(slot, number + slot.rowspan) for slot in row if slot.rowspan > 1]
        yield [cell for _, cell in sorted(placed)]


def _cell(slot: Slot, shape: Shape, *, goes_on: bool) -> str:
    span = f'<w:gridSpan w:val="{slot.colspan}"/>' if slot.colspan > 1 else ""
    merge = ""
    if slot.rowspan > 1:
        merge = "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
    text = "" if goes_on else slot.text or (shape.blank if slot.cell else "")
    width = '<w:tcW w:w="0" w:type="auto"/>'
    return f"<w:tc><w:tcPr>{width}{span}{merge}</w:tcPr><w:p>{_runs(text, shape)}</w:p></w:tc>"
