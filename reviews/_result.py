"""What GX stored of one validation, as plain JSON, taken apart once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.checkpoints import FindingPlace, Waiver, waiver_of
from gongkai.rules import Finding

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnrunRow:
    """Why a rule was not run on so many reports; `first` are paths of some.

    `reason` is the name of a `rules.NotRun` in small letters.
    """

    reason: str
    reports: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One rule's own row of a validation. Counts are of reports; `waivers` stand beside `findings`."""

    rule_id: str
    severity: str
    reports: int
    holds: int
    holds_with_blanks: int
    violated: int
    cannot_tell: int
    not_run: int
    unrun: tuple[UnrunRow, ...]
    findings: tuple[Finding, ...]
    waivers: tuple[Waiver | None, ...]

    def of(self, answer: str) -> list[tuple[Finding, Waiver | None]]:
        """Its findings of that answer, each with its waiver."""
        pairs = zip(self.findings, self.waivers, strict=True)
        return [(finding, waiver) for finding, waiver in pairs if finding.answer == answer]

    @property
    def run_on(self) -> int:
        """Reports on which there was something to judge."""
        return self.reports - self.not_run

    @property
    def standing(self) -> list[Finding]:
        """Its findings that are not waived: those that count."""
        pairs = zip(self.findings, self.waivers, strict=True)
        return [finding for finding, waiver in pairs if waiver is None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that GX could not run; `reason` is GX's own sentence."""

    rule_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Validation:
    """One batch's validation. `run_time` is to the second, "" where GX stored none."""

    batch: str
    suite: str
    run_time: str
    gx_version: str
    evaluated: tuple[Evaluated, ...]
    broken: tuple[Broken, ...]

    @property
    def year(self) -> str | None:
        """The year in the batch's id (`<edition>-<year>`), None where it has none."""
        year = self.batch.rpartition("-")[2]
        return year if year.isdigit() else None

    @property
    def reports(self) -> int:
        return max((rule.reports for rule in self.evaluated), default=0)

    @property
    def complete(self) -> bool:
        """Whether every rule could be run and anything was judged: else nothing found is no pass."""
        return not self.broken and any(rule.run_on for rule in self.evaluated)


def take_apart(stored: Json) -> Validation:
    """Reads the JSON of an `ExpectationSuiteValidationResult`."""
    meta: Json = stored.get("meta") or {}
    definition: Json = meta.get("active_batch_definition") or {}
    batch = str(definition.get("data_asset_name") or stored["suite_name"])
    parts = [_one(entry, batch) for entry in stored["results"]]
    return Validation(
        batch=batch,
        suite=str(stored["suite_name"]),
        run_time=str((meta.get("run_id") or {}).get("run_time") or "")[:19].replace("T", " "),
        gx_version=str(meta.get("great_expectations_version") or ""),
        evaluated=tuple(part for part in parts if isinstance(part, Evaluated)),
        broken=tuple(part for part in parts if isinstance(part, Broken)),
    )


def _one(entry: Json, batch: str) -> Evaluated | Broken:
    config: Json = entry["expectation_config"]
    kwargs: Json = config.get("kwargs") or {}
    rule_id = str(kwargs.get("rule") or config.get("type") or "")
    result: Json = entry.get("result") or {}
    own: Json | None = result.get("gongkai")
    if own is None:
        return Broken(rule_id, " ".join(_reasons(entry.get("exception_info"))) or "—")
    return Evaluated(
        rule_id=rule_id,
        severity=str(config["meta"]["gongkai"]["severity"]),
        reports=int(result["element_count"]),
        holds=int(own["holds"]),
        holds_with_blanks=int(own["holds_with_blanks"]),
        violated=int(own["violated"]),
        cannot_tell=int(own["cannot_tell"]),
        not_run=int(own["not_run"]),
        unrun=tuple(_unrun(row, int(result["element_count"])) for row in own["unrun"]),
        findings=tuple(Finding.from_dict(plain) for plain in own["findings"]),
        waivers=tuple(
            waiver_of(FindingPlace(batch, rule_id, place)) for place in range(len(own["findings"]))
        ),
    )


def _unrun(row: Json, reports: int) -> UnrunRow:
    positions = row["reports"]
    return UnrunRow(
        str(row["reason"]), reports if positions is None else len(positions), tuple(map(str, row["first"]))
    )


def _reasons(info: object) -> Iterator[str]:
    """GX keeps an exception's message either at the top or one level down, under a metric's name."""
    if not isinstance(info, Mapping):
        return
    if message := info.get("exception_message"):
        yield str(message)
    for inner in info.values():
        yield from _reasons(inner)
