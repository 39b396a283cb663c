"""Work shared out to processes of its own; what comes of it is the same as in one."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final, TypeVar

from gongkai.loaders import no_main_module, process_context

_Task = TypeVar("_Task")
_Made = TypeVar("_Made")

_WORK: Final[list[Callable[[Any], Any]]] = []
"""In a worker: what it does with each task."""


def in_processes(work: Callable[[_Task], _Made], tasks: Iterable[_Task], workers: int) -> Iterator[_Made]:
    """What `work` makes of each task, in the order of the tasks.

    Few tasks are at hand at a time. With fewer than two workers, or where processes cannot be started or have
    died, the work is done in this one.

    Args:
        work: goes to each worker once; it and the tasks and what comes of them must be picklable.
        tasks: they are asked for as workers become free.
        workers: processes.

    Raises:
        Exception: what `work` raises, for the first such task.
    """
    if workers <= 1:
        yield from map(work, tasks)
        return
    crew = ProcessPoolExecutor(workers, process_context(), _begin, (work,))
    waiting: deque[tuple[_Task, Future[_Made] | None]] = deque()
    try:
        for task in tasks:
            waiting.append((task, _given(crew, task)))
            if len(waiting) > workers:
                yield _made(work, *waiting.popleft())
        while waiting:
            yield _made(work, *waiting.popleft())
    finally:
        crew.shutdown(cancel_futures=True)


def _given(crew: ProcessPoolExecutor, task: Any) -> Future[Any] | None:
    """None where nobody can take it."""
    try:
        # The first task starts the processes.
        with no_main_module():
            return crew.submit(_do, task)
    except (OSError, EOFError, BrokenProcessPool):
        return None


def _made(work: Callable[[_Task], _Made], task: _Task, future: Future[_Made] | None) -> _Made:
    if future is not None:
        try:
            return future.result()
        except BrokenProcessPool:
            pass
    return work(task)


def _begin(work: Callable[[Any], Any]) -> None:
    """The beginning of a worker. Ctrl-C is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORK.append(work)


def _do(task: Any) -> Any:
    return _WORK[0](task)
