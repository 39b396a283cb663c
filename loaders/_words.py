"""Printed texts, each classified once: a label of the form, a number, a mark, a blank, other text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded, keys_of, numbering, possible_keys
from gongkai.loaders._lexicon import section_keys
from gongkai.loaders._numbers import Printed, parse
from gongkai.loaders._report import Status

_LONGEST_LABEL: Final = 80
_LONGEST_NUMBER: Final = 40
_OK: Final[Status] = "ok"
_BLANK: Final[Status] = "blank"
# No text is one of these: blanks, marks and figures are what texts of this kind were classified as.
_BLANK_SHAPE, _NIL_SHAPE, _FIGURE_SHAPE = "", "/", "0"


Reading = tuple[Decimal | None, str, Status]
"""Value, raw text and status of a cell."""


class Kind(Enum):
    BLANK = "blank"
    NUMBER = "number"
    NIL = "nil"
    LABEL = "label"
    DOUBTFUL = "doubtful"
    """A text that may be meant as the label whose key it has, and must not be taken for it."""
    TEXT = "text"


class Word(NamedTuple):
    """A printed text classified once: `key` and numbering for a label, `printed` for a number or mark.

    `ordinal` is the number in front (一, 1); `style` is how it is set: "、" for 一、, "(" for （一）, "."
    for 1., "" for none. `reading` is what a cell with this text says, where that needs no second look:
    value, raw text and status of a blank or of a number printed with nothing unusual. `shape` is what a
    table's layout shows of it: the text itself, but of figures only that they are figures.
    """

    kind: Kind
    text: str
    key: str = ""
    ordinal: str | None = None
    style: str = ""
    printed: Printed | None = None
    size: int = 0
    is_value: bool = False
    reading: Reading | None = None
    shape: str = ""


@cache
def _all_keys() -> frozenset[str]:
    return frozenset(
        key for edition in forms.editions() for label in edition.labels() for key in keys_of(label)
    ) | frozenset(section_keys())


@lru_cache(maxsize=65536)
def _short_word(text: str) -> Word:
    return _word(text)


def word(text: str) -> Word:
    """Classifies one printed text: blank, number, nil mark, label of the form, or other text."""
    return _short_word(text) if len(text) <= _LONGEST_LABEL else _word(text)


def words(texts: Iterable[str]) -> tuple[Word, ...]:
    """Classifies the texts of a row of cells."""
    return tuple([_short_word(text) if len(text) <= _LONGEST_LABEL else _word(text) for text in texts])


def only_values(printed: Iterable[Word]) -> bool:
    """Whether all of them are what a cell of figures may print."""
    for item in printed:  # noqa: SIM110  (a generator costs more than the loop, several times a row)
        if not item.is_value:
            return False
    return True


def only_blanks(printed: Iterable[Word]) -> bool:
    """Whether nothing is printed."""
    for item in printed:  # noqa: SIM110
        if item.kind is not Kind.BLANK:
            return False
    return True


def _word(text: str) -> Word:
    fold = folded(text)
    size = len(fold)
    if not fold:
        return Word(Kind.BLANK, text, is_value=True, reading=(None, "", _BLANK), shape=_BLANK_SHAPE)
    if size > _LONGEST_LABEL:
        return Word(Kind.TEXT, text, size=size, shape=text)
    for key in possible_keys(fold):
        if key in _all_keys():
            return Word(Kind.LABEL, text, key, *numbering(fold), size=size, shape=text)
    if size <= _LONGEST_NUMBER:
        printed = parse(text)
        if printed.nil:
            return Word(Kind.NIL, text, printed=printed, size=size, is_value=True, shape=_NIL_SHAPE)
        if printed.value is not None:
            plain = printed.oddity is None
            reading = (printed.value, text.strip(), _OK) if plain else None
            return Word(
                Kind.NUMBER,
                text,
                printed=printed,
                size=size,
                is_value=True,
                reading=reading,
                shape=_FIGURE_SHAPE,
            )
    # Longer than any number: the figures of several cells.
    run = text.strip().isdecimal()
    kind, shape = (Kind.NUMBER, _FIGURE_SHAPE) if run else (Kind.TEXT, text)
    return Word(kind, text, size=size, is_value=run, shape=shape)
