"""`gongkai init`: a project for the unattended run."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._console import line, name
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import project_argument
from gongkai.cli._speech import add_command
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""

    def run_init(project: Annotated[Path | None, project_argument(say)] = None) -> int:
        if project is None:
            raise UsageError(
                say(
                    "没有说明在哪里建工程；请写上文件夹，例如 gongkai init 年报审核。",
                    "Nowhere to make the project; name a folder, for example: gongkai init annual-reports",
                )
            )
        from gongkai.nightly import ProjectError, make_project

        try:
            made = make_project(project)
        except ProjectError as error:
            raise UsageError(error.message.of(say.lang)) from error
        line(say("建好工程：", "Made a project: ") + name(project.resolve()))
        for one in made:
            line(f"  {one}")
        line(
            say(
                f"把报告放进 {name(project / 'inbox')}，改好 gongkai.yml，然后运行："
                f"gongkai nightly {name(project)}",
                f"Put reports into {name(project / 'inbox')}, look through gongkai.yml, then run: "
                f"gongkai nightly {name(project)}",
            )
        )
        return ExitCode.CLEAN

    add_command(
        app,
        say,
        run_init,
        say(
            "建一个工程：每晚无人值守审核用的设置、收件文件夹和 Great Expectations 工程。",
            "Makes a project for unattended nightly runs: settings, an inbox, a Great Expectations project.",
        ),
    )
