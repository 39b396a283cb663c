"""Rows printed one after another in one string, each with a sum of its own and no other to check it by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai.loaders._splits import LONGEST, Budget, Digits, Printed, Values, all_splits, splits_that_add_up


class Link(NamedTuple):
    """One of the rows: how many cells it prints, and the signs with which they add up to 0."""

    cells: int
    sums: tuple[tuple[int, ...], ...]


class Readings(NamedTuple):
    """What a row may print: where all sums hold, and also where one row's numbers do not add up."""

    sure: frozenset[Values]
    possible: frozenset[Printed]


def read_chain(digits: Digits, links: Sequence[Link], budget: Budget) -> list[Readings]:
    """What each link may print, in order; nothing is `sure` where there is no split in which all sums hold.

    Blank cells are not reckoned with: with them, hardly any string has one meaning.

    Raises:
        OverLimitError: the budget did not suffice.
    """
    return _Chain(digits, links, budget).read()


_Places = tuple[set[int], set[int]]
"""Where a link may begin or end: with sums that hold on that side of it, and with one that does not."""


class _Chain:
    def __init__(self, digits: Digits, links: Sequence[Link], budget: Budget) -> None:
        self._digits = digits
        self._links = links
        self._budget = budget
        self._known: dict[tuple[Link, Digits], list[Values]] = {}
        needs = [link.cells for link in links]
        self._room = [(sum(needs[:place]), sum(needs[place:])) for place in range(len(links) + 1)]

    def read(self) -> list[Readings]:
        starts, ends = self._from_left(), self._from_right()
        return [
            self._readings(link, starts[place], ends[place + 1]) for place, link in enumerate(self._links)
        ]

    def _readings(self, link: Link, starts: _Places, ends: _Places) -> Readings:
        sure = {values for part in self._parts(starts[0], ends[0], link) for values in self._held(link, part)}
        possible: set[Printed] = set(sure)
        for first, last in ((starts[1], ends[0]), (starts[0], ends[1])):
            for part in self._parts(first, last, link):
                possible.update(self._held(link, part))
        for part in self._parts(starts[0], ends[0], link):
            possible.update(all_splits(part, link.cells, self._budget))
        return Readings(frozenset(sure), frozenset(possible))

    def _from_left(self) -> list[_Places]:
        places: list[_Places] = [({0}, set())]
        for number, link in enumerate(self._links):
            held, slipped = places[-1]
            ends = self._bounds(number + 1)
            after: _Places = (set(), set())
            for start in held | slipped:
                for end in ends:
                    self._pass(link, (start, end), (start in held, start in slipped), end, after)
            places.append(after)
        return places

    def _from_right(self) -> list[_Places]:
        places: list[_Places] = [({len(self._digits.text)}, set())]
        for number in range(len(self._links) - 1, -1, -1):
            held, slipped = places[-1]
            before: _Places = (set(), set())
            for start in self._bounds(number):
                for end in held | slipped:
                    self._pass(
                        self._links[number], (start, end), (end in held, end in slipped), start, before
                    )
            places.append(before)
        return places[::-1]

    def _pass(
        self, link: Link, span: tuple[int, int], known: tuple[bool, bool], place: int, found: _Places
    ) -> None:
        """Goes over one link: adds `place` to what is found of its other end."""
        start, end = span
        if not link.cells <= end - start <= link.cells * LONGEST:
            return
        held, slipped = known
        part = self._digits.part(start, end)
        if self._held(link, part):
            if held:
                found[0].add(place)
            if slipped:
                found[1].add(place)
        if held and _fewest(part.text) <= link.cells:
            found[1].add(place)

    def _bounds(self, number: int) -> range:
        """Where the link of that number may begin, for the digits that those before and after it need."""
        before, after = self._room[number]
        size = len(self._digits.text)
        return range(max(before, size - after * LONGEST), min(size - after, before * LONGEST) + 1)

    def _parts(self, starts: set[int], ends: set[int], link: Link) -> list[Digits]:
        return [
            self._digits.part(start, end)
            for start in sorted(starts)
            for end in sorted(ends)
            if link.cells <= end - start <= link.cells * LONGEST
        ]

    def _held(self, link: Link, part: Digits) -> list[Values]:
        key = (link, part)
        if key not in self._known:
            self._known[key] = splits_that_add_up(part, link.cells, link.sums, self._budget)
        return self._known[key]


def _fewest(text: str) -> int:
    """No fewer numbers can print these digits: a zero in front is a number of its own."""
    rest = text.lstrip("0")
    return len(text) - len(rest) + bool(rest)
