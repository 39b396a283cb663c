"""A page a city: what was found by concern, and all its organs and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.reviews._families import FAMILIES, family_of
from gongkai.reviews._site import _addresses
from gongkai.reviews._site._index import Entry, State, Tally
from gongkai.reviews._site._rows import AbsentRow, ReportRow, absent_rows, report_row
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._told import Told
from gongkai.reviews._words import Mark, severity_mark

_GRAVEST: Final = {"errors": 0, "warnings": 1, "cannot_tell": 2, "notes": 3}


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
    """`name` is "" for what belongs to no city."""

    name: str
    tally: Tally
    clean: int
    families: tuple[FamilyPart, ...]
    reports: tuple[ReportRow, ...]
    absent: tuple[AbsentRow, ...]


def write_cities(site: Site) -> None:
    """Puts the page of every city in its place, also of one from which nothing came."""
    told = Told.of(site.run)
    absent: dict[str, list[int]] = defaultdict(list)
    for at, city in site.index.without_report.items():
        absent[city].append(at)
    for city in {**site.index.by_city, **absent}:
        page = _page(site, told, city, site.index.by_city.get(city, ()), absent.get(city, ()))
        site.put(_addresses.of_city(city), "city.html.j2", repr(page), page=page)


def _page(site: Site, told: Told, city: str, entries: Sequence[Entry], absent: Sequence[int]) -> CityPage:
    positions = [at for entry in entries for at in entry.findings] + list(absent)
    states: list[State] = [entry.tally.state for entry in entries]
    return CityPage(
        name=city,
        tally=told.tally(positions),
        clean=states.count("clean"),
        families=tuple(_families(site, told, entries, absent)),
        reports=tuple(report_row(entry, told, site.lang, main_finding(entry, told)) for entry in entries),
        absent=tuple(absent_rows(site, absent)),
    )


def main_finding(entry: Entry, told: Told) -> int | None:
    """The position of the gravest finding that stands on a report, the first of those; None for none."""
    standing = [at for at in entry.findings if told.counts[at] != "waived"]
    return min(standing, key=lambda at: _GRAVEST[told.counts[at]], default=None)


def _families(
    site: Site, told: Told, entries: Iterable[Entry], absent: Sequence[int]
) -> Iterator[FamilyPart]:
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
        families[family_of(told.rule(positions[0]).kind).id][rule] = positions
    for family in FAMILIES:
        if family.id in families:
            lines = _lines(site, told, families[family.id], reports)
            total = sum((line.tally for line in lines), Tally())
            yield FamilyPart(
                family.anchor, family.name.of(site.lang), family.about.of(site.lang), total, lines
            )


def _lines(
    site: Site, told: Told, by_rule: Mapping[str, Sequence[int]], reports: Mapping[str, int]
) -> tuple[RuleLine, ...]:
    lines = []
    for rule_id, positions in by_rule.items():
        # Editions may word a rule differently: the newest one's words stand for all.
        rule = told.rule(max(positions, key=lambda at: told.editions[at]))
        mark = severity_mark(rule.severity, site.lang)
        title, address = rule.title.of(site.lang), _addresses.of_rule(rule_id)
        lines.append(RuleLine(rule_id, address, title, mark, told.tally(positions), reports.get(rule_id, 0)))
    return tuple(sorted(lines, key=lambda line: (tuple(-n for n in line.tally), line.rule_id)))
