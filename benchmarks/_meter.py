"""What the stages of a run take, measured from within: time, and the memory of all its processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple, Self
from unittest.mock import patch

import psutil
from benchmarks.memory import held

_EVERY: Final = 0.05
"""Seconds between two looks at the CPU time of other processes: what one uses after the last is not known."""
_LOOKS: Final = 10
"""Of so many looks, one is at memory too, which takes tenths of a second where there are gigabytes."""
START: Final = "start"
"""The stage of all that is in no other: Python, imports, the odds and ends between stages."""


class Taken(NamedTuple):
    """`wall` and `cpu` in seconds, `cpu` of all processes; `peak` is the most bytes that they held."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0

    def then(self, other: Taken) -> Taken:
        """Of both, one after the other."""
        return Taken(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


class Meter:
    """Looks at this process and those it starts, as long as it is open; `taken` is by stage."""

    def __init__(self) -> None:
        self.taken: dict[str, Taken] = {}
        self._me = psutil.Process()
        self._cpu: dict[int, float] = {}
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._sample()
        stages = sum(taken.cpu for taken in self.taken.values())
        self.taken[START] = Taken(0.0, self._used() - stages, self._peak)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done inside is that stage's; a stage may come again, and stages stand in no other."""
        self._sample()
        self._peak, cpu, begun = held(self._me), self._used(), time.perf_counter()
        yield
        wall = time.perf_counter() - begun
        self._sample()
        taken = Taken(wall, self._used() - cpu, self._peak)
        self.taken[name] = self.taken.get(name, Taken()).then(taken)

    @contextmanager
    def functions(self, module: object, stages: dict[str, str]) -> Iterator[None]:
        """Makes stages of functions of a module: name of the function → of the stage."""
        patches = [
            patch.object(module, function, self._staged(getattr(module, function), stage))
            for function, stage in stages.items()
        ]
        for one in patches:
            one.start()
        try:
            yield
        finally:
            for one in patches:
                one.stop()

    def _staged(self, function: Callable[..., object], stage: str) -> Callable[..., object]:
        def run(*positional: object, **named: object) -> object:
            with self.stage(stage):
                return function(*positional, **named)

        return run

    def _look(self) -> None:
        looks = 0
        while not self._done.wait(_EVERY):
            looks += 1
            if looks % _LOOKS == 0:
                self._sample()
            else:
                self._ask()

    def _sample(self) -> None:
        self._peak = max(self._peak, held(self._me))
        self._ask()

    def _ask(self) -> None:
        for process in self._me.children(recursive=True):
            try:
                used = process.cpu_times()
            except psutil.Error:
                continue
            # Of one that has ended, what it had used when it was last seen.
            self._cpu[process.pid] = used.user + used.system

    def _used(self) -> float:
        return time.process_time() + sum(self._cpu.values())
