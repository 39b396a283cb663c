"""A page an organ: its reports of all years, and what keeps coming back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.reviews._site import _addresses
from gongkai.reviews._site._city_page import main_finding
from gongkai.reviews._site._index import Entry, Tally
from gongkai.reviews._site._rows import AbsentRow, ReportRow, absent_rows, report_row
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._told import Told
from gongkai.reviews._words import Mark, severity_mark

_RANK: Final = ("errors", "warnings", "notes", "cannot_tell", "waived")


@dataclass(frozen=True, slots=True)
class Met:
    """How often a rule has something to say in a year; `kind` names the gravest, `way` leads to its first."""

    number: int
    kind: str
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
    """`name` is None where no organ was recognised: then the page is of one report, and `path` its path."""

    name: str | None
    path: str
    city: str
    city_address: str
    tally: Tally
    years: tuple[int | None, ...]
    reports: tuple[ReportRow, ...]
    rules: tuple[RuleYears, ...]
    absent: tuple[AbsentRow, ...]


def write_organs(site: Site) -> None:
    """Puts the page of every organ in its place, also of one that submitted nothing."""
    told = Told.of(site.run)
    absent: dict[str, list[int]] = defaultdict(list)
    for at, whose in site.index.absent.items():
        absent[whose].append(at)
    for whose in {**site.index.by_organ, **absent}:
        page = _page(site, told, site.index.by_organ.get(whose, ()), absent.get(whose, ()))
        site.put(_addresses.of_organ(whose), "organ.html.j2", repr(page), page=page)


def _page(site: Site, told: Told, entries: Sequence[Entry], absent: Sequence[int]) -> OrganPage:
    missing = tuple(absent_rows(site, absent))
    city = entries[0].city if entries else site.index.without_report[absent[0]]
    years = tuple(dict.fromkeys(sorted((entry.year for entry in entries), key=lambda year: year or 0)))
    return OrganPage(
        name=entries[0].organ if entries else missing[0].organ,
        path=entries[0].key.path if entries else "",
        city=city,
        city_address=_addresses.of_city(city),
        tally=told.tally([*(at for entry in entries for at in entry.findings), *absent]),
        years=years,
        reports=tuple(report_row(entry, told, site.lang, main_finding(entry, told)) for entry in entries),
        rules=tuple(_rules(site, told, entries, years)),
        absent=missing,
    )


def _rules(site: Site, told: Told, entries: Sequence[Entry], years: Sequence[int | None]) -> list[RuleYears]:
    found: dict[str, dict[int | None, list[tuple[int, Entry]]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        for at in entry.findings:
            found[told.rules[at]][entry.year].append((at, entry))
    lines = []
    for rule_id, by_year in found.items():
        first = next(iter(by_year.values()))[0][0]
        rule = told.rule(first)
        met = tuple(_met(told, by_year[year]) if year in by_year else None for year in years)
        lines.append(
            RuleYears(
                rule_id,
                _addresses.of_rule(rule_id),
                rule.title.of(site.lang),
                severity_mark(rule.severity, site.lang),
                met,
            )
        )
    return sorted(lines, key=lambda line: _order(line.years))


def _met(told: Told, found: Sequence[tuple[int, Entry]]) -> Met:
    at, entry = min(found, key=lambda pair: _RANK.index(told.counts[pair[0]]))
    return Met(len(found), told.counts[at], f"{entry.address}#f-{told.ids[at]}")


def _order(years: Sequence[Met | None]) -> tuple[int, int]:
    """The gravest first, then those met most often."""
    met = [one for one in years if one is not None]
    return min(_RANK.index(one.kind) for one in met), -sum(one.number for one in met)
