"""Arrow columns as a database keeps them, and back: lists and structs are JSON, all else is its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

_NUL: Final = ("\x00", "␀")
"""No database takes the character in text; its picture says that it was there."""


def stored(table: pa.Table) -> pa.Table:
    """The table with lists and structs as JSON text, and text as plain strings."""
    return pa.table([_stored(column) for column in table.columns], names=table.column_names)


def restored(values: Sequence[Any], kind: pa.DataType) -> Any:
    """A column of that type from what a database gave: JSON text, decimals and days also as text."""
    revive = _reviver(kind)
    if pa.types.is_nested(kind):
        found = [None if one is None else revive(json.loads(one)) for one in values]
    else:
        found = [None if one is None else revive(one) for one in values]
    return pa.array(found, kind)


def _stored(column: Any) -> Any:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _stored(column.cast(kind.value_type))
    if pa.types.is_nested(kind):
        texts = [None if one is None else _json(one) for one in column.to_pylist()]
        return pa.array(texts, pa.string())
    if pa.types.is_string(kind):
        return pc.replace_substring(column, *_NUL)
    return column


def _json(value: object) -> str:
    """Decimals and days as text, not a number as NaN, which Python reads again."""
    return json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":")).replace(
        "\\u0000", _NUL[1]
    )


def _reviver(kind: Any) -> Callable[[Any], Any]:
    """What makes a JSON value one that Arrow takes for the type."""
    if pa.types.is_decimal(kind):
        return lambda value: None if value is None else Decimal(str(value))
    if pa.types.is_date(kind):
        return _day
    if pa.types.is_boolean(kind):
        return lambda value: None if value is None else bool(value)
    if pa.types.is_list(kind):
        inner = _reviver(kind.value_type)
        return lambda value: None if value is None else [inner(one) for one in value]
    if pa.types.is_struct(kind):
        fields = [(field.name, _reviver(field.type)) for field in kind]
        return lambda value: None if value is None else {name: own(value[name]) for name, own in fields}
    return lambda value: value


def _day(value: Any) -> dt.date | None:
    return value if value is None or isinstance(value, dt.date) else dt.date.fromisoformat(value)


def table_of(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Rows of a cursor as a table of that schema."""
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [restored(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def restored_table(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table of that schema from one that a database gave with the same columns."""
    columns = []
    for name, field in zip(table.column_names, schema, strict=True):
        column: Any = table[name]
        plain = not (pa.types.is_nested(field.type) or pa.types.is_decimal(field.type))
        columns.append(column.cast(field.type) if plain else restored(column.to_pylist(), field.type))
    return pa.Table.from_arrays(columns, schema=schema)
