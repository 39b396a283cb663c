"""The words of `claims.yaml`: what running text states, and which cells each statement may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from gongkai.forms._load import editions
from gongkai.forms._model import Edition, FormError
from gongkai.forms._text import Text

TopicKind = Literal["count", "amount", "percent"]
Terms = tuple[str, ...]
"""A sum of cells: their ids, one with "-" before it being taken off."""

_FILE: Final = "claims.yaml"
_FILLERS_AT_MOST: Final = 24


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reading(NamedTuple):
    """One way to mean a stated number: the sum of `plus` less that of `minus`.

    Of a percentage it is a hundred times that, over the sum of `over`; `over` is empty for the others.
    """

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.plus, *self.minus, *self.over)))


class Topic(_Strict):
    """Something that a number in a sentence may be about; see the comments in `claims.yaml`."""

    id: str
    zh: str
    en: str
    example: str
    kind: TopicKind
    readings: tuple[Terms, ...]
    over: tuple[Terms, ...] = ()
    of: str | None = None
    patterns: tuple[str, ...] = ()
    patterns_in: Mapping[str, tuple[str, ...]] = {}
    following: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    unless: str | None = None
    context: str | None = None
    context_in: Literal["sentence", "paragraph"] = "sentence"
    at_home: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        return Text(self.zh, self.en)

    def readings_in(self, edition: Edition) -> tuple[Reading, ...]:
        """The readings whose cells that edition has; without any, the edition has no such topic."""
        return tuple(
            reading for reading in self._readings() if edition.cells.keys() >= frozenset(reading.cells)
        )

    def _readings(self) -> Iterator[Reading]:
        for terms in self.readings:
            plus = tuple(term for term in terms if not term.startswith("-"))
            minus = tuple(term[1:] for term in terms if term.startswith("-"))
            for over in self.over or ((),):
                yield Reading(plus, minus, over)


class Nothing(_Strict):
    """Patterns of sentences that say of several topics at once that there was none."""

    topics: tuple[str, ...]
    patterns: tuple[str, ...]


class Months(_Strict):
    """`words`: with a month before it a number is one of a part of the year, but not with a `whole` one."""

    whole: tuple[str, ...]
    words: str


class Parts(_Strict):
    """A list of parts: how it begins, how their number is stated, how a part ends, what joins them.

    `signs`: no text without one of them states a number of parts. `open_ended`: before the number it says
    that not all are listed.
    """

    signs: tuple[str, ...]
    begin: str
    stated: str
    open_ended: str
    ends: str
    joints: str


class Mention(_Strict):
    """Something that must be spoken of, and the words by which it is seen."""

    id: str
    zh: str
    en: str
    words: str

    @property
    def name(self) -> Text:
        return Text(self.zh, self.en)


class FeeMention(_Strict):
    """`words` speak of the fee in the section that must, `elsewhere` in any other."""

    id: str
    editions: tuple[str, ...]
    words: str
    elsewhere: str


class Published(_Strict):
    words: tuple[str, ...]


class ClaimWords(_Strict):
    """What prose may state; see the comments in `claims.yaml`."""

    fillers: str
    units: str
    stop_before: str
    months: Months
    unless: str
    sentence_unless: str
    altogether: str
    topics: tuple[Topic, ...]
    shares: tuple[str, ...]
    nothing: tuple[Nothing, ...]
    lost: tuple[str, ...]
    parts: Parts
    period_broken: str
    coverage: tuple[Mention, ...]
    fee: FeeMention
    no_substance: str
    cut: str
    cut_signs: tuple[str, ...]
    published: Published

    @model_validator(mode="after")
    def _check(self) -> ClaimWords:
        ids = {topic.id for topic in self.topics}
        known = {cell_id for edition in editions() for cell_id in edition.cell_ids}
        for topic in self.topics:
            named = {*topic.after, *filter(None, [topic.of])}
            if unknown := named - ids:
                raise ValueError(f"topic {topic.id} names {sorted(unknown)}, which do not exist")
            for terms in (*topic.readings, *topic.over):
                if lost := {term.removeprefix("-") for term in terms} - known:
                    raise ValueError(f"topic {topic.id} reads {sorted(lost)}, which no edition has")
        for entry in self.nothing:
            if unknown := set(entry.topics) - ids:
                raise ValueError(f"nothing: {sorted(unknown)} do not exist")
        for pattern in self._patterns():
            try:
                re.compile(self.expanded(pattern))
            except re.error as error:
                raise ValueError(f"pattern {pattern!r} is no regular expression: {error}") from error
        return self

    def _patterns(self) -> Iterator[str]:
        for topic in self.topics:
            yield from (*topic.patterns, *topic.following, *topic.nothing)
            for patterns in topic.patterns_in.values():
                yield from patterns
            yield from filter(None, (topic.unless, topic.context))
        for entry in self.nothing:
            yield from entry.patterns
        yield from (*self.shares, *self.lost, self.unless, self.sentence_unless, self.altogether)
        yield from (self.period_broken, self.no_substance, self.cut, self.parts.stated)
        yield from (self.fee.words, self.fee.elsewhere)
        yield from (mention.words for mention in self.coverage)

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id.

        Raises:
            KeyError: there is none.
        """
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(topic_id)

    def expanded(self, pattern: str) -> str:
        """A pattern with its places filled in; the number is in its only group."""
        number = r"[0-9]{1,9}(?:,[0-9]{3}){0,3}"
        return (
            pattern.replace(
                "{n}",
                rf"({number}(?![0-9]|[.,][0-9]|[%年月日号时元万亿{self.stop_before}~至\-—])"
                r"|[零一二两三四五六七八九十](?=[件份宗项篇部]))(?![人次])",
            )
            .replace("{m}", rf"({number}(?:\.[0-9]{{1,6}})?)(?=[百千万亿]?元)")
            .replace("{p}", r"([0-9]{1,3}(?:\.[0-9]{1,4})?)(?=%)")
            .replace("{g}", rf"[{self.fillers}]{{0,{_FILLERS_AT_MOST}}}")
            .replace("{u}", f"[{self.units}]?")
            .replace("{end}", r"(?=[,;.。!)(\n]|$)")
        )


@cache
def claims() -> ClaimWords:
    """What prose may state of a report."""
    return read_claim_words((files("gongkai.forms") / _FILE).read_text("utf-8"))


def read_claim_words(text: str) -> ClaimWords:
    """The words of a YAML text.

    Raises:
        FormError: it has another shape, or names what it does not define.
    """
    try:
        return ClaimWords.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise FormError(f"{_FILE}: {error}") from error
