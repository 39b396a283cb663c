"""Judges a batch: every rule on every report, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gongkai.rules._answer import FINDING_ANSWERS, Answer, Answers, Finding, NotRun
from gongkai.rules._answered import Answered
from gongkai.rules._catalogue import Catalogue
from gongkai.rules._columns import Columns
from gongkai.rules._facts import Facts, FactsError, Indices, check_columns
from gongkai.rules._kinds import KINDS
from gongkai.rules._localise import Localised
from gongkai.rules._plain import CellRows, PlainFacts

if TYPE_CHECKING:
    import pandas as pd


_ROWS: Final = 4096
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

    def reports(self, rule_id: str, answer: Answer) -> list[dict[str, str]]:
        if answer not in FINDING_ANSWERS:
            return super().reports(rule_id, answer)
        # Most that break one rule break another: each is named once.
        return [self._named[place] for place in np.flatnonzero(self._spoken_of(rule_id) == answer).tolist()]

    def findings(self, rule_id: str) -> Iterator[Finding]:
        rule = self.catalogue.rule(rule_id)
        kind = KINDS[rule.kind]
        answers = self._spoken_of(rule_id)
        violated = np.flatnonzero(answers == Answer.VIOLATED)
        at_once: Iterator[list[Finding]] | None = None
        if kind.violations is not None:
            corrections = (self._localised.of(rule, place) for place in violated.tolist())
            at_once = kind.violations(rule, self._facts, violated, corrections)
        spoken = np.flatnonzero(_speaks(answers)).tolist()
        if at_once is not None and len(violated) == len(spoken):
            # As nearly always: nothing to put between them.
            yield from chain.from_iterable(at_once)
            return
        for place in spoken:
            answer = Answer(answers[place])
            if at_once is not None and answer is Answer.VIOLATED:
                yield from next(at_once)
            else:
                yield from kind.findings(rule, self._facts, place, answer)

    @cached_property
    def _spoken(self) -> Indices:
        """Positions of the reports of which something is to be said."""
        spoken = np.zeros(self.answers.shape[1], np.bool_)
        for rule, answers in zip(self.catalogue.rules, self.answers, strict=True):
            if not rule.off:
                spoken |= _speaks(answers)
        return np.flatnonzero(spoken)

    def _spoken_of(self, rule_id: str) -> Answers:
        """The answers to one rule on those reports."""
        return self.of(rule_id)[self._spoken]

    @cached_property
    def _named(self) -> list[dict[str, str]]:
        """Those reports."""
        names = zip(self._facts.report_ids, self._facts.paths, strict=True)
        return [{"report_id": report_id, "path": path} for report_id, path in names]

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
    cells = CellRows(catalogue.edition)
    answers = np.empty((len(catalogue.rules), len(facts)), dtype=np.int8)
    try:
        for start in range(0, max(len(facts), 1), _ROWS):
            rows = slice(start, start + _ROWS)
            _judge_some(catalogue, columns, rows, PlainFacts(cells, columns, rows), answers[:, rows])
    except FactsError:
        # Of several faults, that is told which the whole frame shows first, however it was cut.
        Facts(catalogue.edition, columns)
        raise
    return Verdicts(catalogue, columns, answers)


def _judge_some(
    catalogue: Catalogue, columns: Columns, rows: slice, plain: PlainFacts, answers: NDArray[np.int8]
) -> None:
    """Fills in the answers to every rule on some reports, the plain ones and the others each in their way."""
    none_plain = len(plain.odd) == plain.count
    whole: Facts | None = None
    odd: Facts | None = None
    if len(plain.odd) and not none_plain:
        odd = Facts(catalogue.edition, columns, rows.start + plain.odd)
    for rule, own in zip(catalogue.rules, answers, strict=True):
        kind = KINDS[rule.kind]
        if rule.off:
            own[:] = NotRun.SWITCHED_OFF
        elif kind.judge_plain is None or none_plain:
            whole = whole or Facts(catalogue.edition, columns, rows)
            own[:] = kind.judge(rule, whole)
        else:
            own[:] = kind.judge_plain(rule, plain)
            if odd is not None:
                own[plain.odd] = kind.judge(rule, odd)


def _speaks(answers: NDArray[np.int8]) -> NDArray[np.bool_]:
    return np.asarray((answers == Answer.VIOLATED) | (answers == Answer.CANNOT_TELL))
