"""Web pages into blocks."""

from __future__ import annotations

import time

import pytest

from gongkai.loaders import Document, Grid, Paragraph, UnreadableError, read_bytes


def read_page(body: str) -> Document:
    document = read_bytes(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "年报.html")
    assert document.format == "html"
    return document


def shown(body: str) -> list[object]:
    """Paragraphs as their text, grids as (text, column, colspan) by row."""
    return [
        b.text if isinstance(b, Paragraph) else [list(zip(*row[:3], strict=True)) for row in b.rows]
        for b in read_page(body).blocks
    ]


def plain(*rows: list[str]) -> list[list[tuple[str, int, int]]]:
    return [[(text, column, 1) for column, text in enumerate(row)] for row in rows]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<p>甲</p>\n<p>乙</p>", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲<br/>乙<br>丙</p>", ["甲", "乙", "丙"]),
        ("<h1>甲</h1><ul><li>乙<li>丙</ul>", ["甲", "乙", "丙"]),
        ("<p>\n 甲 \n\t乙&nbsp;&nbsp;丙\u3000</p>", ["甲 乙 丙"]),
        ("<p>甲<span>乙<b>丙</b></span><q>丁</q>戊</p>", ["甲乙丙丁戊"]),
        ("<p>甲<script>var a='<p>乙</p>'</script><style>p{}</style><!-- 丙 -->丁</p>", ["甲丁"]),
        ("<p>甲<o:p></o:p></p><p>&nbsp;</p><p></p>", ["甲"]),
        ("<p style='display:none'>甲</p>", ["甲"]),
    ],
)
def test_running_text(body: str, lines: list[str]) -> None:
    assert shown(body) == lines


def test_tables_stand_between_paragraphs_and_are_numbered() -> None:
    body = "<p>前</p><table><tr><td>1</td></tr></table><p>中</p><table><tr><th>2</th></tr></table>后"
    assert shown(body) == ["前", plain(["1"]), "中", plain(["2"]), "后"]
    assert [b.locator.table for b in read_page(body).blocks if isinstance(b, Grid)] == [1, 2]


def test_a_title_in_the_paragraph_that_wraps_the_table() -> None:
    body = "<p><br />四、标题<table><tbody><tr><td>1</td></tr></tbody></table></p><p>后</p>"
    assert shown(body) == ["四、标题", plain(["1"]), "后"]


