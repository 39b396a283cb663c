"""What lies in the inbox tonight, by content; what people are still writing is left for another night."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from gongkai.loaders import Found, Submission, find_submissions

_CHUNK: Final = 1 << 20


class Mark(NamedTuple):
    """What tells a file from what it was: its bytes, and when and how large it is, for seeing it change."""

    size: int
    changed: int
    """Nanoseconds, by the clock of the file system."""
    file: int
    """The number of the file there: one that took the place of another has another."""


@dataclass(frozen=True)
class Inbox:
    """Tonight's submissions, in the order in which they are read.

    Attributes:
        found: all of them; of those that are `left` the ones that were there on another night.
        contents: name → SHA-256 of the bytes; of one that is left, of those that were read last.
        left: names of those that changed while they were looked at, or a moment before.
        gone: names of those that vanished meanwhile.
    """

    found: Found
    contents: Mapping[str, str]
    left: tuple[str, ...]
    gone: tuple[str, ...]
    marks: Mapping[str, tuple[Mark, ...]]

    def unchanged(self, submission: Submission) -> bool:
        """Whether its files are now what they were when they were looked at."""
        if submission.name in self.left:
            return True
        try:
            return _marks(submission) == self.marks[submission.name]
        except OSError:
            return False


def look(paths: Sequence[Path], settle: float, now: float, known: Mapping[str, str]) -> Inbox:
    """Looks at every file under `paths`, and changes nothing.

    Args:
        paths: the inbox.
        settle: seconds for which a file must not have changed.
        now: the clock, in seconds since 1970.
        known: name → SHA-256 of what was read last: it stands for a file that is being written.

    Raises:
        FileNotFoundError: one of `paths` does not exist.
    """
    found = find_submissions(paths)
    contents: dict[str, str] = {}
    marks: dict[str, tuple[Mark, ...]] = {}
    left, gone, standing = [], [], []
    for submission in found.submissions:
        try:
            before = _marks(submission)
            content = _content(submission)
            settled = _marks(submission) == before and not _is_fresh(before, settle, now)
        except FileNotFoundError:
            gone.append(submission.name)
            continue
        except OSError:
            # It cannot be opened: reading it tells why, tonight and every night until it can.
            before, content, settled = (), "", True
        if not settled:
            left.append(submission.name)
            if submission.name not in known:
                continue
            content = known[submission.name]
        standing.append(submission)
        contents[submission.name] = content
        marks[submission.name] = before
    return Inbox(found._replace(submissions=standing), contents, tuple(left), tuple(gone), marks)


def _is_fresh(marks: Iterable[Mark], settle: float, now: float) -> bool:
    """Whether it was written a moment ago. A file of the future says only that a clock was set."""
    return any(0 <= now - mark.changed / 1e9 < settle for mark in marks)


def _files(submission: Submission) -> list[Path]:
    return [leaf.path for leaf in submission.pages] or [submission.path]


def _marks(submission: Submission) -> tuple[Mark, ...]:
    stats = (path.stat() for path in _files(submission))
    return tuple(Mark(stat.st_size, stat.st_mtime_ns, stat.st_ino) for stat in stats)


def _content(submission: Submission) -> str:
    """The SHA-256 of its bytes; of a folder of pages, that of theirs and their names."""
    if not submission.pages:
        return digest(submission.path)
    whole = hashlib.sha256()
    for leaf in submission.pages:
        whole.update(os.fsencode(leaf.path.name) + b"\0" + digest(leaf.path).encode() + b"\0")
    return whole.hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
