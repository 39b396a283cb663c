"""Notices: whole, in the organ's name, and text stays text whatever it looks like."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from lxml import etree

from gongkai.reviews import Notice, NoticeError, NoticeWriter, file_names, read_notices
from gongkai.reviews._notices import Item, shown
from gongkai.rules import all_catalogues

ROOT = Path(__file__).parents[2]
PAYLOADS = (
    "{{ 7*7 }}",
    "{{7*7}}",
    "{% for a in findings %}x{% endfor %}",
    "{%tr endfor %}",
    "{%p if x %}",
    "{# 注 #}",
    "{{ organ.__class__.__mro__ }}",
    "{{r organ }}",
    "</w:t></w:r></w:p><w:p><w:r><w:t>伪造",
    "<w:p>",
    "&",
    "&amp;&lt;&#60;",
    "]]><!--",
    "\"'>",
    "<w:br/>",
    "\x00\x07\x0b\x1b",
    "\ud800\udfff",
    "\ufffe\uffff",
    "年报\u202etxt\u2066",
    "长" * 40_000,
)


def notice(text: str) -> Notice:
    item = Item(*[text] * len(fields(Item)))
    return Notice(text, text, (item,), (item,), 2, 3)


def text_of(path: Path) -> str:
    root = etree.fromstring(ZipFile(path).read("word/document.xml"))
    return "".join(root.itertext("{*}t"))


def template(path: Path, *paragraphs: str) -> Path:
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(str(path))
    return path


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_what_an_organ_wrote_comes_out_as_text(payload: str, tmp_path: Path) -> None:
    writer = NoticeWriter(None, "zh", None)
    said = shown(payload)
    writer.write(notice(said), tmp_path / "payload.docx")
    writer.write(notice("甲"), tmp_path / "plain.docx")
    assert text_of(tmp_path / "payload.docx").count(said) >= 2 * 5
    shape = [
        [node.tag for node in etree.fromstring(ZipFile(tmp_path / name).read("word/document.xml")).iter()]
        for name in ("payload.docx", "plain.docx")
    ]
    assert shape[0] == shape[1]
    Document(str(tmp_path / "payload.docx"))


def test_a_notice_says_everything_of_a_finding(tmp_path: Path) -> None:
    item = Item(**{field.name: f"〔{field.name}〕" for field in fields(Item)})
    NoticeWriter(None, "zh", None).write(Notice("甲局", "", (item,), (), 2, 3), tmp_path / "a.docx")
    told = text_of(tmp_path / "a.docx")
    for name in ("number", "year", "title", "message", "reported", "computed", "suggestion", "remedy"):
        assert f"〔{name}〕" in told
    assert "〔citation〕" in told
    assert "已豁免的 2 条、仅作提示的 3 条" in told
    assert "请核实的问题" not in told


def test_the_docs_list_the_fields_that_there_are() -> None:
    listed = re.findall(r"^\| `([\w.]+)` \|", (ROOT / "docs/notices.md").read_text("utf-8"), re.MULTILINE)
    given = list(NoticeWriter(None, "zh", None)._fields(notice("甲")))
    assert len(listed) == len(set(listed))
    assert set(listed) == set(given) | {f"one.{field.name}" for field in fields(Item)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_standard_template_has_all_it_asks_for(lang: Any, tmp_path: Path) -> None:
    NoticeWriter(None, lang, None).write(notice("甲"), tmp_path / "a.docx")
    assert ("{{" in text_of(tmp_path / "a.docx"), "{%" in text_of(tmp_path / "a.docx")) == (False, False)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{ budget }}", "budget"),
        ("{{ organ.mayor }}", "mayor"),
        ("{% if %}", ""),
        ("{{ organ.__class__.__mro__ }}", "__class__"),
        ("{{ 1/0 }}", "zero"),
        ("{{ findings[9].title }}", ""),
    ],
)
def test_a_template_that_asks_for_more_is_refused_by_name(text: str, named: str, tmp_path: Path) -> None:
    writer = NoticeWriter(template(tmp_path / "own.docx", "{{ organ }}", text), "zh", None)
    with pytest.raises(NoticeError) as caught:
        writer.write(notice("甲"), tmp_path / "a.docx")
    assert named in caught.value.message.zh
    assert "own.docx" in caught.value.message.zh
    assert not (tmp_path / "a.docx").exists()


def _zip(**parts: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", "通知".encode(), _zip(a=b"x"), _zip(**{"[Content_Types].xml": b"<"})],
    ids=["empty", "cut", "text", "no document", "broken"],
)
def test_a_template_that_is_no_word_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(data)
    with pytest.raises(NoticeError, match=r"own\.docx"):
        NoticeWriter(tmp_path / "own.docx", "zh", None)


def test_files_have_safe_names_of_their_own() -> None:
    organs = [
        "../../etc/passwd",
        "a/b",
        "a\\b",
        "CON",
        "nul.x",
        " . ",
        "甲局",
        "甲局",
        "长" * 300,
        "长" * 301,
    ]
    organs += ["𠮷" * 300, "é", "e\u0301", "ABC", "abc"]
    names = file_names(replace(notice("甲"), organ=one) for one in organs)
    assert len({name.casefold() for name in names}) == len(organs)
    for name in names:
        assert len(name.encode()) <= 255
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
        assert not re.match(r"(?i)(con|nul)(\.|$)|[. ]", name.removesuffix(".docx")) or name.startswith("..")
    assert names[6:8] == ["甲局.docx", "甲局（2）.docx"]


def test_no_finding_is_lost(published: Any) -> None:
    found = read_notices(published.folder, {one.edition.id: one for one in all_catalogues()}, "zh")
    listed = sum(len(one.findings) + len(one.doubts) for one in found.notices)
    assert listed + found.waived + found.notes + found.unaddressed == len(published.findings)
    assert found.waived
    assert found.notes
