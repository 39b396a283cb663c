"""Reports as text whose tables are broken into lines: by cells, around page ends, in the middle of labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final
from unicodedata import east_asian_width

from gongkai.demo._dice import dice
from gongkai.demo._fields import fields
from gongkai.demo._page import Page
from gongkai.demo._text import Losses, TableText
from gongkai.forms import Grid

_ROOM: Final = 12
"""So many letters of a label fit on a line."""
_LINES_A_PAGE: Final = 40
_OFTEN = 0.5


def lone_cells(grid: Grid, _: Page) -> Iterator[str]:
    """A cell a line, with a blank line after it; blank cells leave nothing."""
    for row in grid.rows:
        for slot in row:
            if slot.text:
                yield slot.text
                yield ""


def lone_cells_broken(grid: Grid, page: Page) -> Iterator[str]:
    """As `lone_cells`, with labels broken over two lines."""
    chance = dice("lone cells", *page.key, grid.table)
    for row in grid.rows:
        for slot in row:
            if slot.text:
                yield from [slot.text] if slot.cell else _broken(slot.text, chance)


def paged(grid: Grid, page: Page) -> Iterator[str]:
    """As `lone_cells`, on pages with the report's title above and a number below."""
    number = 1
    for count, line in enumerate(lone_cells(grid, page), start=1):
        yield line
        if count % _LINES_A_PAGE == 0:
            yield from (f"— {number} —", page.title)
            number += 1


def upright(grid: Grid, _: Page) -> Iterator[str]:
    """A row a line; labels of groups stand upright beside their rows, so that each letter is a line."""
    waiting: list[str] = []
    for number, row in enumerate(grid.rows):
        groups = [slot for slot in row if not slot.cell and slot.rowspan > 1 and number >= grid.header]
        for slot in groups:
            waiting += slot.text
        yield " ".join(slot.text for slot in row if slot.text and slot not in groups)
        if waiting:
            yield waiting.pop(0)
    yield from waiting


def upright_beside(grid: Grid, _: Page) -> Iterator[str]:
    """As `upright`, with the letters in front of the rows that they stand beside."""
    waiting: list[str] = []
    for number, row in enumerate(grid.rows):
        groups = [slot for slot in row if not slot.cell and slot.rowspan > 1 and number >= grid.header]
        for slot in groups:
            waiting += [slot.text[start : start + 2] for start in range(0, len(slot.text), 2)]
        letters = [waiting.pop(0)] if waiting and number >= grid.header else []
        yield " ".join([*letters, *(slot.text for slot in row if slot.text and slot not in groups)])
    yield from waiting


def wrapped(grid: Grid, page: Page) -> Iterator[str]:
    """A row's figures stand in the line between the two halves of its label, or beside the first."""
    chance = dice("wrapped", *page.key, grid.table)
    for row in grid.rows:
        values = " ".join(slot.text for slot in row if slot.cell and slot.text)
        if not values:
            yield " ".join(slot.text for slot in row if slot.text)
            continue
        *groups, label = [slot.text for slot in row if not slot.cell and slot.text] or [""]
        yield from groups
        first, *rest = _lines_of(label)
        if rest and chance.random() < _OFTEN:
            yield from (first, f"    {values}", *rest)
        else:
            yield from (f"{first} {values}", *rest)


def pipes_broken(grid: Grid, page: Page) -> Iterator[str]:
    """A row a line, a pipe behind every cell; the labels' own line ends break the line."""
    chance = dice("pipes broken", *page.key, grid.table)
    for row in grid.rows:
        texts = [slot.text if slot.cell else "\n".join(_broken(slot.text, chance)) for slot in row]
        yield from " ".join(f"{text} |" if text else "|" for text in texts).split("\n")


def tabs_broken(grid: Grid, page: Page) -> Iterator[str]:
    """A field a column; the labels' own line ends break the line."""
    chance = dice("tabs broken", *page.key, grid.table)
    for row in grid.rows:
        whole = [
            slot if slot.cell else slot._replace(text="\n".join(_broken(slot.text, chance))) for slot in row
        ]
        yield from "\t".join(fields(whole, grid.width)).split("\n")


def opened(grid: Grid, _: Page) -> Iterator[str]:
    """A cell a line with its pipe; a lone pipe opens a row, and pipes behind its last cell end it."""
    for row in grid.rows:
        yield "|"
        for number, slot in enumerate(row, start=1):
            ends = "||" + "|" * sum(each.colspan - 1 for each in row) if number == len(row) else ""
            yield f"{slot.text} | {ends}".strip() if slot.text else f"| {ends}".strip()


def bordered(grid: Grid, _: Page) -> Iterator[str]:
    """Cells between drawn borders, as wide as their column, their text wrapped."""
    rows = [[_lines_of(text) for text in fields(row, grid.width)] for row in grid.rows]
    widths = [max(_width(line) for row in rows for line in row[column]) for column in range(grid.width)]
    border = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    yield border
    for row in rows:
        for line in range(max(map(len, row))):
            texts = [cell[line] if line < len(cell) else "" for cell in row]
            yield (
                "|"
                + "|".join(
                    f" {text}{' ' * (width - _width(text))} "
                    for text, width in zip(texts, widths, strict=True)
                )
                + "|"
            )
        yield border


def labels_lost(grid: Grid, _: Page) -> Iterator[str]:
    """A row a line, but inside the innermost groups the labels of the rows are lost."""
    for number, row in enumerate(grid.rows):
        inside = _is_inside(grid, number)
        yield " ".join(
            slot.text for slot in row if slot.text and (slot.cell or not inside or slot.rowspan > 1)
        )


def label_losses(page: Page) -> Losses:
    """The cells whose row cannot be told when the labels inside groups are lost."""
    return {
        slot.cell: "unreadable"
        for grid in page.grids
        for number, row in enumerate(grid.rows)
        if _is_inside(grid, number)
        for slot in row
        if slot.cell
    }


def _is_inside(grid: Grid, number: int) -> bool:
    """Whether a row's own label stands as deep as any in the table, under a group of its own."""
    row = grid.rows[number]
    deepest = grid.labels - 1
    return (
        deepest > 0
        and any(not slot.cell and slot.column == deepest and slot.text for slot in row)
        and any(slot.cell for slot in row)
    )


def _broken(text: str, chance: Random) -> list[str]:
    if len(text) < _ROOM // 2 or chance.random() < _OFTEN:
        return [text]
    cut = chance.randrange(3, len(text) - 1)
    return [text[:cut], text[cut:]]


def _lines_of(text: str) -> Sequence[str]:
    """The text in lines of a column's width; a figure is never broken."""
    if text.isascii():
        return [text]
    return [text[start : start + _ROOM] for start in range(0, len(text), _ROOM)]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)


WITHOUT_CELLS: Final[tuple[TableText, ...]] = (lone_cells, lone_cells_broken, paged, wrapped)
"""Those in which words in a cell look like a line of text."""
