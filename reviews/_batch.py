"""A validation's page: its rules in the order a supervisor wants to see them, its reports beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.checkpoints import Waiver
from gongkai.forms import Language
from gongkai.reviews import _labels
from gongkai.reviews._corrections import changes
from gongkai.reviews._model import (
    BatchPage,
    BatchSummary,
    Figure,
    FindingRow,
    FindingTable,
    NotRun,
    ReportResult,
    RuleOnReport,
    RuleResult,
    SeverityCount,
)
from gongkai.reviews._result import Evaluated, Validation
from gongkai.reviews._tally import Tally
from gongkai.reviews._unrun import by_reason
from gongkai.reviews._verdict import verdict
from gongkai.reviews._words import SEVERITIES, Mark, answer_mark, severity_mark, waived
from gongkai.rules import Catalogue, Finding, Rule, number_text, sentence

SHOWN: Final = 200
"""Findings printed under one rule and answer; the page says how many there are in all."""
CORRECTIONS_SHOWN: Final = 10
"""Corrections printed beside one finding; the page says how many more there are."""

PASSAGES_SHOWN: Final = 5
OTHERS_SHOWN: Final = 5
"""Other reports that one finding names; the page says how many more there are."""
_LONGEST: Final = 300
"""Characters of one quotation; rules keep to it, stored results of others need not."""


class ReportKey(NamedTuple):
    """A submission: the same bytes under two paths are two."""

    organ: str | None
    path: str
    report_id: str

    @property
    def order(self) -> tuple[bool, str, str, str]:
        """By organ, those without one last, then by path."""
        return self.organ is None, self.organ or "", self.path, self.report_id


def summarise(validation: Validation, edition: forms.Edition, lang: Language) -> BatchSummary:
    """The counts of one batch, all of findings that are not waived."""
    standing = Counter(
        (rule.severity, finding.answer) for rule in validation.evaluated for finding in rule.standing
    )
    errors, warnings, notes = (standing[severity, "violated"] for severity in SEVERITIES)
    undecided = sum(standing[severity, "cannot_tell"] for severity in SEVERITIES)
    return summary(
        validation.batch,
        edition,
        validation.year,
        validation.reports,
        Tally(errors, warnings, notes, undecided),
        lang,
        complete=validation.complete,
    )


def summary(
    batch: str,
    edition: forms.Edition,
    year: str | None,
    reports: int,
    tally: Tally,
    lang: Language,
    *,
    complete: bool,
) -> BatchSummary:
    """The line of a batch; `complete` tells whether every rule could be run and anything was judged."""
    word = verdict(
        complete=complete, errors=tally.errors, warnings=tally.warnings, cannot_tell=tally.cannot_tell
    )
    return BatchSummary(
        batch=batch,
        edition=_labels.edition_name(edition, lang),
        year=year,
        reports=reports,
        errors=tally.errors,
        warnings=tally.warnings,
        notes=tally.notes,
        cannot_tell=tally.cannot_tell,
        verdict=answer_mark(word, lang),
        lists=edition.id == forms.SUBMISSIONS,
    )


def page(validation: Validation, catalogue: Catalogue, lang: Language) -> BatchPage:
    """Everything the batch's page prints."""
    return _Builder(validation, catalogue, lang).page()


