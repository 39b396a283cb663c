"""What GX stored of one validation, as plain JSON, taken apart once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.rules import Finding

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One rule's own row of a validation. Counts are of reports."""

    rule_id: str
    severity: str
    reports: int
    holds: int
    holds_with_blanks: int
    violated: int
    cannot_tell: int
    findings: tuple[Finding, ...]

    def of(self, answer: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.answer == answer)


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


def take_apart(stored: Json) -> Validation:
    """Reads the JSON of an `ExpectationSuiteValidationResult`."""
    meta: Json = stored.get("meta") or {}
    definition: Json = meta.get("active_batch_definition") or {}
    parts = [_one(entry) for entry in stored["results"]]
    return Validation(
        batch=str(definition.get("data_asset_name") or stored["suite_name"]),
        suite=str(stored["suite_name"]),
        run_time=str((meta.get("run_id") or {}).get("run_time") or "")[:19].replace("T", " "),
        gx_version=str(meta.get("great_expectations_version") or ""),
        evaluated=tuple(part for part in parts if isinstance(part, Evaluated)),
        broken=tuple(part for part in parts if isinstance(part, Broken)),
    )


def _one(entry: Json) -> Evaluated | Broken:
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
        findings=tuple(Finding.from_dict(plain) for plain in own["findings"]),
    )


def _reasons(info: object) -> Iterator[str]:
    """GX keeps an exception's message either at the top or one level down, under a metric's name."""
    if not isinstance(info, Mapping):
        return
    if message := info.get("exception_message"):
        yield str(message)
    for inner in info.values():
        yield from _reasons(inner)
