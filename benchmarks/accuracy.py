"""Every layout of the made-up reports: how many cells are read right, how many not at all, and none wrong."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from benchmarks._pairs import Fact, WrongResultError

from gongkai import demo, loaders
from gongkai.loaders.flipbook import read_pages

_SHOWN: Final = 5
_KINDS: Final = ("right", "inferred", "not there", "not read", "wrong")
_HEAD: Final = ("layout", "reports", "cells", *_KINDS)
_FOREWORD: Final = """\
# Accuracy

读取准确率：`python -m benchmarks --only accuracy --write`。

Written by that command; do not edit. Every layout of the made-up province (`demo/`) is printed with figures,
labels and faults drawn at random, and read; each cell is compared with what was printed. *Right*: the number
or the blank as printed. *Inferred*: digits that are run together, split as the sums demand. *Not there*: rows
left out, words in place of a figure, and what a layout loses (cut fields, lost labels, last year's figures
under the same labels), and said to be missing or unreadable. *Not read*: printed, and said to be unreadable
or missing all the same. *Wrong*: another number than was printed there. One is a failure.
"""


class Tally(NamedTuple):
    """What became of the cells of some reports of one layout; `wrong` names the first that are wrong."""

    layout: str
    reports: int
    counts: Counter[str]
    wrong: tuple[str, ...]


def tallies(number: int) -> Iterator[Tally]:
    """One a layout, over that many reports."""
    samples = list(demo.clean_samples(number))
    for name in demo.LAYOUTS:
        yield _tally(name, samples)


def check(number: int) -> list[Fact]:
    """A line a layout, over that many reports.

    Raises:
        WrongResultError: a cell is read wrong; the message names some.
    """
    measured = list(tallies(number))
    wrong = [cell for tally in measured for cell in tally.wrong]
    if wrong:
        raise WrongResultError(f"{len(wrong)} cells are wrong: {'; '.join(wrong[:_SHOWN])}")
    return [Fact(tally.layout, " · ".join(_row(tally)[1:])) for tally in [*measured, _sum(measured)]]


def page(facts: Sequence[Fact]) -> str:
    """docs/accuracy.md, from what `check` gives."""
    rows = [_HEAD, ("---",) * len(_HEAD), *((fact.name, *fact.value.split(" · ")) for fact in facts)]
    return "\n".join([_FOREWORD, *(f"| {' | '.join(row)} |" for row in rows), ""])


def _tally(name: str, samples: Sequence[demo.Sample]) -> Tally:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    with TemporaryDirectory() as folder:
        for number, sample in enumerate(samples):
            chance = random.Random(f"{name} {number}")
            rendered = _rendered(name, sample, chance)
            report = _read(rendered, Path(folder, str(number)))
            for cell_id, printed in rendered.truth.cells.items():
                entry = rendered.sample.cells[cell_id]
                outcome = _outcome(report.cells.get(cell_id), printed, entry)
                counts[outcome] += 1
                if outcome == "wrong":
                    wrong.append(
                        f"{name}, report {number}, {cell_id}: {report.cells[cell_id].raw} for {entry}"
                    )
    return Tally(name, len(samples), counts, tuple(wrong))


def _rendered(name: str, sample: demo.Sample, chance: random.Random) -> demo.Rendered:
    """In any style and encoding; one in three with a fault that the layout can show."""
    layout = demo.LAYOUTS[name]
    if chance.random() < 1 / 3:
        able = [fault for fault in demo.defects(sample.edition_id) if layout.shows(fault)]
        if able:
            sample = demo.make_sample(sample.seed, sample.organ, sample.year, chance.choice(able).id)
    style = demo.any_style(chance) if chance.random() < 2 / 3 else demo.PLAIN
    encodings = demo.encodings(layout.format)
    encoding = chance.choice(encodings) if encodings else "utf-8"
    return demo.render(sample, name, encoding=encoding, style=style)


def _read(rendered: demo.Rendered, folder: Path) -> loaders.Report:
    if rendered.layout.suffix:
        return loaders.recognise(loaders.read_bytes(rendered.data, rendered.name))
    for place, data in rendered.places.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (submission,) = loaders.find_submissions([folder]).submissions
    return loaders.recognise(read_pages(submission.pages, submission.name))


def _outcome(read: loaders.ReadCell | None, printed: demo.PrintedCell, entry: object) -> str:
    """What became of a cell that prints `entry`; None is a cell of another edition than was read."""
    if read is not None and read.status == "inferred":
        return "inferred" if read.value == entry else "wrong"
    if read is not None and read.value is not None:
        return "right" if read.value == printed.value else "wrong"
    if printed.status in ("unreadable", "missing"):
        return "not there"
    return "right" if read is not None and read.status == printed.status else "not read"


def _sum(measured: Sequence[Tally]) -> Tally:
    counts: Counter[str] = sum((tally.counts for tally in measured), Counter())
    return Tally("all", sum(tally.reports for tally in measured), counts, ())


def _row(tally: Tally) -> tuple[str, ...]:
    counts = tally.counts
    return (
        tally.layout,
        f"{tally.reports}",
        f"{counts.total():,}",
        *(f"{counts[kind]:,}" for kind in _KINDS),
    )
