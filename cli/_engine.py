"""`--engine`: where the rules are run, and where the reports come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gongkai.cli._exit import UsageError
from gongkai.cli._nearest import nearest
from gongkai.cli._options import option
from gongkai.cli._paths import input_paths
from gongkai.cli._reading import begin_workers, find, read_into
from gongkai.cli._voice import Voice
from gongkai.cli._warm import warm

if TYPE_CHECKING:
    from gongkai.checkpoints import Engine
    from gongkai.engines.sql import Database
    from gongkai.loaders import Reading, StoredFrames
    from gongkai.relations import Relations

PANDAS: Final = "pandas"
SPARK: Final = "spark"
SQL: Final = "sql"
ENGINES: Final = (PANDAS, SPARK, SQL)


class Opened(NamedTuple):
    """Reports that were read: their frames, where the rules are run, and comparisons made before, if any."""

    frames: StoredFrames
    engine: Engine | None = None
    relations: Relations | None = None


def engine_option(say: Voice) -> Any:
    """Where the rules are run."""
    return option(
        say,
        "--engine",
        metavar=("pandas|spark|sql", "pandas|spark|sql"),
        text=(
            "规则在哪里运行：pandas 本机（默认），spark 集群或本机多核，sql 数据库（路径处写数据库地址）",
            "Where the rules run: here (pandas, the default), by spark, or in a database (PATH is its URL)",
        ),
    )


class Source:
    """What the command line says is to be audited, checked before anything is read."""

    def __init__(self, say: Voice, engine: str, given: Sequence[str] | None, **unused: object) -> None:
        """`unused` are options by name that a database has no use for, since its export had them.

        Raises:
            UsageError: there is no such engine, or nothing that it could read.
        """
        self._say = say
        self._engine = engine
        self.paths: list[Path] = []
        if engine not in ENGINES:
            known, hint = ", ".join(ENGINES), nearest(say, engine, ENGINES)
            raise UsageError(
                say(
                    f"--engine 只能是 {known}，不能是 {engine}。{hint}",
                    f"--engine takes {known}, not {engine}. {hint}",
                )
            )
        if engine == SQL:
            self._database = database_of(say, given, "gongkai audit --engine sql postgresql://… -o DIR")
            if named := [name for name, value in unused.items() if value is not None]:
                flags = "、".join(f"--{name}" for name in named)
                raise UsageError(
                    say(
                        f"{flags} 在 gongkai export 时指定，审核数据库时不能再改。",
                        f"{flags}: say this to gongkai export; auditing a database cannot change it.",
                    )
                )
        else:
            self.paths = input_paths(say, None if given is None else [Path(one) for one in given])
            if engine == PANDAS:
                begin_workers()

    @contextmanager
    def opened(self, reading: Reading, folder: Path) -> Iterator[Opened]:
        """Reads the reports into frames in `folder`.

        Raises:
            UsageError: there is nothing to read, or the engine cannot be used.
        """
        if self._engine == SQL:
            yield self._from_database(folder)
        elif self._engine == SPARK:
            yield self._by_spark(reading, folder)
        else:
            found = find(self._say, self.paths)
            warm()
            yield Opened(read_into(self._say, found, folder, reading))

    def _from_database(self, folder: Path) -> Opened:
        from gongkai.checkpoints import SqlEngine
        from gongkai.engines.sql import DatabaseRefusedError, fetch

        try:
            frames, relations = fetch(self._database, folder)
        except DatabaseRefusedError as error:
            raise UsageError(self._say(*error.message)) from error
        return Opened(frames, SqlEngine(self._database), relations)

    def _by_spark(self, reading: Reading, folder: Path) -> Opened:
        from gongkai.checkpoints import SparkEngine
        from gongkai.engines.spark import SparkMissingError, collect, read_submissions, session

        found = find(self._say, self.paths)
        try:
            spark = session(reading.workers)
        except SparkMissingError as error:
            raise UsageError(self._say(*error.message)) from error
        frames = collect(read_submissions(spark, found.submissions, reading), folder / "read")
        work = folder / "spark"
        work.mkdir()
        return Opened(frames, SparkEngine(spark, work))


def database_of(say: Voice, given: Sequence[str] | None, example: str) -> Database:
    """The database that is named.

    Raises:
        UsageError: none is named, or several; or it is none that can be used.
    """
    if given is None or len(given) != 1:
        raise UsageError(
            say(
                f"要写一个数据库地址，例如 {example}", f"Name one database by its URL, for example: {example}"
            )
        )
    try:
        from gongkai.engines.sql import DatabaseRefusedError, open_database

        return open_database(given[0])
    except ImportError as error:
        raise UsageError(
            say(
                "没有安装数据库支持。请运行 pip install 'gongkai[sql]'。",
                "Support for databases is not installed. Run pip install 'gongkai[sql]'.",
            )
        ) from error
    except DatabaseRefusedError as error:
        raise UsageError(say(*error.message)) from error
