"""Reports as plain text, the way tables come out of pages and word processors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gongkai.demo._dice import dice
from gongkai.demo._fields import fields
from gongkai.demo._judge import Status
from gongkai.demo._page import Page
from gongkai.forms import Grid, Slot

TableText = Callable[[Grid, Page], Iterator[str]]
Losses = dict[str, Status]

CUT_AT = 10
_LOSES_TABS = 0.4


def write(page: Page, table: TableText) -> str:
    """The page with `table` for its tables; line breaks inside labels cannot be kept in a line of text."""
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, Grid):
            flat = block._replace(rows=tuple(tuple(map(_in_a_line, row)) for row in block.rows))
            lines += table(flat, page)
        else:
            lines.append(block.text)
        lines.append("")
    return "\n".join(lines)


def write_in_one_line(page: Page, table: TableText) -> str:
    """The page as `write` has it, with everything after the title in one line."""
    title, *lines = write(page, table).split("\n")
    return f"{title}\n{''.join(lines)}"


def _in_a_line(slot: Slot) -> Slot:
    return slot._replace(text=slot.text.replace("\n", "")) if "\n" in slot.text else slot


def tabs(grid: Grid, _: Page) -> Iterator[str]:
    """A field a column; what is spanned over is an empty field."""
    for row in grid.rows:
        yield "\t".join(fields(row, grid.width))


def tabs_lost_leading(grid: Grid, page: Page) -> Iterator[str]:
    """As `tabs`, but some rows have lost the empty fields before their label."""
    chance = dice("tabs", *page.key, grid.table)
    for line in tabs(grid, page):
        yield line.lstrip("\t") if chance.random() < _LOSES_TABS else line


def tabs_cut(grid: Grid, page: Page) -> Iterator[str]:
    """Labels, one filler, values: cut and padded to ten fields; rows inside two groups lose a value."""
    if not _is_cut(grid):
        yield from tabs(grid, page)
        return
    for number, row in enumerate(grid.rows):
        if number < grid.header:
            leading = [""] * grid.labels if number == grid.header - 1 else []
            line = [*leading, *(slot.text for slot in row)]
        else:
            line = _label_then_values(row)
        yield "\t".join((line + [""] * CUT_AT)[:CUT_AT])


def cut_losses(page: Page) -> Losses:
    """The cells that `tabs_cut` does not print."""
    lost: Losses = {}
    for grid in filter(_is_cut, page.grids):
        for row in grid.rows[grid.header :]:
            values = [slot.cell for slot in row if slot.cell]
            room = CUT_AT - (len(_label_then_values(row)) - len(values))
            lost |= dict.fromkeys(values[room:], "missing")
    return lost


def _is_cut(grid: Grid) -> bool:
    return grid.labels > 1


def _label_then_values(row: Sequence[Slot]) -> list[str]:
    label = next(slot for slot in reversed(row) if slot.cell is None)
    texts = fields([slot for slot in row if slot.cell is None], label.column + 1)
    return [*texts, "", *(slot.text for slot in row if slot.cell)]


def pipes(grid: Grid, _: Page) -> Iterator[str]:
    """A pipe behind every cell; a group that goes on from the row above leaves its pipe."""
    for row in grid.rows:
        under = row[0].column if any(slot.cell for slot in row) else 0
        texts = [""] * under + [slot.text for slot in row]
        yield " ".join(f"{text} |" if text else "|" for text in texts)


def markdown(grid: Grid, _: Page) -> Iterator[str]:
    for number, row in enumerate(grid.rows):
        yield f"| {' | '.join(fields(row, grid.width))} |"
        if number == 0:
            yield f"|{' --- |' * grid.width}"


def cell_per_line(grid: Grid, _: Page) -> Iterator[str]:
    """A cell a line; the columns that a row's cells span besides their own are pipes at its end."""
    for row in grid.rows:
        for slot in row:
            yield f"{slot.text} |" if slot.text else "|"
        if spanned := sum(slot.colspan - 1 for slot in row):
            yield "|" * spanned


def spaces(grid: Grid, _: Page) -> Iterator[str]:
    for row in grid.rows:
        yield " ".join(slot.text for slot in row if slot.text)


def run_together(grid: Grid, _: Page) -> Iterator[str]:
    """The whole table in one line without any separator."""
    yield "".join(slot.text for row in grid.rows for slot in row)


def run_together_losses(page: Page) -> Losses:
    """Where several values stand side by side, nothing tells where one ends."""
    lost: Losses = {}
    for grid in page.grids:
        for row in grid.rows:
            values = [slot.cell for slot in row if slot.cell]
            if len(values) > 1:
                lost |= dict.fromkeys(values, "unreadable")
    return lost


def nothing_lost(_: Page) -> Losses:
    return {}
