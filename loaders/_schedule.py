"""What is to be read, being read and read, in the order in which it is handed on."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, cast

from gongkai.loaders._discover import Submission
from gongkai.loaders._portion import Portion, portion_of
from gongkai.loaders._report import Failure
from gongkai.loaders._worker import Reply, Task

_AT_ONCE: Final = 32
"""Documents a task: handing one over takes as long as reading half a document."""
_PARTS: Final = 2
"""Tasks a worker that what is left is cut into."""


@dataclass(eq=False)
class _Room:
    """The folder of an archive's members; `left` of them are still to be read."""

    path: Path
    left: int

    def leave(self, number: int) -> None:
        self.left -= number
        if not self.left:
            shutil.rmtree(self.path, ignore_errors=True)


@dataclass(eq=False)
class _Waiting:
    """Documents that nobody reads yet. `alone`: one document, for a worker that has read no other."""

    submissions: deque[Submission]
    room: _Room | None
    alone: bool = False


@dataclass(eq=False)
class Running:
    """Documents being read by a worker; `alone` as while they waited."""

    task: Task
    room: _Room | None
    alone: bool


_Slot = _Waiting | Running | Portion | Path


class Schedule:
    """Submissions in order, each in a slot: waiting, running, or read (a portion, or the file of one).

    The members of an archive take its place. A worker may hand a task back half done; what it has not
    read waits again, in its place. Results come out in order, whoever read them when: those that are early
    lie in `spool` until it is their turn.
    """

    def __init__(self, submissions: Iterable[Submission], spool: Path) -> None:
        waiting = deque(submissions)
        self.total = len(waiting)
        self.done = 0
        self.aside = 0
        self._spool = spool
        self._numbers = count()
        self._slots: list[_Slot] = [_Waiting(waiting, None)] if waiting else []

    @property
    def is_finished(self) -> bool:
        """Whether everything was read and handed on."""
        return not self._slots

    @property
    def has_waiting(self) -> bool:
        """Whether there is anything to begin."""
        return any(isinstance(slot, _Waiting) for slot in self._slots)

    def next(self, workers: int) -> Running | None:
        """The next documents for one of so many workers; None while there are none to begin."""
        place = next((n for n, slot in enumerate(self._slots) if isinstance(slot, _Waiting)), None)
        if place is None:
            return None
        waiting = cast(_Waiting, self._slots[place])
        # Less and less towards the end, so that all workers end at about the same time.
        share = -(-(self.total - self.done) // (_PARTS * workers))
        number = min(_AT_ONCE, share, len(waiting.submissions))
        taken = tuple(waiting.submissions.popleft() for _ in range(number))
        name = f"{next(self._numbers):08d}"
        task = Task(taken, self._spool / f"{name}.arrow", self._spool / name)
        running = Running(task, waiting.room, waiting.alone)
        self._slots[place : place + (not waiting.submissions)] = [running]
        return running

    def finish(self, running: Running, reply: Reply) -> Sequence[Submission]:
        """Takes a worker's reply; returns the documents that are done, archives not among them."""
        submissions = running.task.submissions
        slots: list[_Slot] = [running.task.result]
        if reply.members:
            members = _Room(running.task.room, len(reply.members))
            slots.append(_Waiting(deque(reply.members), members))
            self.total += len(reply.members) - 1
        slots += _again(submissions[reply.read :], running.room, suspected=reply.exhausted)
        self.aside += reply.aside
        done = submissions[: reply.read]
        self._replace(running, slots, len(done))
        return self._count(done[:-1] if reply.members else done)

    def fail(self, running: Running, at: int, failure: Failure) -> Sequence[Submission]:
        """Takes a document that cannot be read; those before and after it wait again. Returns it."""
        submissions = running.task.submissions
        slots: list[_Slot] = [
            *_again(submissions[:at], running.room),
            portion_of([], [failure]),
            *_again(submissions[at + 1 :], running.room),
        ]
        _discard(running.task)
        self._replace(running, slots, 1)
        return self._count(submissions[at : at + 1])

    def put_back(self, running: Running, suspect: int | None = None) -> None:
        """Lets documents wait again; the one a worker seems to have died of is read alone then.

        It is given another try, as those before it in the task may have had their part in it.
        """
        submissions, room = running.task.submissions, running.room
        if suspect is None:
            slots = _again(submissions, room)
        else:
            slots = _again(submissions[:suspect], room) + _again(submissions[suspect:], room, suspected=True)
        _discard(running.task)
        self._replace(running, slots, 0)

    def ready(self) -> Iterator[Portion]:
        """What is read and next in order; it is gone from here then."""
        while self._slots and not isinstance(self._slots[0], _Waiting | Running):
            slot = cast(Portion | Path, self._slots.pop(0))
            if isinstance(slot, Path):
                portion = Portion.read(slot)
                slot.unlink()
                yield portion
            else:
                yield slot

    def _replace(self, running: Running, slots: Sequence[_Slot], left: int) -> None:
        """Puts slots in the place of one; so many of its documents are done with."""
        place = self._slots.index(running)
        self._slots[place : place + 1] = slots
        if running.room is not None:
            running.room.leave(left)

    def _count(self, done: Sequence[Submission]) -> Sequence[Submission]:
        self.done += len(done)
        return done


def _discard(task: Task) -> None:
    """Removes what a worker left half done."""
    task.result.unlink(missing_ok=True)
    shutil.rmtree(task.room, ignore_errors=True)


def _again(submissions: Sequence[Submission], room: _Room | None, *, suspected: bool = False) -> list[_Slot]:
    """Slots for documents that wait again, the first of them alone where it is suspected."""
    first, rest = submissions[:suspected], submissions[suspected:]
    slots: list[_Slot] = [_Waiting(deque(first), room, alone=True)] if first else []
    return [*slots, _Waiting(deque(rest), room)] if rest else slots
