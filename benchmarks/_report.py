"""What was measured, as one table of text and as a page."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

from benchmarks._pairs import Comparison, Fact

_PACKAGES: Final = (
    "great_expectations",
    "pandas",
    "numpy",
    "pyarrow",
    "polars",
    "pandera",
    "pointblank",
    "dataframely",
    "lxml",
    "python-docx",
    "openpyxl",
    "pdfplumber",
    "markitdown",
)
_HEAD: Final = (
    "comparison",
    "ours",
    "peer",
    "ratio",
    "target",
    "verdict",
    "spread",
    "ours, s",
    "peer, s",
    "of",
)
_FOREWORD: Final = """\
# Benchmarks

性能对比：`make bench`。每项先核对两边结果相同，再交替运行，取各对之比的中位数。

Written by `python -m benchmarks --write`; do not edit. Every ratio is taken in one run, against a peer that
gives the same result, which is checked first. Both sides run by turns (A B A B …); the ratio is the median
of the pairs' ratios, and the spread is their least and greatest. A ratio of *cpu* time is of this
process's own; of *wall* time, of whole processes, or against a peer that works in several threads (polars
does; we have one). Where a target is a least, the ratio says how many times
faster we are; where it is a most, our share of the peer's time. A ratio is of one run; the page is put
together of the last run of each measurement (`--write --only NAME`), and says the day. Seconds depend on the
machine and are not to be compared with those of another.
"""


def machine() -> list[Fact]:
    """What the numbers were measured on, without saying whose it is."""
    return [
        Fact("date", f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"),
        Fact("processor", f"{platform.machine()}, {os.cpu_count()} cores"),
        Fact("Python", f"{platform.python_version()} on {sys.platform}"),
        *(Fact(name, version(name)) for name in _PACKAGES),
    ]


def page(measured: Iterable[Mapping[str, Any]]) -> str:
    """docs/benchmarks.md, of measurements as `_kept.kept` has them."""
    made = list(measured)
    rows = [[*cells, one["date"]] for one in made for cells in one["rows"]]
    lines = [_FOREWORD, *_table((*_HEAD, "date"), rows), "", "## What was checked before timing", ""]
    lines += [f"- {checked}." for one in made for checked in one["checked"]]
    facts = [(*cells, one["date"]) for one in made for cells in one["facts"]]
    lines += ["", "## For information", "", *_table(("", "", "date"), facts)]
    lines += ["", "## Machine", "", *_table(("", ""), machine())]
    return "\n".join([*lines, ""])


def text(comparisons: Sequence[Comparison], facts: Iterable[Fact]) -> str:
    """The same for a terminal."""
    lines = [*_aligned([_HEAD, *map(row, comparisons)]), ""]
    lines += [f"{one.name}: {one.checked}" for one in comparisons]
    lines += ["", *_aligned([*facts, *machine()])]
    return "\n".join(lines)


def row(one: Comparison) -> tuple[str, ...]:
    """A comparison in the order of the table's head."""
    ours, peer = one.pairs.medians(one.clock)
    ratios = one.ratios
    return (
        one.name,
        one.ours,
        one.peer,
        f"{one.ratio:.2f}",
        str(one.target or "—"),
        one.verdict,
        f"{min(ratios):.2f}-{max(ratios):.2f} of {len(ratios)}",
        f"{ours:.3f}",
        f"{peer:.3f}",
        one.clock,
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for cells in rows:
        yield f"| {' | '.join(cells)} |"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
