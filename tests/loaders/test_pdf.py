"""What is printed on a PDF's pages, as text: characters, lines, paragraphs, and what is left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from gongkai.loaders import Document, Grid, Paragraph, read_bytes

Draw = Callable[..., bytes]
Page = Callable[[Canvas], object]
LONG = "本机关把公开作为常态凡涉及群众办事的文件印发当日即列入公开清单由专人核对后上网方便"


def document(data: bytes) -> Document:
    read = read_bytes(data, "年报.pdf")
    assert read.format == "pdf"
    return read


def texts(data: bytes) -> list[object]:
    """The text of every paragraph, and the texts of every grid's rows."""
    return [
        block.text if isinstance(block, Paragraph) else [list(row.texts) for row in block.rows]
        for block in document(data).blocks
    ]


def lines(*written: tuple[float, float, str]) -> Page:
    def page(canvas: Canvas) -> None:
        for x, y, text in written:
            canvas.drawString(x, y, text)

    return page


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.docx", "a"])
def test_the_content_tells_a_pdf(draw_pdf: Draw, name: str) -> None:
    data = draw_pdf(lines((72, 700, "甲乙")))
    for before in (b"", b"\n\n", b"\xef\xbb\xbf"):
        read = read_bytes(before + data, name)
        assert (read.format, [block.text for block in read.blocks if isinstance(block, Paragraph)]) == (
            "pdf",
            ["甲乙"],
        )


def test_radicals_are_read_as_ideographs_and_figures_as_they_are(draw_pdf: Draw) -> None:
    page = lines((72, 700, "⼀、⾏政⽆⼈ ⺠⻅⻥⻓⻔⻬⻛ １２ 3² ①"))
    assert texts(draw_pdf(page)) == ["一、行政无人 民见鱼长门齐风 １２ 3² ①"]


def test_hyphens_at_line_ends_stay(draw_pdf: Draw) -> None:
    page = lines((72, 700, "abc-"), (72, 686, "def -18 -"), (72, 672, "1"))
    assert texts(draw_pdf(page)) == ["abc-", "def -18 -", "1"]


def test_gaps_are_spaces_where_the_file_has_none(draw_pdf: Draw) -> None:
    page = lines(
        (72, 700, "总"), (104, 700, "计"), (72, 680, "12"), (86, 680, "34"), (72, 660, "共"), (84, 660, "5")
    )
    assert texts(draw_pdf(page)) == ["总 计", "12 34", "共5"]


def test_small_raised_and_lowered_figures_are_no_digits_of_the_number(draw_pdf: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "12")
        canvas.drawString(72, 660, "34")
        canvas.setFont("STSong-Light", 6)
        canvas.drawString(82.5, 704, "1")
        canvas.drawString(82.5, 658, "2")

    assert texts(draw_pdf(page)) == ["12¹", "34₂"]


def test_figures_printed_twice_to_be_bold_are_one(draw_pdf: Draw) -> None:
    page = lines((72, 700, "合计55"), (72.4, 700, "合计55"))
    assert texts(draw_pdf(page)) == ["合计55"]


def test_figures_over_each_other_are_unknown(draw_pdf: Draw) -> None:
    (text,) = texts(draw_pdf(lines((72, 700, "5"), (73, 700, "3"))))
    assert "\ufffd" in str(text)


def test_lines_of_a_paragraph_are_joined(draw_pdf: Draw) -> None:
    page = lines(
        (150, 760, "标题"),
        (92, 700, LONG[:40]),
        (72, 684, "公众查阅。"),
        (92, 668, LONG[:40]),
        (92, 652, "另起一段。"),
        (72, 636, LONG),
        (72, 620, "（一）编号的段落"),
        (72, 560, "隔开的一段"),
    )
    assert texts(draw_pdf(page)) == [
        "标题",
        LONG[:40] + "公众查阅。",
        LONG[:40],
        "另起一段。",
        LONG,
        "（一）编号的段落",
        "隔开的一段",
    ]


