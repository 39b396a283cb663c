"""Which submissions hold others, and what is in them; a kind is one module in `CONTAINERS`."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from gongkai.forms import Text
from gongkai.loaders import _compressed, _records, _tar, _zip
from gongkai.loaders._discover import Found, Submission
from gongkai.loaders._spool import FullError, RefusalError, Spool


class Container(Protocol):
    """A module that takes one kind of archive apart.

    `holds` tells quickly, from the first `HEAD` bytes and where needed the file itself, whether a
    submission is one. `unpack` gives its members to the spool, one at a time; it raises `RefusalError` where
    the archive cannot be read, or not to its end. `IS_FOLDER` is true where it stands for a folder.
    """

    IS_FOLDER: bool

    def holds(self, head: bytes, submission: Submission) -> bool: ...
    def unpack(self, path: Path, spool: Spool) -> None: ...


CONTAINERS: Final[tuple[Container, ...]] = (_zip, _tar, _compressed, _records)
"""In the order they are asked."""
HEAD: Final = 1024

_TOO_DEEP: Final = Text(
    "{path}：压缩包套了太多层，或文件名看不出是压缩包，没有解开；请解压后提交其中的年度报告",
    "{path}: an archive inside too many others, or one whose name does not say that it is one; not unpacked. "
    "Unpack it and submit the reports in it",
)


def unpack(submission: Submission, into: Path) -> Found | None:
    """Takes apart a submission that holds others; None where it holds none, which is told quickly.

    The members are written to `into`, an empty folder (made where it is not there), under numbers; their
    names are never paths. What is
    in an archive inside it is found by unpacking that in turn. An archive that cannot be read, or not to its
    end, is told in `refused`, beside whatever could be taken out of it. Never raises for what it holds.

    An archive counts as a folder with its name less the suffix: it is part of the region of its members,
    unless it was given itself, as a folder that was given is no part of it either. A single outer folder
    of the archive's own name counts as the archive, not again.

    Raises:
        OSError: a member cannot be written.
    """
    if submission.pages:
        return None
    head = _head(submission.path)
    container = next((one for one in CONTAINERS if one.holds(head, submission)), None)
    if container is None:
        return None
    spool = Spool(submission, into)
    try:
        if not submission.room.levels:
            raise FullError(_TOO_DEEP)
        container.unpack(submission.path, spool)
    except RefusalError as error:
        spool.stop(error)
    return spool.found(is_folder=container.IS_FOLDER)


def _head(path: Path) -> bytes:
    """Nothing of a file that cannot be read, or a pipe, which may never end: the reader says why."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(HEAD)
    except (OSError, ValueError):
        return b""
