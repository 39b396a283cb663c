"""Bytes into text, in every encoding a report was seen in, and none."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.loaders import UnreadableError, read_bytes
from gongkai.loaders._encoding import decode

SIMPLIFIED = "某县教育局2023年政府信息公开工作年度报告\n一、总体情况\n本年新收申请 12 件。\n"
TRADITIONAL = "某縣教育局2023年政府資訊公開工作年度報告\n一、總體情況\n規範性檔案數量為 12 件，對外公開。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SIMPLIFIED.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode(), "utf-8-sig"),
        (SIMPLIFIED.encode("gb18030"), "gb18030"),
        (SIMPLIFIED.encode("gb2312"), "gb18030"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
        (SIMPLIFIED.encode("utf-16-le"), "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings_of_simplified_chinese(data: bytes, encoding: str) -> None:
    decoded = decode(data, "x.txt")
    assert (decoded.text, decoded.encoding, decoded.notes) == (SIMPLIFIED, encoding, ())


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
def test_traditional_characters_in_either_encoding(codec: str) -> None:
    assert decode(TRADITIONAL.encode(codec), "x.txt").text == TRADITIONAL


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", "x-nonsense", "rot13", None])
@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
def test_a_declaration_that_lies_does_no_harm(declared: str | None, actual: str) -> None:
    assert decode(SIMPLIFIED.encode(actual), "x.html", declared).text == SIMPLIFIED


@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "windows-1252"])
def test_a_page_whose_meta_lies(actual: str, declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{SIMPLIFIED}</p></body></html>'
    document = read_bytes(page.encode(actual), "x.html")
    assert "".join(SIMPLIFIED.split()) == "".join(getattr(b, "text", "") for b in document.blocks).replace(
        " ", ""
    )


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_cut_within_a_character(cut: int) -> None:
    decoded = decode((SIMPLIFIED + "公").encode()[:-cut], "x.txt")
    assert decoded.text == SIMPLIFIED
    assert len(decoded.notes) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_damaged_character_is_shown_and_the_rest_read(encoding: str) -> None:
    text = SIMPLIFIED * 20
    data = text.encode(encoding)
    middle = len((SIMPLIFIED * 10).encode(encoding))
    decoded = decode(data[:middle] + b"\xff" + data[middle:], "x.txt")
    assert decoded.encoding == encoding
    assert decoded.text.replace("�", "").startswith(SIMPLIFIED * 10)
    assert len(decoded.notes) == 1


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 500,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 300 + b"\xc3\x28" * 50,
    ],
)
def test_binaries_are_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(data, "程序.txt")
    assert caught.value.code == "not_text"
    assert "程序.txt" in caught.value.message.zh
    assert "程序.txt" in caught.value.message.en


def test_padding_at_the_end_is_not_text_and_no_harm() -> None:
    assert decode(SIMPLIFIED.encode() + b"\x00" * 512, "x.txt").text == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gb18030") + b"\x1a", "x.txt").text == SIMPLIFIED


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf8_is_always_given_back(text: str) -> None:
    assert decode(text.encode(), "x.txt").text.encode().endswith(text.removeprefix("\ufeff").encode())
