"""What the running text of a report states: numbers, numbers that are lost, and what it does not speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from gongkai import forms
from gongkai.loaders._claim_patterns import NUMBER_LOST, Said, guards, patterns
from gongkai.loaders._prose import Plain, plain
from gongkai.loaders._report import Claim, ClaimKind

_MOST_CLAIMS: Final = 200
_NUMERALS: Final = {word: Decimal(place) for place, word in enumerate("零一二三四五六七八九十")}
_DIGITS: Final = {**_NUMERALS, "两": Decimal(2)}
_SENTENCE_OR_NUMBER: Final = re.compile(r"[。\n0-9]")
_BESIDE: Final = re.compile(r"[件份条个項项宗起]?[,(、]?")


def claims_in(section: str, text: Plain, edition_id: str) -> list[Claim]:
    """The statements with a number in one section's running text, in printed order; at most 200."""
    return _without_parts(list(_Reader(section, text, edition_id).read()))


def _without_parts(claims: list[Claim]) -> list[Claim]:
    """Of several numbers of one topic in one sentence those that are said to be of all."""
    values: dict[tuple[str, str], set[Decimal | None]] = {}
    for claim in claims:
        values.setdefault((claim.topic, claim.sentence), set()).add(claim.value)
    return [
        claim
        for claim in claims
        if claim.kind == "lost" or len(values[claim.topic, claim.sentence]) == 1 or _is_altogether(claim)
    ]


def _is_altogether(claim: Claim) -> bool:
    before = plain(claim.sentence[: claim.start])
    return _altogether().search(before.text, before.clause_start(claim.start)) is not None


class _Reader:
    """Goes once through a text, with the number that was stated last in mind."""

    def __init__(self, section: str, text: Plain, edition_id: str) -> None:
        self._section = section
        self._plain = text
        self._patterns = patterns(edition_id)
        self._last: tuple[str, int] | None = None

    def read(self) -> Iterator[Claim]:
        said = self._patterns.said
        found = 0
        for match in self._patterns.any.finditer(self._plain.text):
            what = said[match.lastindex or 0]
            for topic in self._topics(what, match):
                claim = self._claim(what, topic, match)
                if claim is not None:
                    yield claim
                    found += 1
            if found >= _MOST_CLAIMS:
                return

    def _topics(self, what: Said, match: re.Match[str]) -> tuple[str, ...]:
        """What the match speaks of here, given what was stated before it and around it."""
        if what.way == "lost":
            return what.topics
        topics = what.topics
        if what.way in ("following", "share"):
            topics = self._after(what, match)
        return tuple([topic for topic in topics if self._fits(topic, match)])

    def _after(self, what: Said, match: re.Match[str]) -> tuple[str, ...]:
        if self._last is None:
            return ()
        topic, stop = self._last
        between = self._plain.text[stop : match.start()]
        if what.way == "share":
            share = _shares().get(topic)
            return (share,) if share is not None and _BESIDE.fullmatch(between) else ()
        if _SENTENCE_OR_NUMBER.search(between) is not None:
            return ()
        return tuple([each for each in what.topics if topic in _followed()[each]])

    def _fits(self, topic: str, match: re.Match[str]) -> bool:
        text, start = self._plain.text, match.start()
        guard = guards()[topic]
        clause = text[self._plain.clause_start(start) : start]
        if _never().search(clause) is not None:
            return False
        if guard.unless is not None and guard.unless.search(clause) is not None:
            return False
        begin = self._plain.sentence_start(start)
        before = text[begin:start]
        if _never_in_sentence().search(before) is not None or _part_of_year(before):
            return False
        if guard.context is None or self._section in guard.at_home:
            return True
        if guard.whole_paragraph:
            begin = self._plain.paragraph_start(start)
        return guard.context.search(text, begin, match.end()) is not None

    def _claim(self, what: Said, topic: str, match: re.Match[str]) -> Claim | None:
        kind: ClaimKind = "lost"
        value: Decimal | None = None
        start, stop = match.span(match.lastindex or 0 if what.numbered else 0)
        if what.way == "nothing":
            kind, value = "count", Decimal()
        elif topic != NUMBER_LOST:
            kind = forms.claims().topic(topic).kind
            value = _number(match[match.lastindex or 0])
            if kind == "amount":
                value *= _unit(self._plain.text, stop)
        if topic != NUMBER_LOST and what.way != "share":
            self._last = topic, stop
        sentence, first = self._plain.sentence(start, stop)
        shown = self._plain.shown[start:stop]
        return Claim(self._section, topic, kind, value, shown, sentence, start - first, stop - first)


def _number(raw: str) -> Decimal:
    return _DIGITS[raw] if raw in _DIGITS else Decimal(raw.replace(",", ""))


def _unit(text: str, at: int) -> Decimal:
    """How many 万元 the unit of money at a place is."""
    for label, factor in forms.vocabulary().money_units.items():
        if text.startswith(label, at):
            return factor
    return Decimal(1)


def _part_of_year(before: str) -> bool:
    months = forms.claims().months
    return months.words in before and not any(whole in before for whole in months.whole)


@cache
def _shares() -> dict[str, str]:
    return {topic.of: topic.id for topic in forms.claims().topics if topic.of is not None}


@cache
def _followed() -> dict[str, frozenset[str]]:
    return {topic.id: frozenset(topic.after) for topic in forms.claims().topics}


@cache
def _never() -> re.Pattern[str]:
    return re.compile(forms.claims().unless)


@cache
def _never_in_sentence() -> re.Pattern[str]:
    return re.compile(forms.claims().sentence_unless)


@cache
def _altogether() -> re.Pattern[str]:
    return re.compile(forms.claims().altogether)
