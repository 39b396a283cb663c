"""Frames kept from night to night, by edition and year: only what changed is written again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai import forms
from gongkai.loaders import CELLS, FAILURES, REPORTS, SECTIONS, StoredFrames, facts_name, facts_schema
from gongkai.nightly._bundle import ORDINAL, RANK, Bundle, RankOf, Slot, in_order

_STEP: Final = 256
"""Submissions whose rows are in memory at a time."""
_SCHEMAS: Final = {"reports": REPORTS, "cells": CELLS, "sections": SECTIONS}
_KEPT: Final = {**_SCHEMAS, "reports": REPORTS.append(pa.field(ORDINAL, pa.int32()))}


def merge(
    kept: Mapping[str, Path], old: RankOf, fresh: Path, new: RankOf, submissions: int, into: Path
) -> dict[str, Path]:
    """The frames of tonight, by slot: what was kept of submissions that did not change, and what was read.

    Args:
        kept: slot → the folder of its frames.
        old: of submissions that did not change.
        fresh: the folder with what was read of all others.
        new: of those.
        submissions: how many there are; ranks are less.
        into: a folder in which those of slots that changed are written, each in a folder of its name.

    Returns:
        Slot → the folder of its frames, an old one where nothing in it changed. A slot without any report
        is gone.

    Raises:
        ValueError: kept frames do not fit together: they are damaged.
        OSError: they cannot be read, or `into` not be written to.
    """
    bundles = {name: Bundle(folder, old) for name, folder in kept.items()}
    read = Bundle(fresh, new)
    changed = {slot.name for slot in read.slots}
    changed |= {name for name, bundle in bundles.items() if not bundle.is_whole}
    folders = {name: folder for name, folder in kept.items() if name not in changed}
    sources = [read, *(bundle for name, bundle in bundles.items() if name in changed)]
    with ExitStack() as stack:
        writers: dict[str, _Writer] = {}
        for slot, frames in _by_slot(sources, submissions):
            if slot.name not in writers:
                folders[slot.name] = into / slot.name
                writers[slot.name] = stack.enter_context(_Writer(folders[slot.name], _KEPT, [slot.edition]))
            writers[slot.name].add(frames)
    return dict(sorted(folders.items()))


def assemble(
    kept: Iterable[Path], rank: RankOf, submissions: int, failures: pa.Table, into: Path
) -> StoredFrames:
    """One file a frame, in the order of the submissions: the frames as reading everything would give them.

    Raises:
        ValueError: kept frames do not fit together: they are damaged.
        OSError: they cannot be read, or `into` not be written to.
    """
    bundles = [Bundle(folder, rank) for folder in kept]
    editions = {slot.edition for bundle in bundles for slot in bundle.slots}
    with _Writer(
        into, _SCHEMAS, [edition.id for edition in forms.editions() if edition.id in editions]
    ) as writer:
        for limit in _steps(submissions):
            writer.add(_joined(frames for bundle in bundles for _, frames in bundle.until(limit)))
    pq.write_table(failures, into / "failures.parquet", compression="zstd")
    return StoredFrames(into)


def failures_of(kept: pa.Table, old: RankOf, fresh: pa.Table, new: RankOf) -> pa.Table:
    """The failures of tonight, schema `FAILURES`, in the order of their submissions."""
    parts = []
    for table, rank in ((kept, old), (fresh, new)):
        paths: list[Any] = table["path"].to_pylist()
        ranks: Any = pa.array([rank(path) for path in paths], pa.int64())
        parts.append(table.append_column(RANK, ranks).filter(pc.is_valid(ranks)))
    return in_order(parts).cast(FAILURES)


def _steps(submissions: int) -> range:
    return range(_STEP, submissions + _STEP, _STEP)


def _by_slot(sources: Sequence[Bundle], submissions: int) -> Iterator[tuple[Slot, dict[str, pa.Table]]]:
    for limit in _steps(submissions):
        parts: dict[Slot, list[dict[str, pa.Table]]] = {}
        for source in sources:
            for slot, frames in source.until(limit):
                parts.setdefault(slot, []).append(frames)
        for slot, several in parts.items():
            yield slot, _joined(several)


def _joined(several: Iterable[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    parts: dict[str, list[pa.Table]] = {}
    for frames in several:
        for name, table in frames.items():
            parts.setdefault(name, []).append(table)
    return {name: in_order(tables) for name, tables in parts.items()}


class _Writer:
    """The files of some frames in one folder, which is made; each is there, if with no row."""

    def __init__(self, folder: Path, schemas: Mapping[str, pa.Schema], editions: Iterable[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        facts = {facts_name(one): facts_schema(forms.edition(one)) for one in editions}
        self._schemas = {**schemas, **facts}
        self._files = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            for name, schema in self._schemas.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def add(self, frames: Mapping[str, pa.Table]) -> None:
        for name, table in frames.items():
            if table.num_rows:
                schema = self._schemas[name]
                self._files[name].write_table(table.select(schema.names).cast(schema))
