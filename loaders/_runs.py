"""Rows printed as one string of digits each, recovered by the sums that the form demands of a table.

A row is recovered only where its split is the only one, and this in three ways at once:

- the row has one split in all ways to split the whole table in which every sum holds;
- it has no other split in any table in which one cell, anywhere, is printed wrong or left blank. What the
  organ got wrong must not be made to fit by splitting it otherwise. Where a row's own sum is the only one
  it is in, nothing would show a blank, and only wrong numbers are reckoned with;
- no cell of the report is known to be blank. A blank leaves no trace in such a string.

Zeros with a digit for each cell need no sum: no other cells print them, blank or not. Other strings of one
meaning (0054 in three cells) may have a figure of the next row at their end, whose label was lost.

Measured by tests/loaders/test_run_errors.py on made-up tables of which one cell is printed wrong (off by 1 to
9 or by tens, digits swapped, dropped or doubled, the neighbour's number, 0): in 48 400 rows of requests and
30 000 rows of reviews no number was recovered that is not the printed one; by the first condition alone 113
cells of 4000 tables of reviews. What remains are blanks in reviews: 0 0 0 11 with its total left blank prints
the digits of 0 0 0 1 1 (14 cells in 4000 tables with a blank; a blank in requests is found out).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeVar

from gongkai import forms
from gongkai.loaders._chain import Link, Readings, read_chain
from gongkai.loaders._joint import Candidate, Vector, solutions, wanted, within_reach
from gongkai.loaders._splits import (
    Budget,
    Digits,
    OverLimitError,
    Printed,
    Slip,
    Values,
    count_splits,
    slips,
    splits_that_add_up,
)

STEPS: Final = 150_000
"""For one table; a table of usual size takes some thousands."""
_GREATEST: Final = 10**17
_Reading = TypeVar("_Reading", Values, Printed)

Doubt = Literal["no_split", "several", "one_wrong", "no_sum", "blanks", "limit", "row_lost"]
"""Why a row was not recovered.

