"""Late reports and reports that were submitted again, city by city, as the run has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from gongkai.reviews._site._found import SHOWN, FoundRow, listed
from gongkai.reviews._site._index import Entry, Key
from gongkai.reviews._site._site import Site

_LATE: Final = "submission_late"
_REPEATED: Final = "submission_duplicated"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """A report that is there already.

    `first` is the report that it repeats, `same` whether it has the same bytes; addresses are from the run's
    folder. `found` is what the rule says of it, on the first of these reports; None where it says nothing.
    """

    organ: str | None
    year: int | None
    path: str
    address: str
    first: str
    first_address: str
    same: bool
    found: FoundRow | None


class Again:
    """Knows of every city what came late and what came again."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def late(self, entries: Iterable[Entry]) -> list[int]:
        """Positions of what was found of late publication on these reports."""
        return [at for entry in entries for at in self._of_kind(entry, _LATE)]

    def repeated(self, city: str) -> tuple[RepeatedRow, ...]:
        """The first reports of a city that repeat another or that another repeats, by path."""
        return tuple(map(self._repeated, self._by_city.get(city, ())[:SHOWN]))

    def times_repeated(self, city: str) -> int:
        """How many there are."""
        return len(self._by_city.get(city, ()))

    def _repeated(self, row: Row) -> RepeatedRow:
        index = self._site.index
        entry, first = index.by_key[_key(row)], index.by_key[_first(row)]
        return RepeatedRow(
            organ=row["organ"],
            year=row["year"],
            path=index.paths.short(entry.key.path),
            address=entry.address,
            first=index.paths.short(first.key.path),
            first_address=first.address,
            same=row["kind"] == "content",
            found=self._found(_key(row)),
        )

    @cached_property
    def _rows(self) -> Sequence[Row]:
        rows: Sequence[Row] = self._site.run.duplicates.to_pylist()
        return rows

    @cached_property
    def _by_city(self) -> Mapping[str, Sequence[Row]]:
        rows: dict[str, list[Row]] = defaultdict(list)
        by_key = self._site.index.by_key
        for row in self._rows:
            for city in {by_key[_key(row)].city, by_key[_first(row)].city}:
                rows[city].append(row)
        return rows

    @cached_property
    def _above(self) -> Mapping[Key, Key]:
        return {_key(row): _first(row) for row in self._rows}

    def _found(self, key: Key) -> FoundRow | None:
        """The rule speaks on the report that all the others repeat in the end."""
        while (above := self._above.get(key, key)) != key:
            key = above
        entry = self._site.index.by_key[key]
        of_rule = listed(self._site, self._of_kind(entry, _REPEATED))
        return next(iter((*of_rule.standing, *of_rule.accepted)), None)

    def _of_kind(self, entry: Entry, kind: str) -> Sequence[int]:
        index = self._site.index
        return [at for at in entry.findings if index.rules[index.told.rules[at]].kind == kind]


def _key(row: Row) -> Key:
    return Key(row["report_id"], row["path"])


def _first(row: Row) -> Key:
    return Key(row["first_report_id"], row["first_path"])
