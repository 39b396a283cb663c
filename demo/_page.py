"""A report in the order in which it is read: lines and filled tables, ready for any format."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from gongkai.demo._dice import dice
from gongkai.demo._sample import Sample
from gongkai.demo._style import Pen, Style
from gongkai.forms import Grid, Slot, layout


class Line(NamedTuple):
    text: str
    role: Literal["title", "heading", "text"]


@dataclass(frozen=True, slots=True)
class Page:
    """`title`, `organ`, `year` and `published` are for what stands around the report (page chrome)."""

    title: str
    organ: str
    year: int
    published: dt.date | None
    blocks: tuple[Line | Grid, ...]
    key: tuple[object, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def compose(sample: Sample, style: Style) -> Page:
    pen = Pen(style, dice("style", *sample.key))
    blocks: list[Line | Grid] = [Line(sample.title, "title")]
    blocks += [Line(text, "text") for text in sample.opening]
    for part in sample.parts:
        if part.headed:
            blocks.append(Line(pen.heading(sample.edition.section(part.section)), "heading"))
        blocks += [Line(text, "text") for text in part.paragraphs]
        if part.table is not None:
            blocks.append(_filled(sample, part.table, pen))
    blocks += [Line(text, "text") for text in sample.signature]
    return Page(sample.title, sample.named, sample.year, sample.published, tuple(blocks), sample.key)


def _filled(sample: Sample, table_id: str, pen: Pen) -> Grid:
    edition = sample.edition
    table = edition.table(table_id)
    dropped: frozenset[str] = frozenset()
    if any(entry is None for entry in sample.cells.values()):
        dropped = frozenset(
            row.id
            for row in table.rows
            if all(sample.cells[cell.id] is None for cell in table.row_cells(row.id))
        )
    grid = layout(edition.id, table_id, dropped)
    cells = edition.cells
    rows: list[tuple[Slot, ...]] = []
    for row in grid.rows:
        filled: list[Slot] = []
        for text, column, colspan, rowspan, cell_id in row:
            if cell_id is None:
                filled.append(Slot(pen.label(text), column, colspan, rowspan))
            else:
                entry = sample.cells[cell_id]
                printed = pen.number(entry, cells[cell_id]) if isinstance(entry, Decimal) else entry or ""
                filled.append(Slot(printed, column, colspan, rowspan, cell_id))
        rows.append(tuple(filled))
    return grid._replace(rows=tuple(rows))
