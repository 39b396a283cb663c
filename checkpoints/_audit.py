"""The whole run: frames in, findings and pages out."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Callable
from pathlib import Path

from gongkai.checkpoints._engine import Engine
from gongkai.checkpoints._output import check_directory
from gongkai.checkpoints._run import Run
from gongkai.checkpoints._waivers import Waivers
from gongkai.forms import Language
from gongkai.loaders import Frames, Organs, Progress, StoredFrames
from gongkai.relations import Relations, Settings
from gongkai.rules import RulePack


def audit(
    frames: Frames | StoredFrames,
    directory: str | os.PathLike[str],
    lang: Language = "zh",
    progress: Progress | None = None,
    finish: Callable[[Run, Path], object] | None = None,
    *,
    pack: RulePack | None = None,
    waivers: Waivers | None = None,
    today: dt.date | None = None,
    organs: Organs | None = None,
    settings: Settings | None = None,
    results: Path | None = None,
    relations: Relations | None = None,
    engine: Engine | None = None,
) -> Run:
    """Validates every report with Great Expectations and writes the results to `directory`.

    Writes reports, cells, sections, failures, facts-<edition>, duplicates and findings as Parquet,
    findings.json, run.json, and the Data Docs in data_docs/. Everything is written beside its place and then
    moved: an earlier run's results are replaced as a whole or stay. What keeps a rule from being run is a
    problem of the run, not an exception.

    Args:
        frames: of `gongkai.loaders.load` or `load_into`.
        directory: made where it is absent; may hold an earlier run.
        lang: of the pages; the findings carry both languages.
        progress: called after each batch, and after the pages, with how many steps are done, how many
            there are, and the batch.
        finish: called with the run and its folder before that takes its place, to add files to it.
        pack: a rule pack that changes the rules and adds to them.
        waivers: findings that are accepted; they are told apart, and do not count for the exit code.
        today: the day by which waivers expire; by default that of this machine.
        organs: the registry that the reports were read with; without it no organ is known to be missing.
        settings: whose reports a government adds up, and for which years reports are due.
        relations: what the reports say of each other, where that was compared before; `organs` and `settings`
            then say nothing.
        engine: where the rules are run; by default in this process, on pandas.
        results: a folder in which the validation results are stored as well, as Great Expectations does.

    Raises:
        DirectoryRefusedError: `directory` is no folder, or holds something that gongkai did not make.
        OSError: it cannot be written to.
    """
    folder = Path(directory).absolute()
    check_directory(folder)
    started = dt.datetime.now(dt.UTC)
    # Imported here: Great Expectations takes seconds, and a refusal need not wait for it.
    with warnings.catch_warnings():
        # It imports pyspark where that is installed, which has a word to say on pandas.
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        from gongkai.checkpoints._carry_out import carry_out  # noqa: PLC0415

    return carry_out(
        frames,
        folder,
        lang,
        progress,
        started,
        finish=finish,
        pack=pack,
        waivers=waivers,
        today=today,
        organs=organs,
        settings=settings,
        results=results,
        relations=relations,
        engine=engine,
    )
