"""Rows that satisfy sums together, against every combination of their candidates."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.loaders._joint import Candidate, solutions, wanted, within_reach
from gongkai.loaders._splits import Budget, OverLimitError

PLENTY = 10**6
LANES = 2
amounts = st.integers(-4, 4)
vectors = st.tuples(*[amounts] * LANES)
tables = st.lists(st.lists(vectors, min_size=1, max_size=4), min_size=1, max_size=4)


def used_by(rows: list[list[Candidate]]) -> list[set[int]]:
    """For each row the candidates that are part of some solution, by trying all combinations."""
    used: list[set[int]] = [set() for _ in rows]
    for chosen in itertools.product(*(range(len(row)) for row in rows)):
        picked = [row[index] for row, index in zip(rows, chosen, strict=True)]
        total = [sum(lane) for lane in zip(*(one.vector for one in picked), strict=True)]
        if not any(total) and sum(one.slip for one in picked) <= 1:
            for indices, index in zip(used, chosen, strict=True):
                indices.add(index)
    return used


@given(tables, st.data())
def test_exactly_the_solutions_are_found(table: list[list[tuple[int, ...]]], data: st.DataObject) -> None:
    rows = [[Candidate(vector, data.draw(st.booleans())) for vector in row] for row in table]
    assert solutions(rows, Budget(PLENTY)) == used_by(rows)


@given(tables)
def test_no_solution_is_out_of_reach(table: list[list[tuple[int, ...]]]) -> None:
    used = used_by([[Candidate(vector) for vector in row] for row in table])
    kept = within_reach(table, Budget(PLENTY))
    if kept is None:
        assert used == [set()] * len(table)
    else:
        assert all(part <= set(left) for part, left in zip(used, kept, strict=True))
        assert all(kept)


@given(tables)
def test_what_the_others_leave_holds_every_solution(table: list[list[tuple[int, ...]]]) -> None:
    used = used_by([[Candidate(vector) for vector in row] for row in table])
    for row, indices, lanes in zip(table, used, wanted(table), strict=True):
        for index in indices:
            assert all(low <= part <= high for part, (low, high) in zip(row[index], lanes, strict=True))


def test_numbers_of_seventeen_digits_do_not_run_into_each_other() -> None:
    large = 10**17 - 1
    rows = [[Candidate((large, -large)), Candidate((large, large))], [Candidate((-large, large))]]
    assert solutions(rows, Budget(PLENTY)) == [{0}, {0}]


def test_the_budget_ends_the_search() -> None:
    rows = [[Candidate((2**place,)), Candidate((0,))] for place in range(60)]
    with pytest.raises(OverLimitError):
        solutions(rows, Budget(10_000))
    with pytest.raises(OverLimitError):
        within_reach([[(1,)] * 100] * 100, Budget(1000))
