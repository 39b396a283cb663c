"""What may be the report of an organ that seems to have sent none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import Final, NamedTuple

from gongkai.loaders import Organ, Organs, leading_place, may_be_same, name_key

_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


class Stated(NamedTuple):
    """A report whose organ or year is open. `stated` are all years that it names, `year` the one taken."""

    path: str
    organ: str | None
    organ_id: str | None
    year: int | None
    stated: tuple[int, ...]

    def may_be_on(self, year: int) -> bool:
        return self.year is None or year in (self.year, *self.stated)


class _Unread(NamedTuple):
    """A submission that was not read: the keys of its name and of its folders, and the years in its name."""

    path: str
    name: str
    folders: tuple[str, ...]
    years: frozenset[int]
    names_an_organ: bool


class Doubts:
    """Nobody is accused while the report may be there.

    `reports` are those that are open, `failures` the paths of what was not read.
    """

    def __init__(self, organs: Organs, reports: Sequence[Stated], failures: Sequence[str]) -> None:
        self._organs = organs
        self._reports = reports
        self._unread = [self._take_apart(path) for path in failures]

    def of(self, organ: Organ, year: int) -> list[str]:
        """Paths of what may be this organ's report on the year."""
        return [*self._open(organ, year), *self._failed(organ, year)]

    def _open(self, organ: Organ, year: int) -> Iterator[str]:
        for report in self._reports:
            if report.organ_id not in (None, organ.id) or not report.may_be_on(year):
                continue
            if report.organ_id == organ.id or self._may_be_of(organ, report):
                yield report.path

    def _failed(self, organ: Organ, year: int) -> Iterator[str]:
        """What names the organ; what names none, and lies in no folder of another place."""
        for one in self._unread:
            if one.years and not one.years & {year, year + 1}:
                continue
            if one.names_an_organ:
                if self._is_named(organ, one.name):
                    yield one.path
            elif not one.folders or any(name.startswith(one.folders[-1]) for name in self._chain(organ)):
                yield one.path

    def _may_be_of(self, organ: Organ, report: Stated) -> bool:
        if report.organ is None or self._is_named(organ, name_key(PurePath(report.path).name)):
            return True
        return any(may_be_same(report.organ, name) for name in (organ.name, *organ.short_names))

    def _is_named(self, organ: Organ, text: str) -> bool:
        return any(name_key(name) in text for name in (organ.name, *organ.short_names))

    def _chain(self, organ: Organ) -> Iterator[str]:
        """Keys of the organ's name and of those above it."""
        at: Organ | None = organ
        while at is not None:
            yield name_key(at.name)
            at = None if at.parent is None else self._organs.get(at.parent)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(
            name_key(name) for organ in self._organs for name in (organ.name, *organ.short_names)
        )

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(place for organ in self._organs if (place := leading_place(organ.name)) is not None)

    def _take_apart(self, path: str) -> _Unread:
        *folders, name = map(name_key, PurePath(path).parts)
        return _Unread(
            path,
            name,
            tuple(folder for folder in folders if folder in self._places),
            frozenset(map(int, _YEAR.findall(name))),
            any(known in name for known in self._names),
        )
