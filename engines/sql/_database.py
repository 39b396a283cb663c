"""A database by its URL: PostgreSQL or SQLite."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import pyarrow as pa
import sqlalchemy as sa

from gongkai.engines.sql._errors import DatabaseRefusedError
from gongkai.forms import Text


class Stored(NamedTuple):
    """A table to write: its name, its columns, and its rows some at a time, as `stored` has them."""

    name: str
    schema: pa.Schema
    pieces: Iterator[pa.Table]


class Database(ABC):
    """What frames are put into and taken from.

    Attributes:
        url: as given; `shown` is without its password.
        sqlalchemy_url: the same as SQLAlchemy and Great Expectations take it.
    """

    def __init__(self, url: sa.URL) -> None:
        self.url = url
        self.shown = url.render_as_string(hide_password=True)

    @property
    @abstractmethod
    def sqlalchemy_url(self) -> sa.URL:
        """With the driver that we need."""

    @abstractmethod
    def replace(self, tables: Iterable[Stored]) -> None:
        """Writes the tables in place of those of the same names: all of them or nothing.

        Raises:
            DatabaseRefusedError: the database cannot be reached or written to.
        """

    @abstractmethod
    def read(self, query: str, schema: pa.Schema) -> Iterator[pa.Table]:
        """The rows of a query some at a time, as `restored` has them; none where there are none.

        Raises:
            DatabaseRefusedError: the database cannot be reached, or has no such table.
        """

    @contextmanager
    def told(self, *kinds: type[Exception]) -> Iterator[None]:
        """Errors of the database as ours, without the password."""
        try:
            yield
        except kinds as error:
            raise DatabaseRefusedError(self._text(error)) from error

    def _text(self, error: Exception) -> Text:
        said = " ".join(str(error).split())
        if password := self.url.password:
            said = said.replace(str(password), "***")
        return Text(
            f"数据库 {self.shown} 无法使用：{said}。请核对地址、账号权限和服务是否在运行。",
            f"The database {self.shown} cannot be used: {said}. Check the address, what the account may do, "
            "and whether the server is running.",
        )


_KNOWN: Final = ("postgresql", "sqlite")


def open_database(url: str) -> Database:
    """The database of that URL; nothing is connected yet.

    Raises:
        DatabaseRefusedError: it is no URL, of another kind of database, or its driver is not installed.
    """
    try:
        parsed = sa.make_url(url)
        kind = parsed.get_backend_name()
    except (sa.exc.ArgumentError, ValueError) as error:
        raise DatabaseRefusedError(
            Text(
                "这不是数据库地址。写法如 postgresql://用户@主机/库名，或 sqlite:///文件.db。",
                "This is no address of a database. Write postgresql://user@host/name or sqlite:///file.db.",
            )
        ) from error
    if kind == "postgresql":
        from gongkai.engines.sql._postgresql import PostgreSQL  # noqa: PLC0415 - its driver is large

        return PostgreSQL(parsed)
    if kind == "sqlite":
        from gongkai.engines.sql._sqlite import SQLite  # noqa: PLC0415

        return SQLite(parsed)
    raise DatabaseRefusedError(
        Text(
            f"不支持 {kind}:// 数据库，只支持 {'、'.join(_KNOWN)}。",
            f"Databases of the kind {kind}:// are not supported; {' and '.join(_KNOWN)} are.",
        )
    )
