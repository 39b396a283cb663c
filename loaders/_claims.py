"""What the running text of a report states: numbers, numbers that are lost, and what it does not speak of."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._claim_patterns import (
    NUMBER_LOST,
    Guard,
    Said,
    altogether,
    followed,
    guards,
    never,
    never_in_sentence,
    patterns,
    shares,
)
from gongkai.loaders._prose import LONGEST_SENTENCE, Plain, plain
from gongkai.loaders._report import Claim, ClaimKind

_MOST_CLAIMS: Final = 200
_NOTHING: Final = Decimal()
_NUMERALS: Final = {word: Decimal(place) for place, word in enumerate("零一二三四五六七八九十")}
_DIGITS: Final = {**_NUMERALS, "两": Decimal(2)}
_SENTENCE_OR_NUMBER: Final = re.compile(r"[。\n0-9]")
_END: Final = re.compile(r"[。\n!?]")
_BESIDE: Final = re.compile(r"[件份条个項项宗起]?[,(、]?")


def claims_in(section: str, text: Plain, edition_id: str) -> list[Claim]:
    """The statements with a number in one section's running text, in printed order; at most 200."""
    claims = _Reader(section, text, edition_id).read()
    if len({claim.topic for claim in claims}) == len(claims):
        return claims
    return _without_parts(claims)


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
    return altogether().search(before.text, before.clause_start(claim.start)) is not None


class _Sentence(NamedTuple):
    """A sentence of a text: from `start` up to `stop`, its end included.

    Beyond `spoilt` its numbers are of something else; `months` is whether it names any; `shown` is as
    printed, None where it is too long to be shown whole.
    """

    start: int
    stop: int
    spoilt: int
    months: bool
    shown: str | None


class _Reader:
    """Goes once through a text, with the number that was stated last in mind."""

    def __init__(self, section: str, text: Plain, edition_id: str) -> None:
        self._section = section
        self._plain = text
        self._patterns = patterns(edition_id)
        self._last: tuple[str, int] | None = None
        self._sentence = _Sentence(0, 0, 0, months=False, shown=None)

    def read(self) -> list[Claim]:
        said = self._patterns.said
        claims: list[Claim] = []
        for match in self._patterns.any.finditer(self._plain.text):
            what = said[match.lastindex or 0]
            if match.start() >= self._sentence.stop:
                self._sentence = self._sentence_at(match.start())
            claims += [self._claim(what, topic, match) for topic in self._topics(what, match)]
            if len(claims) >= _MOST_CLAIMS:
                break
        return claims

    def _sentence_at(self, at: int) -> _Sentence:
        shown, text = self._plain
        start = self._plain.sentence_start(at)
        end = _END.search(text, at)
        stop = len(text) if end is None else end.end()
        spoilt = never_in_sentence().search(text, start, stop)
        return _Sentence(
            start,
            stop,
            stop if spoilt is None else spoilt.start(),
            text.find(forms.claims().months.words, start, stop) >= 0,
            shown[start:stop].rstrip("\n") if stop - start <= LONGEST_SENTENCE else None,
        )

    def _topics(self, what: Said, match: re.Match[str]) -> tuple[str, ...]:
        """What the match speaks of here, given what was stated before it and around it."""
        if what.way == "lost":
            return what.topics
        topics = what.topics
        if what.way in ("following", "share"):
            topics = self._after(what, match)
        if not topics or self._is_of_something_else(match.start()):
            return ()
        start = match.start()
        clause = self._plain.text[self._plain.clause_start(start, self._sentence.start) : start]
        if clause and never().search(clause) is not None:
            return ()
        return tuple([topic for topic in topics if self._fits(guards()[topic], clause, match)])

    def _after(self, what: Said, match: re.Match[str]) -> tuple[str, ...]:
        if self._last is None:
            return ()
        topic, stop = self._last
        between = self._plain.text[stop : match.start()]
        if what.way == "share":
            share = shares().get(topic)
            return (share,) if share is not None and _BESIDE.fullmatch(between) else ()
        if _SENTENCE_OR_NUMBER.search(between) is not None:
            return ()
        return tuple([each for each in what.topics if topic in followed()[each]])

    def _is_of_something_else(self, start: int) -> bool:
        """By what stands before it in its sentence."""
        sentence = self._sentence
        if start > sentence.spoilt:
            return True
        months = forms.claims().months
        before = self._plain.text[sentence.start : start] if sentence.months else ""
        return months.words in before and not any(whole in before for whole in months.whole)

    def _fits(self, guard: Guard, clause: str, match: re.Match[str]) -> bool:
        if guard.unless is not None and clause and guard.unless.search(clause) is not None:
            return False
        if guard.context is None or self._section in guard.at_home:
            return True
        begin = self._sentence.start
        if guard.whole_paragraph:
            begin = self._plain.paragraph_start(match.start())
        return guard.context.search(self._plain.text, begin, match.end()) is not None

    def _claim(self, what: Said, topic: str, match: re.Match[str]) -> Claim:
        kind: ClaimKind = "lost"
        value: Decimal | None = None
        start, stop = match.span(match.lastindex or 0 if what.numbered else 0)
        if what.way == "nothing":
            kind, value = "count", _NOTHING
        elif topic != NUMBER_LOST:
            kind = guards()[topic].kind
            value = _number(match[match.lastindex or 0])
            if kind == "amount":
                value *= _unit(self._plain.text, stop)
        if topic != NUMBER_LOST and what.way != "share":
            self._last = topic, stop
        sentence, first = self._sentence.shown, self._sentence.start
        if sentence is None:
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
