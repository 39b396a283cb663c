"""`gongkai compare`: which findings are new, gone or changed from one run to another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from gongkai.cli._console import line
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import option
from gongkai.cli._speech import add_command
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.checkpoints import Difference

_SHOWN: Final = 20
_SHORT_HASH: Final = 12


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    panel = say("参数", "Arguments")
    earlier = typer.Argument(
        metavar=say("结果甲", "RUN_A"),
        help=say("较早一次审核的结果文件夹", "The results of the earlier audit"),
        show_default=False,
        rich_help_panel=panel,
    )
    later = typer.Argument(
        metavar=say("结果乙", "RUN_B"),
        help=say("较晚一次审核的结果文件夹", "The results of the later audit"),
        show_default=False,
        rich_help_panel=panel,
    )
    output = option(
        say,
        "-o",
        "--output",
        metavar=("文件", "FILE"),
        text=("全部差异写成 Parquet 文件", "Write every finding with its state to a Parquet file"),
    )

    def run_compare(
        run_a: Annotated[Path | None, earlier] = None,
        run_b: Annotated[Path | None, later] = None,
        output: Annotated[Path | None, output] = None,
    ) -> int:
        if run_a is None or run_b is None:
            raise UsageError(
                say(
                    "请指明两次审核的结果文件夹：gongkai compare 结果甲 结果乙。",
                    "Name the result folders of two audits: gongkai compare RUN_A RUN_B.",
                )
            )
        from gongkai.checkpoints import NoRunError, compare
        from gongkai.loaders import write_parquet

        try:
            difference = compare(run_a, run_b)
        except NoRunError as error:
            raise UsageError(say.text(error.message)) from error
        _tell(say, difference)
        if output is not None:
            write_parquet(difference.findings, output)
        return ExitCode.CLEAN if difference.is_none else ExitCode.FINDINGS

    add_command(
        app,
        say,
        run_compare,
        say(
            "比较两次审核：哪些发现是新的、消失的、变了的，按规则列出。",
            "Compares two audits: which findings are new, gone or changed, by rule.",
        ),
    )


def _tell(say: Voice, difference: "Difference") -> None:
    from gongkai.checkpoints import STATES

    names = dict(zip(STATES, say("新增 消失 变化 不变", "new gone changed unchanged").split(), strict=True))
    for edition, hashes in difference.packs.items():
        old, new = (said[:_SHORT_HASH] if said else say("没有", "none") for said in hashes)
        line(
            say(
                f"{edition} 的规则不同：{old} → {new}",
                f"The rules of {edition} differ: {old} → {new}",
            )
        )
    for rule_id, states in difference.rules.items():
        counts = " ".join(f"{names[state]} {states.get(state, 0)}" for state in STATES)
        line(f"{rule_id}\t{counts}")
    totals = {state: sum(states.get(state, 0) for states in difference.rules.values()) for state in STATES}
    line(
        say("合计：", "In all: ")
        + say("，", ", ").join(f"{names[state]} {totals[state]}" for state in STATES)
    )
    for state in STATES[:-1]:
        _tell_some(say, difference, state, names[state])


def _tell_some(say: Voice, difference: "Difference", state: str, word: str) -> None:
    rows = [row for row in difference.findings.to_pylist() if row["state"] == state]
    if not rows:
        return
    line(f"{word}{say('：', ':')}")
    for row in rows[:_SHOWN]:
        message = row["message"] if say.lang == "zh" else row["message_en"]
        line(f"  {row['rule_id']}  {row['year'] or ''} {row['organ'] or ''}  {message}{_whose(say, row)}")
    if len(rows) > _SHOWN:
        line(
            say(
                f"  另有 {len(rows) - _SHOWN} 条；加 -o 文件 可得全部。",
                f"  {len(rows) - _SHOWN} more; -o FILE writes all.",
            )
        )


def _whose(say: Voice, row: dict[str, object]) -> str:
    """Says where the report itself came or went, so that a finding is not taken for mended."""
    if row["report"] == "before":
        return say("（这次没有这份报告）", " (that report is not in the later run)")
    if row["report"] == "after":
        return say("（上次没有这份报告）", " (that report is not in the earlier run)")
    return ""
