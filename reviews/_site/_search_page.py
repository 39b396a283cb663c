"""The search: every report, file that was not read and organ without a report, as data inside the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from gongkai.reviews import _addresses
from gongkai.reviews._families import FAMILIES, family_of
from gongkai.reviews._site._index import Entry, Index
from gongkai.reviews._site._rows import VERDICTS
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._unread import cities_of_unread
from gongkai.reviews._words import answer_mark, words
from gongkai.rules import Rule

_ESCAPED: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_STATES: Final = ("error", "warning", "cannot_tell", "clean", "unread", "missing")


class CityLink(NamedTuple):
    name: str
    address: str
    reports: int


class Line(NamedTuple):
    """A line of the search.

    `city` and `rules` are places in lists of their own; `counts` are errors, warnings, notes, what cannot be
    told, and waived ones; `address` and `whose` are of the pages of the report and the organ, "" for none.
    """

    organ: str
    path: str
    city: int
    year: int | None
    state: int
    counts: tuple[int, ...]
    rules: tuple[int, ...]
    address: str
    whose: str


def write_search(site: Site) -> None:
    """Puts the search page in its place."""
    cities = _Numbers()
    rules = _Numbers()
    lines = [*_reports(site.index, cities, rules), *_unread(site, cities), *_absent(site, cities, rules)]
    known = site.index.rules
    data = {
        "cities": list(cities),
        "rules": [[rule, known[rule].title.of(site.lang), _family(known[rule])] for rule in rules],
        "families": [[family.id, family.name.of(site.lang)] for family in FAMILIES],
        "states": [[state, *_state(state, site)] for state in _STATES],
        "lines": lines,
    }
    by_city = site.index.by_city
    links = [
        CityLink(city, _addresses.of_city(city), len(by_city.get(city, ())))
        for city in {**by_city, **dict.fromkeys(site.index.without_report.values())}
    ]
    text = json_block(data)
    site.put(
        _addresses.SEARCH,
        "search.html.j2",
        f"{text}\0{links!r}",
        data=Markup(text),  # noqa: S704 - JSON of which nothing can be markup
        cities=links,
        unread=site.run.failures.num_rows,
    )


def json_block(data: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it ends the element or begins another."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


class _Numbers(dict[str, int]):
    """Names and their places, in the order in which they were asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def _reports(index: Index, cities: _Numbers, rules: _Numbers) -> Iterator[Line]:
    for entry in sorted(index.entries, key=_worst_first):
        yield Line(
            organ=entry.organ or "",
            path=entry.key.path,
            city=cities[entry.city],
            year=entry.year,
            state=_STATES.index(entry.tally.state),
            counts=tuple(entry.tally),
            rules=tuple(rules[rule] for rule in entry.rules),
            address=entry.address,
            whose=_addresses.of_organ(entry.whose),
        )


def _worst_first(entry: Entry) -> tuple[object, ...]:
    return entry.tally.worst_first, entry.organ or "", entry.year or 0, entry.key.path


def _unread(site: Site, cities: _Numbers) -> Iterator[Line]:
    paths: list[Any] = site.run.failures["path"].to_pylist()
    for path, city in zip(paths, cities_of_unread(paths, site.index.entries), strict=True):
        yield Line("", path, cities[city], None, _STATES.index("unread"), (0,) * 5, (), "", "")


def _absent(site: Site, cities: _Numbers, rules: _Numbers) -> Iterator[Line]:
    positions = list(site.index.without_report)
    for at, row in zip(positions, site.index.rows(positions), strict=True):
        yield Line(
            organ=row["organ"] or "",
            path="",
            city=cities[site.index.without_report[at]],
            year=row["year"],
            state=_STATES.index("missing"),
            counts=tuple(site.index.told.tally([at])),
            rules=() if row["waiver"] else (rules[row["rule_id"]],),
            address="",
            whose=_addresses.of_organ(site.index.absent[at]),
        )


def _family(rule: Rule) -> str:
    return family_of(rule.kind).id


def _state(state: str, site: Site) -> tuple[str, str]:
    """The shape and the word of a state."""
    said = words(site.lang)
    if state in {"unread", "missing"}:
        return "✗", said.unread_state if state == "unread" else said.missing_state
    mark = answer_mark(VERDICTS[state], site.lang)
    return mark.shape, mark.word
