"""Everything that the running text of a report states, from its opening to its last section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from gongkai import forms
from gongkai.loaders._claims import claims_in
from gongkai.loaders._lacks import cut_lines, fee_unsaid, lacking_fee, says_nothing, uncovered
from gongkai.loaders._part_counts import parts_in
from gongkai.loaders._prose import Plain, plain
from gongkai.loaders._report import Claim, ReadSection
from gongkai.loaders._segments import Item, Prose

OPENING: Final = "opening"
PERIOD_BROKEN: Final = "period_broken"
_LONGEST_OPENING: Final = 4000


def opening(items: Sequence[Item], first_section: int) -> str:
    """The running text before the first section, at most 4000 characters of it."""
    text = "\n".join([item.text.strip() for item in items[:first_section] if isinstance(item, Prose)])
    return text[:_LONGEST_OPENING]


def read_claims(
    before: str, sections: Sequence[ReadSection], items: Sequence[Item], edition_id: str
) -> tuple[Claim, ...]:
    """What the text before the sections and their prose state, in printed order.

    What a section leaves unsaid comes last. `items` are the document's.
    """
    claims: list[Claim] = []
    for section, prose in ((OPENING, before), *((each.id, each.prose) for each in sections)):
        if prose:
            text = plain(prose)
            claims += claims_in(section, text, edition_id)
            claims += parts_in(section, text)
            if _period_words() in prose:
                claims += _broken_period(section, text)
    claims += _unsaid(sections, items, edition_id)
    return tuple(claims)


def _unsaid(sections: Sequence[ReadSection], items: Sequence[Item], edition_id: str) -> Iterator[Claim]:
    places = _places(edition_id)
    for section in sections:
        if section.id == places[0] and section.characters:
            yield from uncovered(section, items)
            yield from cut_lines(section)
        elif section.id == places[1]:
            yield from says_nothing(section)
        elif section.id == places[2] and _fee_wanted(edition_id) and fee_unsaid(sections, section.id):
            yield lacking_fee(section.id)


def _fee_wanted(edition_id: str) -> bool:
    return edition_id in forms.claims().fee.editions


@cache
def _places(edition_id: str) -> tuple[str, ...]:
    """The sections without a table, in order: the overview, the problems, the other matters."""
    edition = forms.edition(edition_id)
    with_table = {table.section for table in edition.tables}
    return tuple(section.id for section in edition.sections if section.id not in with_table)


def _broken_period(section: str, text: Plain) -> Iterator[Claim]:
    match = _period().search(text.text)
    if match is not None:
        sentence, first = text.sentence(match.start(1), match.end(1))
        start, stop = match.start(1) - first, match.end(1) - first
        raw = text.shown[match.start(1) : match.end(1)]
        yield Claim(section, PERIOD_BROKEN, "mention", None, raw, sentence, start, stop)


@cache
def _period() -> re.Pattern[str]:
    return re.compile(forms.claims().period_broken)


def _period_words() -> str:
    return forms.claims().months.words
