"""What many reports need: hours by stage, memory, disk; of a province, of the country, of ten years of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import _copies, _provinces, _scale_runs
from benchmarks._cost import Cost, fit
from benchmarks._meter import Taken
from benchmarks._pairs import Fact
from benchmarks._scale_page import page
from benchmarks._scale_runs import Told, check

from gongkai.loaders import StoredFrames, load_into

__all__ = ["measured", "page"]

LAYOUTS = ("text.tabs", "html.clean", "text.markdown", "html.respanned")
_BASE = 720
"""Reports that are read, of which frames of many are made."""
_MEBI = 1 << 20
_CORES = 2
_HOUR = 3600
_SMALL, _LARGE = 5000, 20_000
_PROVINCES = 31
_YEARS = 10
_SHARED_OUT = frozenset({"read", "site"})
"""Stages that work in a process a core; the others in one."""


class Run(NamedTuple):
    """One run of so many reports; `peak` is the most bytes that its tree of processes held."""

    told: Told
    peak: int


Runs = Mapping[int, Run]
"""By number of reports."""


def measured(documents: Sequence[int], frames: Sequence[int], of_each: int, parts: int) -> list[Fact]:
    """Runs of these sizes from documents, and from frames; and `parts` audits of `of_each` reports.

    Raises:
        WrongResultError: reports are missing from a result, or a rule could not be run.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        base = load_into([_provinces.put(home / "few", _BASE, LAYOUTS)], home / "base")
        read = {number: _of_documents(home / f"d{number}", number) for number in documents}
        audited = {number: _of_frames(home / f"f{number}", base, number) for number in frames}
        many, peak = _scale_runs.run("many", base.directory, home / "many", of_each, parts)
    return facts(read, audited, [check(one, of_each) for one in many], peak)


def facts(read: Runs, audited: Runs, many: Sequence[Told], peak: int) -> list[Fact]:
    """What is said of the runs; a name begins with the part of the page that it stands in."""
    return [
        *_costs("documents", read),
        *_costs("frames", audited),
        *_memory(read, audited),
        *_disk(read),
        *_million(many, peak),
        *_needs(read),
        *_growth(read, audited),
    ]


def _of_documents(folder: Path, number: int) -> Run:
    inbox = _provinces.put(folder / "in", number, LAYOUTS)
    (told,), peak = _scale_runs.run("documents", inbox, folder / "out")
    return Run(check(told, number), peak)


def _of_frames(folder: Path, base: StoredFrames, number: int) -> Run:
    stored = _copies.put(base, folder / "in", number)
    (told,), peak = _scale_runs.run("frames", stored.directory, folder / "out")
    return Run(check(told, number), peak)


def stages(runs: Runs) -> dict[str, dict[int, float]]:
    """Seconds of CPU time by stage, then by number of reports."""
    names = dict.fromkeys(name for run in runs.values() for name in run.told.stages)
    return {
        name: {number: run.told.stages.get(name, Taken()).cpu for number, run in runs.items()}
        for name in names
    }


def _costs(part: str, runs: Runs) -> Iterator[Fact]:
    """A row a stage: its costs, and of each size what was measured and how far that is from them."""
    yield Fact(f"{part}: stage", " · ".join(("fixed, s", "ms a report", *(f"{n:,}, s" for n in runs))))
    for name, taken in stages(runs).items():
        cost = fit(taken)
        seen = (
            f"{seconds:.2f} ({off:+.0%})"
            for seconds, off in zip(taken.values(), cost.residuals(taken), strict=True)
        )
        yield Fact(f"{part}: {name}", " · ".join((f"{cost.fixed:.2f}", f"{1000 * cost.each:.3f}", *seen)))


