"""Strings taken apart, against every way to cut them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.loaders._splits import (
    Budget,
    Digits,
    Free,
    OverLimitError,
    all_splits,
    digits_of,
    free_splits,
    slips,
    splits_that_add_up,
)

PLENTY = 10**6
strings = st.text("0012345", min_size=1, max_size=8)
TOTAL_LAST = ((-1, -1, 1),)


def cuts_of(text: str, cells: int) -> Iterator[tuple[str, ...]]:
    """Every way to cut a text into that many numbers."""
    for places in itertools.combinations(range(1, len(text)), cells - 1):
        parts = tuple(text[start:end] for start, end in itertools.pairwise((0, *places, len(text))))
        if all(part == "0" or part[0] != "0" for part in parts):
            yield parts


def with_one_blank(text: str, cells: int) -> Iterator[tuple[str, ...]]:
    for parts in cuts_of(text, cells - 1) if cells > 1 else ():
        for place in range(cells):
            yield (*parts[:place], "", *parts[place:])


def adds_up(values: Sequence[int], signs: Sequence[int]) -> bool:
    return sum(sign * value for sign, value in zip(signs, values, strict=True)) == 0


@given(strings, st.integers(1, 5))
def test_every_split_is_found(text: str, cells: int) -> None:
    expected = sorted(tuple(map(int, parts)) for parts in cuts_of(text, cells))
    assert sorted(all_splits(Digits(text), cells, Budget(PLENTY))) == expected


@given(strings, st.lists(st.sampled_from([1, -1, 0]), min_size=3, max_size=5), st.data())
def test_every_split_that_adds_up_is_found(text: str, signs: list[int], data: st.DataObject) -> None:
    cells = len(signs)
    more = data.draw(st.lists(st.permutations(signs), max_size=1))
    sums = [signs, *more]
    expected = sorted(
        values
        for parts in cuts_of(text, cells)
        if all(adds_up(values := tuple(map(int, parts)), each) for each in sums)
    )
    assert sorted(splits_that_add_up(Digits(text), cells, sums, Budget(PLENTY))) == expected


def test_a_long_row_is_split_by_its_total() -> None:
    row = (12034, 567, 8, 90, 0, 1203, 13902)
    found = splits_that_add_up(
        Digits("".join(map(str, row))), 7, ((-1, -1, -1, -1, -1, -1, 1),), Budget(20_000)
    )
    assert row in found


@given(strings, st.lists(st.tuples(st.integers(0, 20), st.integers(0, 400)), min_size=3, max_size=3))
def test_every_row_with_one_wrong_cell_is_found(text: str, ranges: list[tuple[int, int]]) -> None:
    expected = set()
    for parts in (*cuts_of(text, 3), *with_one_blank(text, 3)):
        printed = tuple(int(part) if part else None for part in parts)
        for place in range(3):
            if any(value is None for other, value in enumerate(printed) if other != place):
                continue
            for right in range(ranges[place][0], ranges[place][1] + 1):
                meant = tuple(right if other == place else value or 0 for other, value in enumerate(printed))
                within = all(low <= value <= high for value, (low, high) in zip(meant, ranges, strict=True))
                if within and meant != printed and adds_up(meant, TOTAL_LAST[0]):
                    expected.add((printed, meant))
    assert set(slips(Digits(text), TOTAL_LAST, ranges, Budget(PLENTY))) == expected


def test_a_space_divides_numbers() -> None:
    digits = digits_of(["12", "34"])
    assert set(all_splits(digits, 3, Budget(PLENTY))) == {(1, 2, 34), (12, 3, 4)}
    assert free_splits(digits, ["count"] * 2).full == 1
    assert digits.part(1, 4) == Digits("234", frozenset({1}))
    assert digits.part(2, 4) == Digits("34")


@pytest.mark.parametrize("text", ["1" * 100_000, "0" * 100_000, "10" * 50_000])
def test_more_digits_than_the_cells_can_print_are_not_tried(text: str) -> None:
    assert splits_that_add_up(Digits(text), 7, (), Budget(0)) == []
    assert free_splits(Digits(text), ["count"] * 7) == Free(0, 0, None)


def test_the_budget_ends_the_search() -> None:
    with pytest.raises(OverLimitError):
        all_splits(Digits("123456789" * 5), 7, Budget(1000))
    with pytest.raises(OverLimitError):
        slips(Digits("123456789" * 5), ((-1,) * 6 + (1,),), [(0, 10**17)] * 7, Budget(1000))


@pytest.mark.parametrize(
    ("text", "kinds", "free"),
    [
        ("000", ("count",) * 3, Free(1, 1, ("0", "0", "0"))),
        ("0000", ("count",) * 3, Free(0, 0, None)),
        # Three numbers, or two with a blank between, before or behind them.
        ("120", ("count",) * 3, Free(1, 10, None)),
        ("693665", ("count",) * 3, Free(10, 28, None)),
        ("00.5", ("count", "amount"), Free(1, 1, ("0", "0.5"))),
        ("30.5", ("count", "amount"), Free(1, 2, None)),
        ("12-3450", ("count", "change", "count"), Free(3, 4, None)),
        ("12-345", ("count", "count"), Free(0, 0, None)),
        ("0-50", ("count", "change", "count"), Free(1, 2, None)),
        ("5.1234567", ("amount", "count"), Free(6, 6, None)),
    ],
)
def test_what_no_sum_is_known_of_has_one_meaning_only_if_it_has_no_other_with_blanks(
    text: str, kinds: tuple[str, ...], free: Free
) -> None:
    assert free_splits(Digits(text), kinds) == free


@given(strings, st.integers(1, 4))
def test_free_splits_are_counted(text: str, cells: int) -> None:
    full = sum(1 for _ in cuts_of(text, cells))
    blanks = sum(
        1
        for filled in range(1, cells + 1)
        for _ in cuts_of(text, filled)
        for _ in itertools.combinations(range(cells), filled)
    )
    found = free_splits(Digits(text), ["count"] * cells)
    assert (found.full, found.any) == (full, blanks)
