"""Word documents in one XML file, of Word 2003 and later."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai import demo
from gongkai.loaders import Document, Paragraph, UnreadableError, read_bytes, recognise

OF_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
LATER = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FLAT = "http://schemas.microsoft.com/office/2006/xmlPackage"
AML = "http://schemas.microsoft.com/aml/2001/core"
CALLED = '<?xml version="1.0" encoding="{}" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'


def word_2003(body: str, encoding: str = "UTF-8", before: str = "") -> bytes:
    head = CALLED.format(encoding) + before
    names = f'xmlns:w="{OF_2003}" xmlns:wx="{OF_2003}/auxHint" xmlns:aml="{AML}"'
    text = (
        f"{head}<w:wordDocument {names}><w:fonts/><w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    )
    return text.encode(encoding)


def flat_package(body: str, part: str = "/word/document.xml") -> bytes:
    parts = f'<pkg:part pkg:name="{part}"><pkg:xmlData><w:document xmlns:w="{LATER}"><w:body>{body}</w:body>'
    styles = f'<pkg:part pkg:name="/word/styles.xml"><pkg:xmlData><w:styles xmlns:w="{LATER}"/></pkg:xmlData>'
    return (
        f'{CALLED.format("UTF-8")}<pkg:package xmlns:pkg="{FLAT}">{styles}</pkg:part>{parts}</w:document>'
        "</pkg:xmlData></pkg:part></pkg:package>"
    ).encode()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def shown(document: Document) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else [list(r.texts) for r in b.rows] for b in document.blocks]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "年报.xml")
    assert "年报.xml" in caught.value.message.zh
    return caught.value.code


BEGINS, GOES_ON, WIDE = '<w:vmerge w:val="restart"/>', "<w:vmerge/>", '<w:gridSpan w:val="2"/>'
TABLE = (
    f"<w:tbl><w:tr>{tc('组', BEGINS)}{tc('宽', WIDE)}</w:tr>"
    f"<w:tr>{tc('', GOES_ON)}{tc('甲')}{tc('12')}</w:tr></w:tbl>"
)


def annotated(kind: str, content: str) -> str:
    return f'<aml:annotation w:type="Word.{kind}"><aml:content>{content}</aml:content></aml:annotation>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("name", ["a.xml", "a.doc", "a.txt"])
def test_lines_and_spanned_tables(name: str) -> None:
    document = read_bytes(word_2003(p("标题") + TABLE), name)
    assert document.format == "wordxml"
    assert shown(document) == ["标题", [["组", "宽"], ["甲", "12"]]]
    grid = document.blocks[1]
    assert not isinstance(grid, Paragraph)
    assert [row.columns for row in grid.rows] == [(0, 1), (1, 2)]


def test_a_flat_package() -> None:
    later = TABLE.replace("vmerge", "vMerge")
    assert shown(read_bytes(flat_package(p("标题") + later), "a.xml")) == [
        "标题",
        [["组", "宽"], ["甲", "12"]],
    ]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            f"<w:p>{annotated('Deletion', run('旧'))}{annotated('Insertion', run('新'))}</w:p>", id="deleted"
        ),
        pytest.param(f"<w:p>{run('新')}<w:r><w:footnote>{p('注')}</w:footnote></w:r></w:p>", id="footnote"),
        pytest.param(f"<w:p>{run('新')}{annotated('Comment', p('批'))}</w:p>", id="comment"),
        pytest.param(f"{p('新')}<w:sectPr><w:hdr>{p('页眉')}</w:hdr><w:pgSz/></w:sectPr>", id="header"),
    ],
)
def test_what_is_not_the_text(body: str) -> None:
    assert shown(read_bytes(word_2003(body), "a.xml")) == ["新"]


def test_another_encoding_than_utf_8() -> None:
    document = read_bytes(word_2003(p("标题" * 30), "gb2312"), "a.xml")
    assert (shown(document), document.encoding) == (["标题" * 30], "gb18030")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word_2003(p("甲"))[:-20], "damaged"),
        (flat_package(p("甲"), "/x").replace(b"w:document", b"w:other"), "damaged"),
        (word_2003(p("甲"), before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "damaged"),
        (word_2003("<w:p><w:r><w:pict><w:binData>R0lG</w:binData></w:pict></w:r></w:p>"), "scanned"),
        (word_2003("<w:p/>"), "empty"),
        (word_2003("<w:p>" * 100_000), "limit"),
        (word_2003("<w:b/>" * 1_000_001), "limit"),
    ],
    ids=["cut off", "no body", "entities", "pictures", "nothing", "nested", "tags"],
)
def test_hostile_and_damaged_files(data: bytes, code: str) -> None:
    assert refusal(data) == code


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice to write the format")
def test_every_cell_of_a_report(tmp_path: Path) -> None:
    (sample,) = demo.clean_samples(1)
    report = demo.render(sample, "docx.in_two")
    (tmp_path / "a.docx").write_bytes(report.data)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xml:MS Word 2003 XML", "--outdir", str(tmp_path), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    cells = recognise(read_bytes((tmp_path / "a.xml").read_bytes(), "a.xml")).cells
    assert {cell: read.value for cell, read in cells.items()} == {
        cell: truth.value for cell, truth in report.truth.cells.items()
    }
