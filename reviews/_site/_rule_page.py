"""A page a rule: what it asks and why, how each batch answered it, and what was found by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from gongkai.reviews import _addresses, _labels
from gongkai.reviews._families import family_of
from gongkai.reviews._labels import Term
from gongkai.reviews._site._cities import ELSEWHERE
from gongkai.reviews._site._finding import SiteFinding, site_finding
from gongkai.reviews._site._index import Key
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import GRAVEST, WAIVED, Tally
from gongkai.reviews._words import Mark, severity_mark
from gongkai.rules import LESSONS, Rule

SHOWN: Final = 300
"""Findings listed on one page; the page says how many there are."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """How the reports of a batch answered: numbers of reports."""

    batch: str
    holds: int
    holds_with_blanks: int
    violated: int
    cannot_tell: int
    not_run: int


@dataclass(frozen=True, slots=True)
class RulePage:
    """`formulas` are those of the editions; `rest` is the way to all findings, "" where all are listed."""

    rule_id: str
    title: str
    severity: Mark
    family: str
    citations: tuple[tuple[str, bool], ...]
    why: str
    formulas: tuple[tuple[Term, ...], ...]
    violating: str
    correct: str
    remedy: str
    tally: Tally
    batches: tuple[BatchLine, ...]
    listed: tuple[SiteFinding, ...]
    accepted: tuple[SiteFinding, ...]
    total: int
    rest: str


def write_rules(site: Site) -> None:
    """Puts the page of every rule in its place that a batch of the run was judged by."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, rule_id in enumerate(site.index.told.rules):
        found[rule_id].append(at)
    entries = {at: entry for entry in site.index.entries for at in entry.findings}
    cities = {at: entry.city for at, entry in entries.items()} | dict(site.index.without_report)
    ways = {entry.key: entry.address for entry in site.index.entries}
    for rule_id, rules in _judged(site).items():
        maker = _Maker(site, cities, ways)
        page = maker.page(rules, found.get(rule_id, ()))
        site.put(_addresses.of_rule(rule_id), "rule.html.j2", repr(page), page=page)


def _judged(site: Site) -> dict[str, list[Rule]]:
    """The rules that the batches were judged by, by id, in each edition that has them, oldest first."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for edition in sorted({batch.edition for batch in site.run.batches}):
        for rule in site.run.catalogue(edition).rules:
            rules[rule.id].append(rule)
    return rules


class _Maker:
    def __init__(self, site: Site, cities: Mapping[int, str], ways: Mapping[Key, str]) -> None:
        self._site = site
        self._told = site.index.told
        self._cities = cities
        self._ways = ways

    def page(self, rules: Sequence[Rule], positions: Sequence[int]) -> RulePage:
        lang, last = self._site.lang, rules[-1]
        ranked = sorted(positions, key=lambda at: GRAVEST.index(self._told.counts[at]))
        standing = [at for at in ranked if self._told.counts[at] != WAIVED]
        accepted = ranked[len(standing) :]
        lesson = LESSONS[last.kind]
        formulas = dict.fromkeys(rule.formula.of(lang) for rule in rules if rule.formula is not None)
        rest = f"{_addresses.SEARCH}#{urlencode({'rule': last.id})}"
        return RulePage(
            rule_id=last.id,
            title=last.title.of(lang),
            severity=severity_mark(last.severity, lang),
            family=family_of(last.kind).name.of(lang),
            citations=tuple(dict.fromkeys((rule.citation, rule.standing == "confirmed") for rule in rules)),
            why=lesson.why.of(lang),
            formulas=tuple(_labels.terms(formula) for formula in formulas),
            violating=last.example.of(lang),
            correct=lesson.correct.of(lang),
            remedy=last.remedy.of(lang),
            tally=self._told.tally(positions),
            batches=tuple(self._batches(last.id)),
            listed=tuple(self._findings(standing[:SHOWN])),
            accepted=tuple(self._findings(accepted[:SHOWN])),
            total=len(standing),
            rest=rest if len(standing) > SHOWN else "",
        )

    def _batches(self, rule_id: str) -> Iterator[BatchLine]:
        for batch in self._site.run.batches:
            outcome = batch.outcomes.get(rule_id)
            if outcome is not None:
                yield BatchLine(batch.id, *outcome)

    def _findings(self, positions: Sequence[int]) -> Iterable[SiteFinding]:
        for at, row in zip(positions, self._site.index.rows(positions), strict=True):
            way = self._ways.get(Key(row["report_id"], row["path"]), "")
            report = f"../../{way}#f-{row['finding_id']}" if way else ""
            city = self._cities.get(at, ELSEWHERE)
            yield site_finding(row, self._site.run, self._site.lang, report=report, city=city)
