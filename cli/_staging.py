"""Results appear whole or not at all, also after Ctrl-C."""

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
    """What a command writes: `marker` shows that a folder is its own; it may replace `files` there."""

    marker: str
    files: tuple[str, ...]

    def may_write(self, directory: Path) -> bool:
        """Whether `directory` is absent, empty or an earlier result of ours."""
        if not directory.exists():
            return True
        found = [path.name for path in directory.iterdir() if not path.name.startswith(_PARTIAL)]
        return not found or self.marker in found

    def owns(self, path: Path) -> bool:
        return any(fnmatch(path.name, pattern) for pattern in self.files)


FRAMES: Final = Output("reports.parquet", ("*.parquet", "*.json", "index.html", "data_docs"))
PROVINCE: Final = Output("truth.json", ("truth.json", "reports"))


@contextmanager
def staged(directory: Path, kind: Output) -> Iterator[Path]:
    """A folder inside `directory` to write to; its content takes its place when the block ends well.

    What an earlier run left there of `kind` is removed with it, so that no two runs are mixed; files of
    other names are left alone.
    """
    made = not directory.exists()
    directory.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=directory))
    try:
        yield partial
        for old in directory.iterdir():
            if kind.owns(old):
                _remove(old)
        for new in partial.iterdir():
            _remove(directory / new.name)
            new.rename(directory / new.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if made and not any(directory.iterdir()):
            directory.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
