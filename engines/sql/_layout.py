"""How the frames and what compares them lie in a database: a table each, under names of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from gongkai import forms
from gongkai.forms import Edition
from gongkai.loaders import CELLS, FAILURES, REPORTS, SECTIONS, facts_schema
from gongkai.relations import KEYS, SCHEMAS, SUBMITTED

PREFIX: Final = "gongkai_"
CONTENTS: Final = f"{PREFIX}contents"
"""The table that says which tables there are and how many rows each has."""
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("name", pa.string()),
    ("rows", pa.int64()),
    ("version", pa.string()),
]
CONTENTS_SCHEMA: Final = pa.schema(_COLUMNS)
SUBMISSIONS: Final = "submissions"

_FRAMES: Final[Mapping[str, pa.Schema]] = {
    "reports": REPORTS,
    "cells": CELLS,
    "sections": SECTIONS,
    "failures": FAILURES,
}
_FACTS: Final = "facts-"
_PROSE: Final = "prose."
_OPENING: Final = "opening"


def tables() -> Iterator[tuple[str, pa.Schema]]:
    """Every table that there may be: the name of its frame, and its columns."""
    yield from _FRAMES.items()
    for edition in forms.editions():
        yield facts_name(edition.id), facts_schema(edition)
    yield from SCHEMAS.items()
    yield SUBMISSIONS, SUBMITTED


def facts_name(edition_id: str) -> str:
    return f"{_FACTS}{edition_id}"


def table_name(frame: str) -> str:
    """The name of a frame's table: `gongkai_facts_2021` of `facts-2021`."""
    return PREFIX + frame.replace("-", "_")


def quoted(name: str) -> str:
    """A name as both databases take it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def batch_columns(edition: Edition, *, prose: bool) -> pa.Schema:
    """The columns of `batch_query`, in its order."""
    fields = [*facts_schema(edition)]
    for schema in SCHEMAS.values():
        fields += [field for field in schema if field.name not in KEYS]
    if prose:
        fields += [pa.field(name, pa.string()) for name in _prose_names(edition)]
    return pa.schema(fields)


def batch_query(edition: Edition, year: int | None, *, prose: bool = False) -> str:
    """The facts of a batch with everything beside them that `relations` compares; one row a report.

    `prose` adds the columns `prose.<section>`, which rule packs may ask for.
    """
    facts = quoted(table_name(facts_name(edition.id)))
    columns = [f"f.{quoted(field.name)}" for field in facts_schema(edition)]
    joins = []
    for place, (name, schema) in enumerate(SCHEMAS.items()):
        other = f"r{place}"
        columns += [f"{other}.{quoted(field.name)}" for field in schema if field.name not in KEYS]
        joins.append(_join(quoted(table_name(name)), other))
    if prose:
        columns += [f"p.{quoted(name)}" for name in _prose_names(edition)]
        joins.append(_join(_prose(edition), "p"))
    when = "IS NULL" if year is None else f"= {year:d}"
    return f"SELECT {', '.join(columns)} FROM {facts} f {' '.join(joins)} WHERE f.{quoted('year')} {when}"


def _join(table: str, other: str, to: str = "f") -> str:
    same = " AND ".join(f"{other}.{quoted(key)} = {to}.{quoted(key)}" for key in KEYS)
    return f"LEFT JOIN {table} {other} ON {same}"


def _prose_names(edition: Edition) -> list[str]:
    return [_PROSE + name for name in (_OPENING, *(section.id for section in edition.sections))]


def _prose(edition: Edition) -> str:
    """A row a report with its opening and its sections' prose."""
    sections, reports = quoted(table_name("sections")), quoted(table_name("reports"))
    keys: Sequence[str] = [f"t.{quoted(key)}" for key in KEYS]
    picked = [
        f"MAX(CASE WHEN s.{quoted('section')} = '{section.id}' THEN s.{quoted('prose')} END)"
        f" AS {quoted(_PROSE + section.id)}"
        for section in edition.sections
    ]
    return (
        f"(SELECT {', '.join(keys)}, MAX(t.{quoted(_OPENING)}) AS {quoted(_PROSE + _OPENING)}, "
        f"{', '.join(picked)} FROM {reports} t {_join(sections, 's', 't')} "
        f"GROUP BY {', '.join(keys)})"
    )
