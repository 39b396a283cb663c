"""The registry of organs, and which of them a printed name means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from gongkai.loaders._organ import Organ
from gongkai.loaders._organ_file import read_organs
from gongkai.loaders._organ_names import is_place, leading_level, name_key, place_of


class _Index(NamedTuple):
    """By key of the name: organs, and organs by their short names. By id: places, the nearest first."""

    names: dict[str, Organ]
    shorts: dict[str, tuple[Organ, ...]]
    places: dict[str, tuple[str, ...]]
    known_places: frozenset[str]


@dataclass(frozen=True)
class Organs:
    """The registry: organs of different names and ids, each below its parent. Goes through pickle.

    `ignored` are columns of the file that are not used.
    """

    organs: tuple[Organ, ...]
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Organs:
        """Reads a CSV file in UTF-8 or GB 18030, whose first row says what its columns are.

        机关名称/organ must be there; 简称/short_names (several divided by 、 ; or |), 层级/level, 上级/parent
        (a name or an id), 区划代码/region_code and 标识/organ_id may be. A level that is not given follows
        from the region code.

        Raises:
            RegistryError: it is no such file, or contradicts itself; the message names every line and column.
            OSError: it cannot be opened.
        """
        return cls(*read_organs(path))

    def __len__(self) -> int:
        return len(self.organs)

    def __iter__(self) -> Iterator[Organ]:
        return iter(self.organs)

    def get(self, organ_id: str) -> Organ | None:
        """The organ of that id."""
        return self._by_id.get(organ_id)

    def resolve(self, name: str, folders: Sequence[str] = ()) -> Organ | None:
        """The one organ that a printed name means; None where none does, or several could. See `matches`."""
        found = self.matches(name, folders)
        return found[0] if len(found) == 1 else None

    def matches(self, name: str, folders: Sequence[str] = ()) -> tuple[Organ, ...]:
        """The organs that a printed name could mean, each once.

        A full name means its organ, wherever the report lies; so does one with the places above it put in
        front. A short name means the organs that have it, or whose full name it gives once the place is put
        in front, as far as the folders agree.

        Args:
            name: as printed.
            folders: the report lies in them, the outermost first; those that are no places do not matter.
        """
        key = name_key(name)
        if (organ := self._index.names.get(key)) is not None:
            return (organ,)
        places = [place for folder in folders if self._is_place(place := name_key(folder))]
        found = {
            organ.id: organ
            for organ in (*self._listed(key, places), *self._completed(key, places), *self._qualified(key))
        }
        return tuple(found.values())

    @cached_property
    def _by_id(self) -> dict[str, Organ]:
        return {organ.id: organ for organ in self.organs}

    @cached_property
    def _index(self) -> _Index:
        shorts: dict[str, list[Organ]] = {}
        for organ in self.organs:
            for short in dict.fromkeys(map(name_key, organ.short_names)):
                shorts.setdefault(short, []).append(organ)
        places = {organ.id: tuple(self._places_above(organ)) for organ in self.organs}
        return _Index(
            {name_key(organ.name): organ for organ in self.organs},
            {short: tuple(organs) for short, organs in shorts.items()},
            places,
            frozenset(place for own in places.values() for place in own),
        )

    def _places_above(self, organ: Organ) -> Iterator[str]:
        """The places of the organ's government and of those above it."""
        at: Organ | None = organ
        while at is not None:
            if (place := place_of(at.name)) is not None:
                yield place
            at = None if at.parent is None else self._by_id.get(at.parent)

    def _is_place(self, folder: str) -> bool:
        return is_place(folder) or folder in self._index.known_places

    def _listed(self, key: str, places: Sequence[str]) -> Iterable[Organ]:
        """Those with this short name; organs of the place itself go before those of places above it."""
        found = [organ for organ in self._index.shorts.get(key, ()) if self._lies_in(organ, places)]
        if len(found) > 1 and places:
            nearest = [organ for organ in found if self._nearest_is(organ, places[-1])]
            return nearest or found
        return found

    def _lies_in(self, organ: Organ, places: Sequence[str]) -> bool:
        """Whether no folder says otherwise: the innermost must be its place, outer ones may be unknown."""
        if not places:
            return True
        own = self._index.places[organ.id]
        outer = [place for place in places[:-1] if place in self._index.known_places]
        innermost = places[-1] in own or name_key(organ.name).startswith(places[-1])
        return innermost and all(place in own for place in outer)

    def _nearest_is(self, organ: Organ, place: str) -> bool:
        own = self._index.places[organ.id]
        return own[0] == place if own else name_key(organ.name).startswith(place)

    def _completed(self, key: str, places: Sequence[str]) -> Iterator[Organ]:
        """市教育局 in 某省/某市 is 某市教育局, and so is 教育局; but not in a county of that city."""
        if not places:
            return
        level = leading_level(key)
        full = places[-1] + key
        if level is not None:
            if not places[-1].endswith(level):
                return
            full = places[-1] + key.removeprefix(level)
        organ = self._index.names.get(full)
        if organ is not None and self._lies_in(organ, places):
            yield organ

    def _qualified(self, key: str) -> Iterator[Organ]:
        """某省某市教育局 is 某市教育局 where 某省 is above it."""
        for cut in range(2, len(key) - 1):
            organ = self._index.names.get(key[cut:])
            if organ is None:
                continue
            rest = key[:cut]
            for place in reversed(self._index.places[organ.id]):
                rest = rest.removeprefix(place)
            if not rest:
                yield organ
