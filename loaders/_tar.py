"""Tar archives, plain or compressed, read in one pass."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import IO, Final, cast

from gongkai.forms import Text
from gongkai.loaders._discover import Submission
from gongkai.loaders._limits import MAX_BYTES, MAX_DIRECTORY, MAX_UNPACKED
from gongkai.loaders._names import decoded
from gongkai.loaders._spool import LINK, RefusalError, Spool
from gongkai.loaders._streams import CHUNK, Stream, is_compressed, opened

IS_FOLDER: bool = True

_SUFFIX: Final = ".tar"
_MAGIC: Final = slice(257, 262)
_MAGIC_WORD: Final = b"ustar"
_PEEK: Final = MAX_BYTES
_ERRORS: Final = (tarfile.TarError, ValueError, ArithmeticError, LookupError, RecursionError, OSError)
_BROKEN: Final = Text(
    "{path}：压缩包（tar）从中间起已损坏，后面的文件没有读取；请重新打包后提交",
    "{path}: the tar archive is damaged from some place on; the files after it are not read. "
    "Pack it anew and submit that",
)


def holds(head: bytes, submission: Submission) -> bool:
    """Whether a tar archive begins in it, or in what is compressed in it."""
    if not is_compressed(head):
        return _begins(head, named=PurePath(submission.name).suffix.lower() == _SUFFIX)
    try:
        with opened(submission.path, _PEEK) as stream:
            return _begins(stream.read(tarfile.BLOCKSIZE), named=False)
    except RefusalError:
        return False


def unpack(path: Path, spool: Spool) -> None:
    """Gives every file of the archive to the spool.

    Raises:
        RefusalError: it is damaged from some place on.
    """
    with opened(path, spool.archive.room.size) as stream:
        for member, archive in _members(stream):
            name = decoded([member.name.encode("utf-8", "surrogateescape")])[0]
            spool.take(name, _chunks(archive, member, stream))


def _begins(block: bytes, *, named: bool) -> bool:
    """Whether a tar archive begins so; the oldest kind is told by its name and the checksum alone."""
    if block[_MAGIC] != _MAGIC_WORD and not named:
        return False
    try:
        tarfile.TarInfo.frombuf(block[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def _members(stream: Stream) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    """Everything but folders, each with the archive to take it from before the next is asked for.

    Raises:
        RefusalError: what follows cannot be told apart.
    """
    try:
        stream.allowed = MAX_DIRECTORY
        archive = tarfile.TarFile(fileobj=cast("IO[bytes]", stream), encoding="utf-8")
        while True:
            stream.allowed = MAX_DIRECTORY
            member = archive.next()
            if member is None:
                break
            if not member.isdir():
                yield member, archive
    except _ERRORS as error:
        raise RefusalError("damaged", _BROKEN) from error
    # At a block that is no header tarfile stops without a word, as it does at the blocks of zeros at the end.
    if stream.last.strip(b"\0"):
        raise RefusalError("damaged", _BROKEN)


def _chunks(archive: tarfile.TarFile, member: tarfile.TarInfo, stream: Stream) -> Iterator[bytes]:
    if not member.isreg():
        raise RefusalError("unsafe", LINK)
    stream.allowed = MAX_UNPACKED
    try:
        content = archive.extractfile(member)
        while content is not None and (chunk := content.read(CHUNK)):
            yield chunk
    except _ERRORS as error:
        raise RefusalError("damaged", _BROKEN) from error
