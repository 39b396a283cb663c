"""Workbooks into blocks: what stands in their sheets, how it is printed, and which are refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from gongkai.loaders import Document, Grid, Paragraph, UnreadableError, read_bytes
from gongkai.loaders import _limits as limits

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def written(*fill: Callable[[Any, Any], None], calculated: bool = True) -> bytes:
    """A workbook with a sheet for each function, which gets the book and the sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.calc_on_load = not calculated
        for each in fill:
            each(book, book.add_worksheet())
    return file.getvalue()


def packed(sheet: str | bytes, strings: str | bytes = "", **others: str | bytes) -> bytes:
    """A workbook of one sheet, part by part; `others` by what their names begin with."""
    kinds = [
        "worksheet",
        *(["sharedStrings"] if strings else []),
        *(["styles"] if "styles" in others else []),
    ]
    targets = {"worksheet": "worksheets/sheet1.xml"}
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{targets.get(kind, f"{kind}.xml")}"/>'
        for n, kind in enumerate(kinds, start=1)
    )
    parts = {
        "workbook": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "worksheets/sheet1": sheet,
        **({"sharedStrings": strings} if strings else {}),
        **others,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for name, text in parts.items():
            package.writestr(f"xl/{name}" + ("" if "." in name else ".xml"), text)
    return file.getvalue()


def worksheet(rows: str, after: str = "", before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>"
    )


def texts(document: Document) -> list[object]:
    """A text a paragraph, a list of rows a grid."""
    return [
        block.text if isinstance(block, Paragraph) else [list(row.texts) for row in block.rows]
        for block in document.blocks
    ]


def shown(data: bytes) -> list[object]:
    document = read_bytes(data, "年报.xlsx")
    assert document.format == "xlsx"
    return texts(document)


def refusal(data: bytes, name: str = "坏.xlsx") -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    assert name in caught.value.message.zh
    assert name in caught.value.message.en
    assert "请" in caught.value.message.zh
    return caught.value


# What a row is.


def test_merged_cells_stand_once_where_they_begin() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("B3:C4", "角")
        sheet.merge_range("D3:E3", "头")
        sheet.write_row("D4", ["甲", "乙"])
        sheet.write_row("B5", ["一", "二", 1, 2])

    (grid,) = read_bytes(written(fill), "a.xlsx").blocks
    assert isinstance(grid, Grid)
    assert (grid.ragged, grid.locator.page, grid.locator.table, grid.locator.row) == (False, 1, 1, 3)
    assert [row[:3] for row in grid.rows] == [
        (("角", "头"), (1, 3), (2, 2)),
        (("甲", "乙"), (3, 4), (1, 1)),
        (("一", "二", "1", "2"), (1, 2, 3, 4), (1, 1, 1, 1)),
    ]


def test_titles_and_prose_are_lines_of_text() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:D1", "题目")
        sheet.merge_range("A2:D4", "一段。\n又一段。")
        sheet.write("A5", "没有合并的一行")
        sheet.write_row("A6", ["甲", "乙", "丙", "丁"])
        sheet.write_row("A7", ["戊", 1, 2, 3])
        sheet.merge_range("A8:D8", "中间的标题")
        sheet.write_row("A9", ["己", 1, 2, 3])
        sheet.write("A10", "注")

    document = read_bytes(written(fill), "a.xlsx")
    assert texts(document) == [
        "题目",
        "一段。",
        "又一段。",
        "没有合并的一行",
        [["甲", "乙", "丙", "丁"], ["戊", "1", "2", "3"]],
        "中间的标题",
        [["己", "1", "2", "3"]],
        "注",
    ]
    assert [block.locator.row for block in document.blocks] == [1, 2, 2, 5, 6, 8, 9, 10]


def test_a_row_of_a_table_may_be_but_its_label() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", "乙", "丙"])
        sheet.write("A2", "一")
        sheet.merge_range("A3:B3", "二")
        sheet.write_row("A4", ["三", 1, 2])

    (grid,) = read_bytes(written(fill), "a.xlsx").blocks
    assert isinstance(grid, Grid)
    assert [row[:3] for row in grid.rows[1:3]] == [
        (("一", "", ""), (0, 1, 2), (1, 1, 1)),
        (("二", ""), (0, 2), (2, 1)),
    ]


def test_empty_cells_with_a_border_are_printed() -> None:
    def fill(book: Any, sheet: Any) -> None:
        drawn = book.add_format({"border": 1})
        sheet.write_row("A1", ["甲", "乙"], drawn)
        sheet.write_row("A2", ["一", "", ""], drawn)
        sheet.write_row("A3", ["", "", ""], drawn)
        sheet.write_row("A4", ["", "", ""], drawn)
        sheet.write_blank("Z2", None, book.add_format({"bold": True}))
        sheet.write("A9", "后")

    assert shown(written(fill)) == [[["甲", "乙"], ["一", "", ""], ["", "", ""]], "后"]


def test_rows_apart_are_tables_apart() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", 1])
        sheet.write_row("A3", ["乙", 1, 2])
        sheet.write_row("C9", [3, 4])

    first, second, third = read_bytes(written(fill), "a.xlsx").blocks
    assert [block.locator[:3] for block in (first, second, third)] == [(1, 1, 1), (1, 2, 3), (1, 3, 9)]
    assert isinstance(third, Grid)
    assert third.rows[0].columns == (2, 3)


def test_rows_two_sheet_rows_high() -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row, label in ((0, "甲"), (2, "乙")):
            for column, text in enumerate((label, row)):
                sheet.merge_range(row, column, row + 1, column, text)

    assert shown(written(fill)) == [[["甲", "0"], [], ["乙", "2"]]]


def test_a_text_covered_by_a_merged_cell_is_not_printed() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    assert shown(packed(worksheet(rows, merged))) == [[["1", "3"]]]


# How a cell is printed.


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12, None, "12"),
        (-18.0, None, "-18"),
        (0.1 + 0.2, None, "0.3"),
        (28418.8541, "0.00", "28418.8541"),
        (1234, "#,##0", "1234"),
        (5, '0"件"', "5"),
        (5, "[Red]0_);(0)", "5"),
        (5, "G/通用格式", "5"),
        (0.5, "0%", "50%"),
        (0.07, 10, "7%"),
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (45000, '[$-804]yyyy"年"m"月"', "2023-03-15"),
        (45000.5, 22, "2023-03-15 12:00:00"),
        (0.25, "h:mm", "06:00:00"),
        (12345, '0!.0,"万"', "≈12345"),
        (12345, "#,##0,", "≈12345"),
        (1e15, None, "1.00000000000000E+15"),
        (123456789012345, None, "123456789012345"),
        (1e300, "yyyy", "1.00000000000000E+300（?）"),
    ],
)
def test_numbers(value: float, number_format: object, text: str) -> None:
    def fill(book: Any, sheet: Any) -> None:
        look = None if number_format is None else book.add_format({"num_format": number_format})
        sheet.write_row("A1", ["甲", value], look)

    assert shown(written(fill)) == [[["甲", text]]]


