"""The recogniser on documents made from the form: every cell, or said to be unread."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.loaders import Document, Grid, Locator, Paragraph, UnreadableError, plain_row, recognise

EDITIONS = [pytest.param(edition, id=edition.id) for edition in forms.editions()]
MakeDocument = Callable[..., Document]
Numbered = Callable[[forms.Edition], dict[str, str]]


def reshape(
    document: Document, change: Callable[[list[str]], list[str]], make_grid: Callable[..., Grid]
) -> Document:
    """The document with the texts of each grid row changed."""
    blocks = []
    for block in document.blocks:
        if isinstance(block, Grid):
            texts = [change(list(row.texts)) for row in block.rows]
            blocks.append(make_grid(texts, block.locator.table, ragged=block.ragged, closed=block.closed))
        else:
            blocks.append(block)
    return dataclasses.replace(document, blocks=tuple(blocks))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "grid", [{}, {"ragged": True}, {"ragged": True, "closed": True}], ids=["grid", "ragged", "closed"]
)
def test_every_cell_is_read_in_its_place(
    edition: forms.Edition, grid: dict[str, bool], make_document: MakeDocument, numbered: Numbered
) -> None:
    values = numbered(edition)
    report = recognise(make_document(edition, values, **grid))
    assert report.edition == edition.id
    assert report.edition_source == "table"
    assert {cell: read.raw for cell, read in report.cells.items()} == values
    assert {cell: read.value for cell, read in report.cells.items()} == {
        c: Decimal(v) for c, v in values.items()
    }
    assert {read.status for read in report.cells.values()} == {"ok"}
    assert all(read.locator is not None and read.locator.row for read in report.cells.values())
    assert [section.id for section in report.sections] == [section.id for section in edition.sections]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("printed", ["", " ", "\u3000", "\xa0"])
def test_blank_cells_are_blank(edition: forms.Edition, printed: str, make_document: MakeDocument) -> None:
    report = recognise(make_document(edition, dict.fromkeys(edition.cell_ids, printed)))
    assert {(read.status, read.value) for read in report.cells.values()} == {("blank", None)}


@pytest.mark.parametrize("edition", EDITIONS)
def test_nil_marks_are_blank_with_their_mark(edition: forms.Edition, make_document: MakeDocument) -> None:
    report = recognise(make_document(edition, dict.fromkeys(edition.cell_ids, "/")))
    assert {(read.status, read.raw) for read in report.cells.values()} == {("blank", "/")}
    assert {note.code for note in report.notes} == {"nil_mark"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_other_text_in_one_cell_leaves_the_rest(
    edition: forms.Edition, make_document: MakeDocument, numbered: Numbered
) -> None:
    odd = edition.table("requests").cells[10].id
    report = recognise(make_document(edition, numbered(edition) | {odd: "详见附件"}))
    assert report.cells[odd].status == "unreadable"
    assert report.cells[odd].raw == "详见附件"
    assert {read.status for cell, read in report.cells.items() if cell != odd} == {"ok"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_fillers_between_label_and_figures_are_not_cells(
    edition: forms.Edition, make_document: MakeDocument, numbered: Numbered, make_grid: Callable[..., Grid]
) -> None:
    """Rows as flattening tools leave them: a filler after the label, or labels padded to three fields."""
    values = numbered(edition)
    requests = edition.table("requests")
    width = len(requests.rows[0].groups) + 3 + len(requests.blocks[0].columns)
    labels = {row.label for row in requests.rows}

    def pad(texts: list[str]) -> list[str]:
        at = next((index for index, text in enumerate(texts) if text in labels), None)
        return texts if at is None else [*texts[: at + 1], *[""] * (width - len(texts)), *texts[at + 1 :]]

    def one(texts: list[str]) -> list[str]:
        at = next((index for index, text in enumerate(texts) if text in labels), None)
        return texts if at is None else [*texts[: at + 1], "", *texts[at + 1 :]]

    for change in (pad, one):
        report = recognise(reshape(make_document(edition, values), change, make_grid))
        assert {cell: read.raw for cell, read in report.cells.items()} == values


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_row_that_lost_a_cell_is_unread_not_shifted(
    edition: forms.Edition, make_document: MakeDocument, numbered: Numbered, make_grid: Callable[..., Grid]
) -> None:
    row = edition.table("requests").rows[3]
    cells = {cell.id for cell in edition.table("requests").row_cells(row.id)}

    def drop(texts: list[str]) -> list[str]:
        return texts[:-1] if row.label in texts else texts

    report = recognise(reshape(make_document(edition, numbered(edition)), drop, make_grid))
    assert {report.cells[cell].status for cell in cells} == {"unreadable"}
    assert {read.status for cell, read in report.cells.items() if cell not in cells} == {"ok"}
    assert [note.code for note in report.notes] == ["row_count"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_row_printed_twice_with_other_figures_is_unread(
    edition: forms.Edition, make_document: MakeDocument, numbered: Numbered
) -> None:
    document = make_document(edition, numbered(edition))
    table = edition.table("requests")
    twice = Grid(
        (plain_row([table.rows[0].label, *"7654321"]),),
        document.blocks[-1].locator,
    )
    report = recognise(dataclasses.replace(document, blocks=(*document.blocks, twice)))
    assert {report.cells[cell.id].status for cell in table.row_cells(table.rows[0].id)} == {"unreadable"}
    assert {note.code for note in report.notes} == {"printed_twice"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_columns_in_another_order_are_read_by_their_headers(
    edition: forms.Edition, make_document: MakeDocument, numbered: Numbered, make_grid: Callable[..., Grid]
) -> None:
    values = numbered(edition)
    columns = [column.label for column in edition.table("requests").blocks[0].columns]
    labels = {row.label for row in edition.table("requests").rows}

    def total_first(texts: list[str]) -> list[str]:
        if texts[-len(columns) :] == columns or labels & set(texts):
            return [*texts[: -len(columns)], texts[-1], *texts[-len(columns) : -1]]
        return texts

    report = recognise(reshape(make_document(edition, values), total_first, make_grid))
    assert {cell: read.raw for cell, read in report.cells.items()} == values
    assert {note.code for note in report.notes} == {"header_order"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_cell_a_line(edition: forms.Edition, make_document: MakeDocument, numbered: Numbered) -> None:
    values = numbered(edition)
    document = make_document(edition, values)
    blocks: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            blocks += [Paragraph(text, block.locator) for row in block.rows for text in row.texts if text]
        else:
            blocks.append(block)
    report = recognise(dataclasses.replace(document, blocks=tuple(blocks)))
    assert {cell: read.raw for cell, read in report.cells.items()} == values


@pytest.mark.parametrize("edition", EDITIONS)
def test_figures_run_together_are_unread(
    edition: forms.Edition, make_document: MakeDocument, numbered: Numbered
) -> None:
    values = numbered(edition)
    document = make_document(edition, values)
    text = "".join(
        "".join(text for row in block.rows for text in row.texts) if isinstance(block, Grid) else block.text
        for block in document.blocks[1:]
    )
    report = recognise(
        dataclasses.replace(
            document, blocks=(document.blocks[0], dataclasses.replace(document.blocks[0], text=text))
        )
    )
    alone = {
        cells[0].id
        for table in edition.tables
        for row in table.rows
        if len(cells := table.row_cells(row.id)) == 1
    }
    for cell, read in report.cells.items():
        if cell in alone:
            assert (read.status, read.raw) == ("ok", values[cell])
        else:
            assert read.status == "unreadable"


def test_titles_without_tables_leave_every_cell_missing(
    make_document: MakeDocument, numbered: Numbered
) -> None:
    edition = forms.editions()[-1]
    document = make_document(edition, numbered(edition))
    prose = tuple(block for block in document.blocks if isinstance(block, Paragraph))
    report = recognise(dataclasses.replace(document, blocks=prose))
    assert {read.status for read in report.cells.values()} == {"missing"}
    assert report.edition_source == "year"
    assert len(report.sections) == len(edition.sections)


def test_a_document_that_is_no_report_is_refused() -> None:
    document = Document("通知.txt", "text", "0" * 64, (Paragraph("关于召开会议的通知", Locator()),))
    with pytest.raises(UnreadableError) as refused:
        recognise(document)
    assert refused.value.code == "no_report"
    assert "通知.txt" in refused.value.message.zh


@given(data=st.data())
def test_no_figure_is_ever_read_into_another_cell(data: st.DataObject) -> None:
    """Rows with cells dropped, doubled or blanked at random: what is ok is right."""
    edition = data.draw(st.sampled_from(forms.editions()))
    table = edition.table("requests")
    values = {cell_id: str(1000 + index) for index, cell_id in enumerate(edition.cell_ids)}
    rows = []
    for row in table.rows:
        texts = [values[cell.id] for cell in table.row_cells(row.id)]
        at = data.draw(st.integers(0, len(texts) - 1))
        match data.draw(st.sampled_from(["whole", "whole", "drop", "filler before", "filler after"])):
            case "drop":
                del texts[at]
            case "filler before":
                texts = [""] * data.draw(st.integers(1, 3)) + texts
            case "filler after":
                texts = texts + [""] * data.draw(st.integers(1, 3))
        rows.append(plain_row([row.label, *texts]))
    ragged, closed = data.draw(st.sampled_from([(False, False), (True, True)]))
    document = Document("x", "html", "0" * 64, (Grid(tuple(rows), Locator(table=1), ragged, closed),))
    for cell, read in recognise(document).cells.items():
        if read.status == "ok":
            assert read.raw == values[cell]
