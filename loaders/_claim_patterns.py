"""The patterns of `forms.claims()` as one regular expression an edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from gongkai import forms

Way = Literal["stated", "following", "share", "nothing", "lost"]
"""How a pattern states its topics: by itself, after another, as a share of it, as none, or without number."""

NUMBER_LOST: Final = "number"


class Said(NamedTuple):
    """What a match means; `numbered` where its group holds a number."""

    way: Way
    topics: tuple[str, ...]
    numbered: bool


class Guard(NamedTuple):
    """The kind of a topic's numbers, and what must and must not stand before them."""

    kind: forms.TopicKind
    unless: re.Pattern[str] | None
    context: re.Pattern[str] | None
    whole_paragraph: bool
    at_home: frozenset[str]


class Patterns(NamedTuple):
    """`any` finds every statement; the one group that took part in a match is the key of `said`."""

    any: re.Pattern[str]
    said: dict[int, Said]


class _Entry(NamedTuple):
    way: Way
    topics: tuple[str, ...]
    pattern: str


@cache
def patterns(edition_id: str) -> Patterns:
    """The patterns of an edition, gathered by the character with which they begin.

    The engine then passes over every character with which none begins, and at the others tries a few only.
    """
    said: dict[int, Said] = {}
    gathered: dict[str, list[tuple[str, Said]]] = {}
    for entry in _entries(edition_id):
        for text in _choices(entry.pattern):
            first, rest = (text[:2], text[2:]) if text.startswith("\\") else (text[0], text[1:])
            expanded = forms.claims().expanded(rest)
            numbered = bool(re.compile(expanded).groups)
            pattern = expanded if numbered else f"{expanded}()"
            gathered.setdefault(first, []).append((pattern, Said(entry.way, entry.topics, numbered)))
    alternatives: list[str] = []
    for first, found in gathered.items():
        said.update({len(said) + place: what for place, (_, what) in enumerate(found, start=1)})
        alternatives.append(f"{first}(?:{'|'.join(pattern for pattern, _ in found)})")
    return Patterns(re.compile("|".join(alternatives)), said)


def _choices(pattern: str) -> list[str]:
    """The pattern with each of the choices with which it may begin."""
    if not pattern.startswith("(?:"):
        return [pattern]
    end = pattern.index(")")
    if pattern[end + 1 :].startswith("?"):
        raise forms.FormError(f"pattern {pattern!r} must not begin with what may be left out")
    return [choice + pattern[end + 1 :] for choice in pattern[3:end].split("|")]


@cache
def guards() -> dict[str, Guard]:
    """By topic."""
    return {topic.id: _guard(topic) for topic in forms.claims().topics}


def _guard(topic: forms.Topic) -> Guard:
    return Guard(
        topic.kind,
        None if topic.unless is None else re.compile(topic.unless),
        None if topic.context is None else re.compile(topic.context),
        topic.context_in == "paragraph",
        frozenset(topic.at_home),
    )


def _entries(edition_id: str) -> Iterator[_Entry]:
    """Those that stand alone first: where two begin at one place, the first that fits counts."""
    words = forms.claims()
    for nothing in words.nothing:
        yield from _each("nothing", nothing.topics, nothing.patterns)
    yield from _each("lost", (NUMBER_LOST,), words.lost)
    topics = [topic for topic in words.topics if topic.readings_in(forms.edition(edition_id))]
    for topic in topics:
        yield from _each("nothing", (topic.id,), topic.nothing)
        yield from _each("stated", (topic.id,), topic.patterns_in.get(edition_id, ()))
        yield from _each("stated", (topic.id,), topic.patterns)
    following: dict[str, list[str]] = {}
    for topic in topics:
        for pattern in topic.following:
            following.setdefault(pattern, []).append(topic.id)
    for pattern, ids in following.items():
        yield _Entry("following", tuple(ids), pattern)
    yield from _each("share", (), words.shares)


def _each(way: Way, topics: tuple[str, ...], texts: Iterable[str]) -> Iterator[_Entry]:
    return (_Entry(way, topics, text) for text in texts)


@cache
def shares() -> dict[str, str]:
    """By topic, that of its share."""
    return {topic.of: topic.id for topic in forms.claims().topics if topic.of is not None}


@cache
def followed() -> dict[str, frozenset[str]]:
    """By topic, those after which its `following` patterns count."""
    return {topic.id: frozenset(topic.after) for topic in forms.claims().topics}


@cache
def never() -> re.Pattern[str]:
    """In a number's clause: it is of something else."""
    return re.compile(forms.claims().unless)


@cache
def never_in_sentence() -> re.Pattern[str]:
    """Anywhere before a number in its sentence: it is of something else."""
    return re.compile(forms.claims().sentence_unless)


@cache
def altogether() -> re.Pattern[str]:
    """In a number's clause: it is of all."""
    return re.compile(forms.claims().altogether)
