"""`gongkai nightly`: a project's unattended run."""

from __future__ import annotations

import inspect
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli._console import line, name
from gongkai.cli._exit import UsageError
from gongkai.cli._options import project_argument
from gongkai.cli._speech import FLAG, add_command, options_panel
from gongkai.cli._voice import Voice
from gongkai.nightly import OPTIONS, Option

if TYPE_CHECKING:
    from gongkai.loaders import Progress
    from gongkai.nightly import Night, Settings


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`: every option of a project is a flag of it."""

    def run_nightly(project: Path | None = None, **given: Any) -> int:
        if project is None:
            raise UsageError(
                say(
                    "没有说明是哪个工程；请写上 gongkai init 建的文件夹，例如 gongkai nightly 年报审核。",
                    "No project; name the folder that gongkai init made, for example: "
                    "gongkai nightly annual-reports",
                )
            )
        return _carry_out(say, project.absolute(), given)

    parameters = [_parameter("project", Annotated[Path | None, project_argument(say)])]
    for option in _flags():
        kind = bool if option.is_flag else str
        parameters.append(_parameter(option.name, Annotated[kind | None, _flag(say, option)]))
    run_nightly.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run_nightly.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": int}
    add_command(
        app,
        say,
        run_nightly,
        say(
            "工程的无人值守审核：只读有变化的材料，审核后整套替换页面。"
            "每一项设置也可写在 gongkai.yml 或环境变量里。",
            "Audits a project unattended: reads what changed, then changes all pages at once. Each option "
            "may stand in gongkai.yml or an environment variable too.",
        ),
    )


def _flags() -> list[Option]:
    """All options but the language, whose flag is that of every command."""
    return [option for option in OPTIONS if option.name != "lang"]


def _parameter(name: str, annotation: Any) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(name, kind, default=None, annotation=annotation)


def _flag(say: Voice, option: Option) -> Any:
    return typer.Option(
        option.flag,
        metavar=FLAG if option.is_flag else say(*option.takes),
        help=f"{say(*option.about)} [{option.variable}]",
        show_default=False,
        rich_help_panel=options_panel(say),
    )


def _carry_out(say: Voice, home: Path, given: Mapping[str, Any]) -> int:
    from gongkai.cli._progress import progress
    from gongkai.cli._reading import begin_workers
    from gongkai.nightly import BusyError, StoreError, night

    settings = _settings(say, home, given)
    try:
        with progress(say("读取", "Reading")) as reading, progress(say("审核", "Auditing")) as auditing:

            def steps(what: str) -> Progress:
                if what == "auditing":
                    return auditing
                begin_workers()
                return reading

            done = night(settings, steps)
    except BusyError as error:
        raise UsageError(_busy(say, error)) from error
    except StoreError as error:
        raise UsageError(error.message.of(say.lang)) from error
    _tell(say, settings, done)
    return done.exit_code


def _settings(say: Voice, home: Path, given: Mapping[str, Any]) -> Settings:
    from gongkai.nightly import FILE, Settings
    from gongkai.rules import SettingsError

    if not (home / FILE).is_file():
        raise UsageError(
            say(
                f"{name(home)} 里没有 {FILE}，不是工程。请先运行 gongkai init，或检查路径。",
                f"{name(home)} has no {FILE}: it is no project. Run gongkai init first, or check the path.",
            )
        )
    flags = {key: str(value).lower() if value is True else value for key, value in given.items() if value}
    if say.lang != "zh":
        flags["lang"] = say.lang
    try:
        return Settings.read(home, os.environ, flags)
    except SettingsError as error:
        raise UsageError(
            say(f"设置不能用：\n{error.message.zh}", f"The settings cannot be used:\n{error.message.en}")
        ) from error


def _busy(say: Voice, error: Any) -> str:
    owner = error.owner
    if owner is None:
        return say("另一次运行正在进行，这次没有运行。", "Another run is going on; this one did nothing.")
    return say(
        f"另一次运行正在进行（进程 {owner.pid}，机器 {owner.host}，始于 {owner.since}），这次没有运行。",
        f"Another run is going on (process {owner.pid} on {owner.host} since {owner.since}); "
        "this one did nothing.",
    )


def _tell(say: Voice, settings: Settings, done: Night) -> None:
    counts = {key: len(names) for key, names in done.changes._asdict().items()}
    line(
        say(
            "收件：新 {new}，改 {changed}，重读 {again}，撤走 {gone}".format(**counts),
            "Inbox: {new} new, {changed} changed, {again} read again, {gone} gone".format(**counts),
        )
    )
    if done.left:
        line(
            say(
                f"正在写入、留到下一次的 {len(done.left)} 份：",
                f"{len(done.left)} being written, left for the next night:",
            )
        )
        for one in done.left[:_SHOWN]:
            line(f"  {name(one)}")
    if done.result is None:
        line(say("没有变化，页面不变。", "Nothing changed; the pages stand."))
    else:
        from gongkai.cli._doubts import tell_doubts
        from gongkai.cli._findings import tell_run
        from gongkai.cli._settings import tell_waivers
        from gongkai.cli._summary import tell_reading
        from gongkai.loaders import StoredFrames

        tell_reading(say, StoredFrames(settings.home / "site"))
        tell_doubts(say, done.result.duplicates, done.result.unidentified)
        tell_run(say, done.result)
        tell_waivers(say, done.result.waivers)
    line(say("请打开：", "Open: ") + name(settings.home / "site" / "index.html"))


_SHOWN = 10