no_split: no way to split the table satisfies its sums; several: the sums leave several splits; one_wrong:
they leave one, but not if any one cell may be printed wrong; no_sum: nothing adds up to check it by;
blanks: cells of the report are blank; limit: too many ways to try them all.
"""


class Run(NamedTuple):
    """Cells printed as one string, in printed order."""

    text: Digits
    cells: tuple[forms.Cell, ...]


class Recovered(NamedTuple):
    """Cells of one row of the form. `values` is None where there is a `doubt`; `splits`: 0 if not known."""

    cells: tuple[forms.Cell, ...]
    values: tuple[Decimal, ...] | None
    doubt: Doubt | None = None
    splits: int = 0


class Around(NamedTuple):
    """What else is known of the table: its sums, the counts read in it, whether there are blank cells."""

    identities: Sequence[forms.Identity]
    known: Mapping[str, int]
    blanks: bool


def recover(runs: Sequence[Run], around: Around, steps: int = STEPS) -> list[list[Recovered]]:
    """Recovers the runs of one table together; for each its rows of the form, or itself as one.

    No cell is in two runs, or in a run and known.
    """
    summed = {number: one for number, run in enumerate(runs) if (one := _summed(run, around)) is not None}
    told: dict[int, list[Recovered]] = {}
    if summed and not around.blanks:
        try:
            parts = _Table(list(summed.values()), around, Budget(steps)).recover()
        except OverLimitError:
            parts = [[Recovered(one.run.cells, None, "limit")] for one in summed.values()]
        told = dict(zip(summed, parts, strict=True))
    return [
        _by_itself(run, told.get(number), "blanks" if around.blanks and number in summed else "no_sum")
        for number, run in enumerate(runs)
    ]


def _by_itself(run: Run, told: list[Recovered] | None, otherwise: Doubt) -> list[Recovered]:
    """What was told by the sums, unless the string is one of zeros."""
    if told is not None and all(part.values is not None for part in told):
        return told
    if run.text.text == "0" * len(run.cells):
        return [Recovered(run.cells, (Decimal(),) * len(run.cells))]
    if told is not None:
        return told
    return [Recovered(run.cells, None, otherwise, count_splits(run.text, [cell.kind for cell in run.cells]))]


def is_short(run: Run) -> bool:
    """Whether it has fewer digits than cells, so that some of these are blank."""
    return len(run.text.text) < len(run.cells)


class _Summed(NamedTuple):
    """A run of counts of which each is in one of the `sums` inside the run; `signs` are these as numbers."""

    run: Run
    sums: tuple[forms.Identity, ...]
    signs: tuple[tuple[int, ...], ...]


def _summed(run: Run, around: Around) -> _Summed | None:
    ids = {cell.id for cell in run.cells}
    sums = tuple([identity for identity in around.identities if ids.issuperset(identity.cells)])
    counts = all(cell.kind == "count" for cell in run.cells)
    if not counts or not run.text.text.isdecimal():
        return None
    if not ids.issubset(cell_id for identity in sums for cell_id in identity.cells):
        return None
    return _Summed(run, sums, tuple([_signs(identity, run.cells) for identity in sums]))


def _signs(identity: forms.Identity, cells: Iterable[forms.Cell]) -> tuple[int, ...]:
    return tuple([(cell.id in identity.left) - (cell.id in identity.right) for cell in cells])


class _Table:
    """The runs whose rows add up; `tied` are those in `shared` sums, which go over several runs."""

    def __init__(self, runs: Sequence[_Summed], around: Around, budget: Budget) -> None:
        self._runs = runs
        self._known = around.known
        self._budget = budget
        own = {identity.id for one in runs for identity in one.sums}
        there = {cell.id for one in runs for cell in one.run.cells} | around.known.keys()
        self._shared = [
            identity
            for identity in around.identities
            if identity.id not in own and there.issuperset(identity.cells)
        ]
        joined = {cell_id for identity in self._shared for cell_id in identity.cells}
        self._is_tied = [any(cell.id in joined for cell in one.run.cells) for one in runs]
        self._tied = [one for one, tied in zip(runs, self._is_tied, strict=True) if tied]

    def recover(self) -> list[list[Recovered]]:
        """For each run its rows of the form, in order; a tied run is one row."""
        together = iter(self._read_together() if self._tied else [])
        return [
            [_verdict(one.run.cells, next(together))] if tied else self._read_apart(one)
            for one, tied in zip(self._runs, self._is_tied, strict=True)
        ]

    def _read_apart(self, one: _Summed) -> list[Recovered]:
        groups = _groups(one)
        links = [
            Link(len(group), tuple([signs for each in one.sums if any(signs := _signs(each, group))]))
            for group in groups
        ]
        return list(map(_verdict, groups, read_chain(one.run.text, links, self._budget)))

    def _read_together(self) -> list[Readings]:
        rows = [
            splits_that_add_up(one.run.text, len(one.run.cells), one.signs, self._budget)
            for one in self._tied
        ]
        nothing = [Readings(frozenset(), frozenset())] * len(rows)
        if not all(rows):
            return nothing
        vectors = [
            [self._vector(one.run, values) for values in row]
            for one, row in zip(self._tied, rows, strict=True)
        ]
        vectors.append([self._amounts(self._known)])
        sure = self._left([[Candidate(vector) for vector in row] for row in vectors], rows)
        if not all(sure):
            return nothing
        readings: list[list[Printed]] = [list(row) for row in rows]
        candidates = [[Candidate(vector) for vector in row] for row in vectors]
        for place, (one, others_leave) in enumerate(zip(self._tied, wanted(vectors), strict=False)):
            for slip in self._slips(one, others_leave):
                readings[place].append(slip.printed)
                candidates[place].append(Candidate(self._vector(one.run, slip.meant), slip=True))
        return list(map(Readings, sure, self._left(candidates, readings)))

    def _left(
        self, candidates: Sequence[Sequence[Candidate]], readings: Sequence[Sequence[_Reading]]
    ) -> list[frozenset[_Reading]]:
        """For each row the readings, one a candidate, that are part of a solution."""
        kept = within_reach([[candidate.vector for candidate in row] for row in candidates], self._budget)
        if kept is None:
            return [frozenset() for _ in readings]
        used = solutions(
            [[candidates[row][index] for index in keep] for row, keep in enumerate(kept)], self._budget
        )
        return [
            frozenset([row[keep[index]] for index in indices])
            for row, keep, indices in zip(readings, kept, used, strict=False)
        ]

    def _slips(self, one: _Summed, others_leave: Sequence[tuple[int, int]]) -> list[Slip]:
        """What the row may print if one cell of it is wrong and the other rows are right."""
        ranges = self._ranges(one.run, others_leave)
        if any(low > high for low, high in ranges):
            return []
        return slips(one.run.text, one.signs, ranges, self._budget)

    def _ranges(self, run: Run, others_leave: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """What each cell can be meant to be, for what the other rows leave of each shared sum."""
        ranges = dict.fromkeys([cell.id for cell in run.cells], (0, _GREATEST))
        for identity, (least, most) in zip(self._shared, others_leave, strict=True):
            here = ranges.keys() & identity.cells
            if len(here) == 1:
                (cell_id,) = here
                low, high = ranges[cell_id]
                first, last = (least, most) if cell_id in identity.left else (-most, -least)
                ranges[cell_id] = (max(low, first), min(high, last))
        return list(ranges.values())

    def _vector(self, run: Run, values: Values) -> Vector:
        return self._amounts({cell.id: value for cell, value in zip(run.cells, values, strict=True)})

    def _amounts(self, of: Mapping[str, int]) -> Vector:
        return tuple(
            sum(of.get(cell_id, 0) for cell_id in identity.left)
            - sum(of.get(cell_id, 0) for cell_id in identity.right)
            for identity in self._shared
        )


def _groups(one: _Summed) -> list[tuple[forms.Cell, ...]]:
    """The run's cells in rows: as many as there are without a sum over two of them."""
    cells = one.run.cells
    place = {cell.id: number for number, cell in enumerate(cells)}
    spans = [sorted(place[cell_id] for cell_id in each.cells) for each in one.sums]
    inner = {cut for span in spans for cut in range(span[0] + 1, span[-1] + 1)}
    cuts = [0, *(cut for cut in range(1, len(cells)) if cut not in inner), len(cells)]
    return [cells[start:end] for start, end in pairwise(cuts)]


def _verdict(cells: tuple[forms.Cell, ...], readings: Readings) -> Recovered:
    sure, possible = readings
    if not sure:
        return Recovered(cells, None, "no_split")
    if len(sure) > 1:
        return Recovered(cells, None, "several", len(sure))
    if possible > sure:
        return Recovered(cells, None, "one_wrong", len(possible))
    return Recovered(cells, tuple(map(Decimal, next(iter(sure)))))
