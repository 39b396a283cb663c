"""The commands of `gongkai`, with their help in one language."""

from importlib.metadata import version as installed_version
from typing import Annotated, Any

import typer

from gongkai.cli import (
    _audit,
    _compare,
    _demo,
    _explain,
    _export,
    _history,
    _init,
    _load,
    _nightly,
    _notices,
    _rules,
)
from gongkai.cli._console import line
from gongkai.cli._exit import ExitCode
from gongkai.cli._speech import FLAG, Group, options_panel
from gongkai.cli._voice import VARIABLE, Voice


def build(say: Voice) -> Any:
    """The group of all commands, ready to run (typer gives it no public type)."""
    app = typer.Typer(
        cls=Group,
        name="gongkai",
        add_completion=False,
        invoke_without_command=True,
        context_settings={"obj": say},
        options_metavar=say("[选项]", "[OPTIONS]"),
        subcommand_metavar=say("命令 …", "COMMAND …"),
        help=say(
            "审核政府信息公开工作年度报告。",
            "Audits Chinese open-government annual reports (政府信息公开工作年度报告).",
        ),
        epilog=say(
            f"输出语言：--lang zh 或 --lang en，默认中文；也可用环境变量 {VARIABLE}。",
            f"Language of the output: --lang zh or --lang en, Chinese by default; also by {VARIABLE}.",
        ),
    )

    @app.callback()
    def top(
        ctx: typer.Context,
        version: Annotated[
            bool,
            typer.Option(
                "--version",
                metavar=FLAG,
                help=say("显示版本号", "Show the version"),
                rich_help_panel=options_panel(say),
            ),
        ] = False,
    ) -> None:
        if version:
            line(f"gongkai {installed_version('gongkai')}")
            raise typer.Exit
        if ctx.invoked_subcommand is None:
            line(ctx.get_help())
            raise typer.Exit(ExitCode.USAGE)

    for module in (
        _audit,
        _load,
        _demo,
        _rules,
        _explain,
        _compare,
        _export,
        _notices,
        _init,
        _nightly,
        _history,
    ):
        module.register(app, say)
    return typer.main.get_command(app)
