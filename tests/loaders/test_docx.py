"""Word documents into blocks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gongkai.loaders import Document, Grid, Paragraph, UnreadableError, read, read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TEMPLATE = Path(__file__).parents[3] / "shared/reports/03_form2021-blank-template.docx"


def document_xml(body: str, before: str = "", namespace: str = W) -> str:
    names = f'xmlns:w="{namespace}" xmlns:mc="{MC}"'
    return f'<?xml version="1.0"?>{before}<w:document {names}><w:body>{body}</w:body></w:document>'


def packed(xml: str | bytes, name: str = "word/document.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(name, xml)
    return file.getvalue()


def read_body(body: str) -> Document:
    document = read_bytes(packed(document_xml(body)), "年报.docx")
    assert document.format == "docx"
    return document


def p(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr><w:tcW w:w='1'/>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def shown(body: str) -> list[object]:
    return [
        b.text if isinstance(b, Paragraph) else [list(row.texts) for row in b.rows]
        for b in read_body(body).blocks
    ]


DELETED = "<w:p><w:del><w:r><w:t>甲</w:t></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r></w:ins></w:p>"
REFORMATTED = (
    "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t>甲</w:t></w:r></w:p>"
)
BOX = f"<w:txbxContent>{p('框')}</w:txbxContent>"
BOXED = (
    "<w:p><w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent>"
    f"<mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
    "</mc:AlternateContent></w:r><w:r><w:t>乙</w:t></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (p("甲", "乙") + p("") + p("丙"), ["甲乙", "丙"]),
        ("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", ["甲\t乙", "丙"]),
        ("<w:p><w:r><w:noBreakHyphen/><w:t>18</w:t></w:r></w:p>", ["-18"]),
        (DELETED + p("丙"), ["乙", "丙"]),
        ("<w:p><w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:r><w:t>乙</w:t></w:r></w:p>", ["乙"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>", ["甲"]),
        ("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t><w:instrText>PAGE</w:instrText></w:r></w:p>", ["甲"]),
        (REFORMATTED, ["甲"]),
        (p("x &lt;w:rPr&gt; y"), ["x <w:rPr> y"]),
        (BOXED, ["甲乙", "框"]),
    ],
)
def test_running_text(body: str, lines: list[str]) -> None:
    assert shown(body) == lines


def test_spans() -> None:
    restart, goes_on, two = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    body = tbl(
        tc("角", restart) + tc("头", two) + tc("尾", restart),
        tc("", goes_on) + tc("a") + tc("b") + tc("", goes_on),
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + tc("c", two) + tc("新", restart),
        tc("d") + tc("e") + tc("f") + tc("", '<w:vMerge w:val="continue"/>'),
    )
    (grid,) = read_body(body).blocks
    assert isinstance(grid, Grid)
    assert (grid.ragged, grid.locator.table) == (False, 1)
    assert [row[:3] for row in grid.rows] == [
        (("角", "头", "尾"), (0, 1, 3), (1, 2, 1)),
        (("a", "b"), (1, 2), (1, 1)),
        (("", "c", "新"), (0, 1, 3), (1, 2, 1)),
        (("d", "e", "f"), (0, 1, 2), (1, 1, 1)),
    ]


def test_a_merge_that_continues_nothing_is_a_cell() -> None:
    assert shown(tbl(tc("甲", "<w:vMerge/>") + tc("乙"), tc("丙") + tc("丁"))) == [
        [["甲", "乙"], ["丙", "丁"]]
    ]


def test_paragraphs_inside_a_cell_stay_apart() -> None:
    cell = f"<w:tc>{p('1')}{p('')}{p('2')}</w:tc>"
    assert shown(tbl(cell + tc("\u3000"))) == [[["1\n2", "\u3000"]]]


def test_deleted_rows_are_left_out() -> None:
    deleted = "<w:trPr><w:del/></w:trPr>" + tc("")
    assert shown(tbl(tc("甲"), deleted, tc("乙"))) == [[["甲"], ["乙"]]]


def test_rows_and_cells_in_controls() -> None:
    def controlled(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    row = controlled(f"<w:tr>{controlled(tc('甲'))}{tc('乙')}</w:tr>")
    assert shown(controlled(f"<w:tbl>{row}</w:tbl>")) == [[["甲", "乙"]]]


def test_tracked_formatting_is_not_the_format() -> None:
    before = "<w:tcPrChange><w:tcPr><w:gridSpan w:val='3'/><w:vMerge/></w:tcPr></w:tcPrChange>"
    (grid,) = read_body(tbl(tc("甲", before) + tc("乙"))).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[0][:3] == (("甲", "乙"), (0, 1), (1, 1))


def test_a_text_box_in_a_cell_does_not_part_its_text() -> None:
    boxed = BOXED.replace("甲", "1").replace("乙", "2")
    assert shown(tbl(f"<w:tc>{boxed}</w:tc>")) == [[["12\n框"]]]


MARKS = "".join(map(chr, range(0xE000, 0xE008)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("how", ["{}", "&#{};", "&#x{:04x};", "&#0{};"])
def test_marks_cannot_be_forged(how: str, encoding: str) -> None:
    forged = "".join(how.format(mark if how == "{}" else ord(mark)) for mark in MARKS)
    span = f'<w:gridSpan w:val="{forged}"/>'
    xml = document_xml(p(f"甲{forged}乙") + tbl(tc(f"丙{forged}") + tc("丁", span)))
    paragraph, grid = read_bytes(packed(xml.encode(encoding)), "a.docx").blocks
    lost = "\ufffd" * len(MARKS)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == f"甲{lost}乙"
    assert isinstance(grid, Grid)
    assert [row[:3] for row in grid.rows] == [((f"丙{lost}", "丁"), (0, 1), (1, 1))]


@pytest.mark.parametrize(
    "body",
    [
        f"<w:tr>{tc('甲')}</w:tr>",
        f"<w:p><w:tr>{tc('甲')}</w:tr></w:p>",
        f"<w:trPr><w:del/><w:del/></w:trPr>{p('甲')}",
        tbl("<w:trPr><w:del/><w:del/></w:trPr>" + tc("乙")) + p("甲"),
    ],
)
def test_rows_in_odd_places(body: str) -> None:
    assert shown(body) == ["甲"]


@pytest.mark.parametrize("root", ["del", "tr", "trPr", "tbl", "tc"])
def test_other_roots_hold_nothing(root: str) -> None:
    xml = f'<w:{root} xmlns:w="{W}"><w:trPr><w:del/></w:trPr><w:del/></w:{root}>'
    with pytest.raises(UnreadableError) as caught:
        read_bytes(packed(xml), "a.docx")
    assert caught.value.code == "empty"


def test_a_table_around_tables_is_layout() -> None:
    inner = tbl(tc("1") + tc("2"))
    body = tbl(f"<w:tc>{p('题')}{inner}{p('后')}</w:tc>", tc("尾"))
    assert shown(body) == ["题", [["1", "2"]], "后", "尾"]


def test_automatic_numbering_is_noted() -> None:
    numbering = "<w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr>"
    document = read_body(f"<w:p>{numbering}<w:r><w:t>总体情况</w:t></w:r></w:p>{p('甲')}")
    assert [getattr(b, "text", None) for b in document.blocks] == ["总体情况", "甲"]
    assert len(document.notes) == 1
    assert not read_body(p("甲")).notes


@pytest.mark.parametrize("name", ["word/document.xml", "word/document2.xml"])
@pytest.mark.parametrize("namespace", [W, "http://purl.oclc.org/ooxml/wordprocessingml/main"])
def test_other_producers(name: str, namespace: str) -> None:
    document = read_bytes(packed(document_xml(p("甲"), namespace=namespace), name), "a.docx")
    assert [getattr(b, "text", None) for b in document.blocks] == ["甲"]


EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def encrypted() -> bytes:
    data = bytearray(packed(document_xml(p("甲"))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(packed(document_xml(p("&x;"), EXTERNAL)), "damaged", id="external_entity"),
        pytest.param(packed(document_xml(p("&b;"), LAUGHS)), "damaged", id="entity_bomb"),
        pytest.param(
            packed(document_xml(p("&x;"), EXTERNAL).encode("utf-16")),
            "damaged",
            id="external_entity_in_utf16",
        ),
        pytest.param(packed(document_xml(p("甲")).encode("utf-16")[:-1]), "damaged", id="cut_utf16"),
        pytest.param(packed(document_xml(p("甲")).encode("gb18030")), "damaged", id="neither_utf8_nor_utf16"),
        pytest.param(packed("<w:document"), "damaged", id="cut_xml"),
        pytest.param(packed(""), "damaged", id="no_xml"),
        pytest.param(packed(document_xml(p("甲")))[:-40], "damaged", id="cut_at_the_end"),
        pytest.param(packed(document_xml(p("甲")))[:60], "damaged", id="cut_early"),
        pytest.param(b"PK\x03\x04", "damaged", id="only_a_signature"),
        pytest.param(b"hello", "damaged", id="no_zip"),
        pytest.param(encrypted(), "damaged", id="encrypted"),
        pytest.param(packed(document_xml(p("甲")), method=zipfile.ZIP_LZMA), "damaged", id="lzma"),
        pytest.param(packed(b" " * 40_000_000), "limit", id="bomb_of_spaces"),
        pytest.param(packed(document_xml(p(" " * 20_000_000))), "limit", id="bomb_in_a_paragraph"),
        pytest.param(
            packed(document_xml("<w:p/>" * 1_000_001), method=zipfile.ZIP_STORED),
            "limit",
            id="a_million_tags",
        ),
        pytest.param(packed(document_xml("<w:sdt>" * 5000 + "</w:sdt>" * 5000)), "limit", id="too_deep"),
        pytest.param(
            packed(document_xml(tbl(tc("1", '<w:gridSpan w:val="999"/>') + tc("2") + tc("3")))),
            "limit",
            id="too_wide",
        ),
        pytest.param(packed(document_xml("")), "empty", id="no_text"),
        pytest.param(packed("<x/>", "ppt/presentation.xml"), "unknown_format", id="a_presentation"),
        pytest.param(packed("<x/>", "附件/年报.txt"), "unknown_format", id="an_archive"),
    ],
)
def test_damaged_and_hostile_files(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "坏.docx")
    assert caught.value.code == code
    assert "坏.docx" in caught.value.message.zh
    assert "坏.docx" in caught.value.message.en


def test_broken_data_inside_the_package() -> None:
    whole = packed(document_xml(p("甲" * 3000 + "乙丙丁")))
    at = whole.index(b"word/document.xml") + 40
    with pytest.raises(UnreadableError) as caught:
        read_bytes(whole[:at] + bytes(10) + whole[at + 10 :], "坏.docx")
    assert caught.value.code == "damaged"


@pytest.mark.skipif(not TEMPLATE.exists(), reason="the shared reports are not here")
def test_the_blank_template() -> None:
    document = read(TEMPLATE)
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [len(grid.rows) for grid in grids] == [14, 28, 4]
    for grid, width in zip(grids, (4, 10, 15), strict=True):
        assert max(row.columns[-1] + row.colspans[-1] for row in grid.rows) == width


def run(text: str, formatting: str = "") -> str:
    return f"<w:r><w:rPr><w:b/>{formatting}</w:rPr><w:t>{text}</w:t></w:r>"


RAISED, LOWERED = (f'<w:vertAlign w:val="{name}script"/>' for name in ("super", "sub"))


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("12") + run("1", RAISED), "12^1"),
        (run("12") + run("３", LOWERED), "12^３"),
        (run("12") + run("①", RAISED), "12①"),
        (run("12", "<w:strike/>") + run("13"), "~12~13"),
        (run("12", '<w:dstrike w:val="true"/>') + run("13"), "~12~13"),
        (run("12", '<w:strike w:val="0"/>') + run("3"), "123"),
        (run("旧", "<w:strike/>") + run("13"), "旧13"),
        (f"<w:pPr><w:rPr>{RAISED}</w:rPr></w:pPr>{run('1')}{run('2')}", "12"),
        (run("1", '<w:vertAlign w:val="baseline"/>') + run("2"), "12"),
    ],
)
def test_figures_raised_lowered_or_struck_out_are_no_digits(runs: str, text: str) -> None:
    assert shown(f"<w:p>{runs}</w:p>") == [text]
