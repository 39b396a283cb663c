"""Markdown into blocks: the text and the tables, without the marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gongkai.loaders import Document, Grid, Paragraph, UnreadableError, read_bytes
from gongkai.loaders import _limits as limits


def read(text: str) -> Document:
    document = read_bytes(text.encode(), "年报.md")
    assert document.format == "markdown"
    return document


def shown(text: str) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [list(row.texts) for row in block.rows]
        for block in read(text).blocks
    ]


def cell(text: str) -> str:
    """What is read of a table's cell."""
    table = shown(f"| 项目 | 数量 |\n| --- | --- |\n| 甲 | {text} |\n")[0]
    assert isinstance(table, list)
    return str(table[1][1])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("# 一、总体情况", "一、总体情况"),
        ("### 一、总体情况 ###", "一、总体情况"),
        ("##一、总体情况", "一、总体情况"),
        ("**一、总体情况**", "一、总体情况"),
        ("## **一、总体情况**", "一、总体情况"),
        ("**（一）主动公开。**全年公开", "（一）主动公开。全年公开"),
        ("__一、总体情况__", "一、总体情况"),
        ("***一、*** *总体情况*", "一、 总体情况"),
        ("- 一、总体情况", "一、总体情况"),
        ("  * **一、总体情况**", "一、总体情况"),
        ("> 一、总体情况", "一、总体情况"),
        ("[一、总体情况](#_Toc1)", "一、总体情况"),
        ("详见[年报](http://x.cn/a_(1).htm '题')。", "详见年报。"),
        ("一\\、总体\\*情况\\*\\", "一\\、总体*情况*"),
        ("1\\. 主动公开", "1. 主动公开"),
        ("1. 主动公开", "1. 主动公开"),
        ("共 `12` 件&nbsp;&lt;见表&gt;&amp;lt;", "共 12 件\xa0<见表>&lt;"),
        ("<center><b>标题</b></center>", "标题"),
        ('<p align="center"><font size=3>标题</font></p>', "标题"),
        ("甲![图](a.png)乙<img src='a'>", "甲乙"),
        ("文件_2022_年_版", "文件_2022_年_版"),
        ("# 标题 | 某网站", "标题 | 某网站"),
        ("#5", "#5"),
        ("- 5", "- 5"),
        ("- **5**", "- 5"),
        ("- （5）", "- （5）"),
        ("-", "-"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_marks_around_text(line: str, text: str) -> None:
    assert shown(f"始\n\n{line}\n\n终") == ["始", text, "终"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("标题\n====\n正文\n----\n", ["标题", "正文"]),
        ("甲\n***\n- - -\n乙", ["甲", "乙"]),
        ("```markdown\n# 甲\n```\n~~~\n乙\n~~~", ["甲", "乙"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<div>甲</div><div>乙</div>", ["甲", "乙"]),
        ("甲<!-- 一、旧\n二、旧 -->乙\n丙", ["甲", "乙", "丙"]),
        ("甲 <!-- 乙", ["甲 <!-- 乙"]),
    ],
)
def test_lines_that_are_not_text(lines: str, text: list[str]) -> None:
    assert shown(lines) == text


def test_lines_keep_their_numbers() -> None:
    document = read(
        "# 甲\n\n```\n乙\n```\n<!--\n-->\n丙\n<table>\n<tr><td>1</td></tr>\n</table>丁\n\n| a | b |\n"
    )
    assert [(type(b).__name__, b.locator.line) for b in document.blocks] == [
        ("Paragraph", 1),
        ("Paragraph", 4),
        ("Paragraph", 8),
        ("Grid", 9),
        ("Paragraph", 11),
        ("Grid", 13),
    ]
    assert [b.locator.table for b in document.blocks if isinstance(b, Grid)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| 甲 | 乙 |\n| :-- | --: |\n| 1 | 2 |", [["甲", "乙"], ["1", "2"]]),
        ("|甲|乙|\n|-|:-:|\n|1|2|", [["甲", "乙"], ["1", "2"]]),
        ("甲 | 乙\n- | -\n1 | 2", [["甲", "乙"], ["1", "2"]]),
        ("甲 | 乙\n:---|---:\n1 | 2\n | 3", [["甲", "乙"], ["1", "2"], ["", "3"]]),
        ("| 甲 |\n| --- |\n| 1 |", [["甲"], ["1"]]),
        ("| 甲 | 乙 |\n|---|---|\n| - | - |", [["甲", "乙"], ["-", "-"]]),
        ("| 甲\\|乙 | `丙\\|丁` |\n|---|---|\n| 1 | |", [["甲|乙", "丙|丁"], ["1", ""]]),
        ("| **甲** | *乙* |\n|---|---|\n| __1__ | **2**3 |", [["甲", "乙"], ["1", "23"]]),
        ("| 甲<br>乙 | [丙](x) |\n|---|---|\n| 1<br/> | &nbsp; |", [["甲\n乙", "丙"], ["1", ""]]),
        ("> | 甲 | 乙 |\n> |---|---|\n> | 1 | 2 |", [["甲", "乙"], ["1", "2"]]),
    ],
)
def test_tables_of_pipes(text: str, rows: list[list[str]]) -> None:
    assert shown(text) == [rows]
    (grid,) = read(text).blocks
    assert isinstance(grid, Grid)
    assert (grid.ragged, grid.closed) == (True, True)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("**1****2**", "12"),
        ("\\-5", "-5"),
        ("\\*", "*"),
        ("** **", ""),
        ("<span>12</span>", "12"),
        # What is struck out, raised or linked beside a figure is no digit of it.
        ("~~12~~13", "~~12~~13"),
        ("<s>12</s>13", "<s>12</s>13"),
        ("12<sup>1</sup>", "12<sup>1</sup>"),
        ("12[1](#a)", "12[1](#a)"),
        ("12[^1]", "12[^1]"),
        ("5*3*2", "5*3*2"),
        ("****", "****"),
        ("$12$", "$12$"),
    ],
)
def test_figures_in_cells(printed: str, text: str) -> None:
    assert cell(printed) == text


