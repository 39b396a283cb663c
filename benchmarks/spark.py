"""Spark on the cores of this machine against pandas in one process: the same facts, rules and findings."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks._facts import EDITION, facts
from benchmarks._pairs import Comparison, Pairs, Target, WrongResultError, measure

from gongkai.engines.spark import judge_spark, session
from gongkai.loaders import facts_to_pandas
from gongkai.rules import Answered, catalogue, judge

_TARGET: Final = Target("at most", 3)
_CORES: Final = 2
_GROUP: Final = 20_000
"""Rows of a row group, which is what a task takes at least."""

Found = set[tuple[str, str, tuple[str, ...]]]
"""Rule, report and cells."""


def compare(number: int) -> list[Comparison]:
    """One run of each, once Spark is up: each takes minutes."""
    spark = session(_CORES)
    rules = catalogue(EDITION.id)
    with TemporaryDirectory() as folder:
        path = Path(folder, "facts.parquet")
        _write(number, path)
        found: dict[str, Found] = {}

        def by_spark() -> None:
            found["spark"] = _named(judge_spark(rules, spark.read.parquet(str(path))))

        def by_pandas() -> None:
            found["pandas"] = _named(judge(rules, facts_to_pandas(pq.read_table(path))))

        ours, peer = measure(by_spark), measure(by_pandas)
    if found["spark"] != found["pandas"] or not found["pandas"]:
        raise WrongResultError(f"{len(found['spark'])} findings by Spark, {len(found['pandas'])} by pandas")
    return [
        Comparison(
            "spark",
            f"Spark, local[{_CORES}]",
            "pandas, one process",
            Pairs((ours,), (peer,)),
            "wall",
            _TARGET,
            f"{number:,} rows of facts in a Parquet file, {len(rules.rules)} rules; both find the same "
            f"{len(found['pandas']):,} (rule, report, cells); starting Spark is not counted",
        )
    ]


def _write(number: int, path: Path) -> None:
    table = pa.Table.from_pandas(facts(number), preserve_index=False)
    fields = [
        field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field
        for field in table.schema
    ]
    pq.write_table(table.cast(pa.schema(fields)), path, row_group_size=_GROUP, compression="zstd")


def _named(verdicts: Answered) -> Found:
    return {
        (rule.id, finding.report_id, finding.cells)
        for rule in verdicts.catalogue.rules
        for finding in verdicts.findings(rule.id)
    }
