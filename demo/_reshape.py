"""The ways in which a printed table departs from the form's own grid, format by format the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gongkai.forms import Grid, Rows, Slot

Reshape = Callable[[Grid, Random], Grid]
Split = Callable[[Grid, Random], tuple[Grid, ...]]
_OFTEN = 0.5
_ENOUGH_ROWS = 8


def fillers(grid: Grid, _: Random) -> Grid:
    """No cell spans rows: empty ones stand in the rows below."""
    hanging: list[list[Slot]] = [[] for _ in grid.rows]
    rows: list[tuple[Slot, ...]] = []
    for number, row in enumerate(grid.rows):
        for slot in row:
            for below in range(number + 1, number + slot.rowspan):
                hanging[below].append(Slot("", slot.column, slot.colspan))
        flat = [slot._replace(rowspan=1) for slot in row]
        rows.append(tuple(sorted((*flat, *hanging[number]), key=lambda slot: slot.column)))
    return grid._replace(rows=tuple(rows))


def uneven(grid: Grid, chance: Random) -> Grid:
    """The grid is one column wider, and every row spends it on another of its cells.

    A table without row labels is left alone: its columns are all that tells its cells apart.
    """
    if not grid.labels:
        return grid
    rows: list[tuple[Slot, ...]] = []
    for number, row in enumerate(grid.rows):
        if number < grid.header:
            wider = _last_in_its_row(row, grid.width)
        else:
            wider = chance.choice([place for place, slot in enumerate(row) if slot.rowspan == 1])
        rows.append(_widened(row, wider))
    return grid._replace(width=grid.width + 1, rows=tuple(rows))


def groups_once(grid: Grid, _: Random) -> Grid:
    """The label of a group of rows stands in its first row alone, and the others begin with their own."""
    return grid._replace(
        rows=tuple(
            row if number < grid.header else tuple(slot._replace(rowspan=1) for slot in row)
            for number, row in enumerate(grid.rows)
        )
    )


def regrouped(grid: Grid, _: Random) -> Grid:
    """The outermost group is begun anew in the middle of the table, with its label again."""
    rows = list(grid.rows)
    for number, row in enumerate(rows):
        group = row[0]
        starts = [
            below
            for below in range(number + 1, number + group.rowspan)
            if len(rows[below]) > 1 and rows[below][0].column == group.column + 1
        ]
        if number >= grid.header and group.rowspan > 1 and starts:
            cut = starts[len(starts) // 2]
            rows[number] = (group._replace(rowspan=cut - number), *row[1:])
            rows[cut] = (group._replace(rowspan=number + group.rowspan - cut), *rows[cut])
            break
    return grid._replace(rows=tuple(rows))


def in_two(grid: Grid, chance: Random) -> tuple[Grid, ...]:
    """The table broken between two rows of values; groups go on under an empty cell."""
    return _in_two(grid, chance, repeat_header=False)


def in_two_headed(grid: Grid, chance: Random) -> tuple[Grid, ...]:
    """As `in_two`, with the header again above the second piece."""
    return _in_two(grid, chance, repeat_header=True)


def in_three(grid: Grid, chance: Random) -> tuple[Grid, ...]:
    """As `in_two`, broken once more; the pieces have the header above them by turns."""
    first, *others = _in_two(grid, chance, repeat_header=chance.random() < _OFTEN)
    long = [piece for piece in others if len(piece.rows) > _ENOUGH_ROWS]
    if not long:
        return (first, *others)
    return (first, *_broken(long[0], chance))


def _in_two(grid: Grid, chance: Random, *, repeat_header: bool) -> tuple[Grid, ...]:
    if not grid.labels or not grid.header:
        return (grid,)
    return _broken(grid, chance, repeat_header=repeat_header)


def _broken(grid: Grid, chance: Random, *, repeat_header: bool = False) -> tuple[Grid, ...]:
    cut = chance.randrange(grid.header + 2, len(grid.rows) - 1)
    above: list[tuple[Slot, ...]] = []
    carried: list[Slot] = []
    for number, row in enumerate(grid.rows[:cut]):
        kept = []
        for slot in row:
            over = number + slot.rowspan - cut
            if over > 0:
                carried.append(Slot("", slot.column, slot.colspan, over))
            kept.append(slot._replace(rowspan=slot.rowspan - max(over, 0)))
        above.append(tuple(kept))
    first, *others = grid.rows[cut:]
    below: Rows = (tuple(sorted((*carried, *first), key=lambda slot: slot.column)), *others)
    head = grid.rows[: grid.header] if repeat_header else ()
    return (
        grid._replace(rows=tuple(above)),
        grid._replace(rows=(*head, *below), header=len(head)),
    )


def _last_in_its_row(row: tuple[Slot, ...], width: int) -> int | None:
    """The place of the cell that reaches the right edge; None where one from above stands there."""
    last = row[-1]
    return len(row) - 1 if last.column + last.colspan == width else None


def _widened(row: tuple[Slot, ...], wider: int | None) -> tuple[Slot, ...]:
    if wider is None:
        return row
    return tuple(
        slot._replace(
            column=slot.column + (place > wider), colspan=slot.colspan + (1 if place == wider else 0)
        )
        for place, slot in enumerate(row)
    )
