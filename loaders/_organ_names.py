"""What an organ's name says by itself: its place, its level, and whether another name could be its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from gongkai import forms
from gongkai.forms import Level
from gongkai.loaders._keys import folded

_BRACKETS: Final = str.maketrans("[{〔【", "((((") | str.maketrans("]}〕】", "))))")
_QUOTES: Final = re.compile(r"[《》“”‘’\"'「」]")
_MASK: Final = "\0"
_SHORTEST_ORGAN: Final = 3


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What two prints of one name share, whatever the width, spaces and brackets. Endings all count."""
    return _QUOTES.sub("", folded(name).translate(_BRACKETS))


def is_place(name: str) -> bool:
    """Whether the name is that of a place: 某市, but not 某市教育局."""
    key = name_key(name)
    found = _last_place(key)
    return found is not None and found.start() > 0 and found.end() == len(key)


def place_of(government: str) -> str | None:
    """The place that a government's name begins with: 某县 of 某县人民政府; None for other organs."""
    key = name_key(government)
    for ending in forms.organ_words().government_endings:
        place = key.removesuffix(ending)
        if place != key and is_place(place):
            return place
    return None


def leading_place(name: str) -> str | None:
    """The places that an organ's name begins with, down to the last: 某县某镇 of 某县某镇人民政府."""
    key = name_key(name)
    found = _last_place(key)
    return None if found is None or found.start() == 0 else key[: found.end()]


def is_relative(name: str) -> bool:
    """Whether the name needs a place to be told from others of its kind: 市教育局, 教育局."""
    return all(match.start() == 0 for match in _places(name_key(name)))


def leading_level(name: str) -> str | None:
    """The word by which a relative name points to its place: 市 of 市教育局."""
    match = next(_places(name_key(name)), None)
    return match.group() if match is not None and match.start() == 0 else None


def looks_like_organ(name: str) -> bool:
    """Whether it ends as the names of organs do, and is more than that ending."""
    key = name_key(name)
    named = key.endswith(forms.vocabulary().organ_suffixes)
    return named and len(key) >= _SHORTEST_ORGAN and not is_place(key)


def level_of_name(name: str) -> Level | None:
    """The level that a name states: province for 某省教育厅; None where it could be of several."""
    key = name_key(name)
    place = _last_place(key)
    if place is None or place.start() == 0 or key.startswith(forms.organ_words().central_starts):
        return None
    return next(
        (
            stated.level
            for stated in forms.organ_words().stated_levels
            if stated.place == place.group() and key.endswith(stated.endings)
        ),
        None,
    )


def is_own_office(name: str, organ: str) -> bool:
    """Whether the name is that of the organ's own office."""
    rest = name_key(name).removeprefix(name_key(organ))
    return rest in forms.organ_words().own_offices


def is_governments_office(name: str) -> bool:
    """Whether the name is that of a government's office."""
    key = name_key(name)
    bases = (key.removesuffix(office) for office in forms.organ_words().own_offices)
    return any(base != key and base.endswith(forms.organ_words().government_endings) for base in bases)


def may_be_same(one: str, other: str) -> bool:
    """Whether one of the names could be short for the other: no proof that it is, but no contradiction."""
    keys = name_key(one), name_key(other)
    if keys[0] == keys[1]:
        return True
    places = {place_of(key) or key for key in keys}
    if len(places) == 1 and any(map(is_place, keys)):
        return True
    if _shortened(keys[0])[-1:] != _shortened(keys[1])[-1:]:
        return False
    return _runs_through(keys[0], keys[1]) or _runs_through(keys[1], keys[0])


def _runs_through(short: str, long: str) -> bool:
    """Whether the letters of one stand in the other in their order; 区政府国资局 is read as 区国资局."""
    letters = iter(_shortened(long))
    return all(letter in letters for letter in _shortened(_government_between().sub(r"\1", short)))


def _shortened(key: str) -> str:
    for ending, short in forms.organ_words().short_endings.items():
        if key.endswith(ending):
            return key.removesuffix(ending) + short
    return key


@lru_cache(maxsize=4096)
def _last_place(key: str) -> re.Match[str] | None:
    last = None
    for match in _places(key):
        last = match
    return last


def _places(key: str) -> Iterator[re.Match[str]]:
    """The words in a name that end a place, in their order."""
    masked = _look_alikes().sub(lambda found: _MASK * len(found.group()), key)
    return _place_words().finditer(masked)


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _place_words() -> re.Pattern[str]:
    return re.compile(_longest_first(forms.organ_words().place_words))


@cache
def _look_alikes() -> re.Pattern[str]:
    words = forms.organ_words()
    before = (*words.place_words, *words.joints)
    after = "|".join(f"(?<={re.escape(word)})" for word in before)
    return re.compile(
        rf"(?:^|{after})(?:{_longest_first(words.not_places)})|{_longest_first(words.never_places)}"
    )


@cache
def _government_between() -> re.Pattern[str]:
    words = forms.organ_words()
    return re.compile(
        rf"^({_longest_first(words.place_words)})(?:{_longest_first(words.government_endings)})(?=.)"
    )
