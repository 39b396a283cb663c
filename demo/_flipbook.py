"""Reports as a folder with a web page a printed page: tables are cut where a page ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gongkai.demo._html import Shape as Html
from gongkai.demo._html import line_of, table_of
from gongkai.demo._page import Line, Page
from gongkai.forms import Grid, Slot

_LETTERS_A_LINE: Final = 40
_HTML: Final = Html()


@dataclass(frozen=True, slots=True)
class Shape:
    """`file` is where a page lies in the folder; a page has room for so many `lines`.

    Where `vertical`, the labels of groups are printed with one letter under the other, and cut where the page
    ends; else they stand whole on the first page, over an empty cell on the next. Where `numbered`, a page
    ends with its number.
    """

    file: str
    lines: int
    vertical: bool = False
    numbered: bool = False


def write(page: Page, shape: Shape, charset: str) -> dict[str, str]:
    """The pages by their place in the folder."""
    return {
        shape.file.format(number=number): _around(page, body, number if shape.numbered else None, charset)
        for number, body in enumerate(_bodies(page, shape), start=1)
    }


def _bodies(page: Page, shape: Shape) -> Iterator[str]:
    body: list[str] = []
    left = shape.lines
    for block in page.blocks:
        rest: Line | Grid | None = block
        while rest is not None:
            text, height, rest = _printed(rest, left, shape)
            if text:
                body.append(text)
            left -= height
            if rest is not None:
                yield "\n".join(body)
                body, left = [], shape.lines
    yield "\n".join(body)


def _printed(block: Line | Grid, left: int, shape: Shape) -> tuple[str, int, Line | Grid | None]:
    """What fits on the page of a block, how many lines it takes, and what goes on the next page."""
    fresh = left == shape.lines
    if isinstance(block, Line):
        height = 1 + len(block.text) // _LETTERS_A_LINE
        return (line_of(block, _HTML), height, None) if fresh or height <= left else ("", 0, block)
    grid = _upright(block) if shape.vertical else block
    if len(grid.rows) <= left:
        return table_of(grid, _HTML), len(grid.rows), None
    ends = [number for number, row in enumerate(grid.rows, start=1) if any(slot.cell for slot in row)]
    place = max((end for end in ends if end <= left), default=ends[0] if fresh else 0)
    if place == len(grid.rows):
        return table_of(grid, _HTML), place, None
    if not place:
        return "", 0, grid
    above, below = _cut(grid, place)
    return table_of(above, _HTML), place, below


def _upright(grid: Grid) -> Grid:
    """The labels of groups with a letter a line."""
    return grid._replace(
        rows=tuple(
            tuple(_letters(slot) if _is_group(slot, row, grid) else slot for slot in row) for row in grid.rows
        )
    )


def _is_group(slot: Slot, row: tuple[Slot, ...], grid: Grid) -> bool:
    return slot.column < grid.labels - 1 and slot.rowspan > 1 and any(other.cell for other in row)


def _letters(slot: Slot) -> Slot:
    return slot._replace(text="\n".join("".join(slot.text.split())))


def _cut(grid: Grid, place: int) -> tuple[Grid, Grid]:
    """The rows before `place` and those after it; what spans both goes on below with what is left of it."""
    above: list[tuple[Slot, ...]] = []
    carried: list[Slot] = []
    for number, row in enumerate(grid.rows[:place]):
        kept = []
        for slot in row:
            over = max(number + slot.rowspan - place, 0)
            upper, lower = _parted(slot, slot.rowspan - over) if over else (slot, None)
            kept.append(upper)
            if lower is not None:
                carried.append(lower)
        above.append(tuple(kept))
    first, *others = grid.rows[place:]
    below = (tuple(sorted((*carried, *first), key=lambda slot: slot.column)), *others)
    return grid._replace(rows=tuple(above)), grid._replace(rows=below, header=0)


def _parted(slot: Slot, rows: int) -> tuple[Slot, Slot]:
    """A cell cut after so many of its rows; letters one under the other stand where they stood."""
    letters = slot.text.split("\n")
    upright = all(len(letter) == 1 for letter in letters)
    kept = -(-len(letters) * rows // slot.rowspan) if upright else len(letters)
    return (
        slot._replace(rowspan=rows, text="\n".join(letters[:kept])),
        slot._replace(rowspan=slot.rowspan - rows, text="\n".join(letters[kept:])),
    )


def _around(page: Page, body: str, number: int | None, charset: str) -> str:
    foot = "" if number is None else f"\n<p>— {number} —</p>"
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}"><title>{page.title}</title></head>'
        f"<body>\n{body}{foot}\n</body></html>\n"
    )
