"""Documents read on a cluster: each task reads its own with the loaders, within their limits."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.engines.spark._packed import pack, unpack
from gongkai.loaders import (
    FACTS,
    Found,
    Reading,
    StoredFrames,
    Submission,
    facts_to_doubles,
    frame_schemas,
    load_into,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PORTIONS: Final = "frame string, rows binary"
_FIELDS: Final[list[tuple[str, Any]]] = [("frame", pa.string()), ("rows", pa.binary())]
_SCHEMA: Final = pa.schema(_FIELDS)
_AT_A_TIME: Final = 64
"""Documents that a task holds in memory at a time."""
_TASKS: Final = 4
"""Tasks a core: some documents take much longer than others."""


def read_documents(documents: DataFrame, reading: Reading | None = None) -> DataFrame:
    """Reads documents that a table or a `binaryFile` source holds.

    Args:
        documents: `path` (string) and `content` (binary); `region` (string), the folders that the document
            lies in, where there is such a column.
        reading: limits of a document, and the registry of organs; `workers` is not looked at, since Spark
            runs a task a core.

    Returns:
        A row some reports of a frame; `frames_of` makes frames of it. Keep it (`persist`, or as a table):
        every frame that is taken from it would have the documents read again.
    """
    limits = _one_worker(reading)
    has_region = "region" in documents.columns

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for start in range(0, batch.num_rows, _AT_A_TIME):
                some = batch.slice(start, _AT_A_TIME)
                with TemporaryDirectory(prefix="gongkai-") as folder:
                    yield from _read(_put(some, Path(folder), has_region=has_region), limits)

    return documents.mapInArrow(read, _PORTIONS)


def read_submissions(
    session: SparkSession, submissions: Sequence[Submission], reading: Reading | None = None
) -> DataFrame:
    """Reads what `loaders.find_submissions` found, at paths that every executor has; as `read_documents`."""
    limits = _one_worker(reading)
    tasks = max(1, min(len(submissions), session.sparkContext.defaultParallelism * _TASKS))
    size = -(-len(submissions) // tasks)
    shares = [
        (pickle.dumps(submissions[start : start + size]),) for start in range(0, len(submissions), size or 1)
    ]

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for share in _values(batch, "share"):
                # Written a few lines above, by this program.
                yield from _read(pickle.loads(share), limits)  # noqa: S301

    spread = session.sparkContext.parallelize(shares, max(1, len(shares)))
    return session.createDataFrame(spread, "share binary").mapInArrow(read, _PORTIONS)


def frames_of(portions: DataFrame) -> Mapping[str, DataFrame]:
    """The frames by name, as tables that Parquet and Delta take: cells of `facts-…` are doubles.

    An edition that occurs nowhere has a frame without rows.
    """
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - an extra

    found = {}
    for name, schema in frame_schemas().items():
        target = facts_to_doubles(schema.empty_table()).schema if name.startswith(FACTS) else schema

        def unpacked(
            batches: Iterable[pa.RecordBatch], target: pa.Schema = target
        ) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for packed in _values(batch, "rows"):
                    yield from unpack(packed).cast(target).to_batches()

        own = portions.where(portions["frame"] == name)
        found[name] = own.mapInArrow(unpacked, from_arrow_schema(target))
    return found


def collect(portions: DataFrame, directory: Path) -> StoredFrames:
    """The frames as `loaders.load_into` writes them, on the driver, a little at a time."""
    directory.mkdir(parents=True, exist_ok=True)
    schemas = frame_schemas()
    with ExitStack() as stack:
        files: dict[str, Any] = {}

        def file(name: str) -> Any:
            if name not in files:
                path = directory / f"{name}.parquet"
                files[name] = stack.enter_context(pq.ParquetWriter(path, schemas[name], compression="zstd"))
            return files[name]

        # Facts have a file where an edition occurs, the others always.
        for name in schemas:
            if not name.startswith(FACTS):
                file(name)
        for row in portions.toLocalIterator():
            file(row["frame"]).write_table(unpack(bytes(row["rows"])).cast(schemas[row["frame"]]))
    return StoredFrames(directory)


def write_doubles(frames: StoredFrames, name: str, path: Path) -> Path:
    """The facts of that name as Spark reads them quickly: cell columns double, many row groups."""
    schema = facts_to_doubles(frame_schemas()[name].empty_table()).schema
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for piece in frames.pieces(name):
            file.write_table(facts_to_doubles(piece).cast(schema))
    return path


def _one_worker(reading: Reading | None) -> Reading:
    return replace(reading or Reading(), workers=1)


def _put(documents: pa.RecordBatch, folder: Path, *, has_region: bool) -> list[Submission]:
    """The documents as files under numbers, with their suffixes; people see their own names."""
    found = []
    regions = _values(documents, "region") if has_region else [None] * documents.num_rows
    columns = _values(documents, "path"), _values(documents, "content"), regions
    for place, (name, content, region) in enumerate(zip(*columns, strict=True)):
        path = folder / f"{place}{PurePath(name).suffix}"
        path.write_bytes(content)
        found.append(Submission(path, name, region, given=region is None))
    return found


def _read(submissions: Sequence[Submission], reading: Reading) -> Iterator[pa.RecordBatch]:
    with TemporaryDirectory(prefix="gongkai-") as folder:
        frames = load_into(Found(list(submissions), [], []), Path(folder), reading=reading)
        for name in frame_schemas():
            for piece in frames.pieces(name) if frames.path(name).exists() else ():
                if piece.num_rows:
                    yield pa.RecordBatch.from_pydict({"frame": [name], "rows": [pack(piece)]}, _SCHEMA)


def _values(batch: pa.RecordBatch, name: str) -> list[Any]:
    return batch[name].to_pylist()
