"""A batch judged on a cluster: each task judges its rows with the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gongkai.engines._gathered import GatheredVerdicts, Part, gather, judge_part
from gongkai.engines.spark._packed import pack, unpack
from gongkai.loaders import facts_to_pandas
from gongkai.rules import Catalogue

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_COLUMNS: Final[dict[str, Any]] = {
    "report_ids": pa.string(),
    "paths": pa.string(),
    "answers": pa.binary(),
    "findings": pa.string(),
}
_PACKED: Final = "part"


def judge_spark(catalogue: Catalogue, batch: DataFrame) -> GatheredVerdicts:
    """Judges every report of a batch, a row a report with the columns of `loaders.facts_schema`.

    Cell columns are doubles. Columns of `relations` may stand beside them. A task that fails or is lost is
    run again by Spark; since each gives an answer for its rows alone, that changes nothing.

    Raises:
        pyspark.errors.PySparkException: a task failed each time; its text has that of the `FactsError`.
    """
    names = batch.columns

    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for one in batches:
            if one.num_rows:
                facts = pa.Table.from_batches([one]).rename_columns(names)
                part = pack(_table(judge_part(catalogue, facts_to_pandas(facts))))
                yield pa.RecordBatch.from_pydict({_PACKED: [part]})

    # Spark takes a dot in a name for a field of a struct.
    plain = batch.toDF(*(f"c{place}" for place in range(len(names))))
    parts: list[Any] = plain.mapInArrow(judged, f"{_PACKED} binary").toArrow()[_PACKED].to_pylist()
    return gather(catalogue, (_part(unpack(one)) for one in parts))


def _table(part: Part) -> pa.Table:
    """A row a report; `answers` has a byte a rule."""
    answers = [column.tobytes() for column in np.ascontiguousarray(part.answers.T)]
    columns: dict[str, Any] = {**part._asdict(), "answers": answers}
    return pa.table({name: pa.array(columns[name], kind) for name, kind in _COLUMNS.items()})


def _part(judged: pa.Table) -> Part:
    columns: dict[str, Any] = judged.to_pydict()
    codes = np.frombuffer(b"".join(columns["answers"]), np.int8).reshape(judged.num_rows, -1)
    return Part(**{**columns, "answers": codes.T})
