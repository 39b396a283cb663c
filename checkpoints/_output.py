"""The folder of a run: whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from gongkai.forms import Text

RUN: Final = "run.json"
PAGES: Final = "data_docs"
_MARKS: Final = (RUN, "reports.parquet")
_OURS: Final = (
    RUN,
    PAGES,
    "index.html",
    "findings.json",
    "reports.parquet",
    "cells.parquet",
    "sections.parquet",
    "failures.parquet",
    "findings.parquet",
    "facts-*.parquet",
)
_PARTIAL: Final = ".gongkai-"


class DirectoryRefusedError(Exception):
    """The folder holds something that is not ours to replace; `message` says which and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


def check_directory(directory: Path) -> None:
    """Refuses a folder that is neither absent, empty, nor the result of an earlier `audit` or `load`.

    Raises:
        DirectoryRefusedError: see above, or it is no folder.
    """
    if not directory.exists():
        return
    if not directory.is_dir():
        raise DirectoryRefusedError(
            Text(
                f"{directory} 是一个文件，不能用作输出文件夹。请换一个文件夹。",
                f"{directory} is a file, not a folder. Name another folder.",
            )
        )
    found = {path.name for path in directory.iterdir() if not path.name.startswith(_PARTIAL)}
    if found and not found.intersection(_MARKS):
        raise DirectoryRefusedError(
            Text(
                f"文件夹 {directory} 不是空的，也不是 gongkai 的输出。为免覆盖别的文件，没有写入；"
                "请换一个空文件夹。",
                f"The folder {directory} is not empty and was not made by gongkai. Nothing was written, "
                "so as to overwrite nothing; name an empty folder.",
            )
        )


@contextmanager
def staged(directory: Path) -> Iterator[Path]:
    """A folder inside `directory` to write to; its content replaces an earlier run's once the block ends.

    `run.json` goes first and comes last: where it stands, everything beside it is of that run.
    """
    directory.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=_PARTIAL, dir=directory))
    try:
        yield partial
        (directory / RUN).unlink(missing_ok=True)
        for old in directory.iterdir():
            if any(fnmatch(old.name, name) for name in _OURS) and not (partial / old.name).is_file():
                _remove(old)
        for new in sorted(partial.iterdir(), key=lambda path: path.name == RUN):
            new.replace(directory / new.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def write_json(value: Mapping[str, Any], path: Path) -> None:
    """Writes an object as UTF-8, indented."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def write_rows(table: pa.Table, path: Path) -> None:
    """Writes a table as a JSON list of objects, one a line."""
    lines = ",\n".join(json.dumps(_plain(row), ensure_ascii=False) for row in table.to_pylist())
    path.write_text(f"[\n{lines}\n]\n" if lines else "[]\n", "utf-8")


def _plain(value: Any) -> Any:
    """JSON values: a number without a fraction is an integer, exact; others are doubles."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    return value
