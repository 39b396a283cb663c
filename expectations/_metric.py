"""The one table metric: all verdicts on a batch, computed once whatever the number of expectations."""

from __future__ import annotations

from typing import Any, Final

from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.execution_engine.sparkdf_execution_engine import SparkDFExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

from gongkai.rules import Answered, Catalogue, Verdicts, judge, known_catalogues

VERDICTS: Final = "gongkai.verdicts"


class RulePackError(RuntimeError):
    """A suite that was built from other rules than those installed; the message says what to do."""


def pack(name: str, content_hash: str) -> Catalogue:
    """The catalogue of that name: one that is installed, or of a rule pack in use (`rules.use`).

    Raises:
        RulePackError: there is none, or its rules are not those that `content_hash` was taken of.
    """
    known = known_catalogues()
    if name not in known:
        raise RulePackError(
            f"没有规则包 {name!r}，已知：{'、'.join(known)}；请核对套件的来源，"
            "自定的规则包要先用 gongkai.rules.use 启用"
        )
    if known[name].hash != content_hash:
        raise RulePackError(
            f"套件所用的规则包 {name} 与安装的版本不同（{content_hash[:12]} ≠ {known[name].hash[:12]}）；"
            "请用 python -m gongkai.expectations 重建套件，或安装相应版本的 gongkai"
        )
    return known[name]


class GongkaiVerdicts(TableMetricProvider):
    """`gongkai.verdicts`: what is known of the whole batch. The value keys name the rule pack.

    Whichever engine holds the batch, the answers are those of `rules.judge`.
    """

    metric_name = VERDICTS
    value_keys = ("pack", "pack_hash")

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805 - GX makes it a class method
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> Verdicts:
        del metrics, runtime_configuration
        catalogue = pack(metric_value_kwargs["pack"], metric_value_kwargs["pack_hash"])
        frame, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        return judge(catalogue, frame)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805 - GX makes it a class method
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> Answered:
        del metrics, runtime_configuration
        from gongkai.engines.sql import judge_sql  # noqa: PLC0415 - an extra, asked for by such a batch alone

        catalogue = pack(metric_value_kwargs["pack"], metric_value_kwargs["pack_hash"])
        batch, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        with execution_engine.get_connection() as connection:
            return judge_sql(catalogue, connection, batch)

    @metric_value(engine=SparkDFExecutionEngine)
    def _spark(
        cls,  # noqa: N805 - GX makes it a class method
        execution_engine: SparkDFExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> Answered:
        del metrics, runtime_configuration
        from gongkai.engines.spark import judge_spark  # noqa: PLC0415 - an extra, asked for by such a batch alone

        catalogue = pack(metric_value_kwargs["pack"], metric_value_kwargs["pack_hash"])
        frame, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, MetricDomainTypes.TABLE)
        return judge_spark(catalogue, frame)
