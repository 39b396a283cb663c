"""`gongkai notices`: what each organ must correct, as Word documents."""

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli._console import line, name
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._options import option, output_option
from gongkai.cli._paths import output_folder
from gongkai.cli._settings import pack_option, read_pack
from gongkai.cli._speech import add_command
from gongkai.cli._voice import Voice


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    run_argument = typer.Argument(
        metavar=say("结果文件夹", "RUN"),
        help=say("gongkai audit 的结果文件夹", "The results of gongkai audit"),
        show_default=False,
        rich_help_panel=say("参数", "Arguments"),
    )
    template_option = option(
        say,
        "--template",
        metavar=("文件", "FILE"),
        text=(
            "本省的通知书模板（docx），可用的字段见 docs/notices.md",
            "A Word template of your own (docx); docs/notices.md lists the fields",
        ),
    )
    organ_option = option(
        say,
        "--organ",
        metavar=("机关", "ORGAN"),
        text=("只出这个机关的通知书，可重复", "Only for this organ; may be repeated"),
    )
    deadline_option = option(
        say,
        "--deadline",
        metavar=("日期", "DATE"),
        text=("整改期限，如 2026-03-31", "The day by which to correct, such as 2026-03-31"),
    )

    def run_notices(
        run: Annotated[Path | None, run_argument] = None,
        output: Annotated[Path | None, output_option(say)] = None,
        template: Annotated[Path | None, template_option] = None,
        organ: Annotated[list[str] | None, organ_option] = None,
        deadline: Annotated[str | None, deadline_option] = None,
        pack: Annotated[Path | None, pack_option(say)] = None,
    ) -> int:
        if run is None:
            raise UsageError(
                say(
                    "请指明审核的结果文件夹：gongkai notices 结果文件夹 -o 通知书文件夹。",
                    "Name the result folder of an audit: gongkai notices RUN -o FOLDER.",
                )
            )
        day = _day(say, deadline)
        from gongkai.loaders import Output, staged

        kind = Output(marks=("notices.json",), files=("notices.json", "*.docx"))
        folder = output_folder(say, output, kind)
        rules = read_pack(say, pack)
        from gongkai.reviews import NoticeError, NoticeWriter, file_names, read_notices
        from gongkai.rules import use

        try:
            with use(rules) as catalogues:
                found = read_notices(run, catalogues, say.lang)
            writer = NoticeWriter(template, say.lang, day)
            wanted = _wanted(say, [one.organ for one in found.notices], organ)
            notices = [one for one in found.notices if wanted is None or one.organ in wanted]
            names = file_names(notices)
            failed: dict[str, NoticeError] = {}
            with staged(folder, kind) as partial:
                for notice, file in zip(notices, names, strict=True):
                    try:
                        writer.write(notice, partial / file)
                    except NoticeError as error:
                        failed[file] = error
                if failed and len(failed) == len(notices):
                    raise next(iter(failed.values()))
                listed = [
                    {
                        "file": file,
                        "organ": one.organ,
                        "region": one.region,
                        "findings": len(one.findings),
                        "doubts": len(one.doubts),
                        "waived": one.waived,
                        "notes": one.notes,
                    }
                    for one, file in zip(notices, names, strict=True)
                    if file not in failed
                ]
                whole = {
                    "notices": listed,
                    "failed": sorted(failed),
                    "unaddressed": found.unaddressed,
                    "waived": found.waived,
                    "notes": found.notes,
                }
                text = json.dumps(whole, ensure_ascii=False)
                (partial / "notices.json").write_text(text + "\n", "utf-8")
        except NoticeError as error:
            raise UsageError(say.text(error.message)) from error
        line(
            say(
                f"写好 {len(listed)} 份通知书：{name(folder)}",
                f"{len(listed)} notices: {name(folder)}",
            )
        )
        if found.waived or found.notes:
            line(
                say(
                    f"全部机关另有已豁免的 {found.waived} 条、仅作提示的 {found.notes} 条，没有列入通知书。",
                    f"Of all organs {found.waived} waived findings and {found.notes} notes are in no notice.",
                )
            )
        if found.unaddressed:
            line(
                say(
                    f"另有 {found.unaddressed} 条发现所在的报告认不出机关，没有通知书。",
                    f"{found.unaddressed} findings stand on reports of unknown organs: no notice has them.",
                )
            )
        for file, why in failed.items():
            line(say(f"没有写出 {name(file)}：", f"{name(file)} was not written: ") + say.text(why.message))
        return ExitCode.FINDINGS if failed else ExitCode.CLEAN

    add_command(
        app,
        say,
        run_notices,
        say(
            "写整改通知书：每个机关一份 Word 文档。",
            "Writes notices: a Word document an organ, with what it must correct.",
        ),
    )


def _day(say: Voice, given: str | None) -> dt.date | None:
    if given is None:
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(
            say(
                f"--deadline 要写成 2026-03-31 这样的日期，不能是 {given}。",
                f"--deadline takes a date such as 2026-03-31, not {given}.",
            )
        ) from error


def _wanted(say: Voice, known: list[str], given: list[str] | None) -> set[str] | None:
    if not given:
        return None
    from gongkai.cli._nearest import nearest

    for one in given:
        if one not in known:
            hint = nearest(say, one, known)
            raise UsageError(
                say(
                    f"没有需要通知“{one}”的问题。{hint}",
                    f"There is nothing to notify {one} of. {hint}",
                )
            )
    return set(given)
