"""`gongkai load`: reports into Parquet, without Great Expectations."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._exit import ExitCode
from gongkai.cli._options import output_option, paths_argument
from gongkai.cli._paths import input_paths, output_folder
from gongkai.cli._reading import read_frames
from gongkai.cli._speech import add_command
from gongkai.cli._summary import tell_reading, tell_result
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""

    def run_load(
        paths: Annotated[list[Path] | None, paths_argument(say)] = None,
        output: Annotated[Path | None, output_option(say)] = None,
    ) -> int:
        given = input_paths(say, paths)
        from gongkai.loaders import RESULT, staged

        folder = output_folder(say, output, RESULT, given)
        frames = read_frames(say, given)
        with staged(folder, RESULT) as partial:
            frames.write(partial)
        tell_reading(say, frames)
        tell_result(say, folder)
        return ExitCode.UNREADABLE if frames.failures.num_rows else ExitCode.CLEAN

    add_command(
        app,
        say,
        run_load,
        say(
            "只读取报告，把读到的内容写成 Parquet 表，不作审核。",
            "Only reads the reports and writes what they hold as Parquet.",
        ),
    )
