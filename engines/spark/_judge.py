"""A batch judged on a cluster: each task judges its rows with the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from gongkai.engines._gathered import GatheredVerdicts, Part, gather, judge_part
from gongkai.loaders import facts_to_pandas
from gongkai.rules import Catalogue

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_FIELDS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("answers", pa.binary()),
    ("findings", pa.string()),
]
_SCHEMA: Final = pa.schema(_FIELDS)
_COLUMNS: Final = "report_id string, path string, answers binary, findings string"
_PACKED: Final = "part"


def judge_spark(catalogue: Catalogue, batch: DataFrame) -> GatheredVerdicts:
    """Judges every report of a batch, a row a report with the columns of `loaders.facts_schema`.

    Cell columns are doubles. Columns of `relations` may stand beside them. A task that fails or is lost is
    run again by Spark; since each gives an answer for its rows alone, that changes nothing.

    Raises:
        pyspark.errors.PySparkException: a task failed each time; its text has that of the `FactsError`.
    """
    parts = _judged(catalogue, batch, f"{_PACKED} binary", _packed).toArrow()
    packed: list[Any] = parts[_PACKED].to_pylist()
    return gather(catalogue, map(_part, packed))


def judged_frame(catalogue: Catalogue, batch: DataFrame) -> DataFrame:
    """A row a report: `answers` has a byte a rule, in the catalogue's order; `findings` is JSON (`Part`)."""
    return _judged(catalogue, batch, _COLUMNS, lambda judged: judged)


def _judged(
    catalogue: Catalogue,
    batch: DataFrame,
    columns: str,
    give: Callable[[pa.RecordBatch], pa.RecordBatch],
) -> DataFrame:
    names = batch.columns

    def judged(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for one in batches:
            if one.num_rows:
                facts = pa.Table.from_batches([one]).rename_columns(names)
                part = judge_part(catalogue, facts_to_pandas(facts))
                answers = [column.tobytes() for column in np.ascontiguousarray(part.answers.T)]
                arrays: list[Any] = [part.report_ids, part.paths, answers, part.findings]
                yield give(
                    pa.RecordBatch.from_arrays(list(map(pa.array, arrays, _SCHEMA.types)), schema=_SCHEMA)
                )

    # Spark takes a dot in a name for a field of a struct.
    return batch.toDF(*(f"c{place}" for place in range(len(names)))).mapInArrow(judged, columns)


def _packed(judged: pa.RecordBatch) -> pa.RecordBatch:
    """All of it in one row: answers are much alike, and a million reports then take the driver little."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, judged.schema, options=options) as stream:
        stream.write_batch(judged)
    return pa.RecordBatch.from_pydict({_PACKED: [sink.getvalue().to_pybytes()]})


def _part(packed: bytes) -> Part:
    judged = pa.ipc.open_stream(packed).read_all()
    columns: list[list[Any]] = [judged[name].to_pylist() for name in _SCHEMA.names]
    report_ids, paths, answers, findings = columns
    codes = np.frombuffer(b"".join(answers), np.int8).reshape(len(answers), -1)
    return Part(report_ids, paths, codes.T, findings)
