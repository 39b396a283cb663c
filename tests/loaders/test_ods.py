"""OpenDocument spreadsheets, element by element; those that LibreOffice writes are in test_workbooks."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.loaders import Document, Grid, Paragraph, UnreadableError, read_bytes

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("draw", "drawing"),
        ),
        ("fo", "xsl-fo-compatible"),
    )
)
STYLES = (
    '<style:style style:name="drawn"><style:table-cell-properties fo:border-left="0.5pt solid #000"/>'
    '</style:style><style:style style:name="bare"><style:table-cell-properties fo:border="none"/>'
    "</style:style>"
    '<style:style style:name="hidden"><style:table-properties table:display="false"/></style:style>'
)
COLUMNS = "table:number-columns-repeated"


def packed(content: str | bytes, manifest: str = "<manifest/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return file.getvalue()


def content(*tables: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<office:document-content{SPACES}><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )


def table(*rows: str, before: str = "", look: str = "") -> str:
    marked = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="表"{look}>{before}{marked}</table:table>'


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def read(*tables: str) -> Document:
    document = read_bytes(packed(content(*tables)), "年报.ods")
    assert document.format == "ods"
    return document


def shown(*tables: str) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [list(row.texts) for row in block.rows]
        for block in read(*tables).blocks
    ]


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (cell("1,234", 'office:value-type="float" office:value="1234"'), "1,234"),
        (cell("50%", 'office:value-type="percentage" office:value="0.5"'), "50%"),
        ('<table:table-cell office:value-type="float" office:value="12.0"/>', "12"),
        ('<table:table-cell office:value-type="percentage" office:value="0.5"/>', "50%"),
        ('<table:table-cell office:value-type="date" office:date-value="2023-03-15"/>', "2023-03-15"),
        ('<table:table-cell office:value-type="string" office:string-value="乙"/>', "乙"),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', "true"),
        ('<table:table-cell table:formula="of:=SUM([.B2:.B3])"/>', "=SUM([.B2:.B3])"),
        ('<table:table-cell table:formula="of:=IF(1;&quot;&quot;)"><text:p/></table:table-cell>', ""),
        (cell("#REF!", 'table:formula="of:=[.#REF!]" office:value-type="string"'), "#REF!"),
        (cell("甲<text:s text:c='2'/>乙<text:tab/>丙<text:line-break/>丁"), "甲  乙\t丙\n丁"),
        (cell("甲<text:span>乙<text:a>丙</text:a></text:span>丁<text:note>注</text:note>"), "甲乙丙丁"),
        (cell("甲</text:p><text:p>乙"), "甲\n乙"),
        (
            cell("3", "").replace(
                "<text:p>", "<office:annotation><text:p>9</text:p></office:annotation><text:p>"
            ),
            "3",
        ),
    ],
)
def test_cells(marked: str, text: str) -> None:
    assert shown(table(cell("前") + marked + cell("后"))) == [[["前", text, "后"]]]


def test_spans_repeats_and_borders() -> None:
    covered = "<table:covered-table-cell/>"
    rows = (
        cell("角", 'table:number-rows-spanned="2"')
        + cell("头", 'table:number-columns-spanned="2"')
        + covered,
        covered.replace("/>", ">") + cell("x") + "</table:covered-table-cell>" + cell("1", f"{COLUMNS}='2'"),
        cell("行")
        + f'<table:table-cell table:style-name="drawn" {COLUMNS}="3"/>'
        + f'<table:table-cell table:style-name="bare"/><table:table-cell {COLUMNS}="999"/>',
        '<table:table-row table:number-rows-repeated="2">' + cell("复") + cell("2") + "</table:table-row>",
    )
    (grid,) = read(table(*rows)).blocks
    assert isinstance(grid, Grid)
    assert [row[:3] for row in grid.rows] == [
        (("角", "头", ""), (0, 1, 3), (1, 2, 1)),
        (("1", "1", ""), (1, 2, 3), (1, 1, 1)),
        (("行", "", "", ""), (0, 1, 2, 3), (1, 1, 1, 1)),
        (("复", "2", "", ""), (0, 1, 2, 3), (1, 1, 1, 1)),
        (("复", "2", "", ""), (0, 1, 2, 3), (1, 1, 1, 1)),
    ]


def test_what_is_hidden() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    document = read(
        table(
            cell("甲") + cell("1") + cell("2"),
            '<table:table-row table:visibility="filter">' + cell("乙") + cell("3") + "</table:table-row>",
            before=columns,
        ),
        table(cell("上年") + cell("9"), look=' table:style-name="hidden"'),
    )
    assert [row.texts for block in document.blocks if isinstance(block, Grid) for row in block.rows] == [
        ("甲", "2")
    ]
    assert len(document.notes) == 2


def test_rows_in_groups_and_drawings() -> None:
    row = f"<table:table-row>{cell('甲')}{cell('1')}</table:table-row>"
    group = f"<table:table-row-group>{row}</table:table-row-group>"
    frame = row.replace(cell("甲"), "").replace(
        "text:p>1</text:p", "draw:frame><text:p>框</text:p></draw:frame"
    )
    document = read(table(before=group + frame))
    assert [row.texts for block in document.blocks if isinstance(block, Grid) for row in block.rows] == [
        ("甲", "1")
    ]
    assert "文本框" in document.notes[0].zh


def repeated(columns: int = 1, rows: int = 1, text: str = "1") -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{rows}">'
        + cell(text, f'table:number-columns-repeated="{columns}"')
        + "</table:table-row>"
    )


LAUGHS = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(packed(content(table(cell("&b;")), before=LAUGHS)), "damaged", id="entity_bomb"),
        pytest.param(packed(content(table(cell("1")))[:-30]), "damaged", id="cut_xml"),
        pytest.param(packed(""), "damaged", id="no_content"),
        pytest.param(packed("", "<x encryption-data='1'/>"), "damaged", id="encrypted"),
        pytest.param(packed(content()), "empty", id="no_sheets"),
        pytest.param(packed(content(table(repeated(16_384)))), "limit", id="too_wide"),
        pytest.param(packed(content(table(repeated(1000, 1_048_576)))), "limit", id="too_large"),
        pytest.param(
            packed(content(table(repeated(2, 1_048_575, "甲" * 1000)))), "limit", id="one_text_often"
        ),
        pytest.param(packed(content(table("<table:table-row/>" * 1_000_000))), "limit", id="a_million_tags"),
    ],
)
def test_damaged_and_hostile_files(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "坏.ods")
    assert caught.value.code == code
    assert "坏.ods" in caught.value.message.zh


def test_a_password_is_told() -> None:
    with pytest.raises(UnreadableError, match="密码"):
        read_bytes(packed("", "<x encryption-data='1'/>"), "坏.ods")


def test_a_sheet_drawn_to_its_end_is_no_wider_than_what_is_in_it() -> None:
    rest = '<table:table-cell table:style-name="drawn" table:number-columns-repeated="16382"/>'
    empty = (
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:style-name="drawn" '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert shown(table(cell("甲") + cell("1") + rest, cell("乙") + cell("2"), empty)) == [
        [["甲", "1"], ["乙", "2"]]
    ]
