"""SQLite, the embedded case: a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import sqlalchemy as sa

from gongkai.engines.sql._columns import table_of
from gongkai.engines.sql._database import Database, Stored
from gongkai.engines.sql._errors import DatabaseRefusedError
from gongkai.engines.sql._layout import quoted
from gongkai.forms import Text

_ROWS: Final = 5000


class SQLite(Database):
    """A file, by a URL such as `sqlite:///reports.db`."""

    def __init__(self, url: sa.URL) -> None:
        super().__init__(url)
        if not url.database or url.database == ":memory:":
            raise DatabaseRefusedError(
                Text(
                    "SQLite 地址要指明文件，如 sqlite:///reports.db。",
                    "The address of a SQLite database names a file, as sqlite:///reports.db does.",
                )
            )
        self._path = Path(url.database)

    @property
    def sqlalchemy_url(self) -> sa.URL:
        return self.url.set(drivername="sqlite")

    def replace(self, tables: Iterable[Stored]) -> None:
        # Without transactions of Python's own, which leave the making of tables out.
        with (
            self.told(sqlite3.Error),
            closing(sqlite3.connect(self._path, isolation_level=None)) as connection,
        ):
            connection.execute("BEGIN IMMEDIATE")
            for table in tables:
                connection.execute(f"DROP TABLE IF EXISTS {quoted(table.name)}")
                columns = ", ".join(f"{quoted(field.name)} {_type(field.type)}" for field in table.schema)
                connection.execute(f"CREATE TABLE {quoted(table.name)} ({columns})")
                places = ", ".join("?" * len(table.schema))
                for piece in table.pieces:
                    rows = zip(*map(_values, piece.columns), strict=True)
                    connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({places})", rows)
            connection.execute("COMMIT")

    def read(self, query: str, schema: pa.Schema) -> Iterator[pa.Table]:
        # Read-only: opening for writing would make a file where there is none.
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        with self.told(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as connection:
            cursor = connection.execute(query)
            while rows := cursor.fetchmany(_ROWS):
                yield table_of(rows, schema)


def _type(kind: Any) -> str:
    """Decimals are text: as numbers SQLite would keep them as doubles."""
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(kind) else "TEXT"


def _values(column: Any) -> list[Any]:
    if pa.types.is_decimal(column.type) or pa.types.is_date(column.type):
        return [None if one is None else str(one) for one in column.to_pylist()]
    found: list[Any] = column.to_pylist()
    return found
