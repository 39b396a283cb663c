"""Delimited text into blocks: which delimiter, which fields, and which rows are left unread."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders import Grid, Paragraph, UnreadableError, read_bytes, recognise
from gongkai.loaders import _limits as limits


def shown(text: str, name: str = "年报.csv", encoding: str = "utf-8") -> list[object]:
    document = read_bytes(text.encode(encoding), name)
    assert document.format == "csv"
    return [
        block.text if isinstance(block, Paragraph) else [list(row.texts) for row in block.rows]
        for block in document.blocks
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_delimiters_and_encodings(delimiter: str, encoding: str, line_end: str) -> None:
    rows = [["信息内容", "本年，数量", "对外；总数"], ["规章", "1", "2"], ["规范性文件", "", "3"]]
    text = line_end.join(delimiter.join(row) for row in rows)
    assert shown(text, encoding=encoding) == [rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('甲,"1,234",3\n乙,4,5', [["甲", "1,234", "3"], ["乙", "4", "5"]]),
        ('"甲\n乙","说""一""句",3\n丙,4,5', [["甲\n乙", '说"一"句', "3"], ["丙", "4", "5"]]),
        ("甲\t1,234\t3\n乙\t4\t5", [["甲", "1,234", "3"], ["乙", "4", "5"]]),
        ("甲;1,5;3\n乙;4,5;5", [["甲", "1,5", "3"], ["乙", "4,5", "5"]]),
        ("sep=;\n甲,乙;1\n丙,丁;2", [["甲,乙", "1"], ["丙,丁", "2"]]),
        ("SEP=|\r\n甲|1\r\n乙|2", [["甲", "1"], ["乙", "2"]]),
        ('甲,"乙,1\n丙,2,3', [["甲", '"乙', "1"], ["丙", "2", "3"]]),
        ('甲,"乙"x,1\n丙,2,3', [["甲", '"乙"x', "1"], ["丙", "2", "3"]]),
        ("　甲 , 1 ,\u3000\n乙,2,3", [["甲", "1", ""], ["乙", "2", "3"]]),
    ],
)
def test_fields(text: str, rows: list[list[str]]) -> None:
    assert shown(text) == [rows]


def test_a_sheet_saved_with_its_empty_fields() -> None:
    text = "某局年报,,,\n一段文字。,,,\n表,,,\n甲,,乙,丙\n一,1,2,3\n,,,\n二,,5,\n尾,,,\n"
    assert shown(text) == [
        "某局年报",
        "一段文字。",
        "表",
        [["甲", "", "乙", "丙"], ["一", "1", "2", "3"], ["", "", "", ""]],
        [["二", "", "5"]],
        "尾",
    ]


def test_places_are_those_of_the_sheet() -> None:
    title, grid = read_bytes("题目,\n,\n甲,1\n乙,2".encode(), "a.csv").blocks
    assert title.locator[:4] == (None, None, 1, 1)
    assert grid.locator[:4] == (None, 1, 3, None)


@pytest.mark.parametrize(
    ("row", "read"),
    [
        # A number parted at its thousands separator, and the blank that would hide it.
        ("乙,1,234,5,", ["乙", "| 1 | 234 | 5 |"]),
        ("乙,1,234,567,8", ["乙", "| 1 | 234 | 567 | 8"]),
        # A field lost.
        ("乙,2,3", ["乙", "| 2 | 3"]),
        ("二,乙,3", ["二", "乙", "| 3"]),
        # Too many labels are no harm.
        ("乙,丙,丁,戊,", ["乙", "丙", "丁", "戊", ""]),
    ],
)
def test_rows_with_another_number_of_fields_are_not_parted(row: str, read: list[str]) -> None:
    text = f"头,甲,乙,丙\n甲,1,2,3\n{row}\n丙,4,5,6\n"
    (grid,) = read_bytes(text.encode(), "a.csv").blocks
    assert isinstance(grid, Grid)
    assert [text for text in grid.rows[2].texts if text] == [text for text in read if text]


def test_text_without_a_delimiter_is_text() -> None:
    document = read_bytes("某局年报\n一段文字，没有表格。".encode(), "a.csv")
    assert (document.format, len(document.blocks)) == ("text", 2)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(bytes(range(256)) * 8, "not_text", id="no_text"),
        pytest.param(("甲," * 2000 + "\n").encode() * 3, "limit", id="too_wide"),
        pytest.param(("1" + "," * 900 + "1\n").encode() * 3000, "limit", id="too_large"),
    ],
)
def test_hostile_files(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "坏.csv")
    assert caught.value.code == code
    assert "坏.csv" in caught.value.message.zh


def test_a_field_larger_than_any_cell_is_still_read() -> None:
    long = "甲" * (csv.field_size_limit() + 1)
    (grid,) = read_bytes(f'"{long}",1\n乙,2\n'.encode(), "a.csv").blocks
    assert isinstance(grid, Grid)
    assert grid.rows[0].texts == (f'"{long}"', "1")


FIELDS = st.text(st.sampled_from('甲乙，。12 \n",;\t'), min_size=1, max_size=6).filter(
    lambda text: text == text.strip()
)


@given(
    st.lists(st.lists(FIELDS, min_size=3, max_size=3), min_size=3, max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
@settings(deadline=None)
def test_what_is_written_comes_back(rows: list[list[str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    blocks = read_bytes(f"sep={delimiter}\r\n{file.getvalue()}".encode(), "a.csv").blocks
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [list(row.texts) for grid in grids for row in grid.rows] == rows
    assert limits.MAX_COLUMNS > 3


@given(st.text(st.sampled_from('甲,;\t"\n1 、一'), max_size=60))
@settings(deadline=None)
def test_any_text_gives_a_document_or_a_reason(text: str) -> None:
    try:
        recognise(read_bytes(text.encode(), "a.csv"))
    except UnreadableError as error:
        assert error.code in {"empty", "no_report"}  # noqa: PT017 - a report is as good an outcome