def test_dates_of_a_workbook_that_counts_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["甲", dt.date(2023, 3, 15)])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    assert shown(file.getvalue()) == [[["甲", "2023-03-15"]]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="B1" t="str"><f>A1&amp;"x"</f><v>甲x</v></c>', "甲x"),
        ('<c r="B1"><f>SUM(C1:C2)</f><v>7</v></c>', "7"),
        ('<c r="B1"><f>SUM(C1:C2)</f></c>', "=SUM(C1:C2)"),
        ('<c r="B1"><f>SUM(C1:C2)</f><v></v></c>', "=SUM(C1:C2)"),
        ('<c r="B1"><f>SUM(C1:C2)</f><v/></c>', "=SUM(C1:C2)"),
        ('<c r="B1"><f t="shared" si="0"/></c>', "="),
        ('<c r="B1" t="d"><v>2023-03-15</v></c>', "2023-03-15"),
        ('<c r="B1" t="inlineStr"><is><t>乙</t></is></c>', "乙"),
        ('<c r="B1" t="inlineStr"><is><r><t>乙</t></r><r><t>丙</t></r></is></c>', "乙丙"),
        ('<c r="B1" t="n"><v>12.50</v></c>', "12.5"),
        ('<c r="B1"><v>nan</v></c>', "nan"),
        ('<c r="B1"><v>1_000</v></c>', "1_000"),
        ('<c t="n" r="B1"><v>3</v></c>', "3"),
        ("<c r='B1' t='b'><v>0</v></c>", "FALSE"),
        ("<c><v>3</v></c>", "3"),
        ('<c r="B1"><v><![CDATA[4]]></v></c>', "4"),
        ('<c r="B1"><!-- <v>9</v> --><v>4</v></c>', "4"),
        ('<c r="B1"><v>&#52;</v></c>', "4"),
        ('<c r="B1" s="7" cm="1"><v>4</v></c>', "4"),
    ],
)
def test_cells_as_programs_write_them(cell: str, text: str) -> None:
    row = f'<row r="1"><c r="A1"><v>1</v></c>{cell}<c r="C1"><v>2</v></c></row>'
    assert shown(packed(worksheet(row))) == [[["1", text, "2"]]]