class _Builder:
    def __init__(self, validation: Validation, catalogue: Catalogue, lang: Language) -> None:
        self._validation = validation
        self._catalogue = catalogue
        self._lang = lang
        self._edition = catalogue.edition
        self._answers = {answer: answer_mark(answer, lang) for answer in ("violated", "cannot_tell")}
        self._order = {rule.id: place for place, rule in enumerate(catalogue.rules)}
        self._anchors: dict[ReportKey, str] = {}

    def page(self) -> BatchPage:
        ranked = sorted(self._validation.evaluated, key=self._rank)
        results = [self._rule(evaluated) for evaluated in ranked]
        concerned = {_key(finding) for evaluated in ranked for finding in evaluated.findings}
        return BatchPage(
            summary=summarise(self._validation, self._edition, self._lang),
            counts=tuple(self._count(severity) for severity in SEVERITIES),
            with_findings=tuple(rule for rule in results if rule.violated or rule.cannot_tell),
            holding=tuple(
                rule for rule in results if rule.passes and not rule.violated and not rule.cannot_tell
            ),
            unrun=by_reason(
                sorted(self._validation.evaluated, key=lambda one: self._order[one.rule_id]),
                self._catalogue,
                self._lang,
            ),
            not_run=tuple(
                NotRun(self._validation.batch, broken.rule_id, self._title(broken.rule_id), broken.reason)
                for broken in self._validation.broken
            ),
            reports=self._reports(ranked),
            reports_with_findings=len(concerned),
            waived=sum(len(one.findings) - len(one.standing) for one in ranked),
            run_time=self._validation.run_time,
            footer=self._footer(),
        )

    def _rank(self, evaluated: Evaluated) -> tuple[int, int, int]:
        """Violated rules first, then those with reports not to be judged; by severity, then form order."""
        severity = SEVERITIES.index(evaluated.severity)
        group = 0 if evaluated.violated else 1 if evaluated.cannot_tell else 2
        return group, severity, self._order[evaluated.rule_id]

    def _count(self, severity: str) -> SeverityCount:
        rules = [rule for rule in self._validation.evaluated if rule.severity == severity]
        findings = [finding for rule in rules for finding in rule.standing]
        answers = Counter(finding.answer for finding in findings)
        return SeverityCount(
            severity=severity_mark(severity, self._lang),
            violated=answers["violated"],
            cannot_tell=answers["cannot_tell"],
            reports=len({_key(finding) for finding in findings}),
        )

    def _rule(self, evaluated: Evaluated) -> RuleResult:
        rule = self._catalogue.rule(evaluated.rule_id)
        return RuleResult(
            rule_id=rule.id,
            anchor=_anchor(rule.id),
            title=rule.title.of(self._lang),
            severity=severity_mark(rule.severity, self._lang),
            citation=rule.citation,
            confirmed=rule.standing == "confirmed",
            remedy=rule.remedy.of(self._lang),
            formula=() if rule.formula is None else _labels.terms(rule.formula.of(self._lang)),
            holds=evaluated.holds,
            holds_with_blanks=evaluated.holds_with_blanks,
            violated=evaluated.violated,
            cannot_tell=evaluated.cannot_tell,
            not_run=evaluated.not_run,
            violations=self._table(rule, evaluated, "violated"),
            undecided=self._table(rule, evaluated, "cannot_tell"),
        )

    def _table(self, rule: Rule, evaluated: Evaluated, answer: str) -> FindingTable:
        findings = sorted(evaluated.of(answer), key=lambda pair: _key(pair[0]).order)
        shown = tuple(self._row(rule, finding, waiver) for finding, waiver in findings[:SHOWN])
        return FindingTable(self._answers[answer], shown, len(findings))

    def _row(self, rule: Rule, finding: Finding, waiver: Waiver | None) -> FindingRow:
        anchor = self._anchors.setdefault(_key(finding), f"report-{len(self._anchors) + 1}")
        return FindingRow(
            organ=finding.organ,
            path=finding.path,
            report_link=f"#{anchor}",
            message=sentence(rule, finding).of(self._lang),
            reported=number_text(finding.reported),
            computed=number_text(finding.computed),
            difference=number_text(finding.difference),
            figures=self._figures(finding),
            corrections=changes(
                (one.to_dict() for one in finding.corrections[:CORRECTIONS_SHOWN]), self._edition, self._lang
            ),
            corrections_total=len(finding.corrections),
            sentence=None if finding.sentence is None else cut(finding.sentence),
            passages=tuple(map(cut, finding.passages[:PASSAGES_SHOWN])),
            others=finding.others[:OTHERS_SHOWN],
            others_total=len(finding.others),
            waived=None if waiver is None else waived(waiver.reason, waiver.person, waiver.until, self._lang),
        )

    def _figures(self, finding: Finding) -> tuple[Figure, ...]:
        """The cells and what stands in them; none where none holds a number: the sentence names them."""
        if all(value is None for value in finding.values):
            return ()
        return tuple(
            Figure(_labels.cell_label(self._edition, cell, self._lang), number_text(value))
            for cell, value in zip(finding.cells, finding.values, strict=True)
        )

    def _reports(self, ranked: Iterable[Evaluated]) -> tuple[ReportResult, ...]:
        """The reports that a printed finding names, each with all rules that concern it."""
        rules: dict[ReportKey, list[RuleOnReport]] = {key: [] for key in self._anchors}
        for evaluated in ranked:
            counts = Counter((_key(finding), finding.answer) for finding in evaluated.findings)
            for (key, answer), count in counts.items():
                if key in rules:
                    rules[key].append(self._on_report(evaluated.rule_id, self._answers[answer], count))
        return tuple(
            ReportResult(self._anchors[key], key.report_id, key.organ, key.path, tuple(rules[key]))
            for key in sorted(self._anchors, key=lambda key: key.order)
        )

    def _on_report(self, rule_id: str, answer: Mark, count: int) -> RuleOnReport:
        rule = self._catalogue.rule(rule_id)
        severity = severity_mark(rule.severity, self._lang)
        return RuleOnReport(_anchor(rule_id), rule.title.of(self._lang), severity, answer, count)

    def _title(self, rule_id: str) -> str:
        return self._catalogue.rule(rule_id).title.of(self._lang) if rule_id in self._order else rule_id

    def _footer(self) -> tuple[Figure, ...]:
        pack = self._catalogue
        return (
            Figure("gongkai", f"{pack.name} {pack.version} · {pack.hash}"),
            Figure("Great Expectations", self._validation.gx_version),
        )


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _key(finding: Finding) -> ReportKey:
    return ReportKey(finding.organ, finding.path, finding.report_id)


def _anchor(rule_id: str) -> str:
    return f"rule-{rule_id}"
