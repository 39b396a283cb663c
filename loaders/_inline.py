"""The labels of the form inside running text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded, key_of, numbering, simplified
from gongkai.loaders._numbers import plain_width
from gongkai.loaders._words import Kind, Word

_FIRST_PART: Final = 24
_FIRST_LETTERS: Final = 6


class Found(NamedTuple):
    """A label found inside running text."""

    start: int
    end: int
    word: Word


@cache
def _inline_pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    labels: dict[str, str] = {}
    for edition in forms.editions():
        for label in edition.labels():
            bare = forms.strip_numbering(label)
            for text in (label, *forms.vocabulary().aliases.get(bare, ())):
                labels.setdefault(_inline(text, mandatory=False), text)
        for section in edition.sections:
            for title in (section.title, *section.variants):
                heading = f"{section.ordinal}、{title}"
                labels.setdefault(_inline(heading, mandatory=True), heading)
    ordered = sorted(labels, key=lambda pattern: -len(key_of(labels[pattern])))
    joined = "|".join(f"({pattern})" for pattern in ordered)
    return re.compile(f"(?={_beginning(labels.values())})(?:{joined})"), tuple(
        labels[pattern] for pattern in ordered
    )


def _beginning(labels: Iterable[str]) -> str:
    """How every label begins: a quick look at a place in a text, before all labels are tried there."""
    bare = [forms.strip_numbering(label) for label in labels]
    numbers = {
        char
        for label, rest in zip(labels, bare, strict=True)
        for char in label.removesuffix(rest)
        if char.isalnum()
    }
    letters = {next(char for char in rest if char.isalnum()) for rest in bare}
    number = rf"[(（]?[{''.join(sorted(numbers))}]{{1,3}}[)）]?[、.．]?\s*"
    return rf"(?:{number})?(?:[^\w\s]?\s*){{0,2}}[{''.join(sorted(letters))}]"


def _inline(label: str, *, mandatory: bool) -> str:
    bare = forms.strip_numbering(label)
    prefix = label[: len(label) - len(bare)]
    ordinal = "".join(char for char in prefix if char.isalnum())
    body = r"\s*".join(re.escape(char) if char.isalnum() else r"[^\w\s]?" for char in bare)
    if not ordinal:
        return body
    # Bare digits before a label may be the end of a figure run into it: 403其他.
    prefixed = rf"(?:[(（]{ordinal}[)）][、.．]?|{ordinal}[、.．])\s*"
    return prefixed + body if mandatory else f"(?:{prefixed})?{body}"


def labels_in(text: str) -> list[Found]:
    """The labels of the form inside running text, longest first at each place, without overlap."""
    pattern, labels = _inline_pattern()
    return [
        Found(
            match.start(),
            match.end(),
            Word(
                Kind.LABEL,
                text[match.start() : match.end()],
                key_of(labels[match.lastindex - 1]),
                *numbering(folded(match.group())),
            ),
        )
        for match in pattern.finditer(_searched(text))
        if match.lastindex is not None
    ]


def label_at_start(text: str) -> bool:
    """Whether running text begins with a label of the form."""
    searched = _searched(text).lstrip()
    key = key_of(searched[:_FIRST_PART])
    if len(key) >= _FIRST_LETTERS and not key.startswith(_first_letters()):
        return False
    return _inline_pattern()[0].match(searched) is not None


@cache
def _first_letters() -> tuple[str, ...]:
    """How the keys of all labels begin: a quick look at a text, before each label is tried."""
    _, labels = _inline_pattern()
    return tuple(sorted({key_of(label)[:_FIRST_LETTERS] for label in labels}))


def _searched(text: str) -> str:
    """The text letter for letter, as the form prints it."""
    return plain_width(simplified(text))
