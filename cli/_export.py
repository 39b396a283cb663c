"""`gongkai export`: reports into a database."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._comparison import scope_option, settings_of, years_option
from gongkai.cli._console import line
from gongkai.cli._engine import database_of
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import memory_option, option, paths_argument, timeout_option, workers_option
from gongkai.cli._paths import input_paths
from gongkai.cli._reading import begin_workers, find, read_into, reading_of
from gongkai.cli._registry import registry_option
from gongkai.cli._speech import add_command
from gongkai.cli._summary import tell_reading
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    to_option = option(
        say,
        "--to",
        metavar=("地址", "URL"),
        text=(
            "数据库地址（必填），如 postgresql://用户@主机/库、sqlite:///文件.db；替换上次的导出",
            "Database (required): postgresql://user@host/name, sqlite:///file.db; replaces what was there",
        ),
    )

    def run_export(
        paths: Annotated[list[Path] | None, paths_argument(say)] = None,
        to: Annotated[str | None, to_option] = None,
        workers: Annotated[str | None, workers_option(say)] = None,
        timeout: Annotated[str | None, timeout_option(say)] = None,
        memory: Annotated[str | None, memory_option(say)] = None,
        registry: Annotated[Path | None, registry_option(say)] = None,
        scope: Annotated[str | None, scope_option(say)] = None,
        years: Annotated[str | None, years_option(say)] = None,
    ) -> int:
        database = database_of(
            say, None if to is None else [to], "gongkai export 报告文件夹 --to sqlite:///a.db"
        )
        settings = settings_of(say, scope, years)
        given = input_paths(say, paths)
        begin_workers()
        reading = reading_of(say, workers, timeout, memory, registry)
        from tempfile import TemporaryDirectory

        from gongkai.engines.sql import DatabaseRefusedError, export
        from gongkai.loaders import RESULT, StoredFrames
        from gongkai.relations import relate

        with TemporaryDirectory(prefix="gongkai-") as aside:
            one = given[0]
            if len(given) == 1 and one.is_dir() and (one / RESULT.marks[-1]).is_file():
                frames = StoredFrames(one)
            else:
                frames = read_into(say, find(say, given), Path(aside), reading)
            try:
                counts = export(frames, relate(frames, reading.organs, settings), database)
            except DatabaseRefusedError as error:
                raise UsageError(say(*error.message)) from error
            unreadable = tell_reading(say, frames)
        for table, rows in counts.items():
            line(say(f"  {table}：{rows} 行", f"  {table}: {rows} rows"))
        line(
            say(
                f"已导出到 {database.shown}。审核：gongkai audit --engine sql 数据库地址 -o 结果文件夹",
                f"Exported to {database.shown}. To audit: gongkai audit --engine sql URL -o FOLDER",
            )
        )
        return ExitCode.UNREADABLE if unreadable else ExitCode.CLEAN

    add_command(
        app,
        say,
        run_export,
        say(
            "把报告（或 gongkai load、audit 的结果文件夹）导出到数据库，供其他系统查询，或在库中审核。",
            "Puts reports, or the result of load or audit, into a database: to be queried, or audited there.",
        ),
    )
