"""`gongkai load`: reports into Parquet, without Great Expectations."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._doubts import tell_doubts
from gongkai.cli._exit import ExitCode
from gongkai.cli._options import (
    memory_option,
    output_option,
    paths_argument,
    timeout_option,
    workers_option,
)
from gongkai.cli._paths import input_paths, output_folder
from gongkai.cli._reading import begin_workers, find, read_into, reading_of
from gongkai.cli._registry import registry_option
from gongkai.cli._speech import add_command
from gongkai.cli._summary import tell_reading, tell_result
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""

    def run_load(
        paths: Annotated[list[Path] | None, paths_argument(say)] = None,
        output: Annotated[Path | None, output_option(say)] = None,
        workers: Annotated[str | None, workers_option(say)] = None,
        timeout: Annotated[str | None, timeout_option(say)] = None,
        memory: Annotated[str | None, memory_option(say)] = None,
        registry: Annotated[Path | None, registry_option(say)] = None,
    ) -> int:
        given = input_paths(say, paths)
        begin_workers()
        reading = reading_of(say, workers, timeout, memory, registry)
        from gongkai.loaders import RESULT, find_duplicates, find_unidentified, staged, write_parquet

        folder = output_folder(say, output, RESULT, given)
        found = find(say, given)
        with staged(folder, RESULT) as partial:
            frames = read_into(say, found, partial, reading)
            duplicates = find_duplicates(frames)
            write_parquet(duplicates, partial / "duplicates.parquet")
            unreadable = tell_reading(say, frames)
            tell_doubts(say, duplicates, find_unidentified(frames))
        tell_result(say, folder)
        return ExitCode.UNREADABLE if unreadable else ExitCode.CLEAN

    add_command(
        app,
        say,
        run_load,
        say(
            "只读取报告，把读到的内容写成 Parquet 表，不作审核。",
            "Only reads the reports and writes what they hold as Parquet.",
        ),
    )
