"""Binary workbooks, record by record; those that LibreOffice writes are in test_workbooks."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders import UnreadableError, _xls
from gongkai.loaders._sheet import Sheet, Workbook

PLAIN, DRAWN, PERCENT, DATE, MONTH = range(5)
TENTHS = 'yyyy"年"m"月"'


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0))


END = record(0x0A)
FONT = record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
MONTH_FORMAT = record(0x041E, struct.pack("<HHB", 164, len(TENTHS), 1) + TENTHS.encode("utf-16-le"))


def style(number_format: int, border: int = 0) -> bytes:
    return record(0xE0, struct.pack("<HHHBBBBIIH", 0, number_format, 0, 0, 0, 0, 0, border, 0, 0))


HEAD = (
    begin(0x05)
    + record(0x42, struct.pack("<H", 1200))
    + FONT * 5
    + MONTH_FORMAT
    + b"".join((style(0), style(0, 0x1111), style(9), style(14), style(164)))
)


def workbook(*sheets: bytes, hidden: tuple[int, ...] = (), head: bytes = HEAD) -> bytes:
    """The stream of a workbook whose sheets are given as what is between their beginning and their end."""
    whole = [begin(0x10) + sheet + END for sheet in sheets]

    def with_places(first: int) -> bytes:
        found = head
        for number, sheet in enumerate(whole):
            name = f"表{number + 1}"
            found += record(
                0x85,
                struct.pack("<IBBBB", first, number in hidden, 0, len(name), 1) + name.encode("utf-16-le"),
            )
            first += len(sheet)
        return found + END

    return with_places(len(with_places(0))) + b"".join(whole)


def number(row: int, column: int, value: float, look: int = PLAIN) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, look, value))


def label(row: int, column: int, text: str, look: int = PLAIN) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, look, len(text), 1) + text.encode("utf-16-le"))


def blank(row: int, column: int, look: int = PLAIN) -> bytes:
    return record(0x0201, struct.pack("<HHH", row, column, look))


def boolean_or_error(row: int, column: int, value: int, *, error: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, PLAIN, value, error))


def formula(row: int, column: int, result: bytes, flags: int = 0) -> bytes:
    return record(0x06, struct.pack("<HHH8sHIH", row, column, PLAIN, result, flags, 0, 0))


def sheets(data: bytes) -> list[Sheet]:
    return list(_xls.sheets_of(data, "坏.xls"))


def refusal(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        sheets(data)
    assert "坏.xls" in caught.value.message.zh
    return caught.value


SEVEN = struct.pack("<d", 7.0)
EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff"
TRUE = b"\x01\0\x01\0\0\0\xff\xff"
NOT_AVAILABLE = b"\x02\0\x2a\0\0\0\xff\xff"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(number(0, 1, 12.0), "12", id="number"),
        pytest.param(number(0, 1, 0.1 + 0.2), "0.3", id="float"),
        pytest.param(number(0, 1, 0.5, PERCENT), "50%", id="percent"),
        pytest.param(number(0, 1, 45000, DATE), "2023-03-15", id="date"),
        pytest.param(number(0, 1, 45000, MONTH), "2023-03-15", id="format_of_its_own"),
        pytest.param(label(0, 1, "甲\r\n乙"), "甲\n乙", id="text"),
        pytest.param(boolean_or_error(0, 1, 1, error=False), "TRUE", id="boolean"),
        pytest.param(boolean_or_error(0, 1, 0x17, error=True), "#REF!", id="error"),
        pytest.param(boolean_or_error(0, 1, 0x77, error=True), "#", id="unknown_error"),
        pytest.param(formula(0, 1, SEVEN), "7", id="formula"),
        pytest.param(formula(0, 1, SEVEN, flags=1), "7", id="formula_calculated_always"),
        pytest.param(formula(0, 1, SEVEN, flags=2), "=", id="formula_to_be_calculated"),
        pytest.param(formula(0, 1, EMPTY_TEXT), "=", id="formula_without_a_value"),
        pytest.param(formula(0, 1, TRUE), "TRUE", id="formula_true"),
        pytest.param(formula(0, 1, NOT_AVAILABLE), "#N/A", id="formula_error"),
        pytest.param(formula(0, 1, SEVEN) + record(0x5E, b"\0\0"), "=", id="sheet_not_calculated"),
    ],
)
def test_cells(cell: bytes, text: str) -> None:
    (sheet,) = sheets(workbook(cell))
    assert [row.texts for row in sheet.rows] == [{1: text}]


def test_what_was_not_calculated_is_a_sheets_own() -> None:
    first, second = sheets(workbook(formula(0, 0, SEVEN) + record(0x5E, b"\0\0"), formula(0, 0, SEVEN)))
    assert [row.texts for row in (*first.rows, *second.rows)] == [{0: "="}, {0: "7"}]


def test_a_chart_within_a_sheet_is_none_of_its_cells() -> None:
    chart = begin(0x20) + formula(5, 5, SEVEN, flags=2) + END
    (sheet,) = sheets(workbook(number(0, 0, 1) + chart + formula(1, 0, SEVEN, flags=2)))
    assert {row.number: row.texts for row in sheet.rows}[1] == {0: "="}


def test_borders_merged_cells_and_what_is_hidden() -> None:
    hidden_row = record(0x0208, struct.pack("<HHHHHHI", 2, 0, 4, 255, 0, 0, 0x0120))
    hidden_column = record(0x7D, struct.pack("<HHHHHH", 3, 4, 2000, 0, 1, 0))
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 2))
    cells = label(0, 0, "甲") + blank(1, 3, DRAWN) + blank(1, 4) + number(2, 0, 3)
    (sheet,) = sheets(workbook(hidden_column + hidden_row + cells + merged))
    assert sheet.merged == [(0, 0, 1, 2)]
    assert sheet.hidden_columns == {3, 4}
    assert [(row.number, row.texts, row.right, row.hidden) for row in sheet.rows] == [
        (0, {0: "甲"}, -1, False),
        (1, {}, 3, False),
        (2, {0: "3"}, -1, True),
    ]


def test_hidden_sheets() -> None:
    found = sheets(workbook(number(0, 0, 1), number(0, 0, 2), number(0, 0, 3), hidden=(1,)))
    assert [(sheet.name, sheet.hidden) for sheet in found] == [("表1", False), ("表2", True), ("表3", False)]


FAR = b"".join(number(row, 255, 1) for row in range(10_000))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "damaged", id="nothing"),
        pytest.param(workbook(number(0, 0, 1))[:-30], "damaged", id="cut"),
        pytest.param(workbook(number(0, 0, 1, look=99)), "damaged", id="no_such_style"),
        pytest.param(workbook(number(0, 300, 1)), "damaged", id="no_such_column"),
        pytest.param(workbook(FAR), "limit", id="too_large"),
        pytest.param(
            workbook(number(0, 0, 1), head=begin(0x05) + record(0x2F, bytes(54)) + HEAD),
            "damaged",
            id="password",
        ),
    ],
)
def test_damaged_and_hostile_files(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_password_is_told() -> None:
    locked = workbook(number(0, 0, 1), head=begin(0x05) + record(0x2F, bytes(54)))
    assert "密码" in refusal(locked).message.zh


def test_far_cells_are_tables_of_their_own() -> None:
    blocks = list(
        Workbook("a").blocks(_xls.sheets_of(workbook(number(0, 0, 1) + number(65535, 255, 2)), "a"))
    )
    assert [block.locator.row for block in blocks] == [1, 65536]


WHOLE = workbook(
    label(0, 0, "甲") + number(0, 1, 1) + blank(0, 2, DRAWN) + formula(1, 0, EMPTY_TEXT),
    boolean_or_error(0, 0, 7, error=True),
    hidden=(1,),
)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.binary(max_size=8)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=150)
def test_damage_gives_sheets_or_a_reason(changes: list[tuple[int, bytes]]) -> None:
    data = WHOLE
    for at, piece in changes:
        data = data[:at] + piece + data[at + len(piece) :]
    try:
        list(Workbook("坏.xls").blocks(_xls.sheets_of(data, "坏.xls")))
    except UnreadableError as error:
        assert error.code in {"damaged", "limit"}  # noqa: PT017 - sheets are as good an outcome
