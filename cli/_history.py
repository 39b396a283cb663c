"""`gongkai history`: how findings went from night to night."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from gongkai.cli._console import line, name
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import option, project_argument
from gongkai.cli._speech import FLAG, add_command, options_panel
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.history import By

_NIGHTS: Final = 30
_WHERE: Final = "store/current/history"


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    rule_option = option(
        say, "--rule", metavar=("规则编号", "RULE"), text=("只看这条规则", "This rule alone")
    )
    city_option = option(say, "--city", metavar=("市", "CITY"), text=("只看这个市", "This city alone"))
    organ_option = option(
        say, "--organ", metavar=("机关", "ORGAN"), text=("只看这个机关", "This organ alone")
    )
    finding_option = option(
        say,
        "--finding",
        metavar=("编号", "ID"),
        text=("一条发现的来历，编号见 findings.json", "What became of a finding; ids are in findings.json"),
    )
    json_option = typer.Option(
        "--json",
        help=say("每行一个 JSON 对象，供程序读取", "A JSON object a line, for programs"),
        show_default=False,
        metavar=FLAG,
        rich_help_panel=options_panel(say),
    )

    def run_history(
        project: Annotated[Path | None, project_argument(say)] = None,
        rule: Annotated[str | None, rule_option] = None,
        city: Annotated[str | None, city_option] = None,
        organ: Annotated[str | None, organ_option] = None,
        finding: Annotated[str | None, finding_option] = None,
        as_json: Annotated[bool, json_option] = False,
    ) -> int:
        asked: dict[str, str] = {
            key: value
            for key, value in (("rule_id", rule), ("city", city), ("organ", organ), ("finding", finding))
            if value is not None
        }
        if len(asked) > 1:
            raise UsageError(
                say(
                    "--rule、--city、--organ、--finding 一次只用一个。",
                    "Use one of --rule, --city, --organ and --finding.",
                )
            )
        rows = _asked(say, _folder(say, project), asked)
        _print(say, rows, as_json=as_json)
        return ExitCode.CLEAN

    add_command(
        app,
        say,
        run_history,
        say(
            "历次审核：每次的条数，以及一条规则、一个市、一个机关或一条发现的来历。",
            "From run to run: the numbers of each, and those of a rule, a city, an organ or a finding.",
        ),
    )


def _folder(say: Voice, project: Path | None) -> Path:
    if project is None:
        raise UsageError(
            say(
                "没有说明是哪个工程；例如 gongkai history 年报审核。",
                "No project; for example: gongkai history annual-reports",
            )
        )
    inner = project / _WHERE
    return inner if inner.is_dir() else project


def _asked(say: Voice, folder: Path, asked: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
    from gongkai.history import NoHistoryError, nights, of_finding

    try:
        if "finding" in asked:
            row = of_finding(folder, asked["finding"])
            if row is None:
                raise UsageError(
                    say(
                        f"历史里没有发现 {asked['finding']}；编号见 findings.json，过了保留期的已删去。",
                        f"There is no finding {asked['finding']} in the history; ids are in findings.json, "
                        "and what is past its time is not kept.",
                    )
                )
            return [row]
        for key in ("rule_id", "city", "organ"):
            if key in asked:
                return _trend(say, folder, key, asked[key])
        return nights(folder)[-_NIGHTS:]
    except NoHistoryError as error:
        raise UsageError(error.message.of(say.lang)) from error


def _trend(say: Voice, folder: Path, by: "By", only: str) -> list[dict[str, Any]]:
    from gongkai.history import trend

    went = trend(folder, by, only)
    if not went.names:
        known = "、".join(map(name, trend(folder, by, most=5).names))
        raise UsageError(
            say(
                f"历史里没有 {only} 的发现；有的例如：{known}。",
                f"There are no findings of {only} in the history; there are of {known}, say.",
            )
        )
    return [
        {"run": run, by: of, "findings": counts[place]}
        for of, counts in zip(went.names, went.counts, strict=True)
        for place, run in enumerate(went.runs[-_NIGHTS:], len(went.runs) - min(len(went.runs), _NIGHTS))
    ]


def _print(say: Voice, rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            line(json.dumps(row, ensure_ascii=False, default=str))
        return
    titles = _titles(say)
    shown = [key for key in rows[0] if key in titles]
    table = [[titles[key] for key in shown]]
    table += [[name("—" if row[key] is None else str(row[key])) for key in shown] for row in rows]
    widths = [max(_width(cells[at]) for cells in table) for at in range(len(shown))]
    for cells in table:
        line(
            "  ".join(
                cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
            ).rstrip()
        )


def _titles(say: Voice) -> dict[str, str]:
    """What is printed, and under which heading."""
    return {
        "run": say("运行", "run"),
        "same_as": say("同于", "same as"),
        "reports": say("读出", "read"),
        "unreadable": say("读不出", "unreadable"),
        "errors": say("错误", "errors"),
        "warnings": say("警告", "warnings"),
        "infos": say("提示", "notes"),
        "cannot_tell": say("无法判断", "cannot tell"),
        "waived": say("已豁免", "waived"),
        "new": say("新增", "new"),
        "returned": say("重现", "returned"),
        "corrected": say("改正", "corrected"),
        "gone": say("不再出现", "gone"),
        "standing": say("仍在", "standing"),
        "rule_id": say("规则", "rule"),
        "city": say("市", "city"),
        "organ": say("机关", "organ"),
        "year": say("年度", "year"),
        "answer": say("结论", "answer"),
        "state": say("状态", "state"),
        "first": say("首次", "first"),
        "last": say("最近", "last"),
        "since": say("自", "since"),
        "returns": say("重现次数", "returns"),
        "findings": say("发现", "findings"),
    }


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in text)
