"""Results appear whole or not at all, also after Ctrl-C or a power cut."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Final, NamedTuple

_PARTIAL: Final = ".gongkai-"


class Output(NamedTuple):
    """What a command writes to a folder.

    `files` are names or patterns that it may replace there; one of `marks` shows that the folder is its
    own. The first mark is removed first and comes last: where it stands, everything beside it belongs to it.
    """

    marks: tuple[str, ...]
    files: tuple[str, ...]

    def may_write(self, directory: Path) -> bool:
        """Whether `directory` is absent, empty or an earlier result."""
        if not directory.exists():
            return True
        found = {path.name for path in directory.iterdir() if not path.name.startswith(_PARTIAL)}
        return not found or not found.isdisjoint(self.marks)

    def owns(self, path: Path) -> bool:
        return any(fnmatch(path.name, pattern) for pattern in self.files)


RESULT: Final = Output(
    marks=("run.json", "reports.parquet"),
    files=(
        "run.json",
        "index.html",
        "data_docs",
        "review",
        "整改台账.xlsx",
        "会议材料.pdf",
        "findings.json",
        "findings.csv",
        "findings.jsonl",
        "findings.sarif",
        "junit.xml",
        "metrics.prom",
        "findings.parquet",
        "reports.parquet",
        "cells.parquet",
        "sections.parquet",
        "failures.parquet",
        "duplicates.parquet",
        "claims.parquet",
        "pairs.parquet",
        "history.parquet",
        "rollups.parquet",
        "likeness.parquet",
        "same_tables.parquet",
        "other_names.parquet",
        "submissions.parquet",
        "not_run.parquet",
        "facts-*.parquet",
    ),
)
"""The result of `gongkai load` and `gongkai audit`."""


@contextmanager
def scratch(directory: Path) -> Iterator[Path]:
    """A folder inside `directory` for what is needed meanwhile; it is gone when the block ends.

    `directory` is made where it is absent, and is gone again where nothing else was put there.
    """
    made = not directory.exists()
    directory.mkdir(parents=True, exist_ok=True)
    inner = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=directory))
    try:
        yield inner
    finally:
        shutil.rmtree(inner, ignore_errors=True)
        if made and not any(directory.iterdir()):
            directory.rmdir()


@contextmanager
def staged(directory: Path, output: Output) -> Iterator[Path]:
    """A folder inside `directory` to write to; its content takes its place when the block ends well.

    What an earlier run left there of `output` is removed with it, so that no two runs are mixed; files of
    other names are left alone. When the block fails, everything is as it was.
    """
    with scratch(directory) as partial:
        yield partial
        first = output.marks[0]
        _remove(directory / first)
        for old in directory.iterdir():
            if output.owns(old) and not (partial / old.name).is_file():
                _remove(old)
        for new in sorted(partial.iterdir(), key=lambda path: path.name == first):
            new.replace(directory / new.name)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
