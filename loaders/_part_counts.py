"""The number of parts that a report says it has, against the list of them in the same sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._prose import Plain
from gongkai.loaders._report import Claim

STATED: Final = "parts"
LISTED: Final = "parts_listed"
_NUMERALS: Final = "零一二三四五六七八九十"
_FEWEST: Final = 3


class _Words(NamedTuple):
    signs: tuple[str, ...]
    begin: re.Pattern[str]
    stated: re.Pattern[str]
    item: re.Pattern[str]
    joint: re.Pattern[str]


def parts_in(section: str, text: Plain) -> Iterator[Claim]:
    """Two claims a list: the number as stated, and that of the list where no way to count it agrees.

    The titles of parts hold the same joints as the list does (复议、诉讼情况), so a list has at least as many
    parts as there are titles' endings before a joint, and at most one more than there are joints.
    """
    words = _words()
    if not any(sign in text.text for sign in words.signs):
        return
    for match in words.stated.finditer(text.text):
        begin = text.sentence_start(match.start())
        opened = words.begin.search(text.text, begin, match.start())
        if opened is None:
            continue
        listed = text.text[opened.end() : match.start()].rstrip("共")
        whole = listed.removesuffix(forms.claims().parts.open_ended)
        least = len(words.item.findall(whole + ","))
        most = len(words.joint.findall(whole.rstrip(",、"))) + 1
        if least < _FEWEST:
            continue
        stated = _number(match[1])
        open_ended = whole != listed
        count = stated
        if stated < least:
            count = least
        elif stated > most and not open_ended:
            count = most
        sentence, first = text.sentence(match.start(), match.end())
        place = (sentence, match.start() - first, match.end() - first)
        shown = text.shown[match.start() : match.end()]
        yield Claim(section, STATED, "parts", Decimal(stated), shown, *place)
        yield Claim(section, LISTED, "parts", Decimal(count), shown, *place)


def _number(raw: str) -> int:
    return _NUMERALS.index(raw) if raw in _NUMERALS else int(raw)


@cache
def _words() -> _Words:
    parts = forms.claims().parts
    return _Words(
        parts.signs,
        re.compile(parts.begin),
        re.compile(parts.stated),
        re.compile(rf"{parts.ends}(?={parts.joints})"),
        re.compile(parts.joints),
    )
