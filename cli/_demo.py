"""`gongkai demo`: a made-up province to try everything on."""

import json
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._console import line, name
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import option, output_option
from gongkai.cli._paths import output_folder
from gongkai.cli._speech import add_command
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    seed_option = option(
        say,
        "--seed",
        metavar=("整数", "INTEGER"),
        text=("同一个数造出同样的省份", "The same number makes the same province"),
    )

    def run_demo(
        output: Annotated[Path | None, output_option(say)] = None,
        seed: Annotated[str | None, seed_option] = None,
    ) -> int:
        from gongkai.demo import SEED, write_province
        from gongkai.loaders import Output, staged

        province = Output(marks=("truth.json",), files=("truth.json", "registry.csv", "reports"))
        folder = output_folder(say, output, province)
        chosen = SEED if seed is None else _seed(say, seed)
        with staged(folder, province) as partial:
            write_province(partial, seed=chosen)
        reports = len(json.loads((folder / "truth.json").read_text("utf-8"))["reports"])
        line(
            say(
                f"造好 {reports} 份报告：{name(folder / 'reports')}",
                f"{reports} reports: {name(folder / 'reports')}",
            )
        )
        line(say("机关名录：", "Registry of organs: ") + name(folder / "registry.csv"))
        line(say("应当查出什么：", "What must be found: ") + name(folder / "truth.json"))
        return ExitCode.CLEAN

    add_command(
        app,
        say,
        run_demo,
        say(
            "造一个示例省份：各种格式的报告，埋有已知错误。",
            "Makes up a province: reports in every format, with known mistakes.",
        ),
    )


def _seed(say: Voice, given: str) -> int:
    try:
        return int(given)
    except ValueError:
        raise UsageError(
            say(f"--seed 要一个整数，不能是 {given}。", f"--seed takes an integer, not {given}.")
        ) from None
