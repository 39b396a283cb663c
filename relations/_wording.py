"""The wording of a text: what is left of it when figures, signs, spaces and the organ's own name are not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from gongkai.loaders import leading_place, name_key

WIDTH: Final = 10
"""Characters of wording that must stand in both texts in one run to count as the same."""

_PLANE: Final = 0x10000
_FIGURES: Final = frozenset("〇零一二三四五六七八九十百千万亿")
_SHORTEST_NAME: Final = 2
_MIX: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))

Codes = NDArray[np.uint32]
Number = TypeVar("Number", bound=np.integer[Any])


@dataclass(frozen=True, slots=True)
class Wording:
    """`codes` are its characters; `places` says where in the printed text each of them stands."""

    codes: Codes
    places: NDArray[np.intp]

    @property
    def shingles(self) -> Codes:
        """A hash of the `WIDTH` characters from each place on: uint32 (len(codes) - WIDTH + 1,), or empty."""
        count = len(self.codes) - WIDTH + 1
        if count <= 0:
            return np.empty(0, np.uint32)
        total = np.zeros(count, np.uint64)
        for at in range(WIDTH):
            total *= _MIX[0]
            total += self.codes[at : at + count]
        total ^= total >> np.uint64(32)
        total *= _MIX[1]
        return (total >> np.uint64(32)).astype(np.uint32)

    @property
    def text(self) -> str:
        """The characters in one string."""
        return self.codes.astype("<u4").tobytes().decode("utf-32-le")


def wording_of(text: str, names: Iterable[str] = ()) -> Wording:
    """The wording of a printed text without these names."""
    printed = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
    codes = np.where(printed < _PLANE, _letters()[np.minimum(printed, _PLANE - 1)], printed)
    for name in names:
        at = text.find(name)
        while at >= 0:
            codes[at : at + len(name)] = 0
            at = text.find(name, at + len(name))
    places = np.flatnonzero(codes)
    return Wording(codes[places].astype(np.uint32), places)


def own_names(organ: str | None) -> list[str]:
    """What an organ's text calls it: its name, its place, and what it is there; the longest first."""
    if organ is None:
        return []
    place = leading_place(organ)
    names = {organ} if place is None else {organ, place, name_key(organ).removeprefix(place)}
    return sorted((name for name in names if len(name) >= _SHORTEST_NAME), key=len, reverse=True)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """The different values, sorted. Ten times as fast as `numpy.unique`, which hashes them first."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


@cache
def _letters() -> Codes:
    """By code point: the letter that stands for it whatever its width and case, 0 for what is no wording."""
    letters = np.zeros(_PLANE, np.uint32)
    for point in range(_PLANE):
        plain = unicodedata.normalize("NFKC", chr(point)).lower()
        if len(plain) == 1 and plain.isalpha() and plain not in _FIGURES:
            letters[point] = ord(plain)
    return letters
