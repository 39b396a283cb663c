"""What came of a run."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

import pyarrow as pa

from gongkai.checkpoints._not_run import NOT_RUN, count_reports
from gongkai.checkpoints._waivers import Applied
from gongkai.forms import SUBMISSIONS, Text
from gongkai.rules import Catalogue, Severity, catalogue

_RANK: Final[dict[str, int]] = {"error": 0, "warning": 1, "info": 2}
_CLEAN, _FOUND, _INCOMPLETE = 0, 1, 3


class Outcome(NamedTuple):
    """How the reports of a batch answered one rule: counts of reports, which add up to the batch."""

    holds: int
    holds_with_blanks: int
    violated: int
    cannot_tell: int
    not_run: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """The reports of one edition and year, or the list of submissions of a year.

    Attributes:
        edition: its id, or that of the list (`forms.SUBMISSIONS`), whose rows are organs: `reports` counts
            those that submitted and those that did not.
        year: None where the reports name no year.
        outcomes: by rule id; a rule that could not be run is absent, and a problem of the run.
        page: its Data Docs page, relative to the run's folder, with "/"; None where none was built.
    """

    id: str
    edition: str
    year: int | None
    reports: int
    outcomes: Mapping[str, Outcome]
    page: str | None

    @property
    def lists(self) -> bool:
        """Whether it is the list of submissions."""
        return self.edition == SUBMISSIONS

    @property
    def judged(self) -> bool:
        """Whether any rule was run on any report; where none was, nothing that was found is no pass."""
        return not self.outcomes or any(one.not_run < self.reports for one in self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be run, so that nothing is known of it; never a pass.

    `batch` is "" where the whole run is meant, `rule_id` None where the whole batch is.
    """

    batch: str
    rule_id: str | None
    message: Text


@dataclass(frozen=True, slots=True)
class Counts:
    """`findings` counts by severity and answer those that are not waived, `waived` those that are.

    An answer that did not occur is absent.
    """

    submissions: int
    reports: int
    failures: int
    findings: Mapping[str, Mapping[str, int]]
    waived: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Run:
    """One audit.

    Attributes:
        findings: Arrow, schema `FINDINGS`: batch by batch, report by report, in the order of the rules.
        not_run: Arrow, schema `NOT_RUN`: every rule that was not run on a report, and why.
        failures: submissions that could not be read (schema `loaders.FAILURES`).
        duplicates: reports that are there already (schema `loaders.DUPLICATES`); they are audited too.
        unidentified: organs that the registry has not, or that are not said with one voice (schema
            `loaders.UNIDENTIFIED`).
        versions: name → version of the software that ran.
        packs: edition id → name, version and hash of the rules it was judged by.
        started, finished: UTC.
        catalogues: edition id → the rules it was judged by; those installed where none is named.
        engine: where the rules were run, as the command line calls it.
        waivers: what came of the waivers, None where none were given.
    """

    batches: tuple[Batch, ...]
    findings: pa.Table
    failures: pa.Table
    duplicates: pa.Table
    unidentified: pa.Table
    problems: tuple[Problem, ...]
    versions: Mapping[str, str]
    packs: Mapping[str, Mapping[str, str]]
    started: dt.datetime
    finished: dt.datetime
    not_run: pa.Table = field(default_factory=NOT_RUN.empty_table)
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)
    waivers: Applied | None = None
    engine: str = "pandas"

    def catalogue(self, edition: str) -> Catalogue:
        """The rules that reports of an edition were judged by."""
        return self.catalogues[edition] if edition in self.catalogues else catalogue(edition)

    @property
    def counts(self) -> Counts:
        reports = sum(batch.reports for batch in self.batches if not batch.lists)
        return Counts(
            submissions=reports + self.failures.num_rows,
            reports=reports,
            failures=self.failures.num_rows,
            findings=_by_severity(zip(*self._severities_and_answers(waived=False), strict=True)),
            waived=_by_severity(zip(*self._severities_and_answers(waived=True), strict=True)),
        )

    @cached_property
    def unrun(self) -> Mapping[str, Mapping[str, int]]:
        """On how many reports each rule was not run, by rule id and reason.

        A reason is the name of a `rules.NotRun` in small letters. There was nothing to judge, which is
        neither a pass nor a fault of the run.
        """
        return count_reports(self.not_run)

    def exit_code(self, fail_on: Severity) -> int:
        """What the command ends with.

        3 where something was not read or not run, or nothing was there to audit; else 1 where a rule of
        severity `fail_on` or above is violated; else 0. What cannot be told or is waived does not fail a
        run: it is reported.
        """
        if self.failures.num_rows or self.problems or not self.batches:
            return _INCOMPLETE
        serious = any(
            answer == "violated" and _RANK[severity] <= _RANK[fail_on]
            for severity, answer in zip(*self._severities_and_answers(waived=False), strict=True)
        )
        return _FOUND if serious else _CLEAN

    def _severities_and_answers(self, *, waived: bool) -> tuple[list[Any], list[Any]]:
        column: Any = self.findings["waiver"]
        own = self.findings.filter(column.is_valid() if waived else column.is_null())
        return own["severity"].to_pylist(), own["answer"].to_pylist()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: what `run.json` holds."""
        counts = self.counts
        return {
            "versions": dict(self.versions),
            "engine": self.engine,
            "packs": {edition: dict(pack) for edition, pack in self.packs.items()},
            "started": self.started.isoformat(),
            "finished": self.finished.isoformat(),
            "counts": {
                "submissions": counts.submissions,
                "reports": counts.reports,
                "failures": counts.failures,
                "duplicates": self.duplicates.num_rows,
                "unidentified": sum(self.unidentified["reports"].to_pylist()),
                "findings": counts.findings,
                "waived": counts.waived,
            },
            "not_run": {rule_id: dict(reasons) for rule_id, reasons in self.unrun.items()},
            **({} if self.waivers is None else {"waivers": self.waivers.to_dict()}),
            "batches": [_batch(batch) for batch in self.batches],
            "problems": [
                {
                    "batch": problem.batch,
                    "rule_id": problem.rule_id,
                    "zh": problem.message.zh,
                    "en": problem.message.en,
                }
                for problem in self.problems
            ],
        }


def _by_severity(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {severity: {} for severity in _RANK}
    for (severity, answer), count in sorted(Counter(pairs).items()):
        found[severity][answer] = count
    return found


def _batch(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "edition": batch.edition,
        "year": batch.year,
        "reports": batch.reports,
        "page": batch.page,
        "outcomes": {rule_id: outcome._asdict() for rule_id, outcome in batch.outcomes.items()},
    }