def test_a_formula_that_prints_nothing_is_blank() -> None:
    row = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>2</v></c></row>'
    )
    assert shown(packed(worksheet(row))) == [[["1", "", "2"]]]


def test_formulas_to_be_calculated_before_they_are_shown() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", 1, 2])
        sheet.write_formula("D1", "=SUM(B1:C1)")

    assert shown(written(fill)) == [[["甲", "1", "2", "0"]]]
    assert shown(written(fill, calculated=False)) == [[["甲", "1", "2", "=SUM(B1:C1)"]]]


def test_a_formula_that_openpyxl_wrote() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1, "=B1*2"])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    assert shown(file.getvalue()) == [[["甲", "1", "=B1*2"]]]


def test_strings_as_programs_write_them() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><t xml:space="preserve"> 甲 </t></si><si><r><t>乙</t></r><r><t>丙</t></r>'
        "<rPh><t>yi</t></rPh></si><si><t>丁_x000D_\n戊_x0007_</t></si><si><t>&lt;己&gt; &#x2014;</t></si>"
        "<si/><si><t>_xD800_辛</t></si></sst>"
    )
    cells = "".join(f'<c r="{column}1" t="s"><v>{n}</v></c>' for n, column in enumerate("ABCDEF"))
    assert shown(packed(worksheet(f'<row r="1">{cells}</row>'), strings)) == [
        [[" 甲 ", "乙丙", "丁\n戊", "<己> —", "", "辛"]]
    ]


def test_rows_and_cells_that_do_not_say_where_they_are() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c><c r='E2'><v>4</v></c></row>"
    assert shown(packed(worksheet(rows))) == [[["1", "2", "", "", ""], ["", "3", "", "", "4"]]]


ONE_AND_TWO = worksheet('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>')
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
    '<x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
)


