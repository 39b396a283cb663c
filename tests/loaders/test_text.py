"""Text into blocks: each way in which tables come out as text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.loaders import Grid, Paragraph, read_bytes
from gongkai.loaders.text import blocks_of


def rows(block: object) -> list[list[str]]:
    assert isinstance(block, Grid)
    return [list(row.texts) for row in block.rows]


def shown(text: str) -> list[object]:
    """Paragraphs as their text, grids as their rows."""
    return [block.text if isinstance(block, Paragraph) else rows(block) for block in blocks_of(text)]


def test_a_paragraph_a_line_with_its_line_number() -> None:
    blocks = blocks_of("标题\n\n  第一段\u3000有空格\r\n\xa0\r第二段")
    assert [(b.text, b.locator.line) for b in blocks if isinstance(b, Paragraph)] == [
        ("标题", 1),
        ("  第一段\u3000有空格", 3),
        ("第二段", 5),
    ]


def test_tabs_keep_every_field_as_printed() -> None:
    (before, grid, after) = blocks_of("甲\n\t项目 \t1\t\t\n乙\t\t2\n丙")
    assert isinstance(grid, Grid)
    assert rows(grid) == [["", "项目 ", "1", "", ""], ["乙", "", "2"]]
    assert list(grid.rows[0].columns) == [0, 1, 2, 3, 4]
    assert [row.line for row in grid.rows] == [2, 3]
    assert (grid.ragged, grid.closed, grid.locator.table, grid.locator.line) == (True, False, 1, 2)
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)


def test_a_line_without_tabs_or_a_blank_one_ends_a_tab_grid() -> None:
    assert shown("a\t1\n\nb\t2\n小计\nc\t3") == [[["a", "1"]], [["b", "2"]], "小计", [["c", "3"]]]
    assert [b.locator.table for b in blocks_of("a\t1\n\nb\t2") if isinstance(b, Grid)] == [1, 2]


def test_indented_paragraphs_are_no_table() -> None:
    assert shown("\t第一段。\n\t第二段。") == ["\t第一段。", "\t第二段。"]
    assert shown("\t\n甲") == ["甲"]


def test_pipes_row_a_line_keeps_leading_fillers_and_closed_blanks() -> None:
    text = "项目 | 数量 | 备注 |\n甲类 | 一 | 1 | |\n| 二 | | 2 |\n| | 三 | |"
    (grid,) = blocks_of(text)
    assert isinstance(grid, Grid)
    assert rows(grid) == [
        ["项目", "数量", "备注"],
        ["甲类", "一", "1", ""],
        ["", "二", "", "2"],
        ["", "", "三", ""],
    ]
    assert (grid.ragged, grid.closed) == (True, True)
    assert [row.line for row in grid.rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "text",
    [
        "| 项目 | 数量 |\n|---|:--:|\n| 甲 | |\n| | 2 |",
        "| 项目 | 数量 |\n| --- | --- |\n| 甲 |  |\n|  | 2 |",
        "| 项目 | 数量 |\n| 甲 | |\n| | 2 |",
        "项目 | 数量\n---|---\n甲 | |\n | 2",
    ],
)
def test_markdown(text: str) -> None:
    assert shown(text) == [[["项目", "数量"], ["甲", ""], ["", "2"]]]


def test_two_markdown_tables_with_a_blank_line_between() -> None:
    table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    assert shown(f"{table}\n{table}") == [[["甲", "乙"], ["1", "2"]]] * 2


def test_a_cell_a_line_breaks_rows_where_spans_are_shown() -> None:
    text = "组 |\n|||\n名称 |\n数量 |\n||\n甲 |\n|\n1 |\n||\n乙 |\n2 |\n丙 |\n3 |"
    assert shown(text) == [[["组"], ["名称", "数量"], ["甲", "", "1"], ["乙", "2", "丙", "3"]]]
    (grid,) = blocks_of(text)
    assert isinstance(grid, Grid)
    assert grid.closed
    assert [row.line for row in grid.rows] == [1, 3, 6, 10]


def test_a_lone_pipe_that_opens_every_row_is_no_cell() -> None:
    text = "|\n\n组 | |||\n\n|\n\n名称 |\n\n8 |\n\n|\n\n0 | |||||\n\n|\n\n乙 |\n\n1 | ||"
    assert shown(text) == [[["组"], ["名称", "8", "", "0"], ["乙", "1"]]]


def test_running_text_ends_a_table_of_pipes() -> None:
    assert shown("甲 |\n1 |\n三、标题\n乙 |\n|") == [[["甲", "1"]], "三、标题", [["乙", ""]]]


@pytest.mark.parametrize(
    "text",
    [
        "+---+---+\n| 项目 | 数 |\n+===+===+\n| 甲的 | 1 |\n| 名称 |   |\n+---+---+\n| 乙 | |\n+---+---+",
        "┌──┬──┐\n│项目│数│\n├──┼──┤\n│甲的│1│\n│名称│ │\n├──┼──┤\n│乙│ │\n└──┴──┘",
        "+---+---+\n| 项目 | 数 |\n+---+---+\n| 甲的 | 1 |\n| 名称 |   |\n|    +---+\n| 乙 | |\n+---+---+",
    ],
)
def test_cells_between_drawn_borders_keep_their_lines(text: str) -> None:
    assert shown(text) == [[["项目", "数"], ["甲的\n名称", "1"], ["乙", ""]]]
    (grid,) = blocks_of(text)
    assert isinstance(grid, Grid)
    assert grid.closed
    assert [row.line for row in grid.rows] == [2, 4, 7]


def test_a_number_in_two_lines_of_a_cell_stays_two() -> None:
    assert shown("+---+---+\n| 甲 | 12 |\n|  | 34 |\n+---+---+") == [[["甲", "12\n34"]]]


@pytest.mark.parametrize("text", ["+---+", "──", "甲──乙", "a+-b"])
def test_lone_drawn_lines_are_running_text(text: str) -> None:
    assert shown(text) == [text]


def test_navigation_with_pipes_is_running_text() -> None:
    assert shown("首页 | 年报 | 打印\n正文") == ["首页 | 年报 | 打印", "正文"]


@given(st.text(alphabet="|-: \t\n甲1", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    printed = "".join(str(part) for part in shown(text))
    for character in "甲1":
        assert printed.count(character) == text.count(character)


@given(
    st.lists(st.lists(st.sampled_from(["", "甲", "12", " "]), min_size=2, max_size=5), min_size=1, max_size=5)
)
def test_tab_grids_give_back_their_fields(table: list[list[str]]) -> None:
    table = [["名", *row, "尾"] for row in table]
    assert shown("\n".join("\t".join(row) for row in table)) == [table]


@pytest.mark.parametrize(
    "line", ["|" + " " * 200_000 + "x", "-" * 200_000 + "|", " |\n\n" * 100_000, "\t" * 200_000 + "x"]
)
def test_long_lines_take_no_longer_than_they_are(line: str) -> None:
    begin = time.process_time()
    blocks_of(line)
    assert time.process_time() - begin < 5


def test_a_very_long_line_is_one_paragraph() -> None:
    document = read_bytes(("数据" * 5000).encode(), "长.txt")
    assert [type(block) for block in document.blocks] == [Paragraph]
