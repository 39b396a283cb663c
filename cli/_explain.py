"""`gongkai explain`: one rule with its formula, source, example and remedy."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli._catalogue import find_rule, standing_name
from gongkai.cli._console import line
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import rule_argument
from gongkai.cli._settings import pack_option, read_pack
from gongkai.cli._severity import severity_name
from gongkai.cli._speech import add_command
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.rules import Rule


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""

    def run_explain(
        rule: Annotated[str | None, rule_argument(say)] = None,
        pack: Annotated[Path | None, pack_option(say)] = None,
    ) -> int:
        if rule is None:
            raise UsageError(
                say(
                    "没有说明哪一条规则；请写上规则编号，用 gongkai rules 可以看到。",
                    "Which rule? Give its id, as gongkai rules lists it.",
                )
            )
        for found in find_rule(say, rule, read_pack(say, pack)):
            _tell(say, found)
        return ExitCode.CLEAN

    add_command(
        app,
        say,
        run_explain,
        say(
            "说明一条规则：公式、依据、示例、怎样改正。",
            "Explains one rule: formula, source, example, remedy.",
        ),
    )


def _tell(say: Voice, rule: "Rule") -> None:
    from gongkai.forms import edition
    from gongkai.rules import LESSONS

    form, lesson = edition(rule.edition), LESSONS[rule.kind]
    line(
        f"{rule.id}（{say.text(rule.title)}）" if say.lang == "zh" else f"{rule.id} ({say.text(rule.title)})"
    )
    fields = [
        (say("格式", "Edition"), say(form.name, form.en)),
        (say("级别", "Severity"), severity_name(say, rule.severity)),
        (say("依据", "Source"), f"{rule.citation} [{standing_name(say, rule.standing)}]"),
        (say("为什么", "Why"), say.text(lesson.why)),
        (say("违反的例子", "Violated by"), say.text(rule.example)),
        (say("正确的例子", "Met by"), say.text(lesson.correct)),
        (say("改正", "Remedy"), say.text(rule.remedy)),
    ]
    if rule.formula is not None:
        fields.insert(2, (say("公式", "Formula"), say.text(rule.formula)))
    for title, value in fields:
        line(say(f"  {title}：{value}", f"  {title}: {value}"))
    if rule.off:
        line(say("  规则包停用了这条规则。", "  The rule pack has switched this rule off."))
    for name, limit in rule.limits.items():
        line(say(f"  阈值 {name}：{limit:g}", f"  Limit {name}: {limit:g}"))
    if rule.operands:
        line(say("  涉及单元格：", "  Cells:"))
        for cell_id in rule.operands:
            cell = form.cells[cell_id]
            line(f"    {cell_id}  {say(cell.label, cell.en)}")
    line()
