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
    OverLimitError,
    all_splits,
    count_splits,
    digits_of,
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
    assert count_splits(digits, ["count"] * 2) == 1
    assert digits.part(1, 4) == Digits("234", frozenset({1}))
    assert digits.part(2, 4) == Digits("34")


@pytest.mark.parametrize("text", ["1" * 100_000, "0" * 100_000, "10" * 50_000])
def test_more_digits_than_the_cells_can_print_are_not_tried(text: str) -> None:
    assert splits_that_add_up(Digits(text), 7, (), Budget(0)) == []
    assert count_splits(Digits(text), ["count"] * 7) == 0


def test_the_budget_ends_the_search() -> None:
    with pytest.raises(OverLimitError):
        all_splits(Digits("123456789" * 5), 7, Budget(1000))
    with pytest.raises(OverLimitError):
        slips(Digits("123456789" * 5), ((-1,) * 6 + (1,),), [(0, 10**17)] * 7, Budget(1000))


@pytest.mark.parametrize(
    ("text", "kinds", "splits"),
    [
        ("000", ("count",) * 3, 1),
        ("0000", ("count",) * 3, 0),
        ("120", ("count",) * 3, 1),
        ("693665", ("count",) * 3, 10),
        ("00.5", ("count", "amount"), 1),
        ("30.5", ("count", "amount"), 1),
        ("12.5", ("count", "amount"), 1),
        ("123.5", ("count", "amount"), 2),
        # 12 and -3 or -34 or -345; 0 has no sign, and no other digits after it.
        ("12-3450", ("count", "change", "count"), 3),
        ("12-345", ("count", "count"), 0),
        ("0-50", ("count", "change", "count"), 1),
        ("5.1234567", ("amount", "count"), 6),
    ],
)
def test_splits_of_changes_and_amounts_are_counted(text: str, kinds: tuple[str, ...], splits: int) -> None:
    assert count_splits(Digits(text), kinds) == splits


@given(strings, st.integers(1, 4))
def test_splits_are_counted(text: str, cells: int) -> None:
    assert count_splits(Digits(text), ["count"] * cells) == sum(1 for _ in cuts_of(text, cells))
