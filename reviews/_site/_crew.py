"""Work shared out to processes of its own; what comes of it is the same as in one."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from multiprocessing import connection
from multiprocessing.connection import Connection
from typing import Any, Final, Generic, NamedTuple, TypeVar

from gongkai.loaders import start_process

_Task = TypeVar("_Task")
_Made = TypeVar("_Made")
_END_SECONDS: Final = 1.0


class _Raised(NamedTuple):
    error: Exception


def in_processes(work: Callable[[_Task], _Made], tasks: Iterable[_Task], workers: int) -> Iterator[_Made]:
    """What `work` makes of each task, in the order of the tasks.

    There are never more tasks at hand than workers. With fewer than two workers, or where no process can be
    started, everything is done in this one; so is again what a worker was at that died.

    Args:
        work: goes to each worker once; it and the tasks and what comes of them must be picklable.
        tasks: they are asked for as workers become free.
        workers: processes.

    Raises:
        Exception: what `work` raises, for the first such task that is heard of.
    """
    waiting = enumerate(tasks)
    with ExitStack() as stack:
        crew = _Crew(work, stack, workers if workers > 1 else 0)
        early: dict[int, _Made] = {}
        due = 0
        for number, made in crew.results(waiting):
            early[number] = made
            while due in early:
                yield early.pop(due)
                due += 1


class _Crew(Generic[_Task, _Made]):
    def __init__(self, work: Callable[[_Task], _Made], stack: ExitStack, workers: int) -> None:
        self._work = work
        self._free: list[_Worker] = []
        for _ in range(workers):
            try:
                worker = _Worker(work)
            except (OSError, EOFError):
                break
            stack.callback(worker.end)
            self._free.append(worker)

    def results(self, waiting: Iterator[tuple[int, _Task]]) -> Iterator[tuple[int, _Made]]:
        busy: dict[object, tuple[_Worker, int, _Task]] = {}
        while True:
            for number, task in islice(waiting, len(self._free)):
                worker = self._free.pop()
                worker.begin(task)
                busy[worker.connection] = worker, number, task
            if not busy:
                # Nothing is left, or nobody to do it.
                yield from ((number, self._work(task)) for number, task in waiting)
                return
            for ready in connection.wait([worker.connection for worker, _, _ in busy.values()]):
                worker, number, task = busy.pop(ready)
                yield number, self._received(worker, task)

    def _received(self, worker: _Worker, task: _Task) -> _Made:
        try:
            reply = worker.connection.recv()
        except (EOFError, OSError):
            return self._work(task)
        self._free.append(worker)
        if isinstance(reply, _Raised):
            raise reply.error
        made: _Made = reply
        return made


class _Worker:
    """A process that does one task after the other, seen from outside."""

    def __init__(self, work: Callable[[Any], object]) -> None:
        self._process, self.connection = start_process(_serve, work)

    def begin(self, task: object) -> None:
        try:
            self.connection.send(task)
        except BrokenPipeError:
            # Waiting for it finds that it is dead.
            return

    def end(self) -> None:
        # Nobody who asks any more: it ends by itself, once what it is at is done.
        self.connection.close()
        self._process.join(_END_SECONDS)
        self._process.kill()
        self._process.join()


def _serve(theirs: Connection[Any, Any], work: Callable[[Any], object]) -> None:
    """The life of a worker, until there is nobody who asks. Ctrl-C is for the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = theirs.recv()
        except (EOFError, OSError):
            return
        try:
            reply = work(task)
        except Exception as error:  # noqa: BLE001 - it is raised where somebody hears it
            reply = _Raised(_portable(error))
        try:
            theirs.send(reply)
        except OSError:
            return


def _portable(error: Exception) -> Exception:
    """The error itself where it can be handed over."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever its class does when it is taken apart
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
