"""What truth.json says of each report of a province."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from gongkai.demo._again import Extra
from gongkai.demo._judge import Expected
from gongkai.demo._organs import unregistered


def told_of(submitted: Sequence[Extra], paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """An entry a report; `paths` are what a reader calls them."""
    for one, path in zip(submitted, paths, strict=True):
        told = _told(path, one)
        if one.first is not None:
            first = next(place for place, other in enumerate(submitted) if other.rendered is one.first)
            told["duplicate"] = {"kind": one.kind, "first": paths[first]}
        yield told


def _told(path: str, one: Extra) -> dict[str, Any]:
    """`may_infer` are the numbers of unreadable cells, for a reader that can prove them.

    Which findings there are then depends on it: those in `may_find` may come out or not. Of a report that is
    part of a scene, `must_find` has what comes out because the scene's reports stand together.
    """
    rendered = one.rendered
    sample, truth = rendered.sample, rendered.truth
    recovered = rendered.truth_if(rendered.recoverable).findings
    certain = [finding for finding in truth.findings if finding in recovered]
    return {
        "path": path,
        "organ": sample.organ.name,
        "called": sample.named,
        "registered": sample.organ.name != unregistered(sample.seed).name,
        "region": "/".join(sample.organ.region),
        "level": sample.organ.level,
        "parent": sample.organ.parent,
        "region_code": sample.organ.region_code,
        "duplicate": None,
        "year": sample.year,
        "edition": sample.edition_id,
        "format": rendered.layout.format,
        "layout": rendered.layout.name,
        "encoding": rendered.encoding,
        "defect": sample.defect,
        "scene": one.scene,
        "cells": {
            cell_id: {"value": _json_number(cell.value), "status": cell.status}
            for cell_id, cell in truth.cells.items()
        },
        "may_infer": {cell_id: _json_number(number) for cell_id, number in rendered.recoverable.items()},
        "must_find": list(map(_json_finding, dict.fromkeys((*certain, *one.together)))),
        "may_find": [
            _json_finding(finding)
            for finding in dict.fromkeys((*truth.findings, *recovered))
            if finding not in certain
        ],
    }


def _json_finding(finding: Expected) -> dict[str, Any]:
    return {
        "rule_id": finding.rule_id,
        "answer": finding.answer,
        "severity": finding.severity,
        "cells": list(finding.cells),
    }


def _json_number(value: Decimal | None) -> int | float | None:
    """A float prints back as the same few decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
