"""Names of organs that have nothing to do with the report they stand in: left over from a copied text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import pyarrow as pa

from gongkai import forms
from gongkai.loaders import Organs, leading_place, name_key
from gongkai.relations._organs import governs
from gongkai.relations._prose import Written

_NAMED: Final = pa.struct([("organ", pa.string()), ("sentence", pa.string())])
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("other_names", pa.list_(_NAMED)),
]
OTHER_NAMES: Final = pa.schema(_COLUMNS)
"""One row a report. `other_names` lists full names of other organs in its prose, each with its first
sentence, `MOST` of them. A name is listed only where the registry (without one: level and place in both
names) shows that the organ is not above or below the report's own nor of the same government, where it
cannot be the end of a longer name, and where the sentence does not say that the two deal with each
other. Null where that cannot be told of the report's own organ."""

MOST: Final = 3
LONGEST_SENTENCE: Final = 300
_TAIL: Final = 3
_SHORTEST: Final = 5
_SPACE: Final = re.compile(r"[^\S\n]+")
_ENDS: Final = "。；;！!？?\n"


class _Known(NamedTuple):
    """An organ that may be named. `above` are the ids of those above it, the nearest first."""

    id: str
    name: str
    level: str | None
    government: str
    above: tuple[str, ...]

    @property
    def top(self) -> str:
        return (self.id, *self.above)[-1]


def other_names_of(reports: list[Written], organs: Organs | None) -> pa.Table:
    """Every report with the names in it that are none of its business; schema `OTHER_NAMES`."""
    registered = organs is not None or any(report.registered for report in reports)
    known = _of_registry(reports, organs) if registered else _of_names(reports)
    by_id = {organ.id: organ for organ in known}
    tails: dict[str, list[_Known]] = defaultdict(list)
    for organ in sorted(known, key=lambda one: -len(one.name)):
        if leading_place(organ.name) is not None and len(organ.name) >= _SHORTEST:
            tails[organ.name[-_TAIL:]].append(organ)
    rows = []
    for report in reports:
        own = by_id.get((report.organ_id if registered else report.organ and name_key(report.organ)) or "")
        told = None if own is None or not (registered or own.level) else list(_named(report, own, tails))
        rows.append({"report_id": report.report_id, "path": report.path, "other_names": told})
    return pa.Table.from_pylist(rows, OTHER_NAMES)


def _of_registry(reports: list[Written], organs: Organs | None) -> list[_Known]:
    """Organs whose governments are known up to the top: of the registry, else of those that submitted."""
    if organs is not None:
        listed = {organ.id: (organ.name, organ.parent) for organ in organs}
    else:
        listed = {
            report.organ_id: (report.organ, report.parent)
            for report in reports
            if report.registered and report.organ_id is not None and report.organ is not None
        }
    governments = {parent for _, parent in listed.values()}
    found = []
    for organ_id, (name, parent) in listed.items():
        above = _above(parent, listed)
        if above is not None:
            own = organ_id if organ_id in governments or governs(name) else next(iter(above), organ_id)
            found.append(_Known(organ_id, name_key(name), None, own, above))
    return found


def _above(parent: str | None, listed: Mapping[str, tuple[str, str | None]]) -> tuple[str, ...] | None:
    """None where one of them is not in the registry."""
    found: list[str] = []
    while parent is not None:
        if parent not in listed or parent in found:
            return None
        found.append(parent)
        parent = listed[parent][1]
    return tuple(found)


def _of_names(reports: list[Written]) -> list[_Known]:
    """The organs that submitted a report, by their full names."""
    names = {name_key(report.organ): report.level for report in reports if report.organ is not None}
    return [_Known(name, name, level, leading_place(name) or "", ()) for name, level in names.items()]


def _apart(own: _Known, other: _Known) -> bool:
    """Whether they surely have nothing to do with each other."""
    if own.level is not None or other.level is not None:
        places = own.government, other.government
        apart = all(places) and not places[0].startswith(places[1]) and not places[1].startswith(places[0])
        return own.level == other.level and apart
    if own.top != other.top:
        # The registry does not say where one of them belongs.
        return False
    return own.government not in (other.government, *other.above) and other.government not in own.above


def _named(report: Written, own: _Known, tails: Mapping[str, list[_Known]]) -> Iterator[dict[str, str]]:
    text = _SPACE.sub("", f"{report.opening}\n{report.prose}")
    told: set[str] = set()
    for found in _suffixes().finditer(text):
        for organ in tails.get(text[found.end() - _TAIL : found.end()], ()):
            start = found.end() - len(organ.name)
            if start < 0 or not text.startswith(organ.name, start):
                continue
            if organ.id not in told and _apart(own, organ) and _stands_alone(text, start, found.end()):
                sentence = _sentence(text, start, found.end())
                if not any(word in sentence for word in forms.organ_words().dealings):
                    told.add(organ.id)
                    yield {"organ": organ.name, "sentence": sentence[:LONGEST_SENTENCE]}
            break
        if len(told) == MOST:
            return


def _stands_alone(text: str, start: int, stop: int) -> bool:
    """Whether the name is neither the end nor the beginning of a longer one, as far as can be told."""
    words = forms.organ_words()
    before = text[max(0, start - _TAIL) : start]
    front = not before[-1:].isalpha() or before.endswith((*words.name_fronts, *words.place_words))
    return front and not text.startswith((*words.own_offices, *forms.vocabulary().organ_suffixes), stop)


def _sentence(text: str, start: int, stop: int) -> str:
    begin = max(text.rfind(end, 0, start) for end in _ENDS) + 1
    ends = [at for at in (text.find(end, stop) for end in _ENDS) if at >= 0]
    return text[begin : min(ends) + 1 if ends else len(text)].strip()


@cache
def _suffixes() -> re.Pattern[str]:
    """The end of a word that may be an organ's name; the longest of those that end at one place is enough."""
    return re.compile("|".join(sorted({re.escape(word[-1]) for word in forms.vocabulary().organ_suffixes})))
