"""The one-cell corrections that belong to each finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.checkpoints._batches import FactsBatch
from gongkai.checkpoints._found import Found, ReportKey, report_keys
from gongkai.loaders import facts_to_pandas
from gongkai.rules import Correction, catalogue, localise


def corrections(found: Sequence[Found]) -> list[list[dict[str, str | int | None]]]:
    """Beside each finding, as {cell, from, to}: empty unless it is a violated identity.

    A correction mends every broken identity of the cells that hang together, so it is given with each of
    those that has the corrected cell in it. All ties are given, the likeliest first.
    """
    broken: dict[str, dict[ReportKey, FactsBatch]] = {}
    for one in found:
        if _is_broken_identity(one):
            broken.setdefault(one.batch.id, {})[one.report] = one.batch
    localised = {batch_id: _localise(reports) for batch_id, reports in broken.items()}
    return [
        [
            correction.to_dict()
            for correction in localised[one.batch.id][one.report]
            if correction.cell in one.finding.cells
        ]
        if _is_broken_identity(one)
        else []
        for one in found
    ]


def _is_broken_identity(one: Found) -> bool:
    return one.rule.formula is not None and one.finding.answer == "violated"


def _localise(reports: dict[ReportKey, FactsBatch]) -> dict[ReportKey, list[Correction]]:
    batch = next(iter(reports.values()))
    pack = catalogue(batch.edition)
    places = [(place, key) for place, key in enumerate(report_keys(batch)) if key in reports]
    rows: list[Any] = facts_to_pandas(batch.facts.take([place for place, _ in places])).to_dict("records")
    return {key: localise(pack, row) for (_, key), row in zip(places, rows, strict=True)}
