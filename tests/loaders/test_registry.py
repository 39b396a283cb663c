"""Which reader takes a file, which files none takes, and that nothing but UnreadableError comes out."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders import Document, UnreadableError, read, read_bytes
from gongkai.loaders import _limits as limits
from gongkai.loaders._registry import READERS

SHARED = Path(__file__).parents[3] / "shared/reports"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<html><body><p>甲</p></body></html>"


def refusal(data: bytes, name: str) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    assert name in caught.value.message.zh
    assert name in caught.value.message.en
    assert re.search("请", caught.value.message.zh)
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "format_name"),
    [
        (PAGE.encode(), "a.html", "html"),
        (PAGE.encode(), "a.doc", "html"),
        (PAGE.encode("utf-16"), "a.doc", "html"),
        (PAGE.encode("utf-16-le"), "a.txt", "html"),
        (b"\xef\xbb\xbf\r\n " + PAGE.encode(), "a.txt", "html"),
        (b'<?xml version="1.0" encoding="utf-8"?>\n' + PAGE.encode(), "a.xml", "html"),
        ("<p style='x'>甲</p>".encode(), "a", "html"),
        ("甲<br>乙".encode(), "a.htm", "html"),
        ("甲<br>乙".encode(), "a.txt", "text"),
        ("甲\n乙".encode(), "a.html", "text"),
        ("<甲>".encode(), "a.txt", "text"),
        ("# 甲\n\n| 1 | 2 |".encode(), "a.md", "markdown"),
        ("<table><tr><td>甲</td></tr></table>".encode(), "a.md", "markdown"),
        ("甲\n<table><tr><td>乙</td></tr></table>".encode(), "a.txt", "markdown"),
        (PAGE.encode(), "a.md", "html"),
        ("甲".encode(), "a", "text"),
        ("甲".encode(), "a.dat", "text"),
    ],
)
def test_the_content_picks_the_reader(data: bytes, name: str, format_name: str) -> None:
    document = read_bytes(data, name)
    assert (document.format, document.path) == (format_name, name)
    assert re.fullmatch("[0-9a-f]{64}", document.sha256)


def _word_document() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            "<w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>",
        )
    return file.getvalue()


WORD_DOCUMENT = _word_document()


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.txt", "a.wps", "a"])
def test_a_word_document_under_any_name(name: str) -> None:
    assert read_bytes(WORD_DOCUMENT, name).format == "docx"


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"Rar!\x1a\x07\x00", "a.rar", "RAR"),
    ],
)
def test_known_formats_that_are_not_read(data: bytes, name: str, what: str) -> None:
    error = refusal(data, name)
    assert error.code == "unknown_format"
    assert what in error.message.zh
    assert what in error.message.en


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.xls", "a.et", "a.txt"])
def test_an_ole2_file_that_holds_nothing(name: str) -> None:
    assert refusal(OLE2 + b"\0" * 600, name).code == "damaged"


def test_an_encrypted_document() -> None:
    assert refusal(OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.docx").code == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0\0\0",
        "\u3000\n\xa0".encode(),
        b"<p></p>",
        b"<!-- x -->",
    ],
)
def test_empty_files(data: bytes) -> None:
    assert refusal(data, "空.html").code == "empty"


def test_too_large_is_told_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(limits.MAX_BYTES + 1)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.code == "too_large"
    assert "大.txt" in caught.value.message.zh


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "无.txt", "not_found"), (tmp_path, "damaged"), (Path("a\0b"), "damaged")):
        with pytest.raises(UnreadableError) as caught:
            read(path)
        assert caught.value.code == code


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.txt")
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path / "管.txt")
    assert caught.value.code == "damaged"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.code == "damaged"


def test_formats_are_told_apart_by_name() -> None:
    assert len({reader.FORMAT for reader in READERS}) == len(READERS)
    suffixes = [suffix for reader in READERS for suffix in reader.SUFFIXES]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
def test_every_shared_report_is_read() -> None:
    names = sorted(path for path in SHARED.iterdir() if path.is_file())
    formats = {".txt": "text", ".html": "html", ".docx": "docx"}
    assert names
    for path in names:
        assert read(path).format == formats[path.suffix]


NAMES = st.sampled_from(["a.txt", "a.html", "a.docx", "a.doc", "a.md", "a", "年.报"])
STARTS = st.sampled_from(
    [b"", b"<html>", b"<table><tr><td>", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", OLE2]
)
PIECES = (
    *("<table>", "</table>", "<tr>", "<td colspan=3>", "<td rowspan=0>", "</td>", "<p>", "<br>", "<pre>"),
    *("</div>", "<caption>", "<form>", "<title>", "<!--", "<![CDATA[", "甲", "&nbsp;", "&#0;", "&#xD800;"),
    *("\t1\t", "| a |", "\n", "\0"),
)
MARKUP = st.lists(st.sampled_from(PIECES), max_size=30)
CODES = {"empty", "unknown_format", "damaged", "not_text", "limit", "scanned", "needs_libreoffice"}


def outcome(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except UnreadableError as error:
        assert error.code in CODES  # noqa: PT017 - a document is as good an outcome
    else:
        assert isinstance(document, Document)
        assert document.blocks
        str(document).encode()


@given(STARTS, st.binary(max_size=400), NAMES)
@settings(deadline=None)
def test_any_bytes_give_a_document_or_a_reason(start: bytes, data: bytes, name: str) -> None:
    outcome(start + data, name)


@given(MARKUP, NAMES, st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le"]))
@settings(deadline=None)
def test_any_markup_gives_a_document_or_a_reason(parts: list[str], name: str, encoding: str) -> None:
    outcome("".join(parts).encode(encoding), name)


@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 500))
@settings(deadline=None)
def test_a_damaged_package_gives_a_document_or_a_reason(at: int, byte: int, end: int) -> None:
    data = bytearray(WORD_DOCUMENT)
    data[at % len(data)] = byte
    outcome(bytes(data[: max(end, 1)] if end % 3 else data), "a.docx")
