"""Findings as a table, joined with what was printed and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from gongkai.checkpoints._fingerprint import Subject, fingerprints
from gongkai.checkpoints._found import Found, ReportKey, report_keys
from gongkai.checkpoints._printed import CELL, printed
from gongkai.checkpoints._waivers import Waiver
from gongkai.loaders import LOCATOR, Frames, StoredFrames
from gongkai.rules import describe

_CORRECTION: Final = pa.struct(
    [
        ("cell", pa.string()),
        ("from", pa.int64()),
        ("to", pa.int64()),
        ("support", pa.list_(pa.string())),
    ]
)
WAIVER: Final = pa.struct([("reason", pa.string()), ("person", pa.string()), ("until", pa.date32())])
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("finding_id", pa.string()),
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("organ", pa.string()),
    ("region", pa.string()),
    ("year", pa.int16()),
    ("edition", pa.string()),
    ("rule_id", pa.string()),
    ("severity", pa.string()),
    ("answer", pa.string()),
    ("message", pa.string()),
    ("message_en", pa.string()),
    ("cells", pa.list_(CELL)),
    ("reported", pa.float64()),
    ("computed", pa.float64()),
    ("difference", pa.float64()),
    ("corrections", pa.list_(_CORRECTION)),
    ("citation", pa.string()),
    ("locator", LOCATOR),
    ("sentence", pa.string()),
    ("passages", pa.list_(pa.string())),
    ("others", pa.list_(pa.string())),
    ("waiver", WAIVER),
]
FINDINGS: Final = pa.schema(_COLUMNS)
"""One row a finding.

`cells.value` and `raw` are as read, null where nothing was; `reported`, `computed` and `difference` are in
the unit of the cells (件, 人, 万元), null where the rule has no such number. `corrections` is empty where no
change of one cell mends the arithmetic; `support` names what else says `to` ("last_year": the report of the
year before, "prose": the text). `locator` is of the first cell (or section) that stands in the
document, null where none does. `sentence` is of the prose that a finding rests on, null where it rests on
none; `passages` are those that stand in `others`, paths of other reports. `waiver` is null where the finding
stands as it is.
"""


def findings_table(found: Sequence[Found], frames: Frames | StoredFrames) -> pa.Table:
    """The findings as Arrow, schema `FINDINGS`, in the order given."""
    owners = _owners(found)
    organs = [one.finding.organ for one in found]
    subjects = (
        Subject(organ, one.batch.year, one.rule.id, one.finding.cells, one.finding.path)
        for organ, one in zip(organs, found, strict=True)
    )
    texts = [describe(one.rule, one.finding) for one in found]
    cells, locators = printed(found, frames)
    columns: dict[str, Any] = {
        "finding_id": fingerprints(subjects, _firsts(frames)),
        "report_id": [one.finding.report_id for one in found],
        "path": [one.finding.path for one in found],
        "organ": organs,
        "region": [owners[one.report][1] for one in found],
        "year": [one.batch.year for one in found],
        "edition": [one.batch.edition for one in found],
        "rule_id": [one.rule.id for one in found],
        "severity": [one.rule.severity for one in found],
        "answer": [one.finding.answer for one in found],
        "message": [text.zh for text in texts],
        "message_en": [text.en for text in texts],
        "cells": cells,
        "reported": [one.finding.reported for one in found],
        "computed": [one.finding.computed for one in found],
        "difference": [one.finding.difference for one in found],
        "corrections": [[one.to_dict() for one in each.finding.corrections] for each in found],
        "citation": [one.rule.citation for one in found],
        "locator": locators,
        "sentence": [one.finding.sentence for one in found],
        "passages": [list(one.finding.passages) for one in found],
        "others": [list(one.finding.others) for one in found],
        "waiver": [None] * len(found),
    }
    arrays = [
        columns[name] if isinstance(columns[name], pa.Array) else pa.array(columns[name], kind)
        for name, kind in _COLUMNS
    ]
    return pa.Table.from_arrays(arrays, schema=FINDINGS)


def with_waivers(findings: pa.Table, waived: Mapping[int, Waiver]) -> pa.Table:
    """The findings with their waivers, by place in the table."""
    column = [
        None if one is None else {"reason": one.reason, "person": one.person, "until": one.until}
        for one in map(waived.get, range(findings.num_rows))
    ]
    place = findings.schema.get_field_index("waiver")
    return findings.set_column(place, FINDINGS.field("waiver"), pa.array(column, WAIVER))


def _owners(found: Iterable[Found]) -> dict[ReportKey, tuple[str | None, str | None]]:
    """Report → organ and region, of the batches concerned."""
    owners: dict[ReportKey, tuple[str | None, str | None]] = {}
    for batch in {one.batch.id: one.batch for one in found}.values():
        places = zip(batch.facts["organ"].to_pylist(), batch.facts["region"].to_pylist(), strict=True)
        owners.update(zip(report_keys(batch), places, strict=True))
    return owners


def _firsts(frames: Frames | StoredFrames) -> dict[tuple[str, int | None], str]:
    """(organ, year) → the first path of its submissions, findings or not."""
    names = ("organ", "year", "path")
    firsts: dict[tuple[str, int | None], str] = {}
    for piece in frames.pieces("reports", names):
        for organ, year, path in zip(*(piece[name].to_pylist() for name in names), strict=True):
            whose = (organ or path, year)
            firsts[whose] = min(firsts.get(whose, path), path)
    return firsts
