"""Ruling lines into the cells they enclose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._limits import MAX_COLUMNS, over_limit
from gongkai.loaders._pdf_objects import Rule

_NEAR: Final = 3.0
"""Points: lines no further apart are one, as the two borders of neighbouring cells are."""
_SHORTEST: Final = 5.0
"""Points: what is shorter when all its parts are put together is no border of a cell."""
_MOST: Final = 0.5
"""Of a cell's side: a line that covers more of it closes it."""
_LOWEST: Final = 0.7
"""Of a glyph's height: no row is lower. Browsers end a cell that a page cuts a little beside its row."""
_CROSSINGS: Final = 100_000
"""Of lines on one page."""

_TOO_MANY: Final = Text("第{page}页的表格线数量超过上限", "page {page} has more ruling lines than the limit")


class Box(NamedTuple):
    """A cell by its place in the lattice (rows and columns from 0) and the numbers of them it spans.

    `closed` is false where no line is on its side and it ends with the table there.
    """

    row: int
    column: int
    down: int
    across: int
    closed: bool


class Open(NamedTuple):
    """On which sides a table's lines end without a line there, as they do where a page ends inside a row."""

    left: bool
    right: bool
    above: bool
    below: bool


class Lattice(NamedTuple):
    """A ruled table: where its columns and rows begin and end, from left to right and downwards."""

    xs: list[float]
    ys: list[float]
    boxes: list[Box]
    open: Open

    def holds(self, other: Lattice) -> bool:
        """Whether the other lies inside this one."""
        return (
            self.xs[0] <= other.xs[0]
            and other.xs[-1] <= self.xs[-1]
            and self.ys[0] <= other.ys[0]
            and other.ys[-1] <= self.ys[-1]
        )


def lattices(
    across: Sequence[Rule], down: Sequence[Rule], size: float, page: int, path: str
) -> list[Lattice]:
    """The ruled tables of a page with more than one cell, from its top; frames around tables are none.

    Args:
        across: its lines across.
        down: its lines down.
        size: how high its glyphs are; a row that has no room for one is none.
        page: its number.
        path: of the document.

    Raises:
        UnreadableError: code `limit`, for a page with more lines than any printed page has.
    """
    if not across or not down:
        return []
    rows, columns = _merged(across), _merged(down)
    if len(rows) * len(columns) > _CROSSINGS or len(columns) > MAX_COLUMNS:
        raise over_limit(path, _TOO_MANY.format(page=page))
    found = [lattice for part in _connected(rows, columns) if (lattice := _lattice(*part, size)) is not None]
    tables = [one for one in found if not any(one is not other and one.holds(other) for other in found)]
    return sorted(tables, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines side by side or end to end, as one."""
    merged: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > _NEAR:
            merged += _end_to_end(group)
            group = []
        group.append(rule)
    if group:
        merged += _end_to_end(group)
    return merged


def _end_to_end(group: Sequence[Rule]) -> Iterable[Rule]:
    """The lines of a group, which stand beside each other, joined where they meet."""
    run: list[Rule] = []
    end = 0.0
    for rule in sorted(group, key=_start):
        if run and rule.start - end > _NEAR:
            yield from _one(run, end)
            run = []
        end = max(end, rule.end) if run else rule.end
        run.append(rule)
    yield from _one(run, end)


def _one(run: Sequence[Rule], end: float) -> Iterable[Rule]:
    if end - run[0].start >= _SHORTEST:
        yield Rule((min(run).at + max(run).at) / 2, run[0].start, end)


def _start(rule: Rule) -> float:
    return rule.start


def _connected(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines that touch each other, directly or through others, as groups."""
    parents = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    places = [rule.at for rule in columns]
    for row, (y, left, right) in enumerate(rows):
        first, last = bisect_left(places, left - _NEAR), bisect_right(places, right + _NEAR)
        for column in range(first, last):
            if columns[column].start - _NEAR <= y <= columns[column].end + _NEAR:
                parents[root(row)] = root(len(rows) + column)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate(rows):
        groups[root(index)][0].append(rule)
    for index, rule in enumerate(columns, start=len(rows)):
        groups[root(index)][1].append(rule)
    whole = [group for group in groups.values() if all(group)]
    for lone_rows, lone_columns in groups.values():
        if not lone_rows:
            _add_side(lone_columns[0], whole)
    return whole


def _add_side(side: Rule, groups: list[tuple[list[Rule], list[Rule]]]) -> None:
    """Adds a line down that meets none across to the group that it stands beside, if there is one.

    The outer side of a column is such a line where a cell in it is higher than the page.
    """
    for _, columns in groups:
        top, bottom = min(rule.start for rule in columns), max(rule.end for rule in columns)
        if abs(top - side.start) <= _NEAR and abs(bottom - side.end) <= _NEAR:
            columns.append(side)
            return


def _lattice(rows: list[Rule], columns: list[Rule], size: float) -> Lattice | None:
    """The lattice of lines that are connected; None where they enclose nothing or a single cell."""
    xs, ys = _places(columns), _places(rows)
    left, right = _ends_beyond(rows, xs)
    above, below = _ends_beyond(columns, ys)
    xs = [*([left] if left is not None else []), *xs, *([right] if right is not None else [])]
    ys = [*([above] if above is not None else []), *ys, *([below] if below is not None else [])]
    ys = _roomy(ys, rows, _LOWEST * size)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) == 4:  # noqa: PLR2004 - a cell has two sides each way
        return None
    sides = Open(left is not None, right is not None, above is not None, below is not None)
    walls = _sides(columns, xs, ys)
    floors = _sides(rows, ys, xs)
    for lines, places, (before, after) in ((walls, ys, sides[:2]), (floors, xs, sides[2:])):
        if before:
            lines[0] = [True] * (len(places) - 1)
        if after:
            lines[-1] = [True] * (len(places) - 1)
    return Lattice(xs, ys, _boxes(walls, floors), sides)


