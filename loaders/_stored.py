"""Frames in a folder: written as they come and read a piece at a time, so that memory holds few reports."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai import forms
from gongkai.loaders._build import Frames
from gongkai.loaders._frames import FAILURES, REPORTS, SECTIONS, facts_name, facts_schema
from gongkai.loaders._piece import ENCODED_CELLS, Piece, piece_of
from gongkai.loaders._portion import Portion, portion_of

_REPORTS: Final = 256
"""Reports that are written at a time."""
_BYTES: Final = 64 * 1024 * 1024
"""Of portions, after which they are written, however few the reports."""
_FACTS: Final = 1024
"""Reports whose facts are written at a time: they are many columns of few bytes."""


@dataclass(frozen=True)
class StoredFrames:
    """The frames in a folder, as `Frames` has them, read anew each time they are asked for.

    `reports`, `cells` and `sections` come whole, however large; `pieces` gives them some rows at a time.
    `aside` counts the files in archives that were no documents, where the reading has just been done.
    """

    directory: Path
    aside: int = 0

    @property
    def reports(self) -> pa.Table:
        """A row a report."""
        return self._read("reports")

    @property
    def cells(self) -> pa.Table:
        """A row a cell."""
        return self._read("cells")

    @property
    def sections(self) -> pa.Table:
        """A row a section found."""
        return self._read("sections")

    @property
    def failures(self) -> pa.Table:
        """A row a submission that could not be read."""
        return self._read("failures")

    @property
    def facts(self) -> Mapping[str, pa.Table]:
        """A table an edition that occurs."""
        return _StoredFacts(self)

    def in_memory(self) -> Frames:
        """All of it."""
        return Frames(self.reports, self.cells, self.sections, self.failures, dict(self.facts))

    def rows(self, name: str) -> int:
        """How many rows the frame of that name has."""
        return int(pq.read_metadata(self.path(name)).num_rows)

    def pieces(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """These columns (by default all) of the frame of that name, some rows at a time.

        At least one piece comes, even of no rows.
        """
        with pq.ParquetFile(self.path(name)) as file:
            wanted = file.schema_arrow.names if columns is None else list(columns)
            if not file.num_row_groups:
                yield file.schema_arrow.empty_table().select(wanted)
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, columns=wanted, use_threads=False)

    def write(self, directory: Path) -> list[Path]:
        """Puts the files into another folder too; returns their paths there."""
        directory.mkdir(parents=True, exist_ok=True)
        return [_put(path, directory / path.name) for path in sorted(self.directory.glob("*.parquet"))]

    def path(self, name: str) -> Path:
        """Where the frame of that name is."""
        return self.directory / f"{name}.parquet"

    def _read(self, name: str) -> pa.Table:
        return pq.read_table(self.path(name))


class _StoredFacts(Mapping[str, pa.Table]):
    """The facts in a folder by edition, one of them in memory at a time."""

    def __init__(self, frames: StoredFrames) -> None:
        self._frames = frames

    def __getitem__(self, edition: str) -> pa.Table:
        try:
            return pq.read_table(self._frames.path(facts_name(edition)))
        except FileNotFoundError as error:
            raise KeyError(edition) from error

    def __iter__(self) -> Iterator[str]:
        for edition in forms.editions():
            if self._frames.path(facts_name(edition.id)).exists():
                yield edition.id

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _put(path: Path, target: Path) -> Path:
    """The same file under a second name; a copy where the file system has no such thing."""
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
    return target


class FramesWriter:
    """Writes portions to a folder as frames, in the order they come, while more are being read.

    Files are whole when the block has ended well; where it has not, they are to be thrown away.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._portions: list[Portion] = []
        self._size = 0
        self._facts: dict[str, list[pa.Table]] = {}
        self._files: dict[str, pq.ParquetWriter] = {}
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None

    def __enter__(self) -> Self:
        for name, schema in (
            ("reports", REPORTS),
            ("cells", ENCODED_CELLS),
            ("sections", SECTIONS),
            ("failures", FAILURES),
        ):
            self._open(name, schema)
        # Arrow brings pandas in when it is first used: meanwhile the workers start.
        self._writing = self._thread.submit(lambda: self._write(piece_of([portion_of([], [])])))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._flush()
                self._wait()
                for edition in list(self._facts):
                    self._write_facts(edition)
        finally:
            self._thread.shutdown()
            for file in self._files.values():
                file.close()

    def add(self, portion: Portion) -> None:
        """Adds what was read; raises what writing the portions before it has raised."""
        self._portions.append(portion)
        self._size += sum(batch.nbytes for batch in portion)
        if self._size > _BYTES or sum(one.reports.num_rows for one in self._portions) >= _REPORTS:
            self._flush()

    def _flush(self) -> None:
        portions, self._portions, self._size = self._portions, [], 0
        self._wait()
        # Arrow works outside Python's lock: the workers get their next documents meanwhile.
        self._writing = self._thread.submit(lambda: self._write(piece_of(portions)))

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _write(self, piece: Piece) -> None:
        for name in ("reports", "cells", "sections", "failures"):
            self._append(name, getattr(piece, name))
        for edition, facts in piece.facts.items():
            held = self._facts.setdefault(edition, [])
            held.append(facts)
            if sum(table.num_rows for table in held) >= _FACTS:
                self._write_facts(edition)

    def _write_facts(self, edition: str) -> None:
        name = facts_name(edition)
        if name not in self._files:
            self._open(name, facts_schema(forms.edition(edition)))
        self._append(name, pa.concat_tables(self._facts.pop(edition)).combine_chunks())

    def _open(self, name: str, schema: pa.Schema) -> None:
        options: dict[str, Any] = {
            "compression": "zstd",
            # Numbers of facts are many columns of few bytes, for which making dictionaries takes longest.
            "use_dictionary": [field.name for field in schema if not pa.types.is_decimal(field.type)],
            # Stored with the cells, the schema would give their strings back as dictionaries.
            "store_schema": schema is not ENCODED_CELLS,
        }
        self._files[name] = pq.ParquetWriter(self._directory / f"{name}.parquet", schema, **options)

    def _append(self, name: str, table: pa.Table) -> None:
        if table.num_rows:
            self._files[name].write_table(table)
