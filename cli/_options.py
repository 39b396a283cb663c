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


def project_argument(say: Voice) -> Any:
    """The folder of a project."""
    return typer.Argument(
        metavar=say("工程", "PROJECT"),
        help=say("工程文件夹", "The folder of a project"),
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


def workers_option(say: Voice) -> Any:
    """How many processes read."""
    return option(
        say,
        "--workers",
        metavar=("个数", "NUMBER"),
        text=("同时读取的进程数，默认用全部处理器核心", "Processes that read; all cores by default"),
    )


def timeout_option(say: Voice) -> Any:
    """How long a document may take."""
    return option(
        say,
        "--timeout",
        metavar=("秒", "SECONDS"),
        text=(
            "每份材料的读取时限，默认 60 秒；超过的列为读不出",
            "What a document may take, 60 by default; one that takes longer is unreadable",
        ),
    )


def memory_option(say: Voice) -> Any:
    """How much memory a document may take."""
    return option(
        say,
        "--memory",
        metavar=("MiB", "MIB"),
        text=(
            "每份材料的内存上限，默认 1024 MiB；超过的列为读不出",
            "Memory for a document, 1024 by default; one that takes more is unreadable",
        ),
    )
