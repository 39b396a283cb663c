"""The whole audit of a folder of web pages, its own pages included, against only parsing them with lxml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks import _corpus, _provinces
from benchmarks._pairs import Comparison, Pairs, Target, WrongResultError, measure

from gongkai.loaders import StoredFrames

_TARGET: Final = Target("at most", 3)
_WORKERS: Final = 2
_CLEAN, _FINDINGS = 0, 1


def compare(number: int) -> list[Comparison]:
    """One pair, each side a command of its own that works in two processes."""
    with TemporaryDirectory() as folder:
        inbox, out = Path(folder, "in"), Path(folder, "out")
        layouts = _corpus.layouts("html")
        _provinces.put(inbox, number, layouts)
        size = sum(path.stat().st_size for path in inbox.rglob("*.html")) / number / 1024
        taken = Pairs(
            (measure(lambda: _audit(inbox, out), children=True),),
            (measure(lambda: _parse(inbox, number), children=True),),
        )
        _check(out, number)
    return [
        Comparison(
            "whole",
            "gongkai audit, pages included",
            "lxml.html parses the files, nothing more",
            taken,
            "wall",
            _TARGET,
            f"{number:,} web pages of {size:.0f} KiB in {len(layouts)} layouts; each is read, judged and has "
            "a page in the review site; both sides work in two processes",
        )
    ]


def _audit(inbox: Path, out: Path) -> None:
    arguments = ["audit", str(inbox), "--output", str(out), "--workers", str(_WORKERS)]
    _run([sys.executable, "-m", "gongkai.cli", *arguments], {_CLEAN, _FINDINGS})


def _parse(inbox: Path, number: int) -> None:
    told = _run([sys.executable, "-m", "benchmarks._peers.lxml_parse", str(inbox)], {_CLEAN})
    if int(told) != number:
        raise WrongResultError(f"lxml finds tables in {told.strip()} of {number} files")


def _run(command: list[str], good: set[int]) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in good:
        raise WrongResultError(f"{command[1:4]} leaves with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _check(out: Path, number: int) -> None:
    read = StoredFrames(out).rows("reports")
    pages = sum(1 for _ in (out / "review" / "report").iterdir())
    if not read == pages == number:
        raise WrongResultError(f"{read} reports and {pages} pages of {number}")
