"""`gongkai audit`: the whole way, from a folder of reports to the pages."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli._comparison import scope_option, settings_of, years_option
from gongkai.cli._console import line, name
from gongkai.cli._doubts import tell_doubts
from gongkai.cli._engine import PANDAS, Source, engine_option
from gongkai.cli._exit import ExitCode, UsageError
from gongkai.cli._findings import tell_run
from gongkai.cli._nearest import nearest
from gongkai.cli._options import (
    memory_option,
    option,
    output_option,
    paths_argument,
    timeout_option,
    workers_option,
)
from gongkai.cli._outputs import also_option, formats_of
from gongkai.cli._paths import output_folder
from gongkai.cli._pdf import Handout, pdf_option
from gongkai.cli._progress import progress
from gongkai.cli._reading import reading_of
from gongkai.cli._registry import registry_option
from gongkai.cli._settings import pack_option, read_pack, read_waivers, tell_waivers, waivers_option
from gongkai.cli._severity import SEVERITIES
from gongkai.cli._speech import add_command
from gongkai.cli._summary import tell_reading
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.checkpoints import Run


def register(app: typer.Typer, say: Voice) -> None:
    """Adds the command to `app`."""
    fail_on_option = option(
        say,
        "--fail-on",
        metavar=("error|warning|info", "error|warning|info"),
        text=(
            "有这一级别或更重的问题时退出码为 1，默认 error",
            "Exit with 1 when something of this severity or above is found; error by default",
        ),
    )

    def run_audit(
        paths: Annotated[list[str] | None, paths_argument(say)] = None,
        output: Annotated[Path | None, output_option(say)] = None,
        fail_on: Annotated[str, fail_on_option] = "error",
        workers: Annotated[str | None, workers_option(say)] = None,
        timeout: Annotated[str | None, timeout_option(say)] = None,
        memory: Annotated[str | None, memory_option(say)] = None,
        registry: Annotated[Path | None, registry_option(say)] = None,
        scope: Annotated[str | None, scope_option(say)] = None,
        years: Annotated[str | None, years_option(say)] = None,
        pack: Annotated[Path | None, pack_option(say)] = None,
        waivers: Annotated[Path | None, waivers_option(say)] = None,
        pdf: Annotated[bool, pdf_option(say)] = False,
        also: Annotated[str | None, also_option(say)] = None,
        engine: Annotated[str, engine_option(say)] = PANDAS,
    ) -> int:
        severity = next((known for known in SEVERITIES if known == fail_on), None)
        if severity is None:
            known, hint = ", ".join(SEVERITIES), nearest(say, fail_on, SEVERITIES)
            raise UsageError(
                say(
                    f"--fail-on 只能是 {known}，不能是 {fail_on}。{hint}",
                    f"--fail-on takes {known}, not {fail_on}. {hint}",
                )
            )
        rules = read_pack(say, pack)
        accepted = read_waivers(say, waivers, rules)
        settings = settings_of(say, scope, years)
        handout = Handout(say, wanted=pdf)
        formats = formats_of(say, also)
        source = Source(say, engine, paths, scope=scope, years=years)
        reading = reading_of(say, workers, timeout, memory, registry)
        from gongkai.loaders import RESULT, scratch

        folder = output_folder(say, output, RESULT, source.paths)
        with scratch(folder) as aside, source.opened(reading, aside) as (frames, runs, relations):
            from gongkai.checkpoints import audit
            from gongkai.outputs import write_outputs
            from gongkai.reviews import write_site

            def write_pages(made: "Run", partial: Path) -> None:
                write_site(made, partial, say.lang, reading.organs, folder, reading.workers)
                write_outputs(made, partial, formats, say.lang)
                handout.write(partial)

            with progress(say("审核", "Auditing")) as step:
                run = audit(
                    frames,
                    folder,
                    lang=say.lang,
                    progress=step,
                    finish=write_pages,
                    organs=reading.organs,
                    settings=settings,
                    pack=rules,
                    waivers=accepted,
                    engine=runs,
                    relations=relations,
                )
            tell_reading(say, frames)
        tell_doubts(say, run.duplicates, run.unidentified)
        tell_run(say, run)
        tell_waivers(say, run.waivers)
        line(say("请打开：", "Open: ") + name((folder / "index.html").resolve()))
        return ExitCode.UNREADABLE if handout.failed else run.exit_code(severity)

    add_command(
        app,
        say,
        run_audit,
        say(
            "审核报告：读取、逐条检查、写出可离线查看的页面和问题清单。",
            "Audits reports: reads them, checks every rule, writes pages that open offline.",
        ),
    )
