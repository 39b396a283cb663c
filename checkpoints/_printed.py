"""What was printed in the cells of findings, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.checkpoints._found import Found, ReportKey
from gongkai.loaders import LOCATOR, VALUE, Frames, StoredFrames
from gongkai.loaders._rows import Indices, take_rows

# Columns are Any: pyarrow's stubs know neither chunked structs nor lists of them.

CELL: Final = pa.struct([("cell", pa.string()), ("raw", pa.string()), ("value", VALUE)])


def printed(found: Sequence[Found], frames: Frames | StoredFrames) -> tuple[Any, Any]:
    """Two columns beside the findings: lists of `CELL`, and where the first of what it names stands.

    A cell that the frames do not have has null raw and value. The locator is that of the first cell, else
    of the first section, that is in the document; null where none is.
    """
    cells = [(*one.report, cell_id) for one in found for cell_id in one.finding.cells]
    sections = [(*one.report, section) for one in found for section in _sections(one)]
    in_cells = _rows(frames, "cells", cells, ("raw", "value", "locator"))
    in_sections = _rows(frames, "sections", sections, ("locator",))
    lengths = [len(one.finding.cells) for one in found]
    values = pa.StructArray.from_arrays(
        [
            pa.array([cell_id for *_, cell_id in cells], pa.string()),
            _only(in_cells["raw"]),
            _only(in_cells["value"]),
        ],
        fields=list(CELL),
    )
    offsets: Any = pa.array(np.concatenate(([0], np.cumsum(lengths))), pa.int32())
    places: Any = [_only(in_cells["locator"]), _only(in_sections["locator"])]
    owners = np.concatenate(
        (
            np.repeat(np.arange(len(found)), lengths),
            np.repeat(np.arange(len(found)), [len(_sections(one)) for one in found]),
        )
    ).astype(np.int64)
    lists: Any = pa.ListArray.from_arrays(offsets, values)
    return lists, _first_of_each(pa.concat_arrays(places), owners, len(found))


def _rows(
    frames: Frames | StoredFrames, name: str, wanted: Sequence[tuple[str, ...]], columns: Sequence[str]
) -> pa.Table:
    keys = (*ReportKey._fields, name.removesuffix("s"))
    return take_rows(frames.pieces(name, (*keys, *columns)), wanted, keys)


def _sections(one: Found) -> tuple[str, ...]:
    named = one.finding.params.get("sections")
    return named if isinstance(named, tuple) else ()


def _only(column: Any) -> Any:
    """A column in one array."""
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _first_of_each(places: Any, owners: Indices, count: int) -> Any:
    """The first place that is known of each owner, null where none is."""
    known = np.flatnonzero(pc.is_valid(places).to_numpy(zero_copy_only=False))
    first = np.full(count, -1, dtype=np.int64)
    whose, where = np.unique(owners[known], return_index=True)
    first[whose] = known[where]
    return places.take(pa.array(first, mask=first < 0)).cast(LOCATOR)
