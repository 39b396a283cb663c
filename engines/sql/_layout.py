"""How the frames and what compares them lie in a database: a table each, under names of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from gongkai.forms import SUBMISSIONS, Edition
from gongkai.loaders import facts_name, facts_schema, frame_schemas
from gongkai.relations import KEYS, SCHEMAS, SUBMITTED, prose_columns

PREFIX: Final = "gongkai_"
CONTENTS: Final = f"{PREFIX}contents"
"""The table that says which tables there are and how many rows each has."""
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("name", pa.string()),
    ("rows", pa.int64()),
    ("version", pa.string()),
]
CONTENTS_SCHEMA: Final = pa.schema(_COLUMNS)


def tables() -> dict[str, pa.Schema]:
    """Every table that there may be: the name of its frame, and its columns."""
    return {**frame_schemas(), **SCHEMAS, SUBMISSIONS: SUBMITTED}


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
        fields += [pa.field(name, pa.string()) for name in prose_columns(edition)]
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
        columns += [f"p.{quoted(name)}" for name in prose_columns(edition)]
        joins.append(_join(_prose(edition), "p"))
    when = "IS NULL" if year is None else f"= {year:d}"
    return f"SELECT {', '.join(columns)} FROM {facts} f {' '.join(joins)} WHERE f.{quoted('year')} {when}"


def _join(table: str, other: str, to: str = "f") -> str:
    same = " AND ".join(f"{other}.{quoted(key)} = {to}.{quoted(key)}" for key in KEYS)
    return f"LEFT JOIN {table} {other} ON {same}"


def _prose(edition: Edition) -> str:
    """A row a report with its opening and its sections' prose."""
    sections, reports = quoted(table_name("sections")), quoted(table_name("reports"))
    keys: Sequence[str] = [f"t.{quoted(key)}" for key in KEYS]
    picked = [
        f"MAX({_text(section)}) AS {quoted(column)}" for column, section in prose_columns(edition).items()
    ]
    return (
        f"(SELECT {', '.join(keys)}, {', '.join(picked)} FROM {reports} t {_join(sections, 's', 't')} "
        f"GROUP BY {', '.join(keys)})"
    )


def _text(section: str | None) -> str:
    if section is None:
        return f"t.{quoted('opening')}"
    return f"CASE WHEN s.{quoted('section')} = '{section}' THEN s.{quoted('prose')} END"
