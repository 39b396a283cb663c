"""The first page a supervisor opens: what came in, what came of it, where to look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gongkai import forms
from gongkai.forms import Language
from gongkai.reviews import _labels
from gongkai.reviews._model import (
    BatchEntry,
    BatchSummary,
    Figure,
    NotRun,
    SeverityCount,
)
from gongkai.reviews._overview_model import (
    OrganLine,
    Overview,
    Repeated,
    RuleLine,
    Unidentified,
    Unread,
    UnrunLine,
    WaivedRow,
)
from gongkai.reviews._site._addresses import OVERVIEW
from gongkai.reviews._site._site import Site
from gongkai.reviews._unrun import main_reasons
from gongkai.reviews._verdict import verdict
from gongkai.reviews._words import FILES, SEVERITIES, answer_mark, severity_mark, waived

if TYPE_CHECKING:
    from gongkai.checkpoints import Batch, Problem, Run

RULES_SHOWN: Final = 10
ORGANS_SHOWN: Final = 20
DOUBTS_SHOWN: Final = 20
_COLUMNS: Final = ("report_id", "path", "organ", "year", "edition", "rule_id", "severity", "answer", "waiver")

Row = Mapping[str, Any]
"""A row of a table: a finding with `_COLUMNS`, a duplicate."""


def write_overview(site: Site) -> None:
    """Puts the first page in its place."""
    overview = _overview(site.run, site.frames.directory, site.lang)
    site.put(OVERVIEW, "overview.html.j2", repr(overview), run=overview)


def _overview(run: Run, directory: Path, lang: Language) -> Overview:
    every: Sequence[Row] = run.findings.select(_COLUMNS).to_pylist()
    findings = [row for row in every if row["waiver"] is None]
    accepted = [row for row in every if row["waiver"] is not None]
    organs = _organs(findings)
    batches = tuple(_entry(batch, findings, run.problems, lang) for batch in run.batches)
    return Overview(
        verdict=answer_mark(
            verdict(
                complete=any(batch.judged for batch in run.batches)
                and not run.problems
                and not run.failures.num_rows,
                errors=sum(entry.summary.errors for entry in batches),
                warnings=sum(entry.summary.warnings for entry in batches),
                cannot_tell=sum(entry.summary.cannot_tell for entry in batches),
            ),
            lang,
        ),
        read=run.counts.reports,
        unread=tuple(Unread(row["path"], row[lang]) for row in run.failures.to_pylist()),
        repeated=tuple(_repeated(row) for row in run.duplicates.slice(0, DOUBTS_SHOWN).to_pylist()),
        more_repeated=max(0, run.duplicates.num_rows - DOUBTS_SHOWN),
        unidentified=tuple(
            Unidentified(row["organ"], row["reports"], row["path"], row[lang])
            for row in run.unidentified.slice(0, DOUBTS_SHOWN).to_pylist()
        ),
        more_unidentified=max(0, run.unidentified.num_rows - DOUBTS_SHOWN),
        reports_unidentified=sum(row["reports"] for row in run.unidentified.select(["reports"]).to_pylist()),
        batches=batches,
        counts=tuple(_count(severity, findings, lang) for severity in SEVERITIES),
        rules=_rules(run, findings, lang),
        organs=organs[:ORGANS_SHOWN],
        more_organs=max(0, len(organs) - ORGANS_SHOWN),
        not_run=tuple(_not_run(run, problem, lang) for problem in run.problems),
        unrun=_unrun(run, lang),
        files=tuple(
            Figure(name, what.of(lang)) for name, what in FILES.items() if (directory / name).exists()
        ),
        footer=(
            *(Figure(name, version) for name, version in run.versions.items()),
            *(Figure(pack["name"], f"{pack['version']} {pack['hash']}") for pack in run.packs.values()),
        ),
        waived=tuple(_waived(run, row, lang) for row in accepted[:DOUBTS_SHOWN]),
        more_waived=max(0, len(accepted) - DOUBTS_SHOWN),
        expired=0 if run.waivers is None else len(run.waivers.expired),
    )


def _repeated(row: Row) -> Repeated:
    year = None if row["year"] is None else str(row["year"])
    return Repeated(row["kind"] == "content", row["organ"], year, row["path"], row["first_path"])


def _entry(batch: Batch, findings: Sequence[Row], problems: Iterable[Problem], lang: Language) -> BatchEntry:
    own = [row for row in findings if row["edition"] == batch.edition and row["year"] == batch.year]
    violated = Counter(row["severity"] for row in own if row["answer"] == "violated")
    undecided = sum(row["answer"] == "cannot_tell" for row in own)
    word = verdict(
        complete=batch.reports > 0
        and batch.judged
        and all(problem.batch != batch.id for problem in problems),
        errors=violated["error"],
        warnings=violated["warning"],
        cannot_tell=undecided,
    )
    summary = BatchSummary(
        batch=batch.id,
        edition=_labels.edition_name(forms.edition(batch.edition), lang),
        year=None if batch.year is None else str(batch.year),
        reports=batch.reports,
        errors=violated["error"],
        warnings=violated["warning"],
        notes=violated["info"],
        cannot_tell=undecided,
        verdict=answer_mark(word, lang),
    )
    return BatchEntry(summary, batch.page)


def _count(severity: str, findings: Iterable[Row], lang: Language) -> SeverityCount:
    own = [row for row in findings if row["severity"] == severity]
    answers = Counter(row["answer"] for row in own)
    return SeverityCount(
        severity=severity_mark(severity, lang),
        violated=answers["violated"],
        cannot_tell=answers["cannot_tell"],
        reports=_reports(own),
    )


def _reports(findings: Iterable[Row]) -> int:
    return len({(row["report_id"], row["path"]) for row in findings})


def _rules(run: Run, findings: Iterable[Row], lang: Language) -> tuple[RuleLine, ...]:
    """The rules violated most, by findings, then by reports."""
    groups: dict[str, list[Row]] = {}
    for row in findings:
        if row["answer"] == "violated":
            groups.setdefault(row["rule_id"], []).append(row)
    lines = []
    for rule_id, own in groups.items():
        # Editions may word a rule differently: the newest one's words stand for all.
        rule = run.catalogue(max(row["edition"] for row in own)).rule(rule_id)
        severity = severity_mark(rule.severity, lang)
        lines.append(RuleLine(rule_id, rule.title.of(lang), severity, len(own), _reports(own)))
    lines.sort(key=lambda line: (-line.findings, -line.reports, line.rule_id))
    return tuple(lines[:RULES_SHOWN])


def _organs(findings: Iterable[Row]) -> tuple[OrganLine, ...]:
    """Every organ with a finding, those with most errors first."""
    groups: dict[str | None, list[Row]] = {}
    for row in findings:
        groups.setdefault(row["organ"], []).append(row)
    lines = []
    for organ, own in groups.items():
        violated = Counter(row["severity"] for row in own if row["answer"] == "violated")
        undecided = sum(row["answer"] == "cannot_tell" for row in own)
        lines.append(OrganLine(organ, _reports(own), violated["error"], violated["warning"], undecided))
    lines.sort(key=lambda line: (-line.errors, -line.warnings, -line.cannot_tell, line.organ or ""))
    return tuple(lines)


def _waived(run: Run, row: Row, lang: Language) -> WaivedRow:
    rule, waiver = run.catalogue(row["edition"]).rule(row["rule_id"]), row["waiver"]
    text = waived(waiver["reason"], waiver["person"], waiver["until"], lang)
    return WaivedRow(row["organ"], row["path"], rule.title.of(lang), rule.id, text)


def _unrun(run: Run, lang: Language) -> UnrunLine:
    unrun = main_reasons(run.unrun)
    reasons = tuple(Figure(reason.of(lang), str(count)) for reason, count in unrun.reasons)
    return UnrunLine(unrun.times, reasons, unrun.more)


def _not_run(run: Run, problem: Problem, lang: Language) -> NotRun:
    edition = next((batch.edition for batch in run.batches if batch.id == problem.batch), None)
    title = None
    if problem.rule_id is not None and edition is not None:
        title = run.catalogue(edition).rule(problem.rule_id).title.of(lang)
    return NotRun(problem.batch, problem.rule_id, title, problem.message.of(lang))
