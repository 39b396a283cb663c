"""Digits without a separator, taken apart: every way in which one string can print the cells of a row.

A cell prints a number as people write it: nothing between its digits, no zero in front of others. Which way
is the right one is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

Values = tuple[int, ...]
"""The numbers of a row's cells, in printed order."""
Printed = tuple[int | None, ...]
"""What a row prints, None in a cell left blank."""

LONGEST: Final = 17
"""Digits of one number; longer ones are read nowhere else either."""
_COUNT: Final = rf"(?:0|[1-9][0-9]{{0,{LONGEST - 1}}})"
_TOKENS: Final = {
    "count": re.compile(_COUNT),
    "change": re.compile(rf"{_COUNT}|-[1-9][0-9]{{0,{LONGEST - 1}}}"),
    "amount": re.compile(rf"{_COUNT}(?:\.[0-9]{{1,6}})?"),
}
_WIDEST: Final = LONGEST + 7


class OverLimitError(Exception):
    """More steps than a report is worth: what was asked for is not known."""


class Budget:
    """Steps that may still be taken. Time is not asked, so that the same text is always read alike."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Takes steps.

        Raises:
            OverLimitError: there are not so many left.
        """
        self._left -= steps
        if self._left < 0:
            raise OverLimitError


class Digits(NamedTuple):
    """A printed string without its spaces; no number goes over one of `cuts`, where a space stood."""

    text: str
    cuts: frozenset[int] = frozenset()

    def part(self, start: int, end: int) -> Digits:
        """The digits from `start` up to `end`."""
        return Digits(self.text[start:end], frozenset(cut - start for cut in self.cuts if start < cut < end))

    def is_number(self, start: int, end: int) -> bool:
        """Whether a cell may print these digits, and no others."""
        if self.text[start] == "0" and end - start > 1:
            return False
        return not (self.cuts and any(start < cut < end for cut in self.cuts))


def digits_of(pieces: Sequence[str]) -> Digits:
    """The pieces of a string that spaces divide, as one."""
    return Digits("".join(pieces), frozenset(list(accumulate(map(len, pieces)))[:-1]))


def all_splits(digits: Digits, cells: int, budget: Budget) -> list[Values]:
    """Every split into that many counts."""
    return splits_that_add_up(digits, cells, (), budget)


def splits_that_add_up(
    digits: Digits, cells: int, sums: Sequence[Sequence[int]], budget: Budget
) -> list[Values]:
    """Every split into counts that satisfies all `sums`.

    Args:
        digits: decimal digits only.
        cells: into how many.
        sums: for each the signs (1, -1, 0) with which the cells add up to 0.
        budget: a step is taken for every number tried.

    Raises:
        OverLimitError: the budget did not suffice.
    """
    return _Splitter(digits, cells, sums, budget).run()


class _Splitter:
    """From the right, since a total stands behind its parts: it says early what they may be."""

    def __init__(self, digits: Digits, cells: int, sums: Sequence[Sequence[int]], budget: Budget) -> None:
        self._digits = digits
        self._cells = cells
        self._sums = sums
        self._budget = budget
        self._found: list[Values] = []
        before = [[signs[:count] for count in range(cells + 1)] for signs in sums]
        self._can_lower = [[-1 in signs for signs in each] for each in before]
        self._can_raise = [[1 in signs for signs in each] for each in before]
        self._alike = [[len(set(signs)) == 1 and 0 not in signs for signs in each] for each in before]

    def run(self) -> list[Values]:
        size = len(self._digits.text)
        if self._cells <= size <= self._cells * LONGEST:
            self._left_of(size, self._cells, (0,) * len(self._sums), ())
        return self._found

    def _left_of(self, end: int, cells: int, residuals: tuple[int, ...], done: Values) -> None:
        """Splits the digits up to `end` into the first `cells` cells; `done` are those right of them."""
        if not cells:
            self._found.append(done)
            return
        first = max(cells - 1, end - LONGEST)
        last = 0 if cells == 1 else end - 1
        for start in range(last, first - 1, -1):
            self._budget.spend()
            if not self._digits.is_number(start, end):
                continue
            value = int(self._digits.text[start:end])
            left = self._residuals(value, cells - 1, start, residuals)
            if left is not None:
                self._left_of(start, cells - 1, left, (value, *done))

    def _residuals(
        self, value: int, cell: int, digits: int, residuals: tuple[int, ...]
    ) -> tuple[int, ...] | None:
        """What each sum lacks with this value; None where the `digits` left of it cannot make it up."""
        lacks = tuple([lack + signs[cell] * value for lack, signs in zip(residuals, self._sums, strict=True)])
        for lack, lower, higher, alike in zip(
            lacks, self._can_lower, self._can_raise, self._alike, strict=True
        ):
            if (lack > 0 and not lower[cell]) or (lack < 0 and not higher[cell]):
                return None
            if alike[cell] and not _can_make(abs(lack), cell, digits):
                return None
        return lacks


