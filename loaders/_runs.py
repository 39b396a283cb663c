"""Rows printed as one string of digits each, recovered by the sums that the form demands of a table.

A row is recovered only where its split is the only one, and this in three ways at once:

- the row has one split in all ways to split the whole table in which every sum holds;
- it has no other split in any table in which one cell, anywhere, is printed wrong or left blank. What the
  organ got wrong must not be made to fit by splitting it otherwise. Where a row's own sum is the only one
  it is in, nothing would show a blank, and only wrong numbers are reckoned with;
- no cell of the table is known to be blank. A blank leaves no trace in such a string.

A string of zeros that has a digit for each cell needs no sum: no other cells, blank or not, print it.

Measured on made-up tables of which one cell was printed wrong (a number off by 1 to 9 or by tens, digits
swapped, dropped or doubled, the neighbour's number, a zero, a blank), see tests/loaders/test_run_errors.py:
with the first condition alone, 1 in 50 000 tables of requests and 1 in 100 tables of reviews were split
into numbers that nobody printed; with all of them none, but for blanks in reviews (1 in 300 of these).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from gongkai import forms
from gongkai.loaders._chain import Link, Readings, read_chain
from gongkai.loaders._joint import Candidate, Vector, reach, solutions, within_reach
from gongkai.loaders._splits import (
    Budget,
    Digits,
    OverLimitError,
    Printed,
    Values,
    free_splits,
    slips,
    splits_that_add_up,
)

STEPS: Final = 150_000
"""For one table; a table of usual size takes some thousands."""
_GREATEST: Final = 10**17

Doubt = Literal["no_split", "several", "one_wrong", "no_sum", "blanks", "limit"]
"""Why a row was not recovered.