def _places(rules: Iterable[Rule]) -> list[float]:
    """Where lines stand, each place once."""
    places: list[float] = []
    first = 0.0
    for place in sorted(rule.at for rule in rules):
        if places and place - first <= _NEAR:
            places[-1] = (first + place) / 2
        else:
            places.append(place)
            first = place
    return places


def _roomy(places: list[float], rules: Sequence[Rule], least: float) -> list[float]:
    """The places without those too near each other; of two, the one with less of a line goes."""
    kept = list(places)
    index = 1
    while index < len(kept):
        if kept[index] - kept[index - 1] >= least:
            index += 1
            continue
        inner = [each for each in (index - 1, index) if 0 < each < len(kept) - 1]
        if not inner:
            break
        del kept[min(inner, key=lambda each: _length_at(kept[each], rules))]
        index = max(index - 1, 1)
    return kept


def _length_at(place: float, rules: Sequence[Rule]) -> float:
    return sum(rule.end - rule.start for rule in rules if abs(rule.at - place) <= _NEAR)


def _ends_beyond(rules: Sequence[Rule], places: Sequence[float]) -> tuple[float | None, float | None]:
    """Where most of the lines end, or the first and the last one, before and after the places.

    There a table has no line of its own: its sides are open, or the page ends inside it.
    """
    if not places:
        return None, None
    before = [rule for rule in rules if rule.start < places[0] - _NEAR]
    after = [rule for rule in rules if rule.end > places[-1] + _NEAR]
    return (
        min(rule.start for rule in before) if _are_sides(before, rules) else None,
        max(rule.end for rule in after) if _are_sides(after, rules) else None,
    )


def _are_sides(some: Sequence[Rule], rules: Sequence[Rule]) -> bool:
    if len(some) < 2:  # noqa: PLR2004 - a table has two sides
        return False
    return 2 * len(some) >= len(rules) or (
        min(some).at - min(rules).at <= _NEAR and max(rules).at - max(some).at <= _NEAR
    )


def _sides(rules: Iterable[Rule], places: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each place, whether a line there covers each step along it."""
    covered = [[0.0] * (len(along) - 1) for _ in places]
    for at, start, end in rules:
        row = covered[_nearest(places, at)]
        for step in range(max(bisect_right(along, start) - 1, 0), len(along) - 1):
            if along[step] >= end:
                break
            row[step] += min(end, along[step + 1]) - max(start, along[step])
    steps = [after - before for before, after in pairwise(along)]
    return [[cover > _MOST * step for cover, step in zip(row, steps, strict=True)] for row in covered]


def _nearest(places: Sequence[float], at: float) -> int:
    index = bisect_left(places, at)
    if index and (index == len(places) or at - places[index - 1] < places[index] - at):
        return index - 1
    return index


def _boxes(walls: list[list[bool]], floors: list[list[bool]]) -> list[Box]:
    """The cells from left to right and downwards: what no line divides is one cell."""
    height, width = len(floors) - 1, len(walls) - 1
    taken = [[False] * width for _ in range(height)]
    boxes: list[Box] = []
    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            across = 1
            while column + across < width and not (
                walls[column + across][row] or taken[row][column + across]
            ):
                across += 1
            span = range(column, column + across)
            down = 1
            while row + down < height and _goes_down(row + down, span, walls, floors, taken):
                down += 1
            for below in range(row, row + down):
                taken[below][column : column + across] = [True] * across
            closed = (column > 0 or walls[0][row]) and (column + across < width or walls[-1][row])
            boxes.append(Box(row, column, down, across, closed))
    return boxes


def _goes_down(
    row: int, span: range, walls: list[list[bool]], floors: list[list[bool]], taken: list[list[bool]]
) -> bool:
    """Whether a cell over the columns of `span` goes on in `row`."""
    first, last = span[0], span[-1]
    return (
        not any(floors[row][first : last + 1])
        and not any(walls[column][row] for column in range(first + 1, last + 1))
        and (first == 0 or walls[first][row])
        and (last + 1 == len(walls) - 1 or walls[last + 1][row])
        and not any(taken[row][first : last + 1])
    )
