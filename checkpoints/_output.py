"""The folder of a run, and its files that are not frames."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from gongkai.forms import Text
from gongkai.loaders import RESULT

RUN: Final = RESULT.marks[0]
PAGES: Final = "data_docs"
_ROWS: Final = 1024
"""Rows that are Python's objects at a time, on their way to JSON."""


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
    if directory.exists() and not directory.is_dir():
        raise DirectoryRefusedError(
            Text(
                f"{directory} 是一个文件，不能用作输出文件夹。请换一个文件夹。",
                f"{directory} is a file, not a folder. Name another folder.",
            )
        )
    if not RESULT.may_write(directory):
        raise DirectoryRefusedError(
            Text(
                f"文件夹 {directory} 不是空的，也不是 gongkai 的输出。为免覆盖别的文件，没有写入；"
                "请换一个空文件夹。",
                f"The folder {directory} is not empty and was not made by gongkai. Nothing was written, "
                "so as to overwrite nothing; name an empty folder.",
            )
        )


def write_json(value: Mapping[str, Any], path: Path) -> None:
    """Writes an object as UTF-8, indented."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def write_rows(table: pa.Table, path: Path) -> None:
    """Writes a table as a JSON list of objects, one a line."""
    with path.open("w", encoding="utf-8") as file:
        before = "[\n"
        for part in table.to_batches(_ROWS):
            for row in part.to_pylist():
                file.write(before + json.dumps(_plain(row), ensure_ascii=False))
                before = ",\n"
        file.write("\n]\n" if table.num_rows else "[]\n")


def _plain(value: Any) -> Any:
    """JSON values: a number without a fraction is an integer, exact; others are doubles; a day is text."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return int(value) if value == int(value) else float(value)
    return value
