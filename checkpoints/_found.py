"""Findings with what is needed to say where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gongkai.checkpoints._batches import FactsBatch
from gongkai.rules import Catalogue, Finding, Rule


class ReportKey(NamedTuple):
    """A submission: the same bytes under two paths are two."""

    report_id: str
    path: str


class Found(NamedTuple):
    """A finding, the rule it is of, the batch it is in, and its place among the rule's findings there."""

    rule: Rule
    finding: Finding
    batch: FactsBatch
    place: int = 0

    @property
    def report(self) -> ReportKey:
        return ReportKey(self.finding.report_id, self.finding.path)


def findings_of(batch: FactsBatch, by_rule: Mapping[str, Sequence[Finding]], pack: Catalogue) -> list[Found]:
    """The findings of a batch that was judged by `pack`.

    Report by report (by path), each report's in the order of the rules.
    """
    found = [
        Found(pack.rule(rule_id), one, batch, place)
        for rule_id, many in by_rule.items()
        for place, one in enumerate(many)
    ]
    return sorted(found, key=lambda one: (one.finding.path, one.finding.report_id))


def report_keys(batch: FactsBatch) -> list[ReportKey]:
    """The reports of a batch, in the order of its facts."""
    columns = (batch.facts[name].to_pylist() for name in ReportKey._fields)
    return [ReportKey(*key) for key in zip(*columns, strict=True)]
