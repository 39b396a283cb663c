"""Reports as web pages: the tables of one `Shape` in the page of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._page import Line, Page
from gongkai.demo._reshape import Reshape, Split
from gongkai.forms import Grid, Slot

_OFFICE_PARAGRAPH: Final = (
    "margin:0cm 0cm 0pt;text-align:center;line-height:18.0pt;mso-pagination:widow-orphan;"
    "mso-layout-grid-align:none;punctuation-wrap:simple;text-autospace:none;word-break:break-all"
)
_OFFICE_RUN: Final = (
    "font-size:10.5pt;font-family:宋体;mso-ascii-font-family:Calibri;mso-hansi-font-family:Calibri;"
    "mso-bidi-font-family:宋体;color:black;mso-font-kerning:0pt;mso-ansi-language:EN-US"
)
_OFFICE_CELL: Final = (
    "width:41.85pt;border:solid windowtext 1.0pt;border-left:none;mso-border-left-alt:solid windowtext .5pt;"
    "mso-border-alt:solid windowtext .5pt;padding:.75pt .75pt 0cm .75pt;height:24.0pt"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """`cell` is how a cell's text is wrapped, `around` what the page puts around the report.

    `between` is printed between the pieces of a table; `title` says where the report's title is: in the text,
    broken over lines of it, or in the page's name only.
    """

    reshape: Reshape | None = None
    split: Split | None = None
    cell: Literal["bare", "paragraph", "office"] = "bare"
    around: Literal["nothing", "chrome", "layout_table", "office"] = "nothing"
    heading_opens_table: bool = False
    between: str = ""
    title: Literal["text", "lines", "name"] = "text"


def write(page: Page, shape: Shape, charset: str) -> str:
    """The page as HTML whose meta names `charset`."""
    body: list[str] = []
    blocks = list(page.blocks)
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            tables = _tables(block, page, shape)
            if shape.heading_opens_table and number and isinstance(blocks[number - 1], Line):
                body[-1] = body[-1].removesuffix("</p>")
                tables += "</p>"
            body.append(tables)
        elif block.role == "title" and shape.title != "text":
            body += _title_lines(page) if shape.title == "lines" else ['<img src="title.png">']
        else:
            body.append(line_of(block, shape))
    return _AROUND[shape.around](page, "\n".join(body), charset)


def _title_lines(page: Page) -> list[str]:
    name = forms.vocabulary().report_titles[0]
    cut = len(name) - len(name) // 3
    return [f"<p>{text}</p>" for text in (page.organ, f"{page.year}年{name[:cut]}", name[cut:])]


def line_of(line: Line, shape: Shape) -> str:
    text = escape(line.text, quote=False)
    if shape.cell == "office":
        return (
            f'<p class="MsoNormal" style="{_OFFICE_PARAGRAPH}"><span style="{_OFFICE_RUN}">{text}</span></p>'
        )
    if line.role == "title":
        return f"<h1>{text}</h1>"
    if line.role == "heading" and shape.heading_opens_table:
        return f"<p>&nbsp;<br />{text}</p>"
    return f"<p>{text}</p>"


def _tables(grid: Grid, page: Page, shape: Shape) -> str:
    chance = dice("html", *page.key, grid.table)
    grids = shape.split(grid, chance) if shape.split else (grid,)
    if shape.reshape:
        grids = tuple(shape.reshape(each, chance) for each in grids)
    return f"\n<p>{shape.between}</p>\n".join(table_of(each, shape) for each in grids)


def table_of(grid: Grid, shape: Shape) -> str:
    cell = _CELLS[shape.cell]
    rows = "".join(f"<tr>{''.join(map(cell, row))}</tr>\n" for row in grid.rows)
    return f'<table border="1" cellspacing="0"><tbody>\n{rows}</tbody></table>'


def _spans(slot: Slot) -> str:
    wide = f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    return wide + (f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else "")


def _text(slot: Slot) -> str:
    if slot.cell:
        return slot.text
    return escape(slot.text, quote=False).replace("\n", "<br />")


def _bare_cell(slot: Slot) -> str:
    if slot.cell and slot.colspan == 1:
        return f"<td>{slot.text}</td>"
    return f"<td{_spans(slot)}>{_text(slot)}</td>"


def _paragraph_cell(slot: Slot) -> str:
    return f'<td{_spans(slot)} align="center"><div><p>&nbsp;{_text(slot)}&nbsp;</p></div></td>'


def _office_cell(slot: Slot) -> str:
    middle = (len(slot.text) + 1) // 2
    halves = (slot._replace(text=slot.text[:middle]), slot._replace(text=slot.text[middle:]))
    runs = "".join(
        f'<span lang="EN-US" style="{_OFFICE_RUN}">{_text(half)}</span>' for half in halves if half.text
    )
    return (
        f'<td{_spans(slot)} nowrap="" style="{_OFFICE_CELL}"><p class="MsoNormal" align="center" '
        f'style="{_OFFICE_PARAGRAPH}">{runs}<span style="{_OFFICE_RUN}"><o:p></o:p></span></p></td>\n'
    )


_CELLS: Final[dict[str, Callable[[Slot], str]]] = {
    "bare": _bare_cell,
    "paragraph": _paragraph_cell,
    "office": _office_cell,
}


def _nothing_around(page: Page, body: str, charset: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}"><title>{page.title}</title>'
        f"</head><body>\n{body}\n</body></html>\n"
    )


def _chrome_around(page: Page, body: str, charset: str) -> str:
    day = f"发布日期：{page.published.isoformat()}　" if page.published else ""
    return (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset={charset}"><title>{page.title}-{page.organ}门户</title>'
        "<style>td{padding:2px} .nav li{float:left}</style>"
        '<script>var total = 12; document.write("<p>一、访问统计</p>");</script></head><body>'
        '<div class="nav"><ul><li><a href="#">首页</a></li><li><a href="#">机构职能</a></li>'
        '<li><a href="#">办事指南</a></li><li><a href="#">公开年报</a></li></ul></div>'
        '<div class="crumbs">您所在的位置：首页 &gt; 公开年报</div><div class="tools">'
        f"{day}字体：<a>大</a> <a>小</a>　<a>打印</a></div>"
        f'<div class="content">\n{body}\n</div>'
        f'<div class="foot"><p>上一篇：{page.organ}{page.year - 1}年政府信息公开工作年度报告</p>'
        f"<p>主办：{page.organ}　站点标识码：0000000000</p><!-- 三、已停用的栏目 --></div></body></html>\n"
    )


def _layout_table_around(page: Page, body: str, charset: str) -> str:
    inner = (
        '<table width="100%"><tr><td width="160" rowspan="2"><p>站内导航</p></td>'
        "<td>当前栏目：公开年报</td></tr>"
        f"<tr><td>\n{body}\n</td></tr></table>"
    )
    return _nothing_around(page, inner, charset)


def _office_around(page: Page, body: str, charset: str) -> str:
    styles = "\n".join(
        f"p.MsoStyle{number}, li.MsoStyle{number} {{mso-style-priority:{number};{_OFFICE_PARAGRAPH};"
        f"{_OFFICE_RUN}}}"
        for number in range(90)
    )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
        f'<meta http-equiv=Content-Type content="text/html; charset={charset}"><title>{page.title}</title>'
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->"
        f"<style>\n<!--\n{styles}\n-->\n</style></head>"
        '<body lang="ZH-CN" style="text-justify-trim:punctuation">'
        f'<div class="Section0">\n{body}\n</div></body></html>\n'
    )


_AROUND: Final[dict[str, Callable[[Page, str, str], str]]] = {
    "nothing": _nothing_around,
    "chrome": _chrome_around,
    "layout_table": _layout_table_around,
    "office": _office_around,
}
