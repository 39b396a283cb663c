"""PostgreSQL: Arrow in and out by ADBC, which copies in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import adbc_driver_postgresql.dbapi as adbc
import pyarrow as pa
import sqlalchemy as sa

from gongkai.engines.sql._columns import restored_table
from gongkai.engines.sql._database import Database, Stored
from gongkai.engines.sql._layout import quoted


class PostgreSQL(Database):
    """A PostgreSQL server, by a URL of the `postgresql` kind, whatever driver it names."""

    @property
    def sqlalchemy_url(self) -> sa.URL:
        return self.url.set(drivername="postgresql+psycopg")

    def replace(self, tables: Iterable[Stored]) -> None:
        with self.told(adbc.Error), self._connect() as connection, connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {quoted(table.name)}")
                batches = (batch for piece in table.pieces for batch in piece.to_batches())
                reader = pa.RecordBatchReader.from_batches(table.schema, batches)
                cursor.adbc_ingest(table.name, reader, mode="create")
            connection.commit()

    def read(self, query: str, schema: pa.Schema) -> Iterator[pa.Table]:
        with self.told(adbc.Error), self._connect() as connection, connection.cursor() as cursor:
            cursor.execute(query)
            for batch in cursor.fetch_record_batch():
                yield restored_table(pa.Table.from_batches([batch]), schema)

    def _connect(self) -> adbc.Connection:
        plain = self.url.set(drivername="postgresql")
        return adbc.connect(plain.render_as_string(hide_password=False))