def _can_make(amount: int, cells: int, digits: int) -> bool:
    """Whether `cells` numbers of so many digits together may add up to `amount`, by their lengths alone."""
    if cells > digits:
        return False
    longest = -(-digits // cells)
    if longest > 1 and amount < 10 ** (longest - 1):
        return False
    most: int = 10 ** (digits - cells + 1) + 9 * (cells - 1)
    return amount < most


class Slip(NamedTuple):
    """A row of which one cell is not `printed` as it is `meant`."""

    printed: Printed
    meant: Values


def slips(
    digits: Digits, sums: Sequence[Sequence[int]], ranges: Sequence[tuple[int, int]], budget: Budget
) -> list[Slip]:
    """Every split in which one cell is left blank or printed wrong, while the row as meant adds up.

    Args:
        digits: decimal digits only.
        sums: as for `splits_that_add_up`; every cell is in one of them.
        ranges: least and greatest value that each cell can be meant to have.
        budget: a step is taken for every number tried.

    Raises:
        OverLimitError: the budget did not suffice.
    """
    found: list[Slip] = []
    cells = len(ranges)
    size = len(digits.text)
    if digits.text == "0" * cells:
        # Zeros in every cell add up, and with one other number they would not.
        return found

    def go_on(start: int, printed: Printed, wrong: int | None) -> None:
        cell = len(printed)
        if cell == cells:
            meant = None if wrong is None or start != size else _mended(printed, wrong, sums)
            if meant is not None and all(
                low <= value <= high for value, (low, high) in zip(meant, ranges, strict=True)
            ):
                found.append(Slip(printed, meant))
            return
        if wrong is None:
            go_on(start, (*printed, None), cell)
        room = size - (cells - cell - 1) + (wrong is None)
        first = size if cell == cells - 1 else start + 1
        for end in range(first, min(room, size, start + LONGEST) + 1):
            budget.spend()
            if start == size or not digits.is_number(start, end):
                break
            value = int(digits.text[start:end])
            if ranges[cell][0] <= value <= ranges[cell][1]:
                go_on(end, (*printed, value), wrong)
            if wrong is None:
                go_on(end, (*printed, value), cell)

    go_on(0, (), None)
    return found


def _mended(printed: Printed, wrong: int, sums: Sequence[Sequence[int]]) -> Values | None:
    """The row with the wrong cell as its sums demand it; None where they demand no other count."""
    signs = next(signs for signs in sums if signs[wrong])
    rest = sum(
        sign * (value or 0)
        for place, (sign, value) in enumerate(zip(signs, printed, strict=True))
        if place != wrong
    )
    mended = -rest * signs[wrong]
    meant = tuple([mended if place == wrong else value or 0 for place, value in enumerate(printed)])
    if mended < 0 or mended == printed[wrong]:
        return None
    return meant if all(_adds_up(meant, signs) for signs in sums) else None


def _adds_up(values: Values, signs: Sequence[int]) -> bool:
    return not sum(sign * value for sign, value in zip(signs, values, strict=True))


def count_splits(digits: Digits, kinds: Sequence[str]) -> int:
    """How many splits there are of a string that no sum is known of, also one of changes and amounts."""
    size = len(digits.text)
    if size > len(kinds) * _WIDEST:
        return 0

    @cache
    def ways(start: int, cell: int) -> int:
        if cell == len(kinds):
            return int(start == size)
        token = _TOKENS[kinds[cell]]
        return sum(
            ways(end, cell + 1)
            for end in range(start + 1, min(size, start + _WIDEST) + 1)
            if token.fullmatch(digits.text, start, end) and not any(start < cut < end for cut in digits.cuts)
        )

    return ways(0, 0)
