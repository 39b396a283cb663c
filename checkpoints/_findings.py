"""Findings as a table, joined with what was printed and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.checkpoints._batches import FactsBatch
from gongkai.checkpoints._fingerprint import Subject, fingerprints
from gongkai.checkpoints._rows import Indices, find_rows
from gongkai.loaders import LOCATOR, VALUE, Frames, facts_to_pandas
from gongkai.rules import Finding, Rule, catalogue, describe, localise

_CELL: Final = pa.struct([("cell", pa.string()), ("raw", pa.string()), ("value", VALUE)])
_CORRECTION: Final = pa.struct([("cell", pa.string()), ("from", pa.int64()), ("to", pa.int64())])
_IDENTITY: Final = "identity"

FINDINGS: Final = pa.schema(
    [
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
        ("cells", pa.list_(_CELL)),
        ("reported", pa.float64()),
        ("computed", pa.float64()),
        ("difference", pa.float64()),
        ("corrections", pa.list_(_CORRECTION)),
        ("citation", pa.string()),
        ("locator", LOCATOR),
    ]
)
"""One row a finding.

`cells.value` and `raw` are as read, null where nothing was; `reported`, `computed` and `difference` are in
the unit of the cells (件, 人, 万元), null where the rule has no such number. `corrections` is empty where no
change of one cell mends the arithmetic. `locator` is of the first cell (or section) that stands in the
document, null where none does.
"""


class Found(NamedTuple):
    """A finding, the rule it is of, and the batch it is in."""

    rule: Rule
    finding: Finding
    batch: FactsBatch


def findings_of(batch: FactsBatch, by_rule: Mapping[str, Sequence[Finding]]) -> list[Found]:
    """The findings of a batch, report by report, each report's in the order of the rules."""
    pack = catalogue(batch.edition)
    found = [Found(pack.rule(rule_id), one, batch) for rule_id, many in by_rule.items() for one in many]
    return sorted(found, key=lambda one: (one.finding.path, one.finding.report_id))


def findings_table(found: Sequence[Found], frames: Frames) -> pa.Table:
    """The findings as Arrow, schema `FINDINGS`, in the order given."""
    reports = _reports(found)
    owners = [reports[one.finding.report_id, one.finding.path] for one in found]
    organs = [owner[0] for owner in owners]
    texts = [describe(one.rule, one.finding) for one in found]
    cells, locators = _cells(found, frames)
    columns: dict[str, Any] = {
        "finding_id": fingerprints(
            Subject(
                organ,
                one.batch.year,
                one.rule.id,
                one.finding.cells,
                one.finding.path,
                one.finding.report_id,
            )
            for organ, one in zip(organs, found, strict=True)
        ),
        "report_id": [one.finding.report_id for one in found],
        "path": [one.finding.path for one in found],
        "organ": organs,
        "region": [owner[1] for owner in owners],
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
        "corrections": _corrections(found),
        "citation": [one.rule.citation for one in found],
        "locator": locators,
    }
    return pa.Table.from_arrays(
        [_array(columns[one.name], one.type) for one in FINDINGS],
        schema=FINDINGS,
    )


def _array(values: Any, kind: pa.DataType) -> pa.Array | pa.ChunkedArray:
    return values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, kind)


def _reports(found: Sequence[Found]) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """(report_id, path) → organ and region, of the batches concerned."""
    owners = {}
    for batch in {one.batch.id: one.batch for one in found}.values():
        facts = batch.facts
        names = zip(facts["report_id"].to_pylist(), facts["path"].to_pylist(), strict=True)
        places = zip(facts["organ"].to_pylist(), facts["region"].to_pylist(), strict=True)
        owners.update(zip(names, places, strict=True))
    return owners


