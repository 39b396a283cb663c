"""Facts built from the form alone: a consistent report, and whatever a test changes in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import numpy as np
import pandas as pd
import pytest

from gongkai import forms
from gongkai.forms import Edition
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS

LETTERS = {**STATUS_LETTERS, "nil_mark": NIL_LETTER}


@cache
def _consistent(edition_id: str, seed: int, top: int) -> dict[str, float]:
    edition = forms.edition(edition_id)
    numbers = np.random.default_rng(seed).integers(1, top + 1, len(edition.cell_ids)).astype(float)
    values = dict(zip(edition.cell_ids, numbers.tolist(), strict=True))
    for _ in range(len(edition.tables) + 1):  # totals of totals settle after a round each
        for identity in edition.identities:
            first, *others = identity.left
            values[first] = sum(values[cell] for cell in identity.right) - sum(
                values[cell] for cell in others
            )
    return values


def consistent_values(edition: Edition, seed: int = 0, top: int = 9) -> dict[str, float]:
    """A number from 1 to `top` in every cell that is no total; totals as the identities demand."""
    return dict(_consistent(edition.id, seed, top))


def facts_row(
    edition: Edition, changes: Mapping[str, object] | None = None, seed: int = 0, top: int = 9
) -> dict[str, object]:
    """One report. A change names a column; a cell takes a number, or the name of a status."""
    year = edition.first_year
    cells: dict[str, object] = dict(consistent_values(edition, seed, top))
    statuses = dict.fromkeys(edition.cell_ids, STATUS_LETTERS["ok"])
    row: dict[str, object] = {
        "report_id": f"r{seed}",
        "path": f"county/{seed}.html",
        "organ": "organ",
        "region": "region",
        "year": year,
        "edition": edition.id,
        "edition_source": "table",
        "title_year": year,
        "file_year": year,
        "period_start": dt.date(year, 1, 1),
        "period_end": dt.date(year, 12, 31),
        "claims": [],
        "section_order": " ".join(section.id for section in edition.sections),
        **{f"section.{section.id}": 100 for section in edition.sections},
    }
    for name, value in (changes or {}).items():
        if name not in cells:
            row[name] = value
        elif isinstance(value, str):
            statuses[name] = LETTERS[value]
            if value != "inferred":
                cells[name] = np.nan
        else:
            cells[name] = value
    return {**row, "statuses": "".join(statuses.values()), **cells}


def facts_frame(edition: Edition, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    reports = list(rows)
    numbers = [[report[cell_id] for cell_id in edition.cell_ids] for report in reports]
    others = [
        {name: value for name, value in report.items() if name not in edition.cells} for report in reports
    ]
    cells = pd.DataFrame(np.array(numbers, dtype=np.float64), columns=list(edition.cell_ids))
    return pd.concat([pd.DataFrame(others), cells], axis=1)


@pytest.fixture(scope="session")
def make_row() -> Callable[..., dict[str, object]]:
    return facts_row


@pytest.fixture(scope="session")
def make_frame() -> Callable[..., pd.DataFrame]:
    """(edition, changes of one report, of the next, ...) -> facts as Great Expectations gets them."""

    def build(edition: Edition, *changes: Mapping[str, object]) -> pd.DataFrame:
        return facts_frame(edition, (facts_row(edition, change, seed) for seed, change in enumerate(changes)))

    return build
