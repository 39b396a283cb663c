"""The lists of the first page: rules, organs, what is the matter with submissions, what was not run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gongkai.checkpoints import Problem, Run
from gongkai.forms import Language
from gongkai.reviews import _addresses
from gongkai.reviews._model import Figure, NotRun
from gongkai.reviews._overview_model import (
    Accepted,
    Doubts,
    OrganLine,
    Repeated,
    RuleLine,
    Unidentified,
    Unread,
    UnrunLine,
    WaivedRow,
)
from gongkai.reviews._site._count import Count
from gongkai.reviews._site._index import Entry
from gongkai.reviews._tally import Tally
from gongkai.reviews._unrun import main_reasons
from gongkai.reviews._words import severity_mark, waived

DOUBTS_SHOWN: Final = 20

Row = Mapping[str, Any]
"""A row of a table: a finding, a duplicate."""


def rules(count: Count, lang: Language) -> tuple[RuleLine, ...]:
    """All rules that are violated, those violated most first."""
    return tuple(
        RuleLine(
            rule_id=rule.id,
            title=rule.title.of(lang),
            severity=severity_mark(rule.severity, lang),
            findings=violated,
            reports=reports,
            address=_addresses.of_rule(rule.id),
        )
        for rule, violated, reports in count.by_rule
    )


def organs(count: Count) -> tuple[OrganLine, ...]:
    """Every organ with a finding that stands, those with most errors first; no names, one line for all."""
    lines = []
    without = dict(count.without_report)
    nameless: list[Entry] = []
    for whose, own in count.index.by_organ.items():
        if own[0].organ is None:
            nameless += own
        else:
            lines.append(_organ(own[0].organ, own, without.pop(own[0].organ, Tally()), whose))
    lines.append(_organ(None, nameless, without.pop(None, Tally()), ""))
    lines += [_organ(name, (), tally, "") for name, tally in without.items()]
    found = [line for line in lines if line.tally.standing]
    return tuple(sorted(found, key=lambda line: (line.tally.worst_first, line.organ or "")))


def _organ(name: str | None, entries: Sequence[Entry], tally: Tally, whose: str) -> OrganLine:
    for entry in entries:
        tally += entry.tally
    reports = sum(entry.tally.standing > 0 for entry in entries)
    return OrganLine(name, reports, tally, _addresses.of_organ(whose) if whose else "")


def doubts(run: Run, lang: Language) -> Doubts:
    """Submissions that were not read, came twice, or are of nobody knows whom."""
    unread, repeated, unidentified = (
        table.slice(0, DOUBTS_SHOWN).to_pylist() for table in (run.failures, run.duplicates, run.unidentified)
    )
    concerned: list[Any] = run.unidentified["reports"].to_pylist()
    return Doubts(
        unread=tuple(Unread(row["path"], row[lang]) for row in unread),
        more_unread=run.failures.num_rows - len(unread),
        repeated=tuple(map(_repeated, repeated)),
        more_repeated=run.duplicates.num_rows - len(repeated),
        unidentified=tuple(
            Unidentified(row["organ"], row["reports"], row["path"], row[lang]) for row in unidentified
        ),
        more_unidentified=run.unidentified.num_rows - len(unidentified),
        reports_unidentified=sum(concerned),
    )


def _repeated(row: Row) -> Repeated:
    year = None if row["year"] is None else str(row["year"])
    return Repeated(row["kind"] == "content", row["organ"], year, row["path"], row["first_path"])


def accepted(run: Run, lang: Language) -> Accepted:
    """Findings that are waived."""
    column: Any = run.findings["waiver"]
    own = run.findings.select(["organ", "path", "edition", "rule_id", "waiver"]).filter(column.is_valid())
    rows = own.slice(0, DOUBTS_SHOWN).to_pylist()
    expired = 0 if run.waivers is None else len(run.waivers.expired)
    return Accepted(tuple(_waived(run, row, lang) for row in rows), own.num_rows - len(rows), expired)


def _waived(run: Run, row: Row, lang: Language) -> WaivedRow:
    rule, waiver = run.catalogue(row["edition"]).rule(row["rule_id"]), row["waiver"]
    text = waived(waiver["reason"], waiver["person"], waiver["until"], lang)
    return WaivedRow(row["organ"], row["path"], rule.title.of(lang), rule.id, text)


def unrun(run: Run, lang: Language) -> UnrunLine:
    """How often rules had nothing to judge, and mainly why."""
    found = main_reasons(run.unrun)
    reasons = tuple(Figure(reason.of(lang), str(count)) for reason, count in found.reasons)
    return UnrunLine(found.times, reasons, found.more)


def not_run(run: Run, problem: Problem, lang: Language) -> NotRun:
    """What could not be run."""
    edition = next((batch.edition for batch in run.batches if batch.id == problem.batch), None)
    title = None
    if problem.rule_id is not None and edition is not None:
        title = run.catalogue(edition).rule(problem.rule_id).title.of(lang)
    return NotRun(problem.batch, problem.rule_id, title, problem.message.of(lang))
