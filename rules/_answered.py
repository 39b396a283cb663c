"""The answers to all rules on a batch, however they were come by."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gongkai.rules._answer import Answer, Answers, Finding, NotRun

if TYPE_CHECKING:
    from gongkai.rules._catalogue import Catalogue
    from gongkai.rules._facts import Indices

_FIRST_REASON: Final = min(NotRun)


class Answered(ABC):
    """What is known of a batch once it was judged.

    Attributes:
        catalogue: the rules it was judged by.
        answers: int8 (rules, reports), `Answer` or `NotRun`, in the order of catalogue and batch.
    """

    catalogue: Catalogue
    answers: NDArray[np.int8]

    @property
    @abstractmethod
    def report_ids(self) -> Sequence[str]:
        """Of the reports, in the batch's order."""

    @property
    @abstractmethod
    def paths(self) -> Sequence[str]:
        """Of the reports, in the batch's order."""

    @abstractmethod
    def findings(self, rule_id: str) -> Iterator[Finding]:
        """What is to be said of one rule, report by report; a report that holds has no finding."""

    def of(self, rule_id: str) -> Answers:
        """The answers to one rule, one a report.

        Raises:
            KeyError: the catalogue has no such rule.
        """
        rule = self.catalogue.rule(rule_id)
        return np.asarray(self.answers[self.catalogue.places[rule.id]])

    def reports(self, rule_id: str, answer: Answer) -> list[dict[str, str]]:
        """`report_id` and `path` of the reports with this answer, in the batch's order."""
        return [
            {"report_id": self.report_ids[row], "path": self.paths[row]}
            for row in np.flatnonzero(self.of(rule_id) == answer).tolist()
        ]

    def not_run(self, rule_id: str) -> dict[NotRun, Indices]:
        """Why the rule was not run, and on which reports (positions in the batch)."""
        answers = self.of(rule_id)
        if answers.max(initial=0) < _FIRST_REASON:
            return {}
        return {
            NotRun(code): np.flatnonzero(answers == code)
            for code in np.unique(answers[answers >= _FIRST_REASON]).tolist()
        }
