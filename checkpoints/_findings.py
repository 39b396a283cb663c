"""Findings as a table, joined with what was printed and where."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from gongkai.checkpoints._fingerprint import Subject, Whose, fingerprints
from gongkai.checkpoints._found import Found, ReportKey, report_keys
from gongkai.checkpoints._printed import CELL, printed
from gongkai.checkpoints._waivers import Waiver
from gongkai.loaders import LOCATOR, Frames, StoredFrames
from gongkai.rules import describe

_ROWS: Final = 4096
"""Findings that are Python's lists at a time, on their way to Arrow."""
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
    regions = _regions(found)
    subjects = [
        Subject(one.finding.organ, one.batch.year, one.rule.id, one.finding.cells, one.finding.path)
        for one in found
    ]
    ids = fingerprints(subjects, _firsts(frames, {subject.whose for subject in subjects}))
    cells, locators = printed(found, frames)
    tables = [
        _some(
            found[start : start + _ROWS],
            {
                "finding_id": ids[start : start + _ROWS],
                "cells": cells.slice(start, _ROWS),
                "locator": locators.slice(start, _ROWS),
                "region": [regions[one.report] for one in found[start : start + _ROWS]],
            },
        )
        for start in range(0, len(found), _ROWS)
    ]
    return pa.concat_tables(tables).combine_chunks() if tables else FINDINGS.empty_table()


def _some(found: Sequence[Found], known: Mapping[str, Any]) -> pa.Table:
    """A table of some findings; `known` are columns that were made already."""
    texts = [describe(one.rule, one.finding) for one in found]
    columns: dict[str, Any] = {
        **known,
        "report_id": [one.finding.report_id for one in found],
        "path": [one.finding.path for one in found],
        "organ": [one.finding.organ for one in found],
        "year": [one.batch.year for one in found],
        "edition": [one.batch.edition for one in found],
        "rule_id": [one.rule.id for one in found],
        "severity": [one.rule.severity for one in found],
        "answer": [one.finding.answer for one in found],
        "message": [text.zh for text in texts],
        "message_en": [text.en for text in texts],
        "reported": [one.finding.reported for one in found],
        "computed": [one.finding.computed for one in found],
        "difference": [one.finding.difference for one in found],
        "corrections": [[one.to_dict() for one in each.finding.corrections] for each in found],
        "citation": [one.rule.citation for one in found],
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


def _regions(found: Iterable[Found]) -> dict[ReportKey, str | None]:
    """Report → region, of the reports concerned."""
    concerned = {one.report for one in found}
    return {
        report: region
        for batch in {one.batch.id: one.batch for one in found}.values()
        for report, region in zip(report_keys(batch), batch.facts["region"].to_pylist(), strict=True)
        if report in concerned
    }


def _firsts(frames: Frames | StoredFrames, owners: Container[Whose]) -> dict[Whose, str]:
    """Of these organs and years the first path of all submissions, findings or not."""
    names = ("organ", "year", "path")
    firsts: dict[Whose, str] = {}
    for piece in frames.pieces("reports", names):
        for organ, year, path in zip(*(piece[name].to_pylist() for name in names), strict=True):
            whose = (organ or path, year)
            if whose in owners:
                firsts[whose] = min(firsts.get(whose, path), path)
    return firsts
