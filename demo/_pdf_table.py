"""The tables of a PDF: how wide and high their cells are, and what of them stands on which page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from gongkai.demo._pdf_paper import LEADING, SIZE, Paper, Shape, broken
from gongkai.forms import Grid, Slot

_PADDING: Final = 3.0
_GROUP: Final = 46.0
_UPRIGHT: Final = 18.0
_LABELS: Final = 200.0
_NARROW: Final = 150.0


class Set(NamedTuple):
    """A slot with the lines its text takes, and where it begins and ends across."""

    slot: Slot
    row: int
    left: float
    right: float
    lines: tuple[str, ...]


class Part(NamedTuple):
    """What of a row stands on a page: lines `first` to `last` of it, and where, from the piece's top."""

    row: int
    top: float
    bottom: float
    first: float
    last: float


@dataclass(frozen=True)
class Table:
    """A table with the heights of its rows, in lines."""

    sets: tuple[Set, ...]
    lines: tuple[int, ...]
    header: int
    shape: Shape

    def pieces(self, left: float, page: float) -> Iterator[Piece]:
        """What stands on this page, which has so much height left, and on each one after it."""
        parts: list[Part] = []
        top = 0.0
        room = left
        for row, lines in enumerate(self.lines):
            first = 0.0
            while first < lines:
                fit = self._fit(row, lines - first, room - top)
                if not fit:
                    yield Piece(self, tuple(parts))
                    parts = self._head() if row >= self.header else []
                    top = parts[-1].bottom if parts else 0.0
                    room = page
                    continue
                bottom = top + fit * LEADING + 2 * _PADDING
                parts.append(Part(row, top, bottom, first, first + fit))
                first += fit
                top = bottom
        yield Piece(self, tuple(parts))

    def _fit(self, row: int, lines: float, room: float) -> int:
        """How many of a row's lines have room; 0 where it is put off to the next page."""
        fit = int((room - 2 * _PADDING) // LEADING)
        if fit >= lines:
            return int(lines)
        return max(fit, 0) if self.shape.cut != "never" and row >= self.header else 0

    def _head(self) -> list[Part]:
        parts: list[Part] = []
        top = 0.0
        for row in range(self.header if self.shape.head_again else 0):
            bottom = top + self.lines[row] * LEADING + 2 * _PADDING
            parts.append(Part(row, top, bottom, 0, self.lines[row]))
            top = bottom
        return parts


@dataclass(frozen=True)
class Piece:
    """What of a table stands on one page."""

    table: Table
    parts: tuple[Part, ...]

    @property
    def height(self) -> float:
        return self.parts[-1].bottom if self.parts else 0.0

    def draw(self, paper: Paper) -> None:
        for one in self.table.sets:
            rows = range(one.row, one.row + one.slot.rowspan)
            parts = [part for part in self.parts if part.row in rows]
            if not parts:
                continue
            if self.table.shape.ruled:
                self._rules(one, parts, paper)
            if one.slot.rowspan > 1:
                self._spanning_text(one, parts, paper)
            else:
                self._text(one, parts[0], paper)

    def _rules(self, one: Set, parts: Sequence[Part], paper: Paper) -> None:
        top, bottom = parts[0].top, parts[-1].bottom
        begins = parts[0].row == one.row and parts[0].first == 0
        last = one.row + one.slot.rowspan - 1
        ends = parts[-1].row == last and parts[-1].last == self.table.lines[last]
        paper.rule(one.left, top, one.left, bottom)
        paper.rule(one.right, top, one.right, bottom)
        if begins or self.table.shape.cut != "open":
            paper.rule(one.left, top, one.right, top)
        if ends or self.table.shape.cut != "open":
            paper.rule(one.left, bottom, one.right, bottom)

    def _text(self, one: Set, part: Part, paper: Paper) -> None:
        """The lines that the middle of the whole row gives to this part of it."""
        above = (self.table.lines[one.row] - len(one.lines)) / 2
        for number, line in enumerate(one.lines):
            middle = above + number + 0.5
            if part.first <= middle < part.last:
                self._line(one, line, part.top + _PADDING + (middle - part.first) * LEADING, paper)

    def _spanning_text(self, one: Set, parts: Sequence[Part], paper: Paper) -> None:
        """The label of a group is printed once, as far as there is room, and goes on on the next page."""
        rows = range(one.row, one.row + one.slot.rowspan)
        here = int(sum(part.last - part.first for part in parts))
        before = 0
        if parts[0].row != one.row or parts[0].first:
            first = parts[0]
            before = sum(self.table.lines[row] for row in rows if row < first.row) + int(first.first)
        lines = one.lines[before : before + here]
        height = parts[-1].bottom - parts[0].top
        top = parts[0].top + max(0.0, height - len(lines) * LEADING) / 2
        for number, line in enumerate(lines):
            self._line(one, line, top + (number + 0.5) * LEADING, paper)

    def _line(self, one: Set, line: str, middle: float, paper: Paper) -> None:
        baseline = middle + SIZE * 0.35
        if one.slot.cell or one.row < self.table.header or one.slot.rowspan > 1:
            paper.text((one.left + one.right) / 2, baseline, line, centred=True)
        else:
            paper.text(one.left + _PADDING, baseline, line)


def table_of(grid: Grid, shape: Shape, width: float) -> Table:
    """The table laid out on so much width."""
    edges = _edges(grid, shape, width)
    if not shape.ruled:
        grid = _groups_above(grid)
    sets = tuple(
        _set(slot, number, edges, grid, shape) for number, row in enumerate(grid.rows) for slot in row
    )
    lines = [1] * len(grid.rows)
    for one in sets:
        if one.slot.rowspan == 1:
            lines[one.row] = max(lines[one.row], len(one.lines))
    for one in sets:
        below = range(one.row, one.row + one.slot.rowspan)
        lines[below[-1]] += max(0, len(one.lines) - sum(lines[row] for row in below))
    return Table(sets, tuple(lines), grid.header, shape)


def _edges(grid: Grid, shape: Shape, width: float) -> list[float]:
    """Where the columns begin, and the last one ends."""
    group = _UPRIGHT if shape.upright else _GROUP
    labels = (_NARROW if shape.narrow else _LABELS) + (group - _GROUP) * max(grid.labels - 1, 0)
    edges = [group * number for number in range(max(grid.labels, 1))]
    first = labels if grid.labels else 0.0
    values = grid.width - grid.labels
    return [*edges[: grid.labels], *(first + (width - first) * n / values for n in range(values + 1))]


def _set(slot: Slot, row: int, edges: Sequence[float], grid: Grid, shape: Shape) -> Set:
    left, right = edges[slot.column], edges[slot.column + slot.colspan]
    room = right - left - 2 * _PADDING
    if shape.upright and slot.rowspan > 1 and row >= grid.header and room < 2 * SIZE:
        return Set(slot, row, left, right, tuple(slot.text.replace("\n", "")))
    lines = tuple(broken(slot.text, room)) if slot.text else ()
    return Set(slot, row, left, right, lines)


def _groups_above(grid: Grid) -> Grid:
    """Every row begins with its own label; that of a group stands in a row above."""
    rows: list[tuple[Slot, ...]] = []
    for row in grid.rows:
        labels = [slot for slot in row if not slot.cell]
        if not labels or len(labels) == len(row):
            rows.append(row)
            continue
        *groups, label = labels
        rows += [(Slot(group.text, 0, grid.labels),) for group in groups]
        rows.append((Slot(label.text, 0, grid.labels), *(slot for slot in row if slot.cell)))
    return grid._replace(rows=tuple(rows))
