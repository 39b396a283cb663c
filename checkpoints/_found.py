"""Findings with what is needed to say where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gongkai.checkpoints._batches import FactsBatch
from gongkai.rules import Finding, Rule, catalogue


class ReportKey(NamedTuple):
    """A submission: the same bytes under two paths are two."""

    report_id: str
    path: str


class Found(NamedTuple):
    """A finding, the rule it is of, and the batch it is in."""

    rule: Rule
    finding: Finding
    batch: FactsBatch

    @property
    def report(self) -> ReportKey:
        return ReportKey(self.finding.report_id, self.finding.path)


def findings_of(batch: FactsBatch, by_rule: Mapping[str, Sequence[Finding]]) -> list[Found]:
    """The findings of a batch, report by report (by path), each report's in the order of the rules."""
    pack = catalogue(batch.edition)
    found = [Found(pack.rule(rule_id), one, batch) for rule_id, many in by_rule.items() for one in many]
    return sorted(found, key=lambda one: (one.finding.path, one.finding.report_id))


def report_keys(batch: FactsBatch) -> list[ReportKey]:
    """The reports of a batch, in the order of its facts."""
    columns = (batch.facts[name].to_pylist() for name in ReportKey._fields)
    return [ReportKey(*key) for key in zip(*columns, strict=True)]
