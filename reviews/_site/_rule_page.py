"""A page a rule: what it asks and why, how each batch answered it, and what was found by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from gongkai.reviews import _addresses, _labels
from gongkai.reviews._families import family_of
from gongkai.reviews._labels import Term
from gongkai.reviews._site._found import Listed, listed
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import Tally
from gongkai.reviews._words import Mark, severity_mark
from gongkai.rules import LESSONS, Rule


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
    """`formulas` are those of the editions; `rest` is the way to all findings."""

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
    found: Listed
    rest: str


def write_rules(site: Site) -> None:
    """Puts the page of every rule in its place that a batch of the run was judged by."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, rule_id in enumerate(site.index.told.rules):
        found[rule_id].append(at)
    for rule_id, rules in _judged(site).items():
        page = _page(site, rules, found.get(rule_id, ()))
        site.put(_addresses.of_rule(rule_id), "rule.html.j2", repr(page), page=page)


def _judged(site: Site) -> dict[str, list[Rule]]:
    """The rules that the batches were judged by, by id, in each edition that has them, oldest first."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    for edition in sorted({batch.edition for batch in site.run.batches}):
        for rule in site.run.catalogue(edition).rules:
            rules[rule.id].append(rule)
    return rules


def _page(site: Site, rules: Sequence[Rule], positions: Sequence[int]) -> RulePage:
    lang, last = site.lang, rules[-1]
    lesson = LESSONS[last.kind]
    formulas = dict.fromkeys(rule.formula.of(lang) for rule in rules if rule.formula is not None)
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
        tally=site.index.told.tally(positions),
        batches=tuple(_batches(site, last.id)),
        found=listed(site, positions),
        rest=f"{_addresses.SEARCH}#{urlencode({'rule': last.id})}",
    )


def _batches(site: Site, rule_id: str) -> Iterator[BatchLine]:
    for batch in site.run.batches:
        outcome = batch.outcomes.get(rule_id)
        if outcome is not None:
            yield BatchLine(batch.id, *outcome)
