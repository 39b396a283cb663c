"""The day on which a report was published, as its page or its signature states it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from gongkai import forms
from gongkai.loaders._keys import folded
from gongkai.loaders._segments import Item, Prose

_DATE: Final = r"(20\d{2})\s?(?:年|[-./])\s?(\d{1,2})\s?(?:月|[-./])\s?(\d{1,2})(?:\s?日|(?!\d))"
_SIGNED: Final = re.compile(rf"{_DATE}$")
_LONGEST_LINE: Final = 40
_LONGEST_CHROME: Final = 300
_LAST_LINES: Final = 6


def published(items: Sequence[Item]) -> dt.date | None:
    """The day that a page states, else the date under the text; None where there is none, or several."""
    texts = [item.text for item in items if isinstance(item, Prose)]
    stated: set[dt.date] = set()
    words = _words()
    for text in texts:
        if len(text) <= _LONGEST_CHROME and words.search(text) is not None:
            found = _stated().findall(text)
            stated |= {day for parts in found if (day := _day(parts)) is not None}
    if stated:
        return stated.pop() if len(stated) == 1 else None
    for text in reversed(texts[-_LAST_LINES:]):
        if "20" in text and len(text) <= _LONGEST_LINE:
            match = _SIGNED.search(folded(text))
            if match is not None:
                return _day(match.groups())
    return None


def _day(parts: Sequence[str]) -> dt.date | None:
    try:
        return dt.date(*map(int, parts))
    except ValueError:
        return None


@cache
def _words() -> re.Pattern[str]:
    """As they may be printed, with spaces between the characters."""
    return re.compile(_spaced())


@cache
def _stated() -> re.Pattern[str]:
    return re.compile(rf"(?:{_spaced()})\s?[:：]?\s{{0,3}}{_DATE}")


def _spaced() -> str:
    return "|".join(r"\s?".join(word) for word in forms.claims().published.words)
