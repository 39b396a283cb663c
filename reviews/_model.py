"""What the templates are given: plain data in one language, counted but not judged here."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.reviews._labels import Term
from gongkai.reviews._words import Mark


@dataclass(frozen=True, slots=True)
class Figure:
    """A name and what stands beside it, ready to print; None for a cell without a number."""

    label: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A cell with what it prints (None: a blank) and what it may have meant, ready to print.

    `support` says what else speaks for it, a phrase each.
    """

    label: str
    printed: str | None
    meant: str
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding on one report. Values are printed figures, None where the rule has no such value.

    `organ` is None where none was recognised; `report_link` leads to what else is said of the report, and is
    "" where nothing is. `sentence` is of the text, and may stand in `message`;
    `passages` are further ones; `others` are paths of other reports, those shown of `others_total`. `waived`
    says why and until when it is accepted, None where it stands. `corrections` are those shown of
    `corrections_total`.
    """

    organ: str | None
    path: str
    report_link: str
    message: str
    reported: str | None
    computed: str | None
    difference: str | None
    figures: tuple[Figure, ...]
    corrections: tuple[Change, ...]
    corrections_total: int
    waived: str | None = None
    sentence: str | None = None
    passages: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    others_total: int = 0

    @property
    def said(self) -> tuple[str, str, str]:
        """The message before, in and after the sentence that it quotes; all before where it quotes none."""
        return self.message.partition(self.sentence) if self.sentence else (self.message, "", "")


@dataclass(frozen=True, slots=True)
class FindingTable:
    """The findings of one answer under one rule: those printed, and how many there are in all."""

    answer: Mark
    shown: tuple[FindingRow, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    @property
    def has_figures(self) -> bool:
        """Whether any of them has a reported or computed value to compare."""
        return any(found.reported is not None or found.computed is not None for found in self.shown)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule and how the reports of a batch answered it (counts of reports)."""

    rule_id: str
    anchor: str
    title: str
    severity: Mark
    citation: str
    confirmed: bool
    remedy: str
    formula: tuple[Term, ...]
    holds: int
    holds_with_blanks: int
    violated: int
    cannot_tell: int
    not_run: int
    violations: FindingTable
    undecided: FindingTable

    @property
    def passes(self) -> int:
        """Reports that meet the rule, those with blanks read as 0 among them."""
        return self.holds + self.holds_with_blanks


@dataclass(frozen=True, slots=True)
class SeverityCount:
    """Findings of one severity by answer, and how many reports they concern."""

    severity: Mark
    violated: int
    cannot_tell: int
    reports: int


@dataclass(frozen=True, slots=True)
class RuleOnReport:
    """A rule that has something to say about one report."""

    anchor: str
    title: str
    severity: Mark
    answer: Mark
    count: int


@dataclass(frozen=True, slots=True)
class ReportResult:
    anchor: str
    report_id: str
    organ: str | None
    path: str
    rules: tuple[RuleOnReport, ...]


@dataclass(frozen=True, slots=True)
class NotRun:
    """What could not be run, and why: a rule, or where `title` is None every rule of the batch."""

    batch: str
    rule_id: str | None
    title: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class UnrunRule:
    """A rule that had nothing to judge on some reports, for one reason.

    `whole` tells that it was run on no report of the batch at all; `first` are paths of some of `reports`.
    """

    rule_id: str
    title: str
    severity: Mark
    reports: int
    whole: bool
    first: tuple[str, ...]

    @property
    def more(self) -> int:
        return self.reports - len(self.first)


@dataclass(frozen=True, slots=True)
class UnrunReason:
    """Why rules had nothing to judge, and which."""

    reason: str
    rules: tuple[UnrunRule, ...]

    @property
    def times(self) -> int:
        """Counted once a rule and report."""
        return sum(rule.reports for rule in self.rules)


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a list of batches says of one: counts of findings, `cannot_tell` of every severity.

    `year` is None where the reports name no year; `lists` tells that it is the list of submissions, whose
    `reports` are organs.
    """

    batch: str
    edition: str
    year: str | None
    reports: int
    errors: int
    warnings: int
    notes: int
    cannot_tell: int
    verdict: Mark
    lists: bool


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """A batch in a list; `link` is the way to its page, None where it has none."""

    summary: BatchSummary
    link: str | None
    run_time: str | None = None


@dataclass(frozen=True, slots=True)
class BatchPage:
    summary: BatchSummary
    counts: tuple[SeverityCount, ...]
    with_findings: tuple[RuleResult, ...]
    holding: tuple[RuleResult, ...]
    unrun: tuple[UnrunReason, ...]
    not_run: tuple[NotRun, ...]
    reports: tuple[ReportResult, ...]
    reports_with_findings: int
    run_time: str
    footer: tuple[Figure, ...]
    waived: int = 0
