"""The tables of a history, and where they lie in its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.forms import Text

_WHOSE: Final[list[tuple[str, Any]]] = [
    ("finding_id", pa.string()),
    ("rule_id", pa.string()),
    ("severity", pa.string()),
    ("answer", pa.string()),
    ("waived", pa.bool_()),
    ("organ", pa.string()),
    ("city", pa.string()),
    ("year", pa.int16()),
    ("path", pa.string()),
]

FINDINGS: Final = pa.schema([*_WHOSE, ("state", pa.string())])
"""A row a finding of one night; `state` is new, standing or returned.

`organ` is null where none was recognised, `city` "" where there is none; `answer` is violated or cannot_tell.
"""

BOOK: Final = pa.schema(
    [
        *_WHOSE,
        ("first", pa.string()),
        ("last", pa.string()),
        ("since", pa.string()),
        ("state", pa.string()),
        ("returns", pa.int32()),
    ]
)
"""A row a finding that was ever seen, as it was last.

`first` and `last` are the runs on which it was seen first and last. `state` is one of `STATES`; `since` is
the run since which it is there without a break, or is there no more. `returns` counts how often it came back.
"""

_COUNTS: Final = (
    *("submissions", "reports", "unreadable"),
    *("errors", "warnings", "infos", "cannot_tell", "waived"),
    *("new", "returned", "standing", "corrected", "gone"),
)
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("run", pa.string()),
    ("started", pa.timestamp("s", "UTC")),
    ("same_as", pa.string()),
    *((name, pa.int64()) for name in _COUNTS),
    ("packs", pa.string()),
    ("gongkai", pa.string()),
]
RUNS: Final = pa.schema(_COLUMNS)
"""A row a night, in order.

`same_as` is the run whose findings stand where nothing had changed, null where the night has its own. errors,
warnings and infos are violated, cannot_tell is not; all four stand, `waived` is counted apart. new, returned
and standing are findings of the night, corrected and gone those of nights before that were taken for that on
this one. `packs` are the hashes of the rules, as JSON.
"""

_RUNS: Final = "runs.parquet"
_BOOK: Final = "book.parquet"
NIGHTS: Final = "findings"


class NoHistoryError(ValueError):
    """A folder that holds no history; `message` says what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


def runs_file(folder: Path) -> Path:
    return folder / _RUNS


def book_file(folder: Path) -> Path:
    return folder / _BOOK


def night_file(folder: Path, run: str) -> Path:
    """The findings of a night that has its own."""
    return folder / NIGHTS / f"{run}.parquet"


def read(path: Path, schema: pa.Schema) -> list[dict[str, Any]]:
    """The rows of a table; none where it is not there.

    Raises:
        NoHistoryError: it is none.
    """
    if not path.is_file():
        return []
    try:
        return pq.read_table(path).cast(schema).to_pylist()
    except (pa.ArrowException, ValueError, KeyError) as error:
        raise NoHistoryError(
            Text(
                f"{path} 不是本版本能读的历史（{error}）。",
                f"{path} is no history that this version can read ({error}).",
            )
        ) from error


def write(rows: list[dict[str, Any]], schema: pa.Schema, path: Path) -> None:
    """Writes a table whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path, compression="zstd")
