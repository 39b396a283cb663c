"""Reports as markdown, the way converters and people write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from gongkai.demo._fields import fields
from gongkai.demo._page import Line, Page
from gongkai.forms import Grid, Slot

_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>#+!|]|(?<=\d)\.|^-)")


@dataclass(frozen=True, slots=True)
class Shape:
    """`heading` is how headings are marked, `table` how tables are written.

    Tables are `html` in one line, as converters write them; `bold`: of pipes, with bold labels, escaped
    signs and `<br>` for line ends; `bare`: of pipes between columns only.
    """

    heading: Literal["hashes", "bold", "bullet"]
    table: Literal["html", "bold", "bare"]


def write(page: Page, shape: Shape) -> str:
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Grid):
            lines += _TABLES[shape.table](block)
        else:
            lines.append(_line(block, shape))
        lines.append("")
    return "\n".join(lines)


def _line(line: Line, shape: Shape) -> str:
    text = _MARKS.sub(r"\\\1", line.text)
    if line.role == "text":
        return text
    if shape.heading == "hashes":
        return f"{'#' if line.role == 'title' else '##'} {text}"
    return f"**{text}**" if shape.heading == "bold" else f"- [**{text}**](#_Toc{len(text)})"


def _html(grid: Grid) -> Iterator[str]:
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in grid.rows)
    yield f"<html><body><table>{rows}</table></body></html>"


def _html_cell(slot: Slot) -> str:
    wide = f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    high = f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
    return f"<td{wide}{high}>{escape(slot.text, quote=False).replace(chr(10), '<br>')}</td>"


def _bold(grid: Grid) -> Iterator[str]:
    for number, row in enumerate(grid.rows):
        cells = fields([slot._replace(text=_bold_cell(slot)) for slot in row], grid.width)
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{' :-: |' * grid.width}"


def _bold_cell(slot: Slot) -> str:
    text = _MARKS.sub(r"\\\1", slot.text).replace("\n", "<br>")
    return f"**{text}**" if text and slot.cell is None else text


def _bare(grid: Grid) -> Iterator[str]:
    for number, row in enumerate(grid.rows):
        cells = fields([slot._replace(text=slot.text.replace("\n", "<br>")) for slot in row], grid.width)
        yield " | ".join(cells)
        if number == 0:
            yield " | ".join(["---"] * grid.width)


_TABLES: Final[dict[str, Callable[[Grid], Iterator[str]]]] = {"html": _html, "bold": _bold, "bare": _bare}
