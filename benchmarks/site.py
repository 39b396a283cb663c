"""The review site of many reports: how long it takes beside the audit, its size, what is made again."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import psutil
from benchmarks import _provinces
from benchmarks._pairs import Fact, Target, WrongResultError
from benchmarks.memory import held
from playwright.sync_api import sync_playwright

from gongkai.checkpoints import audit
from gongkai.loaders import StoredFrames, load_into
from gongkai.reviews import write_site

_LAYOUTS: Final = ("text.tabs", "html.clean", "text.markdown", "html.respanned")
_CHANGED: Final = 10
_SHARE: Final = Target("at most", 2)
_FLAT: Final = Target("at most", 1.3)
_BYTES: Final = 500_000
_SECONDS: Final = 2.0
_EVERY: Final = 0.1
_MEBI: Final = 1 << 20
_AUDIT: Final = "import sys; from benchmarks.site import audit_once; audit_once(*sys.argv[1:])"


class _Audit(NamedTuple):
    """What came of an audit: seconds, bytes that all processes held before the site and at most during it."""

    loading: float
    validating: float
    site: float
    before: int
    peak: int
    written: int
    kept: int


def measured(few: int, many: int) -> list[Fact]:
    """The site of `many` reports against their audit, its memory against that of `few`, and a rebuild.

    Raises:
        WrongResultError: a report has no page, or other pages of reports were made again than those changed.
    """
    with TemporaryDirectory() as folder:
        small = _audited(_provinces.put(Path(folder, "few"), few, _LAYOUTS), Path(folder, "few-out"), few)
        inbox, out = _provinces.put(Path(folder, "many"), many, _LAYOUTS), Path(folder, "many-out")
        first = _audited(inbox, out, many)
        overview, size = (out / "index.html").stat().st_size, _size(out)
        opened = _opened(out / "index.html")
        pages = _report_pages(out)
        _change(inbox)
        again = _audited(inbox, out, many)
        _check_rebuilt(pages, _report_pages(out))
    return [
        *_speed(first, many, size),
        _memory(small, few, first),
        Fact(
            "site: overview",
            f"{overview / 1000:.0f} kB (target ≤ {_BYTES / 1000:.0f}: {_verdict(overview <= _BYTES)}), "
            f"opened in Chromium in {opened:.2f} s (target ≤ {_SECONDS:g}: {_verdict(opened <= _SECONDS)})",
        ),
        Fact(
            f"site: again after {_CHANGED} of {many:,} reports changed",
            f"{again.site:.1f} s; {again.written:,} files written, {again.kept:,} kept; of reports "
            "the changed alone",
        ),
    ]


def audit_once(inbox: str, out: str) -> None:
    """Audits a folder and prints what it took; run in a process of its own, whose memory is looked at."""
    steps: list[float] = []
    site: list[tuple[float, int, int, int, int]] = []
    with TemporaryDirectory() as aside, contextlib.redirect_stderr(io.StringIO()):
        begun = time.perf_counter()
        frames = load_into([Path(inbox)], Path(aside))
        loaded = time.perf_counter()

        def finish(run: object, partial: Path) -> None:
            before = held(psutil.Process())
            started = time.perf_counter()
            with _peak() as peak:
                folder = write_site(run, partial, "zh", home=Path(out))  # type: ignore[arg-type]
            taken = time.perf_counter() - started
            site.append((taken, before, max(before, *peak), folder.written, folder.kept))

        audit(frames, out, progress=lambda *_: steps.append(time.perf_counter()), finish=finish)
    # The last step of an audit is its pages: what was validated was so at the step before.
    print(json.dumps(_Audit(loaded - begun, steps[-2] - loaded, *site[0])))


@contextlib.contextmanager
def _peak() -> Iterator[list[int]]:
    """Bytes that all processes hold, looked at now and then meanwhile."""
    seen, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(_EVERY):
            seen.append(held(psutil.Process()))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        done.set()
        looking.join()


def _audited(inbox: Path, out: Path, number: int) -> _Audit:
    done = subprocess.run(
        [sys.executable, "-c", _AUDIT, str(inbox), str(out)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WrongResultError(f"the audit ends with {done.returncode}: {done.stderr[-500:]}")
    if (read := StoredFrames(out).rows("reports")) != number:
        raise WrongResultError(f"{read} reports of {number}")
    if (pages := len(_report_pages(out))) != number:
        raise WrongResultError(f"{pages} pages of {number} reports")
    return _Audit(*json.loads(done.stdout))


def _change(inbox: Path) -> None:
    """A sentence more in some reports, far from each other."""
    paths = sorted(inbox.rglob("*.txt"))
    for path in paths[:: len(paths) // _CHANGED][:_CHANGED]:
        path.write_bytes(path.read_bytes() + "\n本机关还将继续努力。\n".encode())


def _report_pages(out: Path) -> Mapping[str, tuple[int, int]]:
    """Name → which file it is, and when it was written."""
    found = ((path.name, path.stat()) for path in (out / "review" / "report").iterdir())
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found}


def _check_rebuilt(before: Mapping[str, object], after: Mapping[str, object]) -> None:
    changed = sum(before.get(name) != file for name, file in after.items())
    if before.keys() != after.keys() or changed != _CHANGED:
        raise WrongResultError(f"{changed} pages of reports made again, not {_CHANGED}")


def _size(out: Path) -> int:
    """Bytes of the pages, those of Great Expectations aside."""
    pages = (path for path in (out / "review").rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in chain(pages, [out / "index.html"]))


def _opened(page: Path) -> float:
    """Seconds until Chromium has the page whole; a browser that has just begun."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
        )
        tab = browser.new_page()
        begun = time.perf_counter()
        tab.goto(page.as_uri(), wait_until="load")
        taken = time.perf_counter() - begun
        browser.close()
    return taken


def _speed(first: _Audit, number: int, size: int) -> Iterator[Fact]:
    share = first.site / (first.loading + first.validating)
    yield Fact(
        f"site of {number:,} reports",
        f"{first.site:.1f} s; loading took {first.loading:.1f} s and validating {first.validating:.1f} s: "
        f"{share:.2f} (target {_SHARE}: {_verdict(_SHARE.met(share))})",
    )
    yield Fact("site: on disk", f"{first.written:,} files, {size / _MEBI:.0f} MiB")


def _memory(small: _Audit, few: int, large: _Audit) -> Fact:
    least, most = ((one.peak - one.before) / _MEBI for one in (small, large))
    growth = most / least
    return Fact(
        "site: memory of all processes",
        f"adds {most:.0f} MiB to the {large.before / _MEBI:.0f} MiB that the audit holds, and {least:.0f} "
        f"with {few:,} reports: {growth:.2f} (target {_FLAT}: {_verdict(_FLAT.met(growth))})",
    )


def _verdict(met: bool) -> str:
    return "met" if met else "short"