@pytest.mark.parametrize(
    ("xml", "encoding"),
    [
        (ONE_AND_TWO, "utf-16"),
        (ONE_AND_TWO.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"), "utf-8"),
        (PREFIXED, "utf-8"),
    ],
    ids=["utf16", "strict", "prefixed"],
)
def test_sheets_of_other_producers(xml: str, encoding: str) -> None:
    assert shown(packed(xml.encode(encoding))) == [[["1", "2"]]]


# What is hidden.


def test_hidden_sheets_rows_and_columns_are_left_out_and_named() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", 1, 2, 3])
        sheet.write_row("A2", ["乙", 4, 5, 6])
        sheet.write_row("A3", ["丙", 7, 8, 9])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})

    def hide(_: Any, sheet: Any) -> None:
        sheet.write("A1", "上年")
        sheet.hide()

    def hide_well(_: Any, sheet: Any) -> None:
        sheet.write("A1", "上年")
        sheet.very_hidden()

    def last(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["丁", 1])

    document = read_bytes(written(fill, hide, hide_well, last), "a.xlsx")
    assert texts(document) == [[["甲", "1", "3"], [], ["丙", "7", "9"]], [["丁", "1"]]]
    assert [block.locator.page for block in document.blocks] == [1, 2]
    assert [note.zh for note in document.notes] == [
        "工作表“Sheet1”有隐藏的行或列，没有读取",
        "隐藏的工作表没有读取：Sheet2、Sheet3",
    ]


def test_what_is_hidden_and_empty_is_not_worth_a_note() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", 1])
        sheet.set_column("D:XFD", None, None, {"hidden": True})

    assert not read_bytes(written(fill), "a.xlsx").notes


def test_merged_cells_that_begin_where_it_is_hidden() -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:B2", "角")
        sheet.write_row("C1", [0, 0])
        sheet.write_row("C2", [1, 2])
        sheet.merge_range("A3:D3", "尾")
        sheet.write("E3", 3)
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column("A:A", None, None, {"hidden": True})

    (grid,) = read_bytes(written(fill), "a.xlsx").blocks
    assert isinstance(grid, Grid)
    assert [row[:3] for row in grid.rows] == [
        (("角", "1", "2", ""), (1, 2, 3, 4), (1, 1, 1, 1)),
        (("尾", "3"), (1, 4), (3, 1)),
    ]


def test_chart_sheets_are_none_and_drawings_are_told() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["甲", 1])
        sheet.insert_textbox("D1", "框")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$B$1:$B$1"})
        book.add_chartsheet().set_chart(chart)

    document = read_bytes(written(fill), "a.xlsx")
    assert texts(document) == [[["甲", "1"]]]
    assert "文本框" in document.notes[0].zh


# What is refused.

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE r [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
STRING = f'<sst xmlns="{MAIN}"><si><t>{{}}</t></si></sst>'


def string_cells(number: int) -> str:
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, number + 1))
    return worksheet("".join(rows))


def with_entity(declaration: str) -> str:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    return worksheet(cell).replace("<worksheet", f"{declaration}<worksheet")


