"""The findings of a run counted once, for every sum of the first page: by city, family, rule and severity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.reviews._families import FAMILIES, family_of
from gongkai.reviews._site._index import Index
from gongkai.reviews._tally import CANNOT_TELL, WAIVED, Tally
from gongkai.reviews._words import SEVERITIES
from gongkai.rules import Rule

_FAMILY: Final = {family.id: place for place, family in enumerate(FAMILIES)}
_NOWHERE: Final = -1

Codes = npt.NDArray[np.int64]


class RuleCount(NamedTuple):
    """How often a rule was violated: findings that stand, and the reports they are on."""

    rule: Rule
    violated: int
    reports: int


class SeveritySum(NamedTuple):
    """Findings of one severity that stand, by answer, and the reports they are on."""

    severity: str
    violated: int
    cannot_tell: int
    reports: int


@dataclass(frozen=True)
class Count:
    """Every finding once; they are told apart by their place in the run's table.

    Attributes:
        cities: in the order of the first axis of `cube`.
        cube: findings by city, family (as in `FAMILIES`) and what they count for (the fields of `Tally`).
    """

    index: Index
    cities: tuple[str, ...]
    cube: Codes
    _findings: _Columns

    def of_city(self, place: int) -> Tally:
        return _tally(self.cube[place].sum(axis=0))

    def of_family(self, place: int) -> Tally:
        return _tally(self.cube[:, place].sum(axis=0))

    @property
    def total(self) -> Tally:
        return _tally(self.cube.sum(axis=(0, 1)))

    @property
    def standing(self) -> Codes:
        """Findings that are not waived, by city and family."""
        return np.asarray(self.cube[:, :, :WAIVED].sum(axis=2))

    @cached_property
    def by_severity(self) -> tuple[SeveritySum, ...]:
        of = self._findings
        sums = []
        for place, severity in enumerate(SEVERITIES):
            own = (of.severity == place) & (of.counts_for != WAIVED)
            asked = int((own & (of.counts_for == CANNOT_TELL)).sum())
            sums.append(SeveritySum(severity, int(own.sum()) - asked, asked, _distinct(of.report[own])))
        return tuple(sums)

    @cached_property
    def by_rule(self) -> tuple[RuleCount, ...]:
        """The rules that are violated, those violated most first."""
        of = self._findings
        groups: dict[str, list[int]] = {}
        for place, (_, rule_id) in enumerate(of.rules):
            groups.setdefault(rule_id, []).append(place)
        violated = of.counts_for < CANNOT_TELL
        counts = []
        for rule_id, places in groups.items():
            own = violated & np.isin(of.rule, places)
            if own.any():
                counts.append(RuleCount(self.index.rules[rule_id], int(own.sum()), _distinct(of.report[own])))
        return tuple(sorted(counts, key=lambda one: (-one.violated, -one.reports, one.rule.id)))

    @cached_property
    def without_report(self) -> dict[str | None, Tally]:
        """Organs that submitted no report, by name, with what stands on that."""
        places = list(self.index.without_report)
        names: Any = self.index.run.findings["organ"].take(pa.array(places, pa.int64()))
        sums: dict[str | None, list[int]] = {}
        for name, place in zip(names.to_pylist(), self._findings.counts_for[places], strict=True):
            sums.setdefault(name, [0] * len(Tally._fields))[place] += 1
        return {name: Tally(*own) for name, own in sums.items()}

    @cached_property
    def by_batch(self) -> dict[tuple[str, int | None], Tally]:
        """Edition and year → what stands on its reports, and what is waived."""
        findings = self.index.run.findings
        table = findings.select(["edition", "year"]).append_column("for", pa.array(self._findings.counts_for))
        rows = table.group_by(["edition", "year", "for"]).aggregate([([], "count_all")]).to_pylist()
        sums: dict[tuple[str, int | None], list[int]] = {}
        for row in rows:
            sums.setdefault((row["edition"], row["year"]), [0] * len(Tally._fields))[row["for"]] += row[
                "count_all"
            ]
        return {key: Tally(*own) for key, own in sums.items()}


class _Columns(NamedTuple):
    """The findings as numbers: places in `SEVERITIES`, in `Tally`, in `rules`, in the index's entries."""

    severity: Codes
    counts_for: Codes
    rule: Codes
    rules: Sequence[tuple[str, str]]
    report: Codes


def count(index: Index) -> Count:
    """Counts all findings of a run, also those that stand on no report."""
    findings = index.run.findings
    severity = _places(findings["severity"], SEVERITIES)
    counted = np.array(index.told.counts, np.int64)
    rule, rules = _pairs(findings["edition"], findings["rule_id"])
    families = [_FAMILY[family_of(index.run.catalogue(edition).rule(one).kind).id] for edition, one in rules]
    report = np.full(findings.num_rows, _NOWHERE)
    for number, entry in enumerate(index.entries):
        report[list(entry.findings)] = number
    cities = tuple(sorted({*index.by_city, *index.without_report.values()}, key=lambda one: (not one, one)))
    places = {city: place for place, city in enumerate(cities)}
    of_entry = np.array([places[entry.city] for entry in index.entries] or [0], np.int64)
    city = of_entry[report]
    for at, name in index.without_report.items():
        city[at] = places[name]
    cube = np.zeros((len(cities), len(FAMILIES), len(Tally._fields)), np.int64)
    np.add.at(cube, (city, np.array(families, np.int64)[rule], counted), 1)
    return Count(index, cities, cube, _Columns(severity, counted, rule, rules, report))


def _places(column: Any, known: Sequence[str]) -> Codes:
    found: Any = pc.index_in(column, value_set=pa.array(known))
    return np.asarray(found.to_numpy(), np.int64)


def _pairs(first: Any, second: Any) -> tuple[Codes, list[tuple[str, str]]]:
    """What stands in two columns, as places in a list of the pairs that occur."""
    one, other = (column.combine_chunks().dictionary_encode() for column in (first, second))
    width = max(1, len(other.dictionary))
    codes = np.asarray(one.indices.to_numpy(), np.int64) * width + other.indices.to_numpy()
    kept, places = np.unique(codes, return_inverse=True)
    names = one.dictionary.to_pylist(), other.dictionary.to_pylist()
    return places, [(names[0][code // width], names[1][code % width]) for code in kept.tolist()]


def _distinct(reports: Codes) -> int:
    """How many reports they are; an organ without one is none."""
    return len(np.unique(reports[reports != _NOWHERE]))


def _tally(sums: Any) -> Tally:
    return Tally(*(int(one) for one in sums))
