"""A page an organ: its reports of all years, and what keeps coming back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.reviews import _addresses
from gongkai.reviews._site._found import Listed, listed
from gongkai.reviews._site._index import Entry
from gongkai.reviews._site._rows import AbsentRow, ReportRow, absent_rows, report_row
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._told import Told
from gongkai.reviews._tally import GRAVEST, Tally
from gongkai.reviews._words import Mark, severity_mark


@dataclass(frozen=True, slots=True)
class Met:
    """What was found by a rule in a year; `way` leads to the gravest of it."""

    tally: Tally
    way: str


@dataclass(frozen=True, slots=True)
class RuleYears:
    """A rule and, beside the years of the page, what was found by it; None for nothing."""

    rule_id: str
    address: str
    title: str
    severity: Mark
    years: tuple[Met | None, ...]


@dataclass(frozen=True, slots=True)
class OrganPage:
    """`name` is None where no organ was recognised: then the page is of one report, and `path` its path.

    `on_reports` counts what was found on the reports, `found` lists the first of it, `tally` counts also what
    is said of years without a report (`absent`).
    """

    name: str | None
    path: str
    city: str
    city_address: str
    tally: Tally
    years: tuple[int | None, ...]
    reports: tuple[ReportRow, ...]
    rules: tuple[RuleYears, ...]
    on_reports: Tally
    found: Listed
    absent: tuple[AbsentRow, ...]


def write_organs(site: Site) -> None:
    """Puts the page of every organ in its place, also of one that submitted nothing."""
    absent: dict[str, list[int]] = defaultdict(list)
    for at, whose in site.index.absent.items():
        absent[whose].append(at)
    for whose in {**site.index.by_organ, **absent}:
        page = _page(site, site.index.by_organ.get(whose, ()), absent.get(whose, ()))
        site.put(_addresses.of_organ(whose), "organ.html.j2", repr(page), page=page)


def _page(site: Site, entries: Sequence[Entry], absent: Sequence[int]) -> OrganPage:
    missing = tuple(absent_rows(site, absent))
    city = entries[0].city if entries else site.index.without_report[absent[0]]
    years = tuple(dict.fromkeys(sorted((entry.year for entry in entries), key=lambda year: year or 0)))
    latest = sorted(entries, key=lambda entry: entry.year or 0, reverse=True)
    positions = [at for entry in latest for at in entry.findings]
    told = site.index.told
    return OrganPage(
        name=entries[0].organ if entries else missing[0].organ,
        path=site.index.paths.short(entries[0].key.path) if entries else "",
        city=city,
        city_address=_addresses.of_city(city),
        tally=told.tally([*positions, *absent]),
        years=years,
        reports=tuple(report_row(entry, site) for entry in entries),
        rules=tuple(_rules(site, entries, years)),
        on_reports=told.tally(positions),
        found=listed(site, positions),
        absent=missing,
    )


def _rules(site: Site, entries: Sequence[Entry], years: Sequence[int | None]) -> list[RuleYears]:
    told = site.index.told
    found: dict[str, dict[int | None, list[tuple[int, Entry]]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        for at in entry.findings:
            found[told.rules[at]][entry.year].append((at, entry))
    lines = []
    for rule_id, by_year in found.items():
        rule = site.index.rules[rule_id]
        lines.append(
            RuleYears(
                rule_id,
                _addresses.of_rule(rule_id),
                rule.title.of(site.lang),
                severity_mark(rule.severity, site.lang),
                tuple(_met(told, by_year[year]) if year in by_year else None for year in years),
            )
        )
    return sorted(lines, key=_worst_first)


def _met(told: Told, found: Sequence[tuple[int, Entry]]) -> Met:
    at, entry = min(found, key=lambda pair: GRAVEST.index(told.counts[pair[0]]))
    return Met(told.tally(at for at, _ in found), f"{entry.address}#f-{told.ids[at]}")


def _worst_first(line: RuleYears) -> tuple[object, ...]:
    return sum((met.tally for met in line.years if met is not None), Tally()).worst_first, line.rule_id
