"""What shows at a glance that a text belongs to a report: for telling files apart before they are read."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded, key_of, simplified
from gongkai.loaders._lexicon import section_keys

_UNSEEN: Final = re.compile(r"<(?:(script|style|title)\b|!--)", re.IGNORECASE)
_ENDS: Final = {
    "": re.compile("-->"),
    **{name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "title")},
}
_DIVIDING: Final = re.compile(r"</?(?:p|div|br|tr|td|th|table|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_LONGEST: Final = 120
"""Characters of a line that may be a title or a heading."""
_MOST_LINES: Final = 20_000
"""Lines that are looked at; no report has nearly as many."""


class Signs(NamedTuple):
    """Whether a report is `named`, the lines that are its title, and the ids of sections with a heading."""

    named: bool
    titles: frozenset[str]
    headings: frozenset[str]

    @property
    def of_report(self) -> bool:
        """Whether the text can hardly be anything but a report or a part of one."""
        return self.named or len(self.headings) > 1


def signs_of(text: str) -> Signs:
    """What stands in a text, or in the part of a page that can be seen."""
    text = visible(text)
    titles, headings = set(), set()
    wide = (line for line in text.splitlines() if len(line) <= _LONGEST and not line.isascii())
    for line in islice(wide, _MOST_LINES):
        if line.strip():
            plain = simplified(folded(line))
            if _title().search(plain):
                titles.add(plain)
            elif section := section_keys().get(key_of(plain)):
                headings.add(section.section)
    return Signs(bool(titles) or _title().search(text) is not None, frozenset(titles), frozenset(headings))


@cache
def _title() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, forms.vocabulary().report_titles)))


def visible(markup: str) -> str:
    """The lines of a page without its tags, scripts and title; other text as it is."""
    if "<" not in markup:
        return markup
    shown = []
    start = 0
    # Step by step: one pattern for all of it takes forever on a page that closes nothing.
    while unseen := _UNSEEN.search(markup, start):
        shown.append(markup[start : unseen.start()])
        end = _ENDS[(unseen[1] or "").lower()].search(markup, unseen.end())
        if end is None:
            break
        start = end.end()
    else:
        shown.append(markup[start:])
    return _TAG.sub("", _DIVIDING.sub("\n", "\n".join(shown)))
