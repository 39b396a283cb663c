"""Documents made straight from the form, so that the recogniser is tested without any reader."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gongkai import forms
from gongkai.loaders import Block, Document, Grid, GridRow, Locator, Paragraph

MakeDocument = Callable[..., Document]


def grid_row(texts: list[str], width: int) -> GridRow:
    """A row whose first cell spans what the row leaves of the grid's width, as labels do."""
    gap = width - len(texts)
    columns = tuple(column + (gap if column else 0) for column in range(len(texts)))
    return GridRow(tuple(texts), columns, (gap + 1, *[1] * (len(texts) - 1)))


def grid_of(rows: list[list[str]], number: int = 1, *, ragged: bool = False, closed: bool = False) -> Grid:
    width = max(len(row) for row in rows)
    return Grid(
        tuple(grid_row(row, len(row) if ragged else width) for row in rows),
        Locator(table=number),
        ragged=ragged,
        closed=closed,
    )


def table_rows(table: forms.Table, values: Mapping[str, str]) -> list[list[str]]:
    """The rows of a table as printed: headings, headers, and a label before each row's figures."""
    rows: list[list[str]] = []
    for block in table.blocks:
        if block.heading:
            rows.append([block.heading])
        if any(row.from_header for row in block.rows):
            rows.append([group for row in block.rows for group in (*row.groups, row.label)])
            rows.append([cell.column.label for cell in table.cells])
            rows.append([values[cell.id] for cell in table.cells])
            continue
        rows.append([block.corner or "", *(column.label for column in block.columns)])
        rows += [
            [*row.groups, row.label, *(values[cell.id] for cell in table.row_cells(row.id))]
            for row in block.rows
        ]
    return rows


@pytest.fixture
def make_document() -> MakeDocument:
    """A document with all sections and tables of an edition, each cell printed as `values` say."""

    def make(edition: forms.Edition, values: Mapping[str, str], **grid: bool) -> Document:
        blocks: list[Block] = [
            Paragraph(f"某县教育局{edition.first_year}年{edition_title()}", Locator(line=1))
        ]
        for section in edition.sections:
            blocks.append(Paragraph(section.heading, Locator()))
            blocks.append(Paragraph("本部分情况如下。", Locator()))
            for number, table in enumerate(edition.tables, start=1):
                if table.section == section.id:
                    blocks.append(grid_of(table_rows(table, values), number, **grid))
        return Document("某县教育局.html", "html", "0" * 64, tuple(blocks))

    return make


def edition_title() -> str:
    return forms.vocabulary().report_titles[0]


@pytest.fixture
def numbered() -> Callable[[forms.Edition], dict[str, str]]:
    """A different figure in every cell, so that a value in a wrong cell cannot go unseen."""

    def number(edition: forms.Edition) -> dict[str, str]:
        return {cell_id: str(1000 + index) for index, cell_id in enumerate(edition.cell_ids)}

    return number


@pytest.fixture
def make_grid() -> Callable[..., Grid]:
    return grid_of


@pytest.fixture
def draw_pdf() -> Callable[..., bytes]:
    """Makes a PDF of pages, each a function that draws on reportlab's canvas, with its origin below left."""

    def draw(*pages: Callable[[Canvas], object], **options: Any) -> bytes:
        file = io.BytesIO()
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        canvas = Canvas(file, **({"pagesize": (595, 842), "invariant": 1} | options))
        for page in pages:
            canvas.setFont("STSong-Light", 10)
            canvas.setLineWidth(0.5)
            page(canvas)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    return draw
