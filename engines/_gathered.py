"""A batch that was judged in parts, where it lies, put together again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gongkai.rules import Answered, Catalogue, Finding, judge


class Part(NamedTuple):
    """Some reports of a batch, judged.

    `answers` is int8 (rules, reports). `findings` has JSON a report, null where there is nothing to say: a
    list of [position of the rule, the finding's `to_dict`].
    """

    report_ids: Sequence[str]
    paths: Sequence[str]
    answers: NDArray[np.int8]
    findings: Sequence[str | None]


@dataclass(frozen=True)
class GatheredVerdicts(Answered):
    """What `rules.Verdicts` says, of reports that are no longer at hand; they stand by path, then id."""

    catalogue: Catalogue
    answers: NDArray[np.int8]
    keys: tuple[tuple[str, str], ...]
    found: Mapping[str, Sequence[Finding]]

    @property
    def report_ids(self) -> list[str]:
        return [report_id for _, report_id in self.keys]

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.keys]

    def findings(self, rule_id: str) -> Iterator[Finding]:
        return iter(self.found.get(self.catalogue.rule(rule_id).id, ()))


def judge_part(catalogue: Catalogue, facts: pd.DataFrame) -> Part:
    """Judges some reports of a batch.

    Raises:
        FactsError: the frame is no facts frame of the catalogue's edition.
    """
    verdicts = judge(catalogue, facts)
    said: list[list[object]] = [[] for _ in verdicts.paths]
    places = {key: row for row, key in enumerate(zip(verdicts.paths, verdicts.report_ids, strict=True))}
    for position, rule in enumerate(catalogue.rules):
        for finding in verdicts.findings(rule.id):
            said[places[finding.path, finding.report_id]].append([position, finding.to_dict()])
    return Part(
        verdicts.report_ids,
        verdicts.paths,
        verdicts.answers,
        [json.dumps(each, ensure_ascii=False) if each else None for each in said],
    )


def gather(catalogue: Catalogue, parts: Iterable[Part]) -> GatheredVerdicts:
    """The verdicts on the whole batch, in an order that does not depend on how it was cut."""
    keys: list[tuple[str, str]] = []
    said: list[str | None] = []
    answers = [np.empty((len(catalogue.rules), 0), np.int8)]
    for part in parts:
        keys += zip(part.paths, part.report_ids, strict=True)
        said += part.findings
        answers.append(part.answers)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    found: dict[str, list[Finding]] = {}
    for row in order:
        text = said[row]
        for position, plain in json.loads(text) if text else ():
            found.setdefault(catalogue.rules[position].id, []).append(Finding.from_dict(plain))
    return GatheredVerdicts(
        catalogue,
        np.concatenate(answers, axis=1)[:, order],
        tuple(keys[row] for row in order),
        found,
    )
