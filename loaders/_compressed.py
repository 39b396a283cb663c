"""One file compressed by itself: gzip, bzip2, xz."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath

from gongkai.loaders._discover import Submission
from gongkai.loaders._spool import SUFFIXES, Spool
from gongkai.loaders._streams import Stream, is_compressed, opened

IS_FOLDER: bool = False


def holds(head: bytes, _: Submission) -> bool:
    """Whether it is compressed; that it holds no tar archive is known by now."""
    return is_compressed(head)


def unpack(path: Path, spool: Spool) -> None:
    """Gives the one file to the spool, under the archive's name less its suffix."""
    name = PurePath(spool.archive.name.rpartition("/")[2])
    with opened(path, spool.archive.room.size) as stream:
        spool.take(name.stem if name.suffix.lower() in SUFFIXES else name.name, _chunks(stream))


def _chunks(stream: Stream) -> Iterator[bytes]:
    while data := stream.read():
        yield data