def test_spans_are_laid_out() -> None:
    body = (
        "<table><tr><td colspan=2 rowspan=2>角</td><td colspan='3'>头</td></tr>"
        "<tr><td>a</td><td rowspan='2'>b</td><td>c</td></tr>"
        "<tr><td>行</td><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    (grid,) = read_page(body).blocks
    assert isinstance(grid, Grid)
    assert not grid.ragged
    assert [row[:3] for row in grid.rows] == [
        (("角", "头"), (0, 2), (2, 3)),
        (("a", "b", "c"), (2, 3, 4), (1, 1, 1)),
        (("行", "1", "2", "3"), (0, 1, 2, 4), (1, 1, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("attribute", "colspan", "rowspan"),
    [
        ("rowspan=0", 1, 2),
        ("rowspan=99999", 1, 2),
        ("colspan=0", 1, 1),
        ("colspan=-3", 1, 1),
        ("colspan=abc rowspan=''", 1, 1),
        ("colspan='２'", 1, 1),
        ("colspan=' 2 '", 2, 1),
    ],
)
def test_odd_spans(attribute: str, colspan: int, rowspan: int) -> None:
    (grid,) = read_page(f"<table><tr><td {attribute}>甲</td></tr><tr><td>乙</td></tr></table>").blocks
    assert isinstance(grid, Grid)
    assert grid.rows[0][:3] == (("甲",), (0,), (colspan,))
    assert grid.rows[1][:3] == (("乙",), (1 if rowspan > 1 else 0,), (1,))


def test_lines_inside_a_cell_are_kept_apart() -> None:
    cells = "<td>甲<br />乙</td><td><p>1</p><p>2</p></td><td><div><p>&nbsp;3&nbsp;</p></div></td>"
    body = f"<table><tr>{cells}</tr></table>"
    assert shown(body) == [plain(["甲\n乙", "1\n2", "3"])]


@pytest.mark.parametrize(
    "blank", ["", " ", "&nbsp;", "\u3000", "<p></p>", "<p>&nbsp;</p>", "<span> </span>", "<br>"]
)
def test_blank_cells_stay(blank: str) -> None:
    assert shown(f"<table><tr><td>甲</td><td>{blank}</td><td>1</td></tr></table>") == [plain(["甲", "", "1"])]


def test_a_table_around_tables_is_layout() -> None:
    body = (
        "<table><tr><td>导航</td><td><p>标题</p><table><tr><td>1</td></tr></table>中"
        "<table><tr><td>2</td></tr></table></td></tr><tr><td>页脚</td></tr></table>"
    )
    assert shown(body) == ["导航", "标题", plain(["1"]), "中", plain(["2"]), "页脚"]


def test_forms_and_loose_cells_inside_tables() -> None:
    row = "<form><tr><form><td>1</td></form><td>2</td></tr></form>"
    body = f"<table><caption>题</caption>{row}<tr><td>3</td></tr></table>"
    assert shown(body) == ["题", plain(["1", "2"], ["3"])]
    assert shown("<table><td>1</td><td>2</td></table>") == [plain(["1", "2"])]


def test_preformatted_text_is_read_as_text() -> None:
    assert shown("<p>前</p><pre>甲\t1\n乙\t2\n完</pre>") == ["前", plain(["甲", "1"], ["乙", "2"]), "完"]


def test_title_only_where_there_is_nothing_else() -> None:
    head = "<html><head><title>题</title></head><body>{}</body></html>"
    assert [
        b.text for b in read_bytes(head.format("").encode(), "a.html").blocks if isinstance(b, Paragraph)
    ] == ["题"]
    assert [
        b.text for b in read_bytes(head.format("文").encode(), "a.html").blocks if isinstance(b, Paragraph)
    ] == ["文"]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 1000 + "甲",
        "<b>" * 1_000_000,
        "<table><tr><td>" * 1000,
        "<table><tr>" + "<td colspan=1000>1</td>" * 3 + "</tr></table>",
        "<table>" + "<tr><td colspan=999 rowspan=60000>1</td></tr><tr><td>2</td></tr>" * 4000 + "</table>",
        "<br>" * 1_000_001,
        "甲" * 5_000_000,
    ],
    ids=["deep", "very deep", "nested tables", "wide", "area", "tags", "one text"],
)
def test_absurd_pages_are_refused(body: str) -> None:
    begin = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read_page(body)
    assert caught.value.code == "limit"
    assert "年报.html" in caught.value.message.zh
    assert time.process_time() - begin < 20


def test_a_page_of_a_word_processor_is_quick() -> None:
    run = (
        '<span lang="EN-US" style="font-size:10.5pt;font-family:宋体;mso-ascii-font-family:Calibri">1</span>'
    )
    cell = f'<td style="border:solid windowtext 1.0pt"><p class=MsoNormal>{run}<o:p></o:p></p></td>'
    body = f"<table>{('<tr>' + cell * 10 + '</tr>') * 300}</table>"
    begin = time.process_time()
    (grid,) = read_page(body).blocks
    assert time.process_time() - begin < 2
    assert isinstance(grid, Grid)
    assert {text for row in grid.rows for text in row.texts} == {"1"}
    assert (len(grid.rows), len(grid.rows[0].texts)) == (300, 10)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("12<sup>1</sup>", "12^1"),
        ("12<sub><b>３</b></sub>", "12^３"),
        ("12<sup>①</sup><sup> </sup>", "12①"),
        ("<s>12</s>13", "~12~13"),
        ("<del>12</del><strike>1</strike>3", "~12~~1~3"),
        ("<s>旧</s>13", "旧13"),
        ("<ruby>12<rt>3</rt></ruby>", "12^3"),
    ],
)
def test_figures_raised_lowered_or_struck_out_are_no_digits(printed: str, text: str) -> None:
    assert shown(f"<p>{printed}</p>") == [text]
    assert shown(f"<table><tr><td>{printed}</td></tr></table>") == [plain([text])]
