"""Two worker processes against one, on the same reports in a folder, bytes to Parquet files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import _corpus
from benchmarks._pairs import Comparison, Target, WrongResultError, by_turns

from gongkai.loaders import Reading, StoredFrames, load_into

_TARGET: Final = Target("at least", 1.8)


def compare(pairs: int, number: int) -> list[Comparison]:
    with TemporaryDirectory() as folder:
        inbox = Path(folder, "in")
        _corpus.put(inbox, _corpus.layouts("html"), number)

        def read(workers: int) -> StoredFrames:
            return load_into([inbox], Path(folder, str(workers)), reading=Reading(workers=workers))

        _check(read(2), read(1), number)
        taken = by_turns(lambda: read(2), lambda: read(1), pairs)
    checked = f"both read all {number} files and write the same frames, row by row"
    return [Comparison("workers", "two worker processes", "one worker", taken, "wall", _TARGET, checked)]


def _check(two: StoredFrames, one: StoredFrames, number: int) -> None:
    if one.rows("reports") != number:
        raise WrongResultError(f"{one.rows('reports')} reports of {number}")
    mine, its = dict(two.in_memory().tables()), dict(one.in_memory().tables())
    differing = [name for name in its.keys() | mine.keys() if mine.get(name) != its.get(name)]
    if differing:
        raise WrongResultError(f"frames differ: {', '.join(differing)}")
