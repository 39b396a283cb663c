"""Frames into a database, and out of it again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.engines.sql._columns import stored
from gongkai.engines.sql._database import Database, Stored
from gongkai.engines.sql._errors import DatabaseRefusedError
from gongkai.engines.sql._layout import (
    CONTENTS,
    CONTENTS_SCHEMA,
    quoted,
    table_name,
    tables,
)
from gongkai.forms import SUBMISSIONS, Text
from gongkai.loaders import FACTS, Frames, StoredFrames, facts_name
from gongkai.relations import SCHEMAS, Relations


class Fetched(NamedTuple):
    """What a database holds: frames in a folder, and what compares them."""

    frames: StoredFrames
    relations: Relations


def export(frames: Frames | StoredFrames, relations: Relations, database: Database) -> dict[str, int]:
    """Puts frames and relations into a database, in place of an earlier export: all of them, or nothing.

    Returns how many rows each table got, by its name.

    Raises:
        DatabaseRefusedError: the database cannot be reached or written to.
    """
    own = {**relations.tables, SUBMISSIONS: relations.submissions}
    counts: dict[str, int] = {}

    def pieces(frame: str) -> Iterator[pa.Table]:
        for piece in [own[frame]] if frame in own else frames.pieces(frame):
            counts[table_name(frame)] += piece.num_rows
            yield stored(piece)

    def written() -> Iterator[Stored]:
        there = set(map(facts_name, frames.facts))
        for frame, schema in tables().items():
            columns = stored(schema.empty_table()).schema
            if frame.startswith(FACTS) and frame not in there:
                # An edition that no report is on: its table is empty, and not one of the contents.
                yield Stored(table_name(frame), columns, iter(()))
            else:
                counts[table_name(frame)] = 0
                yield Stored(table_name(frame), columns, pieces(frame))
        rows = [
            {"name": name, "rows": count, "version": version("gongkai")} for name, count in counts.items()
        ]
        contents = pa.Table.from_pylist(rows, CONTENTS_SCHEMA)
        yield Stored(CONTENTS, CONTENTS_SCHEMA, iter([contents]))

    database.replace(written())
    return counts


def fetch(database: Database, directory: Path) -> Fetched:
    """Takes an export out of a database, into Parquet files in `directory` as `loaders.load_into` makes them.

    Raises:
        DatabaseRefusedError: it cannot be reached, holds no export, or not the rows that were exported.
    """
    directory.mkdir(parents=True, exist_ok=True)
    held = _contents(database)
    compared: dict[str, pa.Table] = {}
    for frame, schema in tables().items():
        if table_name(frame) not in held:
            continue
        read = _query(database, table_name(frame), schema)
        if frame in SCHEMAS or frame == SUBMISSIONS:
            compared[frame] = pa.concat_tables([schema.empty_table(), *read])
            rows = compared[frame].num_rows
        else:
            rows = _write(read, schema, directory / f"{frame}.parquet")
        if rows != held[table_name(frame)]:
            raise _broken(database, table_name(frame), rows, held[table_name(frame)])
    submissions = compared.pop(SUBMISSIONS)
    return Fetched(StoredFrames(directory), Relations(compared, submissions))


def _contents(database: Database) -> dict[str, int]:
    pieces = _query(database, CONTENTS, CONTENTS_SCHEMA)
    held = {row["name"]: row["rows"] for piece in pieces for row in piece.to_pylist()}
    needed = {table_name(frame) for frame in tables() if not frame.startswith(FACTS)}
    if missing := sorted(needed - held.keys()):
        raise _broken(database, missing[0], 0, None)
    return held


def _query(database: Database, name: str, schema: pa.Schema) -> Iterator[pa.Table]:
    columns = ", ".join(quoted(field.name) for field in schema)
    return database.read(f"SELECT {columns} FROM {quoted(name)}", schema)


def _write(pieces: Iterator[pa.Table], schema: pa.Schema, path: Path) -> int:
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        for piece in pieces:
            rows += piece.num_rows
            file.write_table(piece)
    return rows


def _broken(database: Database, name: str, rows: int, expected: int | None) -> DatabaseRefusedError:
    return DatabaseRefusedError(
        Text(
            f"数据库 {database.shown} 的表 {name} 有 {rows} 行，导出时是 {expected} 行；"
            "请用 gongkai export 重新导出。",
            f"Table {name} of the database {database.shown} has {rows} rows, and {expected} were exported; "
            "export again with gongkai export.",
        )
    )
