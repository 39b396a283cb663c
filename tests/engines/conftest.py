"""Databases to compare with, and facts of every shape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from gongkai import forms, loaders, relations
from gongkai.engines.sql import Database, export, open_database
from gongkai.forms import Edition


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty database of each kind; the server's tables are of the test before."""
    if request.param == "sqlite":
        return open_database(f"sqlite:///{tmp_path / 'reports.db'}")
    return open_database(request.getfixturevalue("postgresql"))


def random_facts(edition: Edition, number: int, seed: int) -> pa.Table:
    """Facts as `loaders.facts_schema` has them: consistent reports, and what can be wrong with them.

    Cells of every status, decimals, numbers below 0 and beyond what adds up exactly, tables that are absent,
    years and dates that are not there or contradict each other, sections that are empty or missing.
    """
    chance = np.random.default_rng(seed)
    schema = loaders.facts_schema(edition)
    return pa.Table.from_pylist([_row(edition, chance, place) for place in range(number)], schema)


def _row(edition: Edition, chance: np.random.Generator, place: int) -> dict[str, object]:
    cells = {cell: Decimal(int(chance.integers(0, 9))) for cell in edition.cell_ids}
    for _ in range(len(edition.tables) + 1):
        for identity in edition.identities:
            first, *others = identity.left
            cells[first] = sum((cells[one] for one in identity.right), Decimal(0)) - sum(
                (cells[one] for one in others), Decimal(0)
            )
    letters = dict.fromkeys(edition.cell_ids, "o")
    values: dict[str, Decimal | None] = dict(cells)
    wrong = 0 if chance.random() < 0.3 else int(chance.integers(1, 12))
    for cell in chance.choice(edition.cell_ids, wrong, replace=False).tolist():
        letters[cell] = str(chance.choice(list("obnmui")))
        values[cell] = _number(chance, cells[cell]) if letters[cell] in "oi" else None
    if chance.random() < 0.2:
        for gone in chance.choice(edition.tables, 1).tolist():
            for one in gone.cells:
                letters[one.id], values[one.id] = "m", None
    year = int(chance.choice([2018, 2019, 2020, 2021, 2022, 2023]))
    sections = [section.id for section in edition.sections]

    def some_year() -> int | None:
        return [year, year, year, year + 1, None][int(chance.integers(0, 5))]

    def some_day(month: int, day: int) -> dt.date | None:
        found = some_year()
        return None if found is None else dt.date(found, month, day)

    return {
        "report_id": f"{place:016x}",
        "path": f"某市/{place:05}.html",
        "organ": f"第{place % 7}局" if chance.random() < 0.9 else None,
        "region": "某市",
        "year": year if chance.random() < 0.9 else None,
        "edition": edition.id,
        "edition_source": "table" if chance.random() < 0.9 else "year",
        "title_year": some_year(),
        "file_year": some_year(),
        "period_start": some_day(1, 1),
        "period_end": some_day(12, 31),
        "claims": [],
        "section_order": " ".join(sections),
        **{f"section.{one}": [None, 0, 50, 2000][int(chance.integers(0, 4))] for one in sections},
        "statuses": "".join(letters.values()),
        **values,
    }


def _number(chance: np.random.Generator, own: Decimal) -> Decimal:
    """Its own number, or one that is wrong in some way."""
    cents = Decimal(int(chance.integers(1, 10**6))) / Decimal(10**6)
    return [
        own,
        own + int(chance.integers(1, 5)),
        -own - 1,
        own + cents,
        Decimal(2**47) + own,
        Decimal(0),
    ][int(chance.integers(0, 6))]


@pytest.fixture(scope="session")
def make_facts() -> Callable[[Edition, int, int], pa.Table]:
    return random_facts


def frames_of(facts: pa.Table) -> loaders.Frames:
    """Frames that hold these facts of one edition, and reports that go with them."""
    known = [name for name in loaders.REPORTS.names if name in facts.column_names]
    reports = pa.Table.from_pylist(facts.select(known).to_pylist(), loaders.REPORTS)
    empty = [one.empty_table() for one in (loaders.CELLS, loaders.SECTIONS, loaders.FAILURES)]
    return loaders.Frames(reports, *empty, {facts["edition"][0].as_py(): facts})


@pytest.fixture(scope="session")
def related() -> Callable[[pa.Table], pa.Table]:
    """Facts with what compares them beside, by path."""

    def beside(facts: pa.Table) -> pa.Table:
        whole = relations.relate(frames_of(facts)).beside(facts)
        return whole.sort_by([("path", "ascending"), ("report_id", "ascending")])

    return beside


@pytest.fixture(scope="session")
def put() -> Callable[[Database, pa.Table], pa.Table]:
    """Puts facts of one edition into a database, and what compares them; gives both beside each other."""

    def into(database: Database, facts: pa.Table) -> pa.Table:
        frames = frames_of(facts)
        compared = relations.relate(frames)
        export(frames, compared, database)
        return compared.beside(facts)

    return into


@pytest.fixture(scope="session", params=[edition.id for edition in forms.editions()])
def edition(request: pytest.FixtureRequest) -> Edition:
    return forms.edition(request.param)
