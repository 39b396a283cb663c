"""The arguments that several commands share.

All are optional to typer, which would ask for them in English; the commands ask themselves (`_paths`).
"""

from __future__ import annotations

from typing import Any

import typer

from gongkai.cli._speech import options_panel
from gongkai.cli._voice import Voice


def paths_argument(say: Voice) -> Any:
    """What to read: files and folders."""
    return typer.Argument(
        metavar=say("路径", "PATH"),
        help=say("报告文件，或放报告的文件夹（含子文件夹）", "Reports, or folders of them, to any depth"),
        show_default=False,
        rich_help_panel=say("参数", "Arguments"),
    )


def rule_argument(say: Voice) -> Any:
    """The id of a rule."""
    return typer.Argument(
        metavar=say("规则编号", "RULE"),
        help=say("规则编号，见 gongkai rules", "The id of a rule, from gongkai rules"),
        show_default=False,
        rich_help_panel=say("参数", "Arguments"),
    )


def option(say: Voice, *names: str, metavar: tuple[str, str], text: tuple[str, str]) -> Any:
    """An option with its value and meaning in Chinese and English."""
    return typer.Option(
        *names,
        metavar=say(*metavar),
        help=say(*text),
        show_default=False,
        rich_help_panel=options_panel(say),
    )


def output_option(say: Voice) -> Any:
    """Where the results go."""
    return option(
        say,
        "-o",
        "--output",
        metavar=("文件夹", "FOLDER"),
        text=("结果写到这个文件夹（必填）", "Write the results to this folder (required)"),
    )
