"""How much a machine gets through: for information, without a peer."""

from __future__ import annotations

import contextlib
import io
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import _corpus
from benchmarks._pairs import Fact, measure

from gongkai import demo
from gongkai.checkpoints import audit
from gongkai.loaders import load_into
from gongkai.reviews import write_site

_YEARS = len(demo.YEARS)
_ORGANS = 70
_FORMATS = ("text", "html", "docx")


def reading(number: int) -> list[Fact]:
    """Reports a second, bytes to cells, by format."""
    facts = []
    for format_name in _FORMATS:
        printed = _corpus.reports(_corpus.layouts(format_name), number)
        _corpus.check_truth(printed)
        taken = measure(partial(list, map(_corpus.read, printed)))
        size = sum(len(one.data) for one in printed) / number / 1024
        value = f"{number / taken.cpu:.0f} reports/s of CPU time ({size:.0f} KiB a file)"
        facts.append(Fact(f"bytes → cells, {format_name}", value))
    return facts


def auditing(number: int) -> list[Fact]:
    """An audit of a folder of that many reports, a third of them with a planted error, by stage."""
    with TemporaryDirectory() as folder:
        place, out = Path(folder, "in"), Path(folder, "out")
        for province in range(0, number // _YEARS, _ORGANS):
            organs = min(_ORGANS, number // _YEARS - province)
            demo.write_province(place / str(province), seed=demo.SEED + province, number_of_organs=organs)
        files = [path / "reports" for path in place.iterdir()]
        steps: list[float] = []
        begun = time.perf_counter()
        frames = load_into(files, Path(folder, "read"))
        loaded = time.perf_counter()
        # Great Expectations has its own things to say on the console.
        with contextlib.redirect_stderr(io.StringIO()):
            run = audit(frames, out, progress=lambda *_: steps.append(time.perf_counter()))
        write_site(run, out, "zh")
        ended = time.perf_counter()
    reports = run.counts.reports
    # The last step of an audit is its pages; what follows it is the writing of the results.
    validated = steps[-2]
    return [
        Fact(f"audit of {reports} reports: load", f"{loaded - begun:.1f} s"),
        Fact(
            f"audit of {reports} reports: import of Great Expectations, validation",
            f"{validated - loaded:.1f} s",
        ),
        Fact(
            f"audit of {reports} reports: pages of {len(run.batches)} batches",
            f"{steps[-1] - validated:.1f} s",
        ),
        Fact(
            f"audit of {reports} reports: writing results, overview",
            f"{ended - steps[-1]:.1f} s",
        ),
        Fact(
            f"audit of {reports} reports: whole",
            f"{ended - begun:.1f} s of wall time, {run.findings.num_rows} findings",
        ),
    ]
