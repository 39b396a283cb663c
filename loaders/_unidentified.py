"""Reports whose organ was not found in the registry, or is not said with one voice, by organ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from gongkai.loaders._duplicates import Pieces
from gongkai.loaders._frames import UNIDENTIFIED
from gongkai.loaders._identity import DISAGREES, UNKNOWN

_COLUMNS: Final = ("path", "organ", "notes")
_CODES: Final = (UNKNOWN, DISAGREES)


def find_unidentified(frames: Pieces) -> pa.Table:
    """The organs that were not identified, by path; schema `UNIDENTIFIED`."""
    rows: dict[tuple[str | None, str], dict[str, Any]] = {}
    for piece in frames.pieces("reports", _COLUMNS):
        for path, organ, note in _noted(piece):
            told = {"path": path, "zh": note["zh"], "en": note["en"]}
            row = rows.setdefault((organ, note["code"]), {"reports": 0, **told})
            row.update(told if path < row["path"] else {}, reports=row["reports"] + 1)
    found = [{"organ": organ, "code": code, **row} for (organ, code), row in rows.items()]
    return pa.Table.from_pylist(sorted(found, key=lambda row: row["path"]), schema=UNIDENTIFIED)


def _noted(piece: pa.Table) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Path, organ and note wherever an organ was not identified; the many other notes stay in Arrow."""
    # Any: pyarrow's stubs know neither chunked structs nor lists of them.
    notes: Any = piece["notes"]
    wanted = pc.is_in(pc.struct_field(pc.list_flatten(notes), "code"), value_set=pa.array(_CODES))
    owners = pc.list_parent_indices(notes).filter(wanted)
    columns = (piece["path"].take(owners), piece["organ"].take(owners), pc.list_flatten(notes).filter(wanted))
    yield from zip(*(column.to_pylist() for column in columns), strict=True)
