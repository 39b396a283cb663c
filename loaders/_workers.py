"""Reads submissions in processes of their own: none that hangs or crashes takes anything else with it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import connection
from typing import Final, Self

from gongkai.loaders._discover import Submission
from gongkai.loaders._one import read_submission
from gongkai.loaders._portion import Portion
from gongkai.loaders._processes import no_main_module, process_context
from gongkai.loaders._reading import Reading
from gongkai.loaders._schedule import Running, Schedule
from gongkai.loaders._stopped import died, out_of_memory, timed_out
from gongkai.loaders._worker import AT, BEFORE, SINCE, Fault, Marker, Reply, Work, serve

Progress = Callable[[int, int, str], None]
"""Called after each document with how many are done, how many there are, and its name.

The members of an archive count as documents, the archive itself does not: the total grows when one is
opened.
"""

_DOCUMENTS: Final = 1000
"""A worker that has read so many makes room for a new one: what libraries leave behind in it goes with it."""
_START_SECONDS: Final = 60.0
"""How long a worker may take to begin, however short the limit for a document is."""
_STARTS: Final = 3
"""Workers that may die one after the other before they begin anything."""
_END_SECONDS: Final = 1.0
"""How long a worker may take to close what it has open."""


class WorkersFailedError(RuntimeError):
    """Workers cannot be started here, or cannot hand over what they read; no document is to blame."""


def read_all(
    schedule: Schedule,
    reading: Reading,
    progress: Progress | None = None,
    work: Work = read_submission,
) -> Iterator[Portion]:
    """Reads what is scheduled in worker processes; yields what it holds, in order.

    A document that takes too long or too much memory, or crashes the reader, is a failure with its reason.

    Args:
        schedule: what is to be read; at the end all of it was.
        reading: how.
        progress: called as documents are done, in any order.
        work: reads one; it is imported by its name in the workers.

    Raises:
        WorkersFailedError: workers end before they begin anything, or cannot write what they read.
    """
    with _Crew(schedule, reading, work, progress) as crew:
        while not schedule.is_finished:
            crew.hand_out()
            crew.wait()
            yield from schedule.ready()


class _Crew:
    """The workers of one run."""

    def __init__(self, schedule: Schedule, reading: Reading, work: Work, progress: Progress | None) -> None:
        self._schedule = schedule
        self._reading = reading
        self._work = work
        self._progress = progress
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss(self._workers)

    def hand_out(self) -> None:
        """Gives work to every worker that has none; starts more while there is work for them."""
        while (worker := self._free()) is not None:
            running = self._schedule.next(self._reading.workers)
            if running is None:
                return
            if running.alone and worker.documents:
                self._dismiss([worker])
                worker = self._hire()
            worker.begin(running)

    def wait(self) -> None:
        """Waits until a worker has done something, or has had its time."""
        busy = [worker for worker in self._workers if worker.running is not None]
        seconds = self._reading.seconds
        remaining = max(0.0, min(worker.remaining(seconds) for worker in busy))
        ready = connection.wait([worker.connection for worker in busy], remaining)
        for worker in busy:
            if worker.connection in ready or worker.remaining(seconds) <= 0:
                self._take(worker)

    def _free(self) -> _Worker | None:
        for worker in self._workers:
            if worker.running is None:
                if worker.documents < _DOCUMENTS:
                    return worker
                self._dismiss([worker])
                break
        hire = self._schedule.has_waiting and len(self._workers) < self._reading.workers
        return self._hire() if hire else None

    def _hire(self) -> _Worker:
        worker = _Worker(self._reading, self._work)
        self._workers.append(worker)
        return worker

    def _dismiss(self, workers: Sequence[_Worker]) -> None:
        for worker in workers:
            worker.ask_to_end()
        for worker in list(workers):
            worker.end()
            self._workers.remove(worker)

    def _take(self, worker: _Worker) -> None:
        """Takes what a worker says, or finds out why it says nothing."""
        running = worker.running
        assert running is not None
        reply = worker.receive()
        if reply is None:
            late = worker.remaining(self._reading.seconds) <= 0
            self._dismiss([worker])
            # What it did until it had ended counts, not what it was at when that was decided.
            self._told(self._of_the_dead(running, worker, late=late))
            return
        self._failed_starts = 0
        if reply.exhausted:
            self._dismiss([worker])
        if reply.exhausted and worker.has_read_only(reply.read):
            name = running.task.submissions[0].name
            failure = out_of_memory(name, self._reading.mebibytes)
            self._told(self._schedule.fail(running, 0, failure))
        else:
            self._told(self._schedule.finish(running, reply))

    def _of_the_dead(self, running: Running, worker: _Worker, *, late: bool) -> Sequence[Submission]:
        """Finds the document a worker ended with, by its own doing or ours; returns what is done."""
        at = worker.at
        if at is None:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise WorkersFailedError(
                    f"workers end before they read anything (exit code {worker.exit_code})"
                )
            self._schedule.put_back(running)
            return ()
        name = running.task.submissions[at].name
        if late and worker.remaining(self._reading.seconds) <= 0:
            return self._schedule.fail(running, at, timed_out(name, self._reading.seconds))
        if worker.has_read_only(at):
            return self._schedule.fail(running, at, died(name, worker.exit_code))
        self._schedule.put_back(running, suspect=at)
        return ()

    def _told(self, done: Sequence[Submission]) -> None:
        if self._progress is not None:
            first = self._schedule.done - len(done)
            for number, submission in enumerate(done, start=first + 1):
                self._progress(number, self._schedule.total, submission.name)


class _Worker:
    """A worker process, seen from outside. `documents` counts what it was given to read."""

    def __init__(self, reading: Reading, work: Work) -> None:
        context = process_context()
        self.connection, theirs = context.Pipe()
        self._marker: Marker = context.RawArray("d", 2)
        self._process = context.Process(target=serve, args=(theirs, self._marker, reading, work), daemon=True)
        with no_main_module():
            try:
                self._process.start()
            except (EOFError, ConnectionError) as error:
                raise WorkersFailedError("the process that starts workers has ended") from error
        theirs.close()
        self.running: Running | None = None
        self.documents = 0
        self._is_first = True

    @property
    def at(self) -> int | None:
        """Which document of its task it is at, or was at when it ended; None before the first."""
        at = int(self._marker[AT])
        return None if at == BEFORE else at

    @property
    def exit_code(self) -> int | None:
        """What it ended with, below 0 for a signal."""
        code: int | None = self._process.exitcode
        return code

    def remaining(self, seconds: float) -> float:
        """How much of its time is left for the document it is at."""
        limit = max(seconds, _START_SECONDS) if self.at is None else seconds
        return self._marker[SINCE] + limit - time.monotonic()

    def begin(self, running: Running) -> None:
        """Gives it documents to read."""
        self._marker[SINCE], self._marker[AT] = time.monotonic(), BEFORE
        self.running = running
        self._is_first = not self.documents
        self.documents += len(running.task.submissions)
        # Should it be dead, waiting for it finds that out.
        with contextlib.suppress(BrokenPipeError):
            self.connection.send(running.task)

    def has_read_only(self, at: int) -> bool:
        """Whether it read no document before this one of its task, so that nothing else can be at fault."""
        return self._is_first and at == 0

    def receive(self) -> Reply | None:
        """What it has to say; None where it says nothing, being dead or busy."""
        try:
            if not self.connection.poll():
                return None
            reply: Reply | Fault = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(reply, Fault):
            raise WorkersFailedError(f"a worker cannot go on ({reply.reason})")
        self.running = None
        return reply

    def ask_to_end(self) -> None:
        """Lets it close what it has open."""
        self._process.terminate()

    def end(self) -> None:
        """Ends it, whatever state it is in."""
        self._process.join(_END_SECONDS)
        self._process.kill()
        self._process.join()
        self.connection.close()
