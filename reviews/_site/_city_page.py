"""A page a city: what was found by concern, and all its organs and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.reviews import _addresses
from gongkai.reviews._families import FAMILIES, family_of
from gongkai.reviews._site._again import Again, RepeatedRow
from gongkai.reviews._site._found import Listed, listed
from gongkai.reviews._site._index import Entry
from gongkai.reviews._site._rows import AbsentRow, ReportRow, absent_rows, report_row
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import State, Tally
from gongkai.reviews._words import Mark, severity_mark


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule and what was found by it in a city."""

    rule_id: str
    address: str
    title: str
    severity: Mark
    tally: Tally
    reports: int


@dataclass(frozen=True, slots=True)
class FamilyPart:
    """Rules with one concern; `anchor` is what other pages link to."""

    anchor: str
    name: str
    about: str
    tally: Tally
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class CityPage:
    """`name` is "" for what belongs to no city.

    `late` and `repeated` are the first of `late_tally` and `times_repeated`.
    """

    name: str
    tally: Tally
    clean: int
    families: tuple[FamilyPart, ...]
    absent: tuple[AbsentRow, ...]
    late: Listed
    late_tally: Tally
    repeated: tuple[RepeatedRow, ...]
    times_repeated: int
    reports: tuple[ReportRow, ...]


def write_cities(site: Site) -> None:
    """Puts the page of every city in its place, also of one from which nothing came."""
    absent: dict[str, list[int]] = defaultdict(list)
    for at, city in site.index.without_report.items():
        absent[city].append(at)
    again = Again(site)
    for city in {**site.index.by_city, **absent}:
        page = _page(site, city, absent.get(city, ()), again)
        site.put(_addresses.of_city(city), "city.html.j2", repr(page), page=page)


def _page(site: Site, city: str, absent: Sequence[int], again: Again) -> CityPage:
    told, entries = site.index.told, site.index.by_city.get(city, ())
    positions = [at for entry in entries for at in entry.findings] + list(absent)
    states: list[State] = [entry.tally.state for entry in entries]
    late = again.late(entries)
    return CityPage(
        name=city,
        tally=told.tally(positions),
        clean=states.count("clean"),
        families=tuple(_families(site, entries, absent)),
        absent=tuple(absent_rows(site, absent)),
        late=listed(site, late),
        late_tally=told.tally(late),
        repeated=again.repeated(city),
        times_repeated=again.times_repeated(city),
        reports=tuple(report_row(entry, site) for entry in entries),
    )


def _families(site: Site, entries: Iterable[Entry], absent: Sequence[int]) -> Iterator[FamilyPart]:
    told = site.index.told
    by_rule: dict[str, list[int]] = defaultdict(list)
    reports: dict[str, int] = defaultdict(int)
    for entry in entries:
        for rule in entry.rules:
            reports[rule] += 1
        for at in entry.findings:
            by_rule[told.rules[at]].append(at)
    for at in absent:
        by_rule[told.rules[at]].append(at)
    families: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for rule, positions in by_rule.items():
        families[family_of(site.index.rules[rule].kind).id][rule] = positions
    for family in FAMILIES:
        if family.id in families:
            lines = _lines(site, families[family.id], reports)
            total = sum((line.tally for line in lines), Tally())
            yield FamilyPart(
                family.anchor, family.name.of(site.lang), family.about.of(site.lang), total, lines
            )


def _lines(
    site: Site, by_rule: Mapping[str, Sequence[int]], reports: Mapping[str, int]
) -> tuple[RuleLine, ...]:
    lines = []
    for rule_id, positions in by_rule.items():
        rule = site.index.rules[rule_id]
        mark = severity_mark(rule.severity, site.lang)
        title, address = rule.title.of(site.lang), _addresses.of_rule(rule_id)
        tally = site.index.told.tally(positions)
        lines.append(RuleLine(rule_id, address, title, mark, tally, reports.get(rule_id, 0)))
    return tuple(sorted(lines, key=lambda line: (line.tally.worst_first, line.rule_id)))
