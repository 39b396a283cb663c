"""Judges a batch: every rule on every report, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gongkai.rules._answer import FINDING_ANSWERS, Answer, Finding, NotRun
from gongkai.rules._answered import Answered
from gongkai.rules._catalogue import Catalogue
from gongkai.rules._facts import Facts
from gongkai.rules._kinds import KINDS
from gongkai.rules._localise import Localised

if TYPE_CHECKING:
    import pandas as pd

_SPOKEN_OF: Final = tuple(FINDING_ANSWERS)


@dataclass(frozen=True)
class Verdicts(Answered):
    """`answers` is int8 (rules, reports), `Answer` or `NotRun`, in the order of catalogue and frame."""

    catalogue: Catalogue
    facts: Facts
    answers: NDArray[np.int8]

    @property
    def report_ids(self) -> list[str]:
        return self.facts.report_ids

    @property
    def paths(self) -> list[str]:
        return self.facts.paths

    def findings(self, rule_id: str) -> Iterator[Finding]:
        rule = self.catalogue.rule(rule_id)
        kind, adds_up = KINDS[rule.kind], rule.formula is not None
        answers = self.of(rule_id)
        for row in np.flatnonzero(np.isin(answers, _SPOKEN_OF)).tolist():
            for finding in kind.findings(rule, self.facts, row, Answer(answers[row])):
                mends = self._localised.of(rule, row) if adds_up and finding.answer == "violated" else ()
                yield replace(finding, corrections=mends) if mends else finding

    @cached_property
    def _localised(self) -> Localised:
        return Localised(self.catalogue, self.facts, self.answers)


def judge(catalogue: Catalogue, facts: pd.DataFrame) -> Verdicts:
    """Judges every report of a facts frame of the catalogue's edition.

    Raises:
        FactsError: the frame is no facts frame of that edition.
    """
    view = Facts(catalogue.edition, facts)
    answers = np.empty((len(catalogue.rules), view.count), dtype=np.int8)
    for position, rule in enumerate(catalogue.rules):
        answers[position] = NotRun.SWITCHED_OFF if rule.off else KINDS[rule.kind].judge(rule, view)
    return Verdicts(catalogue, view, answers)
