"""Which of each row's candidates are left when all rows of a table must satisfy the same sums.

The candidates of a row stand for a vector each: what it adds to every sum. A choice of one candidate a row
is a solution where the vectors add up to 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from gongkai.loaders._splits import Budget

Vector = tuple[int, ...]
_LANE: Final = 80
"""Bits of one sum in a packed vector: 17 digits in each of any number of rows, and a sign."""


class Candidate(NamedTuple):
    """`slip` is true where the row would be printed with an error; a solution has one such row at most."""

    vector: Vector
    slip: bool = False


def within_reach(rows: Sequence[Sequence[Vector]], budget: Budget) -> list[list[int]] | None:
    """Which candidates of each row (by index) the others' least and greatest values do not rule out.

    No solution is lost. None where there is none at all. Every row has a candidate.

    Raises:
        OverLimitError: the budget did not suffice; a step is taken for every candidate looked at.
    """
    kept = [list(range(len(vectors))) for vectors in rows]
    while True:
        budget.spend(sum(map(len, kept)))
        ranges = [
            _ranges([vectors[index] for index in keep]) for vectors, keep in zip(rows, kept, strict=True)
        ]
        total = _total(ranges)
        if any(low > 0 or high < 0 for low, high in total):
            return None
        fitting = [
            [index for index in keep if _fits(vectors[index], own, total)] if len(keep) > 1 else keep
            for vectors, keep, own in zip(rows, kept, ranges, strict=True)
        ]
        if not all(fitting):
            return None
        if fitting == kept:
            return kept
        kept = fitting


def wanted(rows: Sequence[Sequence[Vector]]) -> list[list[tuple[int, int]]]:
    """For each row the least and the greatest that the other rows leave it to add to each sum."""
    ranges = [_ranges(vectors) for vectors in rows]
    total = _total(ranges)
    return [
        [
            (high - whole_high, low - whole_low)
            for (low, high), (whole_low, whole_high) in zip(own, total, strict=True)
        ]
        for own in ranges
    ]


def _total(ranges: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    return [
        (sum([low for low, _ in lane]), sum([high for _, high in lane])) for lane in zip(*ranges, strict=True)
    ]


def _ranges(vectors: Sequence[Vector]) -> list[tuple[int, int]]:
    return [(min(lane), max(lane)) for lane in zip(*vectors, strict=True)]


def _fits(vector: Vector, own: Sequence[tuple[int, int]], total: Sequence[tuple[int, int]]) -> bool:
    return all(
        part + low - own_low <= 0 <= part + high - own_high
        for part, (own_low, own_high), (low, high) in zip(vector, own, total, strict=True)
    )


def solutions(rows: Sequence[Sequence[Candidate]], budget: Budget) -> list[set[int]]:
    """For each row the candidates (by index) that are part of some solution; empty sets where none is.

    The rows are added up one by one from both ends, and only what can meet in the middle is followed back.

    Raises:
        OverLimitError: the budget did not suffice; a step is taken for every sum formed.
    """
    packed = [[(_pack(vector), int(slip)) for vector, slip in row] for row in rows]
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    halves = (order[0::2], order[1::2])
    layers = [_layers([packed[row] for row in half], budget) for half in halves]
    ends = layers[1][-1]
    met = {
        (total, slips): {(-total, other) for other in range(2 - slips) if (-total, other) in ends}
        for total, slips in layers[0][-1]
    }
    alive = (
        {state for state, partners in met.items() if partners},
        {partner for partners in met.values() for partner in partners},
    )
    used: list[set[int]] = [set() for _ in rows]
    for half, sums, final in zip(halves, layers, alive, strict=True):
        _follow_back([(packed[row], used[row]) for row in half], sums, final)
    return used


_State = tuple[int, int]
"""A packed vector, and how many of the rows added up to it are slips."""


def _layers(rows: Sequence[Sequence[_State]], budget: Budget) -> list[set[_State]]:
    layers: list[set[_State]] = [{(0, 0)}]
    for row in rows:
        last = layers[-1]
        budget.spend(len(last) * len(row))
        layers.append(
            {(total + part, slips + slip) for total, slips in last for part, slip in row if slips + slip <= 1}
        )
    return layers


def _follow_back(
    rows: Sequence[tuple[Sequence[_State], set[int]]], layers: Sequence[set[_State]], final: set[_State]
) -> None:
    """Notes the candidates of each row that lead from a state of its layer to one that leads to `final`."""
    alive = final
    for (row, used), before in zip(
        reversed(rows), [first for first, _ in pairwise(layers)][::-1], strict=True
    ):
        leading: set[_State] = set()
        for total, slips in before:
            for index, (part, slip) in enumerate(row):
                if (total + part, slips + slip) in alive:
                    leading.add((total, slips))
                    used.add(index)
        alive = leading


def _pack(vector: Vector) -> int:
    packed = 0
    for part in vector:
        packed = (packed << _LANE) + part
    return packed
