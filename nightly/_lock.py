"""One run at a time: a lock that the system takes back from whoever died, and a note of who holds it."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from filelock import FileLock, Timeout

_LOCK: Final = "lock"
_OWNER: Final = "owner.json"


class Owner(NamedTuple):
    """Who runs: its process, the machine, and since when by its clock."""

    pid: int
    host: str
    since: str


class BusyError(Exception):
    """Another run holds the lock; `owner` is None where it has not said yet who it is."""

    def __init__(self, owner: Owner | None) -> None:
        super().__init__(str(owner))
        self.owner = owner


@contextmanager
def only_run(store: Path) -> Iterator[Owner | None]:
    """Holds the lock of a store; gives the owner of a run before that did not come to its end, if one was.

    Raises:
        BusyError: another run holds it.
        OSError: the store cannot be written to.
    """
    store.mkdir(parents=True, exist_ok=True)
    note = store / _OWNER
    lock = FileLock(store / _LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise BusyError(_read(note)) from error
    try:
        # The lock is ours: whoever is noted there is gone, and did not take its note away.
        stale = _read(note)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        note.write_text(json.dumps(Owner(os.getpid(), socket.gethostname(), now)._asdict()), "utf-8")
        yield stale
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _read(note: Path) -> Owner | None:
    try:
        return Owner(**json.loads(note.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