def encrypted() -> bytes:
    data = bytearray(packed(worksheet(ROW)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(packed(with_entity(LAUGHS)), "damaged", id="entity_bomb"),
        pytest.param(packed(with_entity(EXTERNAL)), "damaged", id="external_entity"),
        pytest.param(
            packed(with_entity(EXTERNAL).encode("utf-16")), "damaged", id="external_entity_in_utf16"
        ),
        pytest.param(packed(worksheet(ROW), LAUGHS + STRING.format("&b;")), "damaged", id="bomb_of_strings"),
        pytest.param(packed("<worksheet"), "damaged", id="cut_xml"),
        pytest.param(packed(worksheet(ROW).encode("gb18030") + b"\xff"), "damaged", id="not_utf8"),
        pytest.param(packed(worksheet('<row r="1"><c r="B9"><v>1</v></c></row>')), "damaged", id="other_row"),
        pytest.param(packed(worksheet('<row r="x"><c><v>1</v></c></row>')), "damaged", id="no_row_number"),
        pytest.param(packed(worksheet(ROW * 2)), "damaged", id="a_row_twice"),
        pytest.param(
            packed(worksheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')),
            "damaged",
            id="a_cell_twice",
        ),
        pytest.param(
            packed(worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>')), "damaged", id="no_column"
        ),
        pytest.param(packed(string_cells(1)), "damaged", id="no_strings"),
        pytest.param(
            packed(string_cells(1).replace("<v>0", "<v>-1"), STRING), "damaged", id="no_such_string"
        ),
        pytest.param(packed(worksheet(ROW), workbook="<workbook/>"), "empty", id="no_sheets"),
        pytest.param(packed(worksheet("")), "empty", id="an_empty_sheet"),
        pytest.param(packed(worksheet(ROW))[:-40], "damaged", id="cut_at_the_end"),
        pytest.param(packed(worksheet(ROW))[:60], "damaged", id="cut_early"),
        pytest.param(b"PK\x03\x04", "damaged", id="only_a_signature"),
        pytest.param(encrypted(), "damaged", id="encrypted"),
        pytest.param(packed(b" " * 40_000_000), "limit", id="bomb_of_spaces"),
        pytest.param(packed(worksheet("<row>" * 100_000 + "</row>" * 100_000)), "limit", id="too_deep"),
        pytest.param(packed(worksheet("<row/>" * 1_000_001)), "limit", id="a_million_tags"),
        pytest.param(
            packed(string_cells(2000), STRING.format("甲" * 100_000)), "limit", id="one_string_often"
        ),
        pytest.param(
            packed(worksheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>')),
            "limit",
            id="too_wide",
        ),
        pytest.param(
            packed(
                worksheet(
                    "".join(
                        f'<row r="{n}"><c r="A{n}"/><c r="ALL{n}"><v>1</v></c></row>' for n in range(1, 9000)
                    ),
                    '<mergeCells><mergeCell ref="A1:A9000"/></mergeCells>',
                )
            ),
            "limit",
            id="too_large",
        ),
    ],
)
def test_damaged_and_hostile_files(data: bytes, code: str) -> None:
    assert refusal(data).code == code


@pytest.mark.parametrize("name", ["a.xlsx", "a.et", "a.docx", "a.txt", "a"])
def test_a_workbook_under_any_name(name: str) -> None:
    assert read_bytes(packed(worksheet(ROW)), name).format == "xlsx"


def test_far_cells_cost_nothing() -> None:
    rows = ROW + '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    document = read_bytes(packed(worksheet(rows)), "a.xlsx")
    assert texts(document) == [[["1"]], [["2"]]]
    assert [block.locator.row for block in document.blocks] == [1, 1_048_576]


def test_tall_merged_cells_are_counted() -> None:
    rows = ROW + '<row r="1048576"><c r="B1048576"><v>2</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>'
    document = read_bytes(packed(worksheet(rows, merged)), "a.xlsx")
    assert sum(len(block.rows) for block in document.blocks if isinstance(block, Grid)) == 1_048_576


def test_overlapping_merged_cells_are_laid_out_somehow() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
    merged = (
        '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B1:C1"/><mergeCell ref="C1:A1"/></mergeCells>'
    )
    assert shown(packed(worksheet(rows, merged))) == [[["1"]]]


def test_too_many_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.loaders._sheet.MAX_SHEETS", 2)
    fill = [lambda _, sheet: sheet.write("A1", "甲")] * 3
    assert refusal(written(*fill)).code == "limit"
    assert limits.MAX_SHEETS > 100


def test_a_binary_workbook_is_named() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.bin", b"")
    error = refusal(file.getvalue(), "a.xlsb")
    assert error.code == "unknown_format"
    assert "xlsb" in error.message.zh


@pytest.mark.parametrize("name", ["导出.xls", "导出.xlsx"])
def test_other_things_under_a_workbooks_name(name: str) -> None:
    page = "<html><body><table><tr><td>甲</td><td>1</td></tr></table></body></html>"
    assert read_bytes(page.encode("gb18030"), name).format == "html"
    document = read_bytes("甲\t乙\n丙\t1\n".encode("gb18030"), name)
    assert (document.format, texts(document)) == ("csv", [[["甲", "乙"], ["丙", "1"]]])
    assert read_bytes("只有一行字。".encode(), name).format == "text"
