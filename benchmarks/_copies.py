"""Frames of a great many reports, in a folder: those of a few, again and again with other figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gongkai.loaders import StoredFrames

# Columns are Any: pyarrow's stubs know neither lists of structs nor dictionaries.

_KEPT: Final = 8
"""Digits of a report's id that stay; those before them number the copy."""
_UNITS: Final = ("count", "amount")
"""Kinds of claims that grow with the figures; a percentage does not."""
_LEFT: Final = ("sections", "failures")
"""Frames that stay empty: copies of prose would all be like each other."""


def put(base: StoredFrames, folder: Path, number: int, skipped: int = 0) -> StoredFrames:
    """Writes frames of `number` reports, a row group a copy of the base, as if `skipped` came before them.

    Copy `m` has every figure of the base, in tables and in prose, times `m`, so that sums hold where they
    held and no two organs print the same tables; organs, folders and ids are its own. There is no prose.
    """
    folder.mkdir(parents=True)
    size = base.rows("reports")
    whole = base.in_memory()
    for name, table in whole.tables():
        with pq.ParquetWriter(folder / f"{name}.parquet", _stored(table.schema), compression="zstd") as file:
            if name in _LEFT:
                continue
            table = table.combine_chunks()  # noqa: PLW2901 - the same rows
            for place in range(-(-number // size)):
                wanted = min(size, number - place * size)
                copy = _copied(_first(table, whole.reports, wanted), 1 + skipped // size + place)
                file.write_table(copy.cast(file.schema))
    return StoredFrames(folder)


def _stored(schema: pa.Schema) -> pa.Schema:
    return schema.remove_metadata()


def _first(table: pa.Table, reports: pa.Table, wanted: int) -> pa.Table:
    """The rows of so many reports."""
    if wanted == reports.num_rows:
        return table
    mine: Any = reports["report_id"].slice(0, wanted).combine_chunks()
    return table.filter(pc.is_in(table["report_id"], value_set=mine))


def _copied(table: pa.Table, copy: int) -> pa.Table:
    columns = [_column(name, table[name], copy) for name in table.column_names]
    if "organ_id" in table.column_names:
        place = table.column_names.index("organ_id")
        columns[place] = pc.binary_join_element_wise(table["region"], table["organ"], str(copy), "/")
    return pa.table(columns, names=table.column_names)


def _column(name: str, column: Any, copy: int) -> Any:
    if name == "report_id":
        return _renamed(column, lambda ids: _joined(f"{copy:08x}", pc.utf8_slice_codeunits(ids, _KEPT)))
    if name in ("path", "region"):
        return _renamed(column, lambda names: _joined(f"{copy:06}/", names))
    if name == "organ":
        return _renamed(column, lambda names: _joined(f"{copy}号", names))
    if name == "opening":
        return pa.nulls(len(column), pa.string())
    if name == "claims":
        return pa.chunked_array(list(_claims(column, copy)), column.type)
    return _times(column, copy) if pa.types.is_decimal(column.type) else column


def _renamed(column: Any, rename: Any) -> Any:
    """Each different text is renamed once."""
    coded = column.combine_chunks().dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices, rename(coded.dictionary)).cast(pa.string())


def _joined(first: str, texts: Any) -> Any:
    return pc.binary_join_element_wise(first, texts, "")


def _times(numbers: Any, copy: int) -> Any:
    return pc.multiply(numbers, pa.scalar(Decimal(copy))).cast(numbers.type)


def _claims(column: Any, copy: int) -> Iterator[Any]:
    for lists in column.chunks:
        claims = lists.flatten()
        fields = {field.name: claims.field(field.name) for field in claims.type}
        grows = pc.is_in(fields["kind"], value_set=pa.array(_UNITS))
        fields["value"] = pc.if_else(grows, _times(fields["value"], copy), fields["value"])
        items = pa.StructArray.from_arrays(list(fields.values()), fields=list(claims.type))
        offsets = pc.subtract(lists.offsets, lists.offsets[0])
        yield pa.ListArray.from_arrays(offsets, items, type=lists.type, mask=pc.is_null(lists))
