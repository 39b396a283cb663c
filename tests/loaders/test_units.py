"""Amounts under labels that print another unit of money than the form's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import forms
from gongkai.loaders import Document, Grid, Locator, ReadCell, Report, plain_row, recognise
from gongkai.loaders._units import UNKNOWN, printed_unit

EDITION = forms.editions()[-1]
FEE = next(cell for cell in EDITION.cells.values() if cell.kind == "amount")
BARE = FEE.column.label[: FEE.column.label.index("（")]


def report(column: str, row: str, *figures: str) -> Report:
    grid = Grid(tuple(plain_row(texts) for texts in (["", column], [row, *figures])), Locator(table=1))
    return recognise(Document("某局2022年.html", "html", "0" * 64, (grid,)))


def fee(column: str, row: str, figure: str) -> ReadCell:
    return report(column, row, figure).cells[FEE.id]


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("收费（单位：元）", "元"),
        ("收费(元)", "元"),
        ("收费（單位：萬元）", "万元"),
        ("收费（单位：万元，保留4位小数）", "万元"),
        ("收费（单位：美元）", UNKNOWN),
        ("收费（元、万元）", UNKNOWN),
        ("收费", ""),
        ("多元化收费", ""),
    ],
)
def test_the_unit_in_a_label(label: str, unit: str) -> None:
    assert printed_unit(label) == unit


@pytest.mark.parametrize(
    ("column", "row", "figure", "value"),
    [
        (f"{BARE}（单位：元）", FEE.row.label, "251000", "25.1"),
        (f"{BARE}（元）", FEE.row.label, "251,000", "25.1"),
        (BARE, f"{FEE.row.label}（元）", "251000", "25.1"),
        (f"{BARE}（单位：亿元）", FEE.row.label, "0.5", "5000"),
        (f"{BARE}（单位：元）", FEE.row.label, "25.1万元", "25.1"),
        (f"{BARE}（单位：元）", FEE.row.label, "0", "0"),
    ],
)
def test_amounts_are_converted_and_noted(column: str, row: str, figure: str, value: str) -> None:
    read = fee(column, row, figure)
    assert (read.status, read.value, read.raw) == ("ok", Decimal(value), figure)


def test_a_conversion_is_noted() -> None:
    codes = [note.code for note in report(f"{BARE}（单位：元）", FEE.row.label, "251000").notes]
    assert "unit" in codes


@pytest.mark.parametrize(
    ("column", "row"),
    [(f"{BARE}（单位：美元）", FEE.row.label), (FEE.column.label, f"{FEE.row.label}（元）")],
)
def test_an_unknown_or_disputed_unit_is_unread(column: str, row: str) -> None:
    read = fee(column, row, "251000")
    assert (read.status, read.value, read.raw) == ("unreadable", None, "251000")


def test_the_forms_own_unit_needs_no_note() -> None:
    read = report(FEE.column.label, FEE.row.label, "25.1")
    assert read.cells[FEE.id].value == Decimal("25.1")
    assert [note.code for note in read.notes if note.code == "unit"] == []


def test_a_second_document_of_the_same_layout_is_converted_too() -> None:
    column = f"{BARE}（单位：元）"
    assert [fee(column, FEE.row.label, figure).value for figure in ("10000", "20000")] == [1, 2]
