"""`gongkai rules`: the catalogue, a line a rule."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._catalogue import all_rules
from gongkai.cli._console import line
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import option
from gongkai.cli._settings import pack_option, read_pack
from gongkai.cli._severity import severity_name
from gongkai.cli._speech import add_command
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    edition_option = option(
        say,
        "--edition",
        metavar=("版本", "EDITION"),
        text=("只列这一版报告格式的规则", "Only the rules of this edition of the form"),
    )

    def run_rules(
        edition: Annotated[str | None, edition_option] = None,
        pack: Annotated[Path | None, pack_option(say)] = None,
    ) -> int:
        from gongkai.forms import editions

        known = [one.id for one in editions()]
        if edition is not None and edition not in known:
            raise UsageError(
                say(
                    f"没有版本 {edition}；已知版本：{'、'.join(known)}。",
                    f"There is no edition {edition}; known: {', '.join(known)}.",
                )
            )
        count = 0
        for rule_id, rules in all_rules(read_pack(say, pack)).items():
            within = [rule.edition for rule in rules]
            if edition is not None and edition not in within:
                continue
            count += 1
            off = say("（已停用）", " (off)") if rules[-1].off else ""
            severity = severity_name(say, rules[-1].severity) + off
            line("\t".join((rule_id, severity, ",".join(within), say.text(rules[-1].title))))
        line(say(f"共 {count} 条规则。", f"{count} rules."))
        return ExitCode.CLEAN

    add_command(
        app,
        say,
        run_rules,
        say(
            "列出全部规则：编号、级别、适用版本、标题。",
            "Lists all rules: id, severity, editions, title.",
        ),
    )