def _memory(read: Runs, audited: Runs) -> Iterator[Fact]:
    for name, runs in (("documents, all stages", read), ("frames, one audit", audited)):
        peaks = {number: float(run.peak) for number, run in runs.items()}
        cost = fit(peaks)
        seen = (
            f"{number:,}: {peak / _MEBI:,.0f} ({off:+.0%})"
            for (number, peak), off in zip(peaks.items(), cost.residuals(peaks), strict=True)
        )
        yield Fact(
            f"memory: {name}",
            f"{cost.fixed / _MEBI:.0f} MiB and {cost.each / 1024:.1f} KiB a report · {', '.join(seen)}",
        )


def _disk(read: Runs) -> Iterator[Fact]:
    for kind, cost in _disk_costs(read).items():
        yield Fact(f"disk: {kind}", f"{cost.fixed / 1024:.0f} KiB and {cost.each / 1024:.1f} KiB a report")


def _disk_costs(read: Runs) -> dict[str, Cost]:
    kinds = next(iter(read.values())).told.disk
    return {kind: fit({number: float(run.told.disk[kind]) for number, run in read.items()}) for kind in kinds}


def _million(many: Sequence[Told], peak: int) -> Iterator[Fact]:
    taken = [reduce(Taken.then, one.stages.values()) for one in many]
    reports, findings = sum(one.reports for one in many), sum(one.findings for one in many)
    half = len(many) // 2
    early, late = (max(one.peak for one in some) / _MEBI for some in (taken[:half], taken[half:]))
    cpu = sum(one.cpu for one in taken)
    yield Fact("million: reports", f"{reports:,} in {len(many)} audits of {many[0].reports:,}, two at a time")
    yield Fact("million: findings", f"{findings:,}, {findings / reports:.2f} a report")
    yield Fact("million: CPU time", f"{cpu / 60:.0f} minutes, {1000 * cpu / reports:.2f} ms a report")
    yield Fact("million: memory of all processes", f"at most {peak / _MEBI:,.0f} MiB")
    yield Fact(
        "million: memory of one audit", f"{early:,.0f} MiB in the first half, {late:,.0f} in the second"
    )


def _needs(read: Runs) -> Iterator[Fact]:
    """Of provinces audited one by one, a year at a time: that is how they hand in."""
    costs = {name: fit(taken) for name, taken in stages(read).items()}
    memory, disk = fit({number: float(run.peak) for number, run in read.items()}), _disk_costs(read)
    for name, reports, audits in (
        ("small province, a year", _SMALL, 1),
        ("large province, a year", _LARGE, 1),
        ("country, a year", _LARGE, _PROVINCES),
        ("country, ten years", _LARGE, _PROVINCES * _YEARS),
    ):
        alone = sum(
            cost.of(reports) / (_CORES if stage in _SHARED_OUT else 1) for stage, cost in costs.items()
        )
        cpu = sum(cost.of(reports) for cost in costs.values())
        # Many provinces keep both cores busy: two audits run side by side.
        hours = (alone if audits == 1 else audits * cpu / _CORES) / _HOUR
        held = memory.of(reports) * (1 if audits == 1 else _CORES)
        bytes_ = audits * sum(cost.of(reports) for cost in disk.values())
        yield Fact(
            f"need: {name}",
            " · ".join(
                (
                    f"{audits * reports:,}",
                    f"{audits}",
                    f"{hours:.2f}",
                    f"{held / 1024 / _MEBI:.1f} GiB",
                    f"{bytes_ / 1024 / _MEBI:,.0f} GiB",
                )
            ),
        )


def _growth(read: Runs, audited: Runs) -> Iterator[Fact]:
    """Between the two largest sizes, by stage: so many times the reports, so many times the time."""
    for part, runs in (("documents", read), ("frames", audited)):
        fewer, more = sorted(runs)[-2:]
        for name, taken in stages(runs).items():
            if taken[fewer] > 0:
                yield Fact(
                    f"growth: {name}, {part}",
                    f"{more / fewer:.1f} · {taken[more] / taken[fewer]:.1f}",
                )
