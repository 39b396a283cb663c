"""A set of paths into frames: every submission is read or told why not; none stops the others."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from gongkai.loaders._build import Frames, frames_of
from gongkai.loaders._discover import Found, find_submissions
from gongkai.loaders._reading import Reading
from gongkai.loaders._schedule import Schedule
from gongkai.loaders._staging import scratch
from gongkai.loaders._stored import FramesWriter, StoredFrames
from gongkai.loaders._workers import Progress, read_all


def load(
    submissions: Iterable[str | PathLike[str]] | Found,
    progress: Progress | None = None,
    reading: Reading | None = None,
) -> Frames:
    """Reads submissions into frames in memory; one that cannot be read is a row of `failures`.

    Every document is read in a worker process, within the limits of `reading`; rows stand in the order of
    the submissions. See `load_into` for more reports than memory holds.

    Args:
        submissions: paths of files and folders, or what `find_submissions` found under them.
        progress: see `Progress`.
        reading: how; by default all cores, 60 seconds and 1 GiB a document.

    Raises:
        FileNotFoundError: a given path does not exist.
        WorkersFailedError: worker processes cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-") as spool:
        schedule = Schedule(_found(submissions).submissions, Path(spool))
        return frames_of(read_all(schedule, reading or Reading(), progress))


def load_into(
    submissions: Iterable[str | PathLike[str]] | Found,
    directory: Path,
    progress: Progress | None = None,
    reading: Reading | None = None,
) -> StoredFrames:
    """Reads submissions into Parquet files, a frame each; memory does not grow with their number.

    Args and errors are those of `load`; `directory` is made where it is absent, and is incomplete where this
    raises: stage it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with scratch(directory) as spool, FramesWriter(directory) as writer:
        schedule = Schedule(_found(submissions).submissions, spool)
        for portion in read_all(schedule, reading or Reading(), progress):
            writer.add(portion)
    return StoredFrames(directory, aside=schedule.aside)


def _found(submissions: Iterable[str | PathLike[str]] | Found) -> Found:
    return submissions if isinstance(submissions, Found) else find_submissions(submissions)
