"""A process that reads documents for another, and may die of one."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import pyarrow as pa

from gongkai.loaders._discover import Found, Submission
from gongkai.loaders._portion import Portion, portion_of
from gongkai.loaders._reading import BOUNDS_MEMORY, Reading
from gongkai.loaders._report import Failure, Report
from gongkai.loaders._stopped import broke_off, nothing_inside


class Task(NamedTuple):
    """Documents to read, in order; what they hold goes to the file `result`.

    `room` is a folder, not made yet, for the members of an archive; it stays where there are any.
    """

    submissions: tuple[Submission, ...]
    result: Path
    room: Path


class Reply(NamedTuple):
    """How far a task was done: `read` documents are in its result, the others are to be read again.

    `members` are what the last of them held, where that was an archive; `aside` how many files in it are no
    documents. `exhausted` tells that the first document not in the result ran out of memory; the worker has
    ended then, as it has no memory to go on with.
    """

    read: int
    members: tuple[Submission, ...] = ()
    aside: int = 0
    exhausted: bool = False


class Fault(NamedTuple):
    """What keeps a worker from handing anything over; no document is to blame."""

    reason: str


Outcome = Sequence[Report | Failure] | Found
"""What came of a submission: reports and failures, in order, or what an archive holds."""

Work = Callable[[Submission, Path, Reading], Outcome]
"""Reads a submission; the folder, which is empty, takes the members of an archive."""


class Marker(Protocol):
    """Memory shared with the worker: which document of its task it is at, and since when.

    The number counts from 0, and is `BEFORE` until the first is begun; the time is `time.monotonic`.
    """

    def __getitem__(self, place: int) -> float: ...
    def __setitem__(self, place: int, value: float) -> None: ...


BEFORE: Final = -1
AT, SINCE = range(2)
"""The places of the marker."""

_PORTION_SECONDS: Final = 0.25
"""A task that takes longer is handed back half done, so that no worker is busy when all others have ended."""
_GRACE: Final = 2
"""Times the limit after which a worker ends itself, should nobody be there any more to end it."""


class _EndedError(BaseException):
    """The parent wants the worker to end. What it has open is closed on the way out."""


def serve(connection: Connection[Any, Any], marker: Marker, reading: Reading, work: Work) -> None:
    """The life of a worker: reads what it is sent until there is no more, or nobody who asks."""
    _stand_alone()
    if BOUNDS_MEMORY:
        _bound_memory(reading.mebibytes)
    gc.collect()
    gc.freeze()
    with contextlib.suppress(EOFError, BrokenPipeError, _EndedError):
        while True:
            reply = _answer(connection.recv(), marker, reading, work)
            connection.send(reply)
            if isinstance(reply, Fault) or reply.exhausted:
                return


def _answer(task: Task, marker: Marker, reading: Reading, work: Work) -> Reply | Fault:
    try:
        return carry_out(task, marker, reading, work)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - it is told where somebody hears it
        return Fault(f"{type(error).__name__}: {error}")


def carry_out(task: Task, marker: Marker, reading: Reading, work: Work) -> Reply:
    """Reads documents of a task, to its end or to the first archive, and writes what they hold."""
    tempfile.tempdir = str(task.room.parent)
    task.room.mkdir()
    begun = time.monotonic()
    outcomes: list[Report | Failure] = []
    reply = Reply(len(task.submissions))
    for number, submission in enumerate(task.submissions):
        now = time.monotonic()
        if number and now - begun > _PORTION_SECONDS:
            reply = Reply(number)
            break
        marker[SINCE], marker[AT] = now, number
        _set_alarm(_GRACE * reading.seconds)
        try:
            outcome = work(submission, task.room, reading)
        except MemoryError:
            reply = Reply(number, exhausted=True)
            break
        except Exception as error:  # noqa: BLE001 - a fault of a reader must not stop the other documents
            outcome = [broke_off(submission.name, error)]
        if isinstance(outcome, Found):
            outcomes += outcome.refused
            if not (outcome.refused or outcome.submissions or outcome.aside == [submission.name]):
                outcomes.append(nothing_inside(submission.name))
            reply = Reply(number + 1, tuple(outcome.submissions), len(outcome.aside))
            break
        outcomes += outcome
    _portion(outcomes).write(task.result)
    if not reply.members:
        shutil.rmtree(task.room)
    _set_alarm(0)
    return reply


def _portion(outcomes: Sequence[Report | Failure]) -> Portion:
    """The outcomes as columns; a report that does not go into them becomes a failure."""
    try:
        return _columns(outcomes)
    except _UNFIT:
        return _columns([_fitting(one) for one in outcomes])


_UNFIT: Final = (ValueError, TypeError, OverflowError)
"""What Arrow raises, say for a text that is no Unicode."""


def _columns(outcomes: Sequence[Report | Failure]) -> Portion:
    return portion_of(
        [one for one in outcomes if isinstance(one, Report)],
        [one for one in outcomes if isinstance(one, Failure)],
    )


def _fitting(outcome: Report | Failure) -> Report | Failure:
    try:
        _columns([outcome])
    except _UNFIT as error:
        return broke_off(outcome.path, error)
    return outcome


def _stand_alone() -> None:
    """Leaves Ctrl-C to the parent, and says nothing on its terminal, whatever a reader prints or dies of."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _end(*_: object) -> None:
    raise _EndedError


def _bound_memory(mebibytes: int) -> None:
    """Lets this process have so much more memory than it has now; beyond it, Python raises MemoryError.

    Only the soft limit: a converter that a reader starts may have more.
    """
    import resource  # noqa: PLC0415 - Windows has none

    # Arrow's own allocator has a gigabyte set aside already, which would not count.
    pa.set_memory_pool(pa.system_memory_pool())
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[_DATA])
    limit = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


_DATA: Final = 5
"""The place of the data segment in /proc/self/statm."""


def _set_alarm(seconds: float) -> None:
    """Ends this process after that time, unless set anew; 0 never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
