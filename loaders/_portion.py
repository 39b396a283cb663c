"""Reports as columns: what reading them gives, without what can be told from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from gongkai.loaders._document import Locator
from gongkai.loaders._frames import CELLS, CLAIM, FAILURES, LOCATOR, REPORTS, SECTIONS
from gongkai.loaders._report import STATUSES, Claim, Failure, Note, ReadCell, ReadSection, Report

READ_CELLS: Final = pa.schema(
    [CELLS.field("value"), CELLS.field("raw"), pa.field("status", pa.int8()), CELLS.field("locator")]
)
"""Every cell of every report, in the form's order; `status` is a place in `STATUSES`."""

_STATUS_CODES: Final = {status: code for code, status in enumerate(STATUSES)}
_NOTES: Final = REPORTS.field("notes").type
_NOWHERE: Final = Locator()
_PLAIN: Final = tuple(name for name in REPORTS.names if name not in ("sections", "claims", "notes"))


class Portion(NamedTuple):
    """Some reports and failures.

    `reports` and `failures` have the columns of their frames; `cells` (READ_CELLS) and `sections` (SECTIONS
    without the report's id and path) stand report by report, in the order of `reports`.
    """

    reports: pa.RecordBatch
    cells: pa.RecordBatch
    sections: pa.RecordBatch
    failures: pa.RecordBatch

    def write(self, path: Path) -> None:
        """Writes the four as Arrow streams, one after the other."""
        with pa.OSFile(str(path), "wb") as file:
            for batch in self:
                with pa.ipc.new_stream(file, batch.schema) as stream:
                    stream.write_batch(batch)

    @classmethod
    def read(cls, path: Path) -> Portion:
        """Reads what `write` wrote."""
        source = pa.BufferReader(path.read_bytes())
        # A stream has to be read to its end for the next to begin.
        return cls(*(batch for _ in cls._fields for batch in list(pa.ipc.open_stream(source))))


def portion_of(reports: Sequence[Report], failures: Sequence[Failure]) -> Portion:
    """Reports and failures as columns, in the order given."""
    return Portion(_reports(reports), _cells(reports), _sections(reports), _failures(failures))


def _reports(reports: Sequence[Report]) -> pa.RecordBatch:
    arrays: dict[str, pa.Array[Any]] = {
        name: pa.array([getattr(report, name) for report in reports], REPORTS.field(name).type)
        for name in _PLAIN
    }
    ids = pa.array([section.id for report in reports for section in report.sections], pa.string())
    arrays["sections"] = _lists([len(report.sections) for report in reports], ids)
    claims = _claims(list(chain.from_iterable(report.claims for report in reports)))
    arrays["claims"] = _lists([len(report.claims) for report in reports], claims)
    notes = _notes(list(chain.from_iterable(report.notes for report in reports)))
    arrays["notes"] = _lists([len(report.notes) for report in reports], notes)
    return pa.RecordBatch.from_arrays([arrays[name] for name in REPORTS.names], schema=REPORTS)


def _lists(lengths: Sequence[int], values: Any) -> Any:
    offsets: Any = pa.array(np.concatenate(([0], np.cumsum(lengths))), pa.int32())
    return pa.ListArray.from_arrays(offsets, values)


def _claims(claims: Sequence[Claim]) -> Any:
    columns = _columns(claims, Claim._fields)
    return pa.StructArray.from_arrays(
        [pa.array(column, part.type) for column, part in zip(columns, CLAIM, strict=True)], fields=list(CLAIM)
    )


def _notes(notes: Sequence[Note]) -> Any:
    return pa.StructArray.from_arrays(
        [
            pa.array([note.code for note in notes], pa.string()),
            pa.array([note.text.zh for note in notes], pa.string()),
            pa.array([note.text.en for note in notes], pa.string()),
            pa.array([note.cell for note in notes], pa.string()),
            _locators([note.locator for note in notes]),
        ],
        fields=list(_NOTES.value_type),
    )


def _cells(reports: Sequence[Report]) -> pa.RecordBatch:
    cells: list[ReadCell] = list(chain.from_iterable(report.cells.values() for report in reports))
    values, raws, statuses, locators = _columns(cells, ReadCell._fields)
    codes = np.fromiter(map(_STATUS_CODES.__getitem__, statuses), np.int8, len(statuses))
    return pa.RecordBatch.from_arrays(
        [
            pa.array(values, READ_CELLS.field("value").type),
            pa.array(raws, pa.string()),
            pa.array(codes),
            _locators(locators),
        ],
        schema=READ_CELLS,
    )


SECTION_PARTS: Final = pa.schema([field for field in SECTIONS if field.name not in ("report_id", "path")])


def _sections(reports: Sequence[Report]) -> pa.RecordBatch:
    sections: list[ReadSection] = list(chain.from_iterable(report.sections for report in reports))
    columns: dict[str, Iterable[Any]] = {
        "section": [section.id for section in sections],
        "ordinal": [section.ordinal for section in sections],
        "title": [section.title for section in sections],
        "characters": [section.characters for section in sections],
        "prose": [section.prose for section in sections],
    }
    arrays = [
        _locators([section.locator for section in sections])
        if field.name == "locator"
        else pa.array(columns[field.name], field.type)
        for field in SECTION_PARTS
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SECTION_PARTS)


def _locators(locators: Sequence[Locator | None]) -> Any:
    absent = [locator is None for locator in locators]
    known = [locator or _NOWHERE for locator in locators] if any(absent) else locators
    columns = _columns(known, Locator._fields)
    return pa.StructArray.from_arrays(
        [pa.array(column, part.type) for column, part in zip(columns, LOCATOR, strict=True)],
        fields=list(LOCATOR),
        mask=pa.array(absent, pa.bool_()),
    )


def _columns(rows: Sequence[Any], names: Sequence[str]) -> list[list[Any]]:
    """The fields of many tuples, field by field. (zip(*rows) would make an object a row to collect later.)"""
    return [list(map(itemgetter(place), rows)) for place in range(len(names))]


def _failures(failures: Sequence[Failure]) -> pa.RecordBatch:
    rows = [(one.path, one.code, one.message.zh, one.message.en) for one in failures]
    return pa.RecordBatch.from_arrays(
        [pa.array(column, pa.string()) for column in _columns(rows, FAILURES.names)], schema=FAILURES
    )
