"""Judges a batch: every rule on every report, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gongkai.rules._answer import Answer, Finding, NotRun
from gongkai.rules._answered import Answered
from gongkai.rules._catalogue import Catalogue
from gongkai.rules._columns import Columns
from gongkai.rules._facts import Facts, FactsError, Indices, check_columns
from gongkai.rules._kinds import KINDS
from gongkai.rules._localise import Localised
from gongkai.rules._plain import PlainFacts

if TYPE_CHECKING:
    import pandas as pd


_ROWS: Final = 8192
"""Reports that are judged at a time: all that is worked out of them on the way stays near the processor."""


@dataclass(frozen=True)
class Verdicts(Answered):
    """`answers` is int8 (rules, reports), `Answer` or `NotRun`, in the order of catalogue and frame."""

    catalogue: Catalogue
    columns: Columns
    answers: NDArray[np.int8]

    @cached_property
    def report_ids(self) -> list[str]:
        return list(self.columns.frame["report_id"].to_numpy(dtype=object))

    @cached_property
    def paths(self) -> list[str]:
        return list(self.columns.frame["path"].to_numpy(dtype=object))

    def findings(self, rule_id: str) -> Iterator[Finding]:
        rule = self.catalogue.rule(rule_id)
        kind, adds_up = KINDS[rule.kind], rule.formula is not None
        answers = self.of(rule_id)
        rows = np.flatnonzero(_speaks(answers))
        for row, place in zip(rows.tolist(), np.searchsorted(self._spoken, rows).tolist(), strict=True):
            for finding in kind.findings(rule, self._facts, place, Answer(answers[row])):
                mends = self._localised.of(rule, place) if adds_up and finding.answer == "violated" else ()
                yield replace(finding, corrections=mends) if mends else finding

    @cached_property
    def _spoken(self) -> Indices:
        """Positions of the reports of which something is to be said."""
        return np.flatnonzero(_speaks(self.answers).any(axis=0))

    @cached_property
    def _facts(self) -> Facts:
        """Of those reports."""
        return Facts(self.catalogue.edition, self.columns, self._spoken)

    @cached_property
    def _localised(self) -> Localised:
        return Localised(self.catalogue, self._facts, self.answers[:, self._spoken])


def judge(catalogue: Catalogue, facts: pd.DataFrame) -> Verdicts:
    """Judges every report of a facts frame of the catalogue's edition.

    Raises:
        FactsError: the frame is no facts frame of that edition.
    """
    columns = Columns(facts)
    check_columns(catalogue.edition, columns)
    answers = np.empty((len(catalogue.rules), len(facts)), dtype=np.int8)
    try:
        for start in range(0, max(len(facts), 1), _ROWS):
            _judge_some(catalogue, columns, slice(start, start + _ROWS), answers[:, start : start + _ROWS])
    except FactsError:
        # Of several faults, that is told which the whole frame shows first, however it was cut.
        Facts(catalogue.edition, columns)
        raise
    return Verdicts(catalogue, columns, answers)


def _judge_some(catalogue: Catalogue, columns: Columns, rows: slice, answers: NDArray[np.int8]) -> None:
    """Fills in the answers to every rule on some reports, the plain ones and the others each in their way."""
    plain = PlainFacts(catalogue.edition, columns, rows)
    odd = Facts(catalogue.edition, columns, rows.start + plain.odd)
    whole: Facts | None = odd if odd.count == plain.count else None
    for rule, own in zip(catalogue.rules, answers, strict=True):
        kind = KINDS[rule.kind]
        if rule.off:
            own[:] = NotRun.SWITCHED_OFF
        elif kind.judge_plain is None or odd is whole:
            whole = whole or Facts(catalogue.edition, columns, rows)
            own[:] = kind.judge(rule, whole)
        else:
            own[:] = kind.judge_plain(rule, plain)
            if odd.count:
                own[plain.odd] = kind.judge(rule, odd)


def _speaks(answers: NDArray[np.int8]) -> NDArray[np.bool_]:
    return np.asarray((answers == Answer.VIOLATED) | (answers == Answer.CANNOT_TELL))