def test_paragraphs_go_on_over_pages(draw_pdf: Draw) -> None:
    first = lines((72, 700, LONG), (72, 684, LONG), (290, 40, "- 1 -"))
    second = lines((72, 760, "公众查阅。"), (290, 40, "- 2 -"))
    (block,) = document(draw_pdf(first, second)).blocks
    assert isinstance(block, Paragraph)
    assert (block.text, block.locator.page) == (LONG + LONG + "公众查阅。", 1)


@pytest.mark.parametrize(
    "footers", [("- 1 -", "- 2 -"), ("第 1 页", "第 2 页"), ("5", "6"), ("1/2", "2/2"), ("—１—", "—２—")]
)
def test_page_numbers_are_left_out(draw_pdf: Draw, footers: tuple[str, str]) -> None:
    pages = [lines((72, 700, text), (290, 40, footer)) for text, footer in zip("甲乙", footers, strict=True)]
    assert texts(draw_pdf(*pages)) == ["甲", "乙"]


def test_running_titles_are_left_out_and_titles_are_not(draw_pdf: Draw) -> None:
    pages = [lines((250, 800, "某县年报"), (72, 700, text), (72, 30, f"{text}，第一号")) for text in "甲乙丙"]
    assert texts(draw_pdf(*pages)) == ["甲", "甲，第一号", "乙", "乙，第一号", "丙", "丙，第一号"]


def test_what_browsers_print_around_a_page_is_left_out(draw_pdf: Draw) -> None:
    page = lines(
        (24, 822, "2024/1/30 09:12"),
        (250, 822, "年报"),
        (72, 700, "甲"),
        (24, 18, "https://example.com/a.html 1/1"),
    )
    assert texts(draw_pdf(page)) == ["甲"]


def test_figures_alone_are_kept_away_from_the_margins(draw_pdf: Draw) -> None:
    assert texts(draw_pdf(lines((72, 700, "甲"), (290, 400, "1"), (290, 40, "7")))) == ["甲", "1", "7"]


def test_turned_pages_are_read_upright(draw_pdf: Draw) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.drawString(72, 500, "甲")
        canvas.drawString(72, 480, "乙12")

    def landscape(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        turned(canvas)

    assert texts(draw_pdf(turned)) == ["甲", "乙12"]
    assert texts(draw_pdf(landscape)) == ["甲", "乙12"]


def test_text_across_the_page_is_no_text_of_it(draw_pdf: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "甲1")
        canvas.translate(72, 690)
        canvas.rotate(40)
        canvas.drawString(0, 0, "内部资料")

    read = document(draw_pdf(page))
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == ["甲1"]
    assert [note.en for note in read.notes] == [
        "there is text set across pages 1 (a watermark), which was not read"
    ]


def test_invisible_text_is_not_read_and_told(draw_pdf: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "甲")
        hidden = canvas.beginText(72, 680)
        hidden.setTextRenderMode(3)
        hidden.textOut("99")
        canvas.drawText(hidden)

    read = document(draw_pdf(page))
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == ["甲"]
    assert "看不见" in read.notes[0].zh


def test_what_is_filled_into_a_form_is_read(draw_pdf: Draw) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "规章")
        canvas.grid([90, 180, 280], [680, 720])
        canvas.acroForm.textfield(name="f", value="127", x=200, y=690, width=60, height=20)

    assert texts(draw_pdf(page)) == [[["规章", "127"]]]


def test_every_block_says_on_which_page_it_stands(draw_pdf: Draw) -> None:
    def page(text: str) -> Page:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(72, 700, text)
            canvas.grid([72, 172, 272], [600, 620, 640])
            canvas.drawString(80, 606, text)

        return draw

    blocks = document(draw_pdf(page("甲"), page("乙"))).blocks
    assert [(type(b), b.locator.page, b.locator.table) for b in blocks] == [
        (Paragraph, 1, None),
        (Grid, 1, 1),
        (Paragraph, 2, None),
        (Grid, 2, 2),
    ]
