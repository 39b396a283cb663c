"""Scenes of a government and its organs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Final

from gongkai import forms
from gongkai.demo._figures import figures
from gongkai.demo._judge import Expected
from gongkai.demo._organs import Organ
from gongkai.demo._sample import Sample, clean_sample
from gongkai.demo._scene import SEED, Scene, cast
from gongkai.demo._scenes_copied import written_by

_SCOPE: Final = {"scope": "departments"}
_WRONG_BY: Final = 3


def scenes(edition_id: str) -> Iterator[Scene]:
    yield _sum(f"organs.sum_too_high.{edition_id}", edition_id, _WRONG_BY)
    yield _sum(f"organs.sum_too_low.{edition_id}", edition_id, -_WRONG_BY)
    yield _sum(f"organs.sum_too_low_and_one_missing.{edition_id}", edition_id, -_WRONG_BY, missing=1)
    yield _sum(f"organs.one_missing.{edition_id}", edition_id, 0, missing=1)
    yield _more_than_sum(edition_id)
    yield _missing(edition_id)
    yield _late(edition_id)
    yield _twice(edition_id)


def _sum(name: str, edition_id: str, wrong_by: int, missing: int = 0) -> Scene:
    """A government's report against the reports of its three departments, of which some may be missing.

    `wrong_by` is what one cell is above the sum of those that there are, 0 for right.
    """
    edition = forms.edition(edition_id)
    year = edition.first_year
    city, *departments = cast(name, 3)
    there, absent = departments[missing:], departments[:missing]
    bound = {cell for identity in edition.identities for cell in identity.cells}
    bound |= {cell for chain in edition.chains for cell in (*chain.left, *chain.right, *chain.before)}
    cell = next(cell.id for cell in edition.cells.values() if cell.kind == "count" and cell.id not in bound)
    seed = next(seed for seed in count(SEED) if _added(seed, there, year, edition_id, cell) >= _WRONG_BY)
    government = clean_sample(seed, city, year, edition_id=edition_id)
    found = []
    if wrong_by:
        wrong = _added(seed, there, year, edition_id, cell) + wrong_by
        government = written_by(replace(government, cells={**government.cells, cell: wrong}), city, year)
        rule = f"{edition.cells[cell].table}.rollup"
        found.append(Expected(rule, "violated", "warning", (cell,)))
    for table in edition.tables:
        rule = f"{table.id}.rollup"
        more = tuple(one.id for one in table.cells if _added(seed, absent, year, edition_id, one.id))
        if more and all(one.rule_id != rule for one in found):
            found.append(Expected(rule, "cannot_tell", "warning", more))
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=tuple(one.rule_id for one in found if one.answer == "violated"),
        samples=(government, *(clean_sample(seed, one, year, edition_id=edition_id) for one in there)),
        findings=(tuple(found), *((),) * len(there)),
        organs=(city, *departments),
        settings=_SCOPE,
    )


def _more_than_sum(edition_id: str) -> Scene:
    """A government that counts everything twice: its own sums hold, and none is its departments'."""
    edition = forms.edition(edition_id)
    name, year = f"organs.twice_the_sum.{edition_id}", edition.first_year
    city, *departments = cast(name, 2)
    government = clean_sample(SEED, city, year)
    doubled = {
        cell: entry * 2 if isinstance(entry, Decimal) else entry for cell, entry in government.cells.items()
    }
    found = tuple(
        Expected(f"{table.id}.rollup", "violated", "warning", cells)
        for table in edition.tables
        for row in table.rows
        if (cells := tuple(cell.id for cell in table.row_cells(row.id) if government.cells[cell.id]))
    )
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=tuple(dict.fromkeys(one.rule_id for one in found)),
        samples=(
            written_by(replace(government, cells=doubled), city, year),
            *(clean_sample(SEED, one, year) for one in departments),
        ),
        findings=(found, *((),) * len(departments)),
        organs=(city, *departments),
        settings=_SCOPE,
    )


def _added(seed: int, organs: Sequence[Organ], year: int, edition_id: str, cell: str) -> Decimal:
    return sum((figures(seed, one, year, edition_id)[cell] for one in organs), Decimal())


def _missing(edition_id: str) -> Scene:
    """A department that sends no report on a year that is due."""
    name = f"organs.missing.{edition_id}"
    year = forms.edition(edition_id).first_year
    city, *departments = cast(name, 2)
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(),
        samples=tuple(clean_sample(SEED, one, year) for one in (city, departments[0])),
        findings=((), ()),
        organs=(city, *departments),
        settings={"years": (year,)},
        missing=(departments[1],),
    )


def _late(edition_id: str) -> Scene:
    """A department publishes after January, its government in time on a later day."""
    name = f"organs.late.{edition_id}"
    year = forms.edition(edition_id).first_year
    city, department = cast(name, 1)
    days = ((city, dt.date(year + 1, 3, 30)), (department, dt.date(year + 1, 2, 10)))
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=("submissions.late",),
        samples=tuple(_published(clean_sample(SEED, organ, year), day) for organ, day in days),
        findings=((), (Expected("submissions.late", "violated", "warning"),)),
        organs=(city, department),
    )


def _published(sample: Sample, day: dt.date) -> Sample:
    return replace(sample, published=day, signed=True)


def _twice(edition_id: str) -> Scene:
    """A department sends two reports on one year; the finding stands at the one whose path sorts first."""
    name = f"organs.twice.{edition_id}"
    year = forms.edition(edition_id).first_year
    city, department = cast(name, 1)
    first = clean_sample(SEED, department, year)
    second = written_by(
        replace(first, cells=figures(SEED + 1, department, year, edition_id)), department, year
    )
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=("submissions.duplicated",),
        samples=(first, second),
        findings=((Expected("submissions.duplicated", "violated", "warning"),), ()),
        organs=(city, department),
    )
