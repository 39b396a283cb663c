"""Scans are told as scans, whatever their name and whatever they are wrapped in."""

from __future__ import annotations

import io
import zipfile

import pytest

from gongkai.loaders import UnreadableError, read_bytes

PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "gif": b"GIF89a",
    "tiff": b"II*\x00",
    "tiff, the other way round": b"MM\x00*",
    "bmp": b"BM\x10\x00\x00\x00\x00\x00\x00\x00",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "heic": b"\0\0\0\x18ftypheic",
}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refusal(data: bytes, name: str) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    return caught.value


def word_document(text: str, *parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t><w:drawing/></w:r></w:p></w:body>'
            "</w:document>",
        )
        for part in parts:
            package.writestr(part, PICTURES["png"])
    return file.getvalue()


@pytest.mark.parametrize("name", ["年报.jpg", "年报.docx", "年报.html", "年报.txt", "年报"])
@pytest.mark.parametrize("data", PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_under_any_name(data: bytes, name: str) -> None:
    error = refusal(data + b"\0" * 40, name)
    assert error.code == "scanned"
    assert error.message.zh.startswith(f"{name}：扫描件")
    assert error.message.en.startswith(f"{name}: a scan")


@pytest.mark.parametrize("text", ["", " \u3000"])
def test_a_word_document_of_pictures(text: str) -> None:
    assert refusal(word_document(text, "word/media/image1.png"), "a.docx").code == "scanned"


def test_a_word_document_of_nothing() -> None:
    assert refusal(word_document("", "word/styles.xml"), "a.docx").code == "empty"


def test_a_word_document_with_text_beside_its_pictures() -> None:
    assert read_bytes(word_document("甲", "word/media/image1.png"), "a.docx").blocks


@pytest.mark.parametrize("picture", ['<img src="1.jpg">', "<IMG\nsrc='1.jpg'/>", '<v:imagedata src="1"/>'])
def test_a_page_of_pictures(picture: str) -> None:
    page = f"<html><body><p>&nbsp;{picture}</p></body></html>"
    assert refusal(page.encode(), "a.html").code == "scanned"
    assert read_bytes(page.replace("&nbsp;", "甲").encode(), "a.html").blocks


def test_text_that_begins_as_a_picture_does() -> None:
    assert read_bytes("BM 甲".encode(), "a.txt").blocks
    assert read_bytes(b"GIF8 is no picture", "a.txt").blocks
