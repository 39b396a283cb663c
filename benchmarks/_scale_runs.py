"""The runs of the scale benchmark, each in a process of its own that tells by stage what it took."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, Self
from unittest.mock import patch

from benchmarks import _copies
from benchmarks._meter import Meter, Taken
from benchmarks._pairs import WrongResultError
from benchmarks.memory import peak

from gongkai.checkpoints import Run, audit
from gongkai.loaders import StoredFrames, load_into
from gongkai.reviews import write_site

_CALL: Final = (
    "import sys; from benchmarks import _scale_runs as runs; getattr(runs, sys.argv[1])(*sys.argv[2:])"
)
_AUDIT: Final = {
    "relate": "relate",
    "validate": "validate",
    "findings_of": "findings",
    "findings_table": "findings",
    "not_run_table": "not run",
    "find_duplicates": "duplicates",
    "find_unidentified": "duplicates",
    "build_pages": "data docs",
    "_write": "write",
}
"""Functions of `checkpoints._carry_out` → stage."""
_TOGETHER: Final = 2
"""Audits that run at once where there are many: one a core."""


class Told(NamedTuple):
    """What a run tells: of each stage, how many reports, findings and problems; bytes on disk by kind."""

    stages: Mapping[str, Taken]
    reports: int
    findings: int
    problems: int
    disk: Mapping[str, int]

    @classmethod
    def read(cls, text: str) -> Self:
        stages, *others = json.loads(text)
        return cls({name: Taken(*taken) for name, taken in stages.items()}, *others)


def run(name: str, *arguments: object) -> tuple[list[Told], int]:
    """Runs a function of this module in a process; what it tells, and the most bytes that its tree held.

    Raises:
        WrongResultError: it fails.
    """
    with TemporaryDirectory() as folder:
        told = Path(folder, "told")
        command = [sys.executable, "-W", "ignore", "-c", _CALL, name, str(told), *map(str, arguments)]
        most = peak(command)
        return [Told.read(line) for line in told.read_text("utf-8").splitlines()], most


def documents(told: str, inbox: str, out: str) -> None:
    """All of it: documents to frames, the audit with its pages, the review site."""
    with Meter() as meter, TemporaryDirectory(dir=Path(out).parent) as aside:
        with meter.stage("read"):
            frames = load_into([Path(inbox)], Path(aside))

        def finish(run: Run, partial: Path) -> None:
            with meter.stage("site"):
                write_site(run, partial, "zh", home=Path(out))

        with _quiet(), _staged(meter):
            result = audit(frames, out, finish=finish)
    _tell(told, meter, result, Path(out))


def frames(told: str, folder: str, out: str) -> None:
    """An audit of frames that are there, without pages."""
    with Meter() as meter, _quiet(), _staged(meter), _without_pages():
        result = audit(StoredFrames(Path(folder)), out)
    _tell(told, meter, result, Path(out))


def many(told: str, base: str, folder: str, number: str, parts: str) -> None:
    """So many audits of `number` reports each, `_TOGETHER` at a time; what is done with is deleted."""
    tasks = [(told, base, f"{folder}/{part}", int(number), part) for part in range(int(parts))]
    with ProcessPoolExecutor(_TOGETHER, max_tasks_per_child=1) as processes:
        for _ in processes.map(_one_of_many, tasks):
            pass


def _one_of_many(task: tuple[str, str, str, int, int]) -> None:
    told, base, folder, number, part = task
    stored = _copies.put(StoredFrames(Path(base)), Path(folder, "in"), number, skipped=part * number)
    try:
        frames(told, str(stored.directory), f"{folder}/out")
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _staged(meter: Meter) -> Iterator[None]:
    from gongkai.checkpoints import _carry_out, _engine  # noqa: PLC0415 - it brings Great Expectations

    with meter.functions(_carry_out, _AUDIT), meter.functions(_engine.PandasEngine, {"read": "batches"}):
        yield


@contextlib.contextmanager
def _without_pages() -> Iterator[None]:
    """Great Expectations' page of a batch has a line a finding: of many reports nobody would open it."""
    with patch("gongkai.checkpoints._carry_out.build_pages", lambda *_: {}):
        yield


def _quiet() -> contextlib.redirect_stderr[io.StringIO]:
    """Great Expectations has its own things to say on the console."""
    return contextlib.redirect_stderr(io.StringIO())


def _tell(told: str, meter: Meter, result: Run, out: Path) -> None:
    # Where there are no pages, that is a problem of each batch, and of the index.
    problems = sum("页面" not in problem.message.zh for problem in result.problems)
    line = json.dumps(
        [meter.taken, result.counts.reports, result.findings.num_rows, problems, dict(_disk(out))]
    )
    with Path(told).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _disk(out: Path) -> Iterator[tuple[str, int]]:
    """Bytes of frames and findings, of Great Expectations' pages, of the site."""
    sizes = {"results": 0, "data docs": 0, "site": 0}
    for path in out.rglob("*"):
        if path.is_file():
            top = path.relative_to(out).parts[0]
            site = top in ("review", "index.html", "整改台账.xlsx")
            sizes["data docs" if top == "data_docs" else "site" if site else "results"] += path.stat().st_size
    yield from sizes.items()


def check(told: Told, reports: int) -> Told:
    """The same.

    Raises:
        WrongResultError: not all reports were audited, nothing was found, or a rule could not be run.
    """
    if told.reports != reports or not told.findings or told.problems:
        raise WrongResultError(
            f"{told.reports} reports of {reports}, {told.findings} findings, {told.problems} problems"
        )
    return told