def _cells(found: Sequence[Found], frames: Frames) -> tuple[pa.ListArray, pa.ChunkedArray]:
    """The cells of each finding as printed, and where the first of them stands."""
    lengths = [len(one.finding.cells) for one in found]
    wanted = [
        (one.finding.report_id, one.finding.path, cell_id) for one in found for cell_id in one.finding.cells
    ]
    rows = find_rows(frames.cells, wanted, "cell")
    printed = pa.StructArray.from_arrays(
        [
            pa.array([cell_id for *_, cell_id in wanted], pa.string()),
            _take(frames.cells["raw"], rows),
            _take(frames.cells["value"], rows),
        ],
        fields=list(_CELL),
    )
    offsets = pa.array(np.concatenate(([0], np.cumsum(lengths))).astype(np.int32))
    sections = [one.finding.params.get("sections") for one in found]
    named = [
        (one.finding.report_id, one.finding.path, section)
        for one, many in zip(found, sections, strict=True)
        for section in _ids(many)
    ]
    places = pa.chunked_array(
        [
            _take(frames.cells["locator"], rows),
            _take(frames.sections["locator"], find_rows(frames.sections, named, "section")),
        ],
        type=LOCATOR,
    )
    owners = np.concatenate(
        (
            np.repeat(np.arange(len(found)), lengths),
            np.repeat(np.arange(len(found)), [len(_ids(many)) for many in sections]),
        )
    ).astype(np.int64)
    return pa.ListArray.from_arrays(offsets, printed), _first_of_each(places, owners, len(found))


def _ids(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _take(column: pa.ChunkedArray, rows: Indices) -> pa.Array:
    """These rows of a column, null for -1."""
    taken = column.take(pa.array(rows, mask=rows < 0))
    return pa.concat_arrays(taken.chunks) if taken.num_chunks else pa.array([], column.type)


def _first_of_each(places: pa.ChunkedArray, owners: Indices, count: int) -> pa.ChunkedArray:
    """The first place that is known of each owner, null where none is."""
    known = np.flatnonzero(pc.is_valid(places).to_numpy())
    first = np.full(count, -1, dtype=np.int64)
    whose, where = np.unique(owners[known], return_index=True)
    first[whose] = known[where]
    return places.take(pa.array(first, mask=first < 0))


def _corrections(found: Sequence[Found]) -> list[list[dict[str, Any]]]:
    """Of violated identities: the one-cell corrections that change a cell of the identity."""
    broken = {_key(one): one for one in found if _is_broken_identity(one)}
    by_report = dict(chain.from_iterable(_localised(group) for group in _by_batch(broken)))
    return [
        [correction for correction in by_report[_key(one)] if correction["cell"] in one.finding.cells]
        if _is_broken_identity(one)
        else []
        for one in found
    ]


def _is_broken_identity(one: Found) -> bool:
    return one.rule.kind == _IDENTITY and one.finding.answer == "violated"


def _key(one: Found) -> tuple[str, str, str]:
    return one.batch.id, one.finding.report_id, one.finding.path


def _by_batch(
    broken: Mapping[tuple[str, str, str], Found],
) -> Iterator[tuple[FactsBatch, set[tuple[str, str]]]]:
    batches = {one.batch.id: one.batch for one in broken.values()}
    for batch_id, batch in batches.items():
        yield batch, {(report_id, path) for own, report_id, path in broken if own == batch_id}


def _localised(
    group: tuple[FactsBatch, set[tuple[str, str]]],
) -> Iterator[tuple[tuple[str, str, str], list[dict[str, Any]]]]:
    batch, reports = group
    pack = catalogue(batch.edition)
    keys = list(zip(batch.facts["report_id"].to_pylist(), batch.facts["path"].to_pylist(), strict=True))
    rows = [row for row, key in enumerate(keys) if key in reports]
    facts = facts_to_pandas(batch.facts.take(rows)).to_dict("records")
    for row, record in zip(rows, facts, strict=True):
        yield (batch.id, *keys[row]), [correction.to_dict() for correction in localise(pack, record)]
