"""What a section must speak of and does not, and text that says nothing or was cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from gongkai import forms
from gongkai.loaders._prose import plain
from gongkai.loaders._report import Claim, ReadSection
from gongkai.loaders._sections import is_section_title
from gongkai.loaders._segments import Item, Segment

MISSING: Final = "missing."
"""Begins the topic of what is lacking; the id of the mention follows."""
NO_SUBSTANCE: Final = "no_substance"
CUT: Final = "cut."
"""Begins the topic of text that was cut; the id of the section follows."""
_LONGEST_EMPTY: Final = 60
_IN_TABLES: Final = ("grid", "ragged", "closed")


def uncovered(section: ReadSection, items: Sequence[Item]) -> Iterator[Claim]:
    """A claim each thing that the section leaves out; sub-headings count as its text."""
    lacking = [mention for mention, words in _coverage() if words.search(section.prose) is None]
    if lacking:
        headings = "\n".join(_headings(section, items))
        text = plain(f"{headings}\n{section.prose}").text
        for mention, words in _coverage():
            if words.search(text) is None:
                yield _lack(section.id, mention.id)


def fee_unsaid(sections: Sequence[ReadSection], own: str) -> bool:
    """Whether no section speaks of the fee; `own` is the one that must."""
    words = [
        (_fee_words() if section.id == own else _fee_elsewhere(), section.prose)
        for section in reversed(sections)
        if section.prose
    ]
    return not any(pattern.search(prose) or pattern.search(plain(prose).text) for pattern, prose in words)


def lacking_fee(section_id: str) -> Claim:
    return _lack(section_id, forms.claims().fee.id)


def says_nothing(section: ReadSection) -> Iterator[Claim]:
    """A claim where all of the section's text is a phrase without content."""
    if not section.prose or len(section.prose) > _LONGEST_EMPTY:
        return
    text = plain(section.prose)
    flat = text.shown.replace("\n", "")
    if _cut().fullmatch(flat) is not None:
        yield _was_cut(section.id, flat)
    elif _empty().fullmatch(text.text.replace("\n", "")) is not None:
        yield Claim(section.id, NO_SUBSTANCE, "mention", None, flat, flat, 0, len(flat))


def cut_lines(section: ReadSection) -> Iterator[Claim]:
    """A claim where a line of the section only shows that something was left out."""
    if not any(sign in section.prose for sign in forms.claims().cut_signs):
        return
    for line in section.prose.splitlines():
        shown = line.strip()
        if shown and len(shown) < _LONGEST_EMPTY and _cut().fullmatch(shown) is not None:
            yield _was_cut(section.id, shown)
            return


def _was_cut(section_id: str, shown: str) -> Claim:
    return Claim(section_id, f"{CUT}{section_id}", "mention", None, shown, shown, 0, len(shown))


def _lack(section_id: str, mention_id: str) -> Claim:
    return Claim(section_id, f"{MISSING}{mention_id}", "lack", None, "", "", 0, 0)


def _headings(section: ReadSection, items: Sequence[Item]) -> Iterator[str]:
    """The labels in running text from the section's title up to the next title of a section."""
    inside = False
    for item in items:
        if not isinstance(item, Segment) or item.label is None:
            continue
        if item.locator == section.locator:
            inside = True
        elif inside and is_section_title(item):
            return
        elif inside and item.source not in _IN_TABLES:
            yield item.label.text


@cache
def _coverage() -> tuple[tuple[forms.Mention, re.Pattern[str]], ...]:
    return tuple((mention, re.compile(mention.words)) for mention in forms.claims().coverage)


@cache
def _fee_words() -> re.Pattern[str]:
    return re.compile(forms.claims().fee.words)


@cache
def _fee_elsewhere() -> re.Pattern[str]:
    return re.compile(forms.claims().fee.elsewhere)


@cache
def _empty() -> re.Pattern[str]:
    return re.compile(forms.claims().no_substance)


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(forms.claims().cut)
