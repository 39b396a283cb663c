"""Tables on a PDF's pages: cells between lines, rows cut by page breaks, columns without lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import product

import pytest
from reportlab.pdfgen.canvas import Canvas

from gongkai.loaders import Grid, GridRow, Paragraph, read_bytes

Draw = Callable[..., bytes]
Page = Callable[[Canvas], object]
Side = tuple[str, int, int]
"""Above ("h") or left of ("v") the place in row and column."""

LABEL = ("甲" * 9, "乙" * 4)
"""A label over two lines in a cell of 100 points, whose first line is full."""


def grids(data: bytes) -> list[Grid]:
    return [block for block in read_bytes(data, "年报.pdf").blocks if isinstance(block, Grid)]


def shown(data: bytes) -> list[list[list[str]]]:
    return [[list(row.texts) for row in grid.rows] for grid in grids(data)]


def ruled(
    xs: Sequence[float],
    ys: Sequence[float],
    texts: Sequence[Sequence[str]],
    without: Collection[Side] = (),
    *,
    open_above: bool = False,
    open_below: bool = False,
) -> Page:
    """A page with a table, its ys downwards from the paper's top; a text's lines stand around its middle."""
    missing = {*without}
    missing |= {("h", 0, column) for column in range(len(xs)) if open_above}
    missing |= {("h", len(ys) - 1, column) for column in range(len(xs)) if open_below}

    def page(canvas: Canvas) -> None:
        for row, column in product(range(len(ys)), range(len(xs))):
            x, y = xs[column], 842 - ys[row]
            if column + 1 < len(xs) and ("h", row, column) not in missing:
                canvas.line(x, y, xs[column + 1], y)
            if row + 1 < len(ys) and ("v", row, column) not in missing:
                canvas.line(x, y, x, 842 - ys[row + 1])
        for row, written in enumerate(texts):
            for column, text in enumerate(written):
                write(canvas, xs[column] + 5, (ys[row] + ys[row + 1]) / 2, text.split("\n"))

    return page


def write(canvas: Canvas, x: float, middle: float, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        down = middle + (number - (len(lines) - 1) / 2) * 13 + 4
        canvas.drawString(x, 842 - down, line)


def both(*pages: Page) -> Page:
    def page(canvas: Canvas) -> None:
        for one in pages:
            one(canvas)

    return page


def text(x: float, y: float, written: str) -> Page:
    return lambda canvas: canvas.drawString(x, 842 - y, written)


def test_cells_span_where_lines_are_missing(draw_pdf: Draw) -> None:
    page = ruled(
        [72, 122, 172, 222],
        [100, 120, 140, 160],
        [["角", "头", ""], ["", "a", "b"], ["c", "", "d"]],
        without={("v", 0, 2), ("h", 1, 0), ("v", 2, 1)},
    )
    (grid,) = grids(draw_pdf(page))
    assert grid.rows == (
        GridRow(("角", "头"), (0, 1), (1, 2)),
        GridRow(("a", "b"), (1, 2), (1, 1)),
        GridRow(("c", "d"), (0, 2), (2, 1)),
    )


@pytest.mark.parametrize(
    "draw_cells",
    [
        pytest.param(lambda canvas: [canvas.rect(72 + 50 * n, 700, 50, 20) for n in range(3)], id="boxes"),
        pytest.param(
            lambda canvas: [canvas.rect(72 + 52 * n, 700, 50, 20) for n in range(3)], id="boxes-apart"
        ),
        pytest.param(
            lambda canvas: [
                *(canvas.rect(72 + 50 * n, 700, 0.5, 20, stroke=0, fill=1) for n in range(4)),
                *(canvas.rect(72, 700 + 20 * n, 150, 0.5, stroke=0, fill=1) for n in range(2)),
            ],
            id="bars",
        ),
        pytest.param(
            lambda canvas: [canvas.setDash(1, 2), canvas.grid([72, 122, 172, 222], [700, 720])], id="dotted"
        ),
        pytest.param(
            lambda canvas: (
                [
                    canvas.rect(72 + n, y, 1, 0.5, stroke=0, fill=1)
                    for n in range(0, 150, 3)
                    for y in (700, 720)
                ]
                + [
                    canvas.rect(72 + 50 * n, 700 + m, 0.5, 1, stroke=0, fill=1)
                    for n in range(4)
                    for m in range(0, 20, 3)
                ]
            ),
            id="dashes-one-by-one",
        ),
    ],
)
def test_lines_however_they_are_drawn(draw_pdf: Draw, draw_cells: Page) -> None:
    page = both(draw_cells, text(80, 135, "规章"), text(130, 135, "1"), text(180, 135, "2"))
    assert shown(draw_pdf(page)) == [[["规章", "1", "2"]]]


def test_lines_in_one_path_and_in_forms(draw_pdf: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.beginForm("inner", 0, 0, 100, 100)
        path = canvas.beginPath()
        for y in (0, 10):
            path.moveTo(0, y)
            path.lineTo(50, y)
        for x in (0, 25, 50):
            path.moveTo(x, 0)
            path.lineTo(x, 10)
        canvas.drawPath(path)
        canvas.endForm()
        canvas.beginForm("outer", 0, 0, 500, 500)
        canvas.translate(20, 30)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.saveState()
        canvas.translate(60, 600)
        canvas.scale(2, 2)
        canvas.doForm("outer")
        canvas.restoreState()
        canvas.drawString(110, 667, "规章")
        canvas.drawString(160, 667, "7")

    assert shown(draw_pdf(page)) == [[["规章", "7"]]]


def test_open_sides_are_sides(draw_pdf: Draw) -> None:
    sides = {("v", row, column) for row in range(2) for column in (0, 3)}
    page = ruled([72, 122, 172, 222], [100, 120, 140], [["甲", "1", ""], ["乙", "", "4"]], without=sides)
    assert shown(draw_pdf(page)) == [[["甲", "1", ""], ["乙", "", "4"]]]


def test_what_may_be_cut_off_by_the_side_is_not_blank(draw_pdf: Draw) -> None:
    sides = {("v", row, 3) for row in range(2)}
    page = ruled([72, 122, 172, 180], [100, 120, 140], [["甲", "1", ""], ["乙", "", ""]], without=sides)
    assert shown(draw_pdf(page)) == [[["甲", "1", "\ufffd"], ["乙", "", "\ufffd"]]]
    wide = ruled([72, 122, 172, 640], [100, 120], [["甲", "1", ""]])
    assert shown(draw_pdf(wide)) == [[["甲", "1", "\ufffd"]]]
    outside = both(ruled([72, 122, 580, 640], [100, 120], [["甲", "1", "23"]]), text(597, 114, "4"))
    assert shown(draw_pdf(outside))[0][0][-1].endswith("\ufffd")


def test_frames_hold_text_and_tables(draw_pdf: Draw) -> None:
    frame = both(lambda canvas: canvas.rect(50, 400, 400, 400), text(80, 90, "一段文字"))
    inside = ruled([72, 122, 172], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    (paragraph, grid) = read_bytes(draw_pdf(both(frame, inside)), "a.pdf").blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(grid, Grid)
    assert [list(row.texts) for row in grid.rows] == [["甲", "1"], ["乙", "2"]]


def test_a_number_too_long_for_its_cell_is_one_number(draw_pdf: Draw) -> None:
    xs = [72, 172, 202]
    page = ruled(xs, [100, 130, 160], [[LABEL[0], "1234\n5"], ["乙", "12\n34"]])
    assert shown(draw_pdf(page)) == [[[LABEL[0], "12345"], ["乙", "12\n34"]]]


@pytest.mark.parametrize("x", [158, 163])
def test_a_number_that_runs_over_a_line_is_unknown(draw_pdf: Draw, x: float) -> None:
    page = both(ruled([72, 122, 172, 222], [100, 120], [["甲", "", ""]]), text(x, 114, "1234"))
    ((row,),) = shown(draw_pdf(page))
    assert all("\ufffd" in figure for figure in row[1:])


def test_letters_below_each_other_and_sideways_are_labels(draw_pdf: Draw) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.translate(86, 842 - 195)
        canvas.rotate(90)
        canvas.drawString(0, 0, "第12项")

    upright = "\n".join("不予处理")
    page = both(ruled([72, 92, 172, 222], [100, 160, 200], [[upright, "甲", "1"], ["", "乙", "2"]]), sideways)
    assert shown(draw_pdf(page)) == [[["不予处理", "甲", "1"], ["第12项", "乙", "2"]]]


XS = [72, 172, 222, 272]


def cut(upper: list[str], lower: list[str], **sides: bool) -> tuple[Page, Page]:
    """A table over two pages, with a whole row above and below what stands beside the break."""
    above = ruled(XS, [700, 720, 750], [["上", "1", "2"], upper], open_below=sides.get("open", False))
    below = ruled(XS, [80, 110, 130], [lower, ["下", "8", "9"]], open_above=sides.get("open", False))
    return above, below


@pytest.mark.parametrize(
    ("upper", "lower", "pages"),
    [
        pytest.param([LABEL[0], "3", "4"], [LABEL[1], "", ""], [2, 1], id="figures-above"),
        pytest.param([LABEL[0], "", ""], [LABEL[1], "3", "4"], [1, 2], id="figures-below"),
        pytest.param([LABEL[0], "3", ""], [LABEL[1], "", "4"], [2, 1], id="figures-on-both-sides"),
    ],
)
def test_a_row_cut_in_two_is_one_again(
    draw_pdf: Draw, upper: list[str], lower: list[str], pages: list[int]
) -> None:
    above, below = grids(draw_pdf(*cut(upper, lower)))
    rows = [list(row.texts) for row in (*above.rows, *below.rows)]
    assert rows == [["上", "1", "2"], ["".join(LABEL), "3", "4"], ["下", "8", "9"]]
    assert [len(above.rows), len(below.rows)] == pages
    assert [(grid.locator.page, grid.locator.table) for grid in (above, below)] == [(1, 1), (2, 1)]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        pytest.param([LABEL[0], "3", "4"], ["2." + LABEL[1], "5", "6"], id="all-filled"),
        pytest.param([LABEL[0], "3", "4"], ["（二）" + LABEL[1], "", ""], id="numbered"),
        pytest.param([LABEL[0], "3", "4"], [LABEL[1], "5", ""], id="figures-below-figures"),
        pytest.param(["短", "3", "4"], ["标签", "5", ""], id="room-was-left"),
    ],
)
def test_rows_on_both_sides_of_a_break_stay_two(draw_pdf: Draw, upper: list[str], lower: list[str]) -> None:
    above, below = shown(draw_pdf(*cut(upper, lower)))
    assert (above[-1], below[0]) == (upper, lower)


@pytest.mark.parametrize(
    ("upper", "lower"), [(["短", "3", "4"], ["标签", "", ""]), (["短", "", ""], ["标签", "3", "4"])]
)
def test_a_label_that_may_be_part_of_another_leaves_no_blanks(
    draw_pdf: Draw, upper: list[str], lower: list[str]
) -> None:
    above, below = shown(draw_pdf(*cut(upper, lower)))
    unsure = [[text or "\ufffd" for text in row] for row in (upper, lower)]
    assert [above[-1], below[0]] == unsure


@pytest.mark.parametrize("upper", ["1.", "（三", "甲（包括"])
def test_a_label_that_is_not_finished_goes_on(draw_pdf: Draw, upper: str) -> None:
    above, below = shown(draw_pdf(*cut([upper, "3", "4"], ["乙）", "", ""])))
    assert (above[-1], below[0]) == ([f"{upper}\n乙）", "3", "4"], ["下", "8", "9"])


def test_lines_that_run_on_say_that_a_row_is_cut(draw_pdf: Draw) -> None:
    above, below = shown(draw_pdf(*cut(["短", "3", "4"], ["标签", "", ""], open=True)))
    assert (above[-1], below[0]) == (["短\n标签", "3", "4"], ["下", "8", "9"])


def test_a_number_cut_in_two_is_one_again(draw_pdf: Draw) -> None:
    xs = [72, 172, 202, 232]
    above = ruled(xs, [700, 730], [[LABEL[0], "1234", "7"]])
    below = ruled(xs, [80, 110, 130], [["", "56", ""], [LABEL[0], "8", "9"]])
    assert shown(draw_pdf(above, below)) == [[[LABEL[0], "123456", "7"]], [[LABEL[0], "8", "9"]]]


def test_repeated_headers_do_not_hide_a_cut(draw_pdf: Draw) -> None:
    above = ruled(XS, [700, 720, 750], [["项目", "件数", "人数"], [LABEL[0], "3", "4"]])
    below = ruled(XS, [80, 100, 130], [["项目", "件数", "人数"], [LABEL[1], "", ""]])
    assert shown(draw_pdf(above, below)) == [
        [["项目", "件数", "人数"], ["".join(LABEL), "3", "4"]],
        [["项目", "件数", "人数"]],
    ]


def test_the_label_of_a_group_is_whole_on_the_first_page(draw_pdf: Draw) -> None:
    xs, groups = [72, 98, 172, 222], {("h", 1, 0)}
    above = ruled(xs, [700, 730, 760], [["三本", "1.甲", "1"], ["年度", "2.乙", "2"]], without=groups)
    below = ruled(xs, [80, 110, 140], [["结果", "3.丙", "3"], ["", "4.丁", "4"]], without=groups)
    assert shown(draw_pdf(above, below)) == [
        [["三本年度结果", "1.甲", "1"], ["2.乙", "2"]],
        [["", "3.丙", "3"], ["4.丁", "4"]],
    ]


def test_pieces_number_their_columns_alike(draw_pdf: Draw) -> None:
    above = ruled([72, 172, 272], [700, 720], [["项目", "合计"]])
    below = ruled([72, 172, 222, 272], [80, 100], [["甲", "1", "2"]])
    one, other = grids(draw_pdf(above, below))
    assert (one.rows[0].columns, one.rows[0].colspans) == ((0, 1), (1, 2))
    assert (other.rows[0].columns, other.rows[0].colspans) == ((0, 1, 2), (1, 1, 1))


def columns(rows: Sequence[Sequence[str]], pitch: float = 20) -> Page:
    def page(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for column, written in enumerate(row):
                canvas.drawString((72, 200, 260, 320)[column], 700 - number * pitch, written)

    return page


def test_figures_under_each_other_are_columns(draw_pdf: Draw) -> None:
    page = columns([["甲项", "1", "", "12"], ["乙项", "0", "340", "7"], ["小标题"], ["丙项", "12", "5", "/"]])
    assert shown(draw_pdf(page)) == [
        [["甲项", "1", "", "12"], ["乙项", "0", "340", "7"], ["小标题", "", "", ""], ["丙项", "12", "5", "/"]]
    ]


def test_labels_of_several_lines_beside_figures(draw_pdf: Draw) -> None:
    page = columns(
        [["1.甲甲"], ["", "1", "2"], ["甲"], [], [], ["2.乙", "3", "4"], [], [], ["3.丙", "5", "6"]], 8
    )
    assert shown(draw_pdf(page)) == [[["1.甲甲\n甲", "1", "2"], ["2.乙", "3", "4"], ["3.丙", "5", "6"]]]


def test_columns_that_cannot_be_told_stay_lines(draw_pdf: Draw) -> None:
    page = both(
        columns([["甲项", "1", "2"], ["乙项", "3", "4"], ["丙项", "5", "6"]]), text(230, 162, "9999999")
    )
    blocks = read_bytes(draw_pdf(page), "a.pdf").blocks
    assert isinstance(blocks[0], Paragraph)
    assert blocks[0].text == "甲项 1 2"
    assert not [block for block in blocks if isinstance(block, Grid)]