TABLE = (
    '<table border="1"><tr><td colspan="2">甲</td></tr>\n'
    "<tr><td rowspan=2>乙</td><td>1<br>2</td></tr></table>"
)


@pytest.mark.parametrize(
    "around", ["{}", "<html><body>{}</body></html>", "```html\n{}\n```", "<div>\n\n{}\n</div>"]
)
def test_tables_in_html(around: str) -> None:
    text = f"# 标题\n\n表前{around.format(TABLE)}\n\n表后"
    before = ["标题", "表前"]
    if around.startswith("`"):
        text, before = text.replace("表前", ""), ["标题"]
    assert shown(text) == [*before, [["甲"], ["乙", "1\n2"]], "表后"]


def test_a_table_in_a_table_lays_the_page_out() -> None:
    inner = TABLE.replace("<td rowspan=2>乙</td>", f"<td>{TABLE.upper()}</td>")
    assert shown(f"甲\n{inner}\n乙")[-1] == "乙"


def test_a_table_that_does_not_end_and_one_that_did_not_begin() -> None:
    assert shown("甲</table>乙\n<table><tr><td>丙</td></tr>\n丁")[-1] == [["丙"]]


def test_a_document_of_pictures_is_a_scan() -> None:
    with pytest.raises(UnreadableError) as caught:
        read("![](1.png)\n\n![第二页](2.png)\n")
    assert caught.value.code == "scanned"


CELLS = (
    st.text(alphabet="甲乙12 -", min_size=1, max_size=6)
    .map(str.strip)
    .filter(lambda text: text[:1] not in {"", "-"})
)


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=2, max_size=5)
    ),
    st.sampled_from(["| {} |", "{}", "| {}"]),
    st.sampled_from([" | ", "|"]),
    st.sampled_from(["---", "-", ":-:", "------:"]),
)
@settings(deadline=None)
def test_tables_are_those_that_a_full_parser_sees(
    table: list[list[str]], row: str, divider: str, rule: str
) -> None:
    assume(not (rule == "-" and row == "{}"))  # a list to the other parser, no table
    lines = [row.format(divider.join(cells)) for cells in table]
    lines.insert(1, row.format(divider.join([rule] * len(table[0]))))
    text = "\n".join(lines)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    seen = [token.content for token in tokens if token.type == "inline"]
    assert [" ".join(cell.split()) for row in shown(text)[0] for cell in row] == [  # type: ignore[attr-defined]
        " ".join(cell.split()) for cell in seen
    ]


@given(
    st.lists(
        st.sampled_from(
            [
                *"*_`#>|\\-[](甲1 \n\t",
                "<table>",
                "</table>",
                "<td>",
                "**",
                "<!--",
                "-->",
                "![",
                "&#",
                "<br>",
                "~~~",
            ]
        ),
        max_size=40,
    )
)
@settings(deadline=None)
def test_any_text_gives_a_document_or_a_reason(pieces: list[str]) -> None:
    try:
        read_bytes("".join(pieces).encode(), "a.md")
    except UnreadableError as error:
        assert error.code in {"empty", "limit", "not_text", "scanned"}  # noqa: PT017 - a document is as good


@pytest.mark.parametrize(
    "piece",
    ["**a", "[a](", "![", "`", "<a ", "<!--", "\\*", "&#1", "| - ", "> ", "_a ", "* ", "# ", "[", "<table "],
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_long_texts_take_no_longer_than_they_are(piece: str, end: str) -> None:
    begin = time.process_time()
    read_bytes(("甲" + (piece + end) * 30_000).encode(), "a.md")
    assert time.process_time() - begin < 3


def test_too_many_tables() -> None:
    with pytest.raises(UnreadableError) as caught:
        read("<table></table>" * limits.MAX_EMBEDDED)
    assert caught.value.code == "limit"
