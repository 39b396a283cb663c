"""Frames of reports that are nothing but what a test needs of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from gongkai import forms
from gongkai.loaders import CELLS, FAILURES, REPORTS, SECTIONS, STATUS_LETTERS, Frames, facts_schema

LETTERS = [chr(code) for code in range(0x5000, 0x5800)]


def _rows(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    whole = [{name: row.get(name) for name in schema.names} for row in rows]
    return pa.Table.from_pylist(whole, schema)


def frames_of(*reports: Mapping[str, Any]) -> Frames:
    """A report's `sections` are texts by id and its `cells` numbers by id, others 0; the rest is columns."""
    listed, sections = [], []
    facts: dict[str, list[dict[str, Any]]] = {forms.editions()[-1].id: []}
    for number, report in enumerate(reports):
        edition = forms.edition(report.get("edition", forms.editions()[-1].id))
        row = {
            "report_id": f"r{number}",
            "path": f"{number}.html",
            "organ": f"第{number}县",
            "year": edition.first_year,
            "edition": edition.id,
            **report,
        }
        listed.append(
            {name: value for name, value in row.items() if name in REPORTS.names} | {"sections": []}
        )
        for section, prose in report.get("sections", {}).items():
            key = {"report_id": row["report_id"], "path": row["path"]}
            sections.append({**key, "section": section, "characters": len(prose), "prose": prose})
        cells = dict.fromkeys(edition.cell_ids, 0) | report.get("cells", {})
        letters = dict.fromkeys(edition.cell_ids, STATUS_LETTERS["ok"]) | report.get("statuses", {})
        facts.setdefault(edition.id, []).append({**row, **cells, "statuses": "".join(letters.values())})
    return Frames(
        _rows(REPORTS, listed),
        CELLS.empty_table(),
        _rows(SECTIONS, sections),
        FAILURES.empty_table(),
        {name: _rows(facts_schema(forms.edition(name)), rows) for name, rows in facts.items()},
    )


def made_text(seed: int, length: int = 400) -> str:
    """Characters drawn at random: no two of these texts share a run worth speaking of."""
    return "".join(np.random.default_rng(seed).choice(LETTERS, length))


@pytest.fixture(scope="session")
def frames() -> Callable[..., Frames]:
    return frames_of


@pytest.fixture(scope="session")
def text() -> Callable[..., str]:
    return made_text
