"""Two ways to the same result, measured by turns in one process or one run: only their ratio is kept."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Clock = Literal["cpu", "wall"]
Bound = Literal["at least", "at most"]
Verdict = Literal["met", "short", "no target"]


class Seconds(NamedTuple):
    """What one run took: `cpu` is of this process, or of its children where they did the work."""

    wall: float
    cpu: float


class Target(NamedTuple):
    """What a ratio is to reach."""

    bound: Bound
    ratio: float

    def met(self, ratio: float) -> bool:
        return ratio >= self.ratio if self.bound == "at least" else ratio <= self.ratio

    def __str__(self) -> str:
        return f"{'≥' if self.bound == 'at least' else '≤'} {self.ratio:g}"


class WrongResultError(Exception):
    """The two sides do not give the same result, so that their speeds say nothing."""


@dataclass(frozen=True)
class Pairs:
    """Runs by turns, first ours and then the peer's; one of each a pair."""

    ours: tuple[Seconds, ...]
    peer: tuple[Seconds, ...]

    def medians(self, clock: Clock) -> tuple[float, float]:
        """Seconds, ours and the peer's."""
        return _median(self.ours, clock), _median(self.peer, clock)

    def ratios(self, clock: Clock, bound: Bound) -> list[float]:
        """One a pair: how many times faster we are (at least), or our share of the peer's time (at most)."""
        pairs = [
            (getattr(our, clock), getattr(its, clock)) for our, its in zip(self.ours, self.peer, strict=True)
        ]
        return [its / our if bound == "at least" else our / its for our, its in pairs]


@dataclass(frozen=True)
class Comparison:
    """A measured comparison, as it is printed.

    Attributes:
        clock: what the ratio is of.
        target: None where the ratio is for information.
        checked: what was compared before timing, and what the peer loses.
    """

    name: str
    ours: str
    peer: str
    pairs: Pairs
    clock: Clock
    target: Target | None
    checked: str

    @property
    def bound(self) -> Bound:
        return self.target.bound if self.target else "at least"

    @property
    def ratios(self) -> list[float]:
        return self.pairs.ratios(self.clock, self.bound)

    @property
    def ratio(self) -> float:
        """The median over the pairs: what disturbs the machine disturbs both runs of a pair."""
        return statistics.median(self.ratios)

    @property
    def verdict(self) -> Verdict:
        if self.target is None:
            return "no target"
        return "met" if self.target.met(self.ratio) else "short"


class Fact(NamedTuple):
    """A measurement without a peer."""

    name: str
    value: str


def by_turns(
    ours: Callable[[], object],
    peer: Callable[[], object],
    pairs: int,
    *,
    children: bool = False,
) -> Pairs:
    """Runs both once unmeasured, then `pairs` times by turns; `children` takes the CPU time of processes."""
    ours()
    peer()
    taken: tuple[list[Seconds], list[Seconds]] = ([], [])
    for _ in range(pairs):
        for side, run in zip(taken, (ours, peer), strict=True):
            side.append(measure(run, children=children))
    return Pairs(tuple(taken[0]), tuple(taken[1]))


def measure(run: Callable[[], object], *, children: bool = False) -> Seconds:
    """Runs once, with no rubbish of earlier runs left to collect, and what was prepared out of its way."""
    gc.unfreeze()  # what an earlier run has left may have become rubbish since
    gc.collect()
    gc.freeze()
    cpu = _children_cpu if children else time.process_time
    cpu_before, before = cpu(), time.perf_counter()
    run()
    return Seconds(time.perf_counter() - before, cpu() - cpu_before)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _median(runs: Sequence[Seconds], clock: Clock) -> float:
    return float(statistics.median(getattr(run, clock) for run in runs))
