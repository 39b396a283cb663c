"""What the expectations of every kind share: each reads its own row of the verdicts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar, Final

import numpy as np
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import parse_result_format
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies
from numpy.typing import NDArray

from gongkai.expectations._metric import VERDICTS, RulePackError
from gongkai.expectations._plain_rows import FindingRows, PlainRows
from gongkai.rules import Answer, Answered, NotRun

_NAMED: Final = 3
"""Reports that a reason for not being run names; a page made of the result alone knows no others."""


class RuleExpectation(BatchExpectation, ABC):
    """One rule of the catalogue as a Great Expectations expectation.

    Attributes:
        rule: id of the rule.
        pack: name of the rule pack it belongs to; `pack_hash` pins the pack's content.
    """

    rule: str
    pack: str
    pack_hash: str

    metric_dependencies: ClassVar[tuple[str, ...]] = (VERDICTS,)
    success_keys: ClassVar[tuple[str, ...]] = ("rule", "pack", "pack_hash")
    args_keys: ClassVar[tuple[str, ...]] = ("rule", "pack", "pack_hash")

    @staticmethod
    @abstractmethod
    def kind() -> str:
        """The kind of rule that this expectation states."""

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> ValidationDependencies:
        """The verdicts and nothing else; GX's own resolution reads the configuration a dozen times."""
        del execution_engine
        chosen = (runtime_configuration or {}).get("result_format", self.result_format)
        return ValidationDependencies(
            metric_configurations={
                VERDICTS: MetricConfiguration(
                    metric_name=VERDICTS,
                    metric_domain_kwargs={"batch_id": self.batch_id} if self.batch_id else {},
                    metric_value_kwargs={"pack": self.pack, "pack_hash": self.pack_hash},
                )
            },
            result_format=parse_result_format(chosen),
        )

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        """The result that docs/architecture.md describes; every violating report, without a cap.

        Raises:
            RulePackError: the pack has no such rule, or it is of another kind than this class.
        """
        del runtime_configuration, execution_engine
        verdicts: Answered = metrics[VERDICTS]
        rule = verdicts.catalogue.by_id.get(self.rule)
        if rule is None or rule.kind != self.kind():
            raise RulePackError(
                f"规则包 {self.pack} 中没有类型为 {self.kind()} 的规则 {self.rule!r}；"
                "请用 python -m gongkai.expectations 重建套件"
            )
        answers = verdicts.of(rule.id)
        counts = {answer: int(np.count_nonzero(answers == answer)) for answer in Answer}
        total, violated = len(answers), counts[Answer.VIOLATED]
        not_run = verdicts.not_run(rule.id)
        return {
            "success": total > 0 and violated == 0,
            "result": {
                "element_count": total,
                "unexpected_count": violated,
                "unexpected_percent": 100 * violated / total if total else 0.0,
                "unexpected_index_list": PlainRows(verdicts.reports(rule.id, Answer.VIOLATED)),
                "gongkai": {
                    "holds": counts[Answer.HOLDS],
                    "holds_with_blanks": counts[Answer.HOLDS_WITH_BLANKS],
                    "violated": violated,
                    "cannot_tell": counts[Answer.CANNOT_TELL],
                    "not_run": sum(map(len, not_run.values())),
                    "unrun": PlainRows(_unrun(not_run, verdicts)),
                    "findings": FindingRows(verdicts.findings(rule.id)),
                },
            },
        }


def _unrun(not_run: Mapping[NotRun, NDArray[np.intp]], verdicts: Answered) -> Iterator[dict[str, Any]]:
    """A row a reason; `reports` are positions in the batch, None for all of it; `first` are paths of some."""
    for reason, reports in not_run.items():
        paths = verdicts.paths
        yield {
            "reason": reason.name.lower(),
            "reports": None if len(reports) == len(paths) else reports.tolist(),
            "first": list(islice((paths[row] for row in reports if paths[row]), _NAMED)),
        }