no_split: no way to split the table satisfies its sums; several: the sums leave several splits; one_wrong:
they leave one, but not if any one cell may be printed wrong; no_sum: nothing adds up to check it by;
blanks: cells of the table are blank; limit: too many ways to try them all.
"""


class Run(NamedTuple):
    """Cells printed as one string, in printed order; several `texts` where it is not sure where it ends."""

    texts: tuple[Digits, ...]
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
    summed = [run for run in runs if _is_summed(run, around.identities)]
    blanks = around.blanks
    told: dict[Run, list[Recovered]] = {}
    if summed and not blanks:
        try:
            told = _Table(summed, around, Budget(steps)).recover()
        except OverLimitError:
            told = {run: [Recovered(run.cells, None, "limit")] for run in summed}
    return [_by_itself(run, told.get(run), blanks=blanks and run in summed) for run in runs]


def _by_itself(run: Run, told: list[Recovered] | None, *, blanks: bool) -> list[Recovered]:
    """What was told by the sums, unless the string has only one meaning without any."""
    if told is not None and all(part.values is not None for part in told):
        return told
    ways = [free_splits(text, [cell.kind for cell in run.cells]) for text in run.texts]
    if sum(each.any for each in ways) == 1:
        only = next(each.only for each in ways if each.only is not None)
        return [Recovered(run.cells, tuple(map(Decimal, only)))]
    if told is not None:
        return told
    count = sum(each.full for each in ways)
    return [Recovered(run.cells, None, "blanks" if blanks else "no_sum", count)]


def _is_summed(run: Run, identities: Sequence[forms.Identity]) -> bool:
    """Whether it is of counts of which each is in a sum inside the run."""
    inside = {cell_id for each in _inside(run, identities) for cell_id in each.cells}
    return all(cell.id in inside and cell.kind == "count" for cell in run.cells) and all(
        text.text.isdecimal() for text in run.texts
    )


def is_short(run: Run) -> bool:
    """Whether it has fewer digits than cells, so that some of these are blank."""
    return all(len(text.text) < len(run.cells) for text in run.texts)


def _inside(run: Run, identities: Iterable[forms.Identity]) -> list[forms.Identity]:
    ids = {cell.id for cell in run.cells}
    return [identity for identity in identities if ids.issuperset(identity.cells)]


class _Table:
    """The runs whose rows add up; `shared` are the sums over several of them that can be checked."""

    def __init__(self, runs: Sequence[Run], around: Around, budget: Budget) -> None:
        self._around = around
        self._budget = budget
        own = {identity for run in runs for identity in _inside(run, around.identities)}
        there = {cell.id for run in runs for cell in run.cells} | around.known.keys()
        self._shared = [
            identity
            for identity in around.identities
            if identity not in own and there.issuperset(identity.cells)
        ]
        joined = {cell_id for identity in self._shared for cell_id in identity.cells}
        self._tied = [run for run in runs if any(cell.id in joined for cell in run.cells)]
        self._loose = [run for run in runs if run not in self._tied]

    def recover(self) -> dict[Run, list[Recovered]]:
        told: dict[Run, list[Recovered]] = {}
        for run in self._loose:
            groups = _groups(run, _inside(run, self._around.identities))
            told[run] = self._read_apart(run, groups)
        readings = self._read_together() if self._tied else []
        told |= {
            run: [_verdict(run.cells, reading)] for run, reading in zip(self._tied, readings, strict=True)
        }
        return told

    def _read_apart(self, run: Run, groups: list[tuple[forms.Cell, ...]]) -> list[Recovered]:
        links = [Link(len(group), self._signs(group)) for group in groups]
        chains = [read_chain(text, links, self._budget) for text in run.texts]
        return [
            _verdict(group, _union([chain[place] for chain in chains])) for place, group in enumerate(groups)
        ]

    def _signs(self, cells: Sequence[forms.Cell]) -> tuple[tuple[int, ...], ...]:
        """The sums inside these cells, as signs."""
        run = Run((), tuple(cells))
        return tuple(
            tuple((cell.id in identity.left) - (cell.id in identity.right) for cell in cells)
            for identity in _inside(run, self._around.identities)
        )

    def _read_together(self) -> list[Readings]:
        rows = [self._held(run) for run in self._tied]
        nothing = [Readings(frozenset(), frozenset())] * len(rows)
        if not all(rows):
            return nothing
        vectors = [
            [self._vector(run, values) for values in row] for run, row in zip(self._tied, rows, strict=True)
        ]
        vectors.append([self._amounts(self._around.known)])
        kept = within_reach(vectors, self._budget)
        if kept is None:
            return nothing
        used = solutions(
            [[Candidate(vectors[row][index]) for index in keep] for row, keep in enumerate(kept)],
            self._budget,
        )
        sure = [frozenset(row[kept[place][index]] for index in used[place]) for place, row in enumerate(rows)]
        if not all(sure):
            return nothing
        possible = self._with_one_wrong(rows, vectors)
        return list(map(Readings, sure, possible))

    def _held(self, run: Run) -> list[Values]:
        signs = self._signs(run.cells)
        return [
            values
            for text in run.texts
            for values in splits_that_add_up(text, len(run.cells), signs, self._budget)
        ]

    def _with_one_wrong(
        self, rows: Sequence[Sequence[Values]], vectors: Sequence[Sequence[Vector]]
    ) -> list[frozenset[Printed]]:
        """What each row may print where one cell of one row is printed wrong, besides where none is."""
        readings: list[list[Printed]] = [list(row) for row in rows]
        candidates = [[Candidate(vector) for vector in row] for row in vectors]
        for place, run in enumerate(self._tied):
            ranges = self._ranges(run, reach(vectors, place))
            if any(low > high for low, high in ranges):
                continue
            for text in run.texts:
                for slip in slips(text, self._signs(run.cells), ranges, self._budget):
                    readings[place].append(slip.printed)
                    candidates[place].append(Candidate(self._vector(run, slip.meant), slip=True))
        kept = within_reach([[candidate.vector for candidate in row] for row in candidates], self._budget)
        if kept is None:
            return [frozenset() for _ in rows]
        used = solutions(
            [[candidates[row][index] for index in keep] for row, keep in enumerate(kept)], self._budget
        )
        return [
            frozenset(readings[place][kept[place][index]] for index in used[place])
            for place in range(len(rows))
        ]

    def _ranges(self, run: Run, lacks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """What each cell can be for the other rows; `lacks` is what these leave of each shared sum."""
        of_run = {cell.id for cell in run.cells}
        ranges = []
        for cell in run.cells:
            low, high = 0, _GREATEST
            for identity, (least, most) in zip(self._shared, lacks, strict=True):
                if len(of_run.intersection(identity.cells)) > 1:
                    continue
                if cell.id in identity.left:
                    low, high = max(low, least), min(high, most)
                elif cell.id in identity.right:
                    low, high = max(low, -most), min(high, -least)
            ranges.append((low, high))
        return ranges

    def _vector(self, run: Run, values: Values) -> Vector:
        return self._amounts({cell.id: value for cell, value in zip(run.cells, values, strict=True)})

    def _amounts(self, of: Mapping[str, int]) -> Vector:
        return tuple(
            sum(of.get(cell_id, 0) for cell_id in identity.left)
            - sum(of.get(cell_id, 0) for cell_id in identity.right)
            for identity in self._shared
        )


def _groups(run: Run, sums: Iterable[forms.Identity]) -> list[tuple[forms.Cell, ...]]:
    """The run's cells in rows: as many as there are without a sum over two of them."""
    place = {cell.id: number for number, cell in enumerate(run.cells)}
    spans = [sorted(place[cell_id] for cell_id in each.cells) for each in sums]
    inner = {cut for span in spans for cut in range(span[0] + 1, span[-1] + 1)}
    cuts = [0, *(cut for cut in range(1, len(run.cells)) if cut not in inner), len(run.cells)]
    return [run.cells[start:end] for start, end in pairwise(cuts)]


def _union(readings: Sequence[Readings]) -> Readings:
    return Readings(
        frozenset().union(*(each.sure for each in readings)),
        frozenset().union(*(each.possible for each in readings)),
    )


def _verdict(cells: tuple[forms.Cell, ...], readings: Readings) -> Recovered:
    sure, possible = readings
    if not sure:
        return Recovered(cells, None, "no_split")
    if len(sure) > 1:
        return Recovered(cells, None, "several", len(sure))
    if possible > sure:
        return Recovered(cells, None, "one_wrong", len(possible))
    return Recovered(cells, tuple(map(Decimal, next(iter(sure)))))
