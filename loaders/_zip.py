"""Zip archives that are no Office package, without trusting what they say about themselves."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._discover import Submission
from gongkai.loaders._limits import MAX_DIRECTORY, MAX_RATIO, RATIO_FROM
from gongkai.loaders._names import decoded
from gongkai.loaders._spool import BOMB, LINK, RefusalError, Spool

IS_FOLDER: bool = True

_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")
_SUFFIX: Final = ".zip"
_PARTS: Final = ("[Content_Types].xml", "word/document", "xl/workbook", "ppt/presentation", "OFD.xml")
"""How a member is called that an Office package has and no other archive."""
_OPEN_DOCUMENT: Final = "content.xml"
_NAMING: Final = frozenset({"mimetype", "META-INF/manifest.xml"})
"""Members by which an OpenDocument package says what its content is."""
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others may unpack far more at once than is asked for."""
_ENCRYPTED: Final = 0x1
_IN_UTF_8: Final = 0x800
_LOCAL_HEADER: Final = 30
_CHUNK: Final = 1024 * 1024

_DAMAGED: Final = Text(
    "{path}：压缩包不完整或已损坏（上传或下载中断），没有读取；请重新打包后提交",
    "{path}: the archive is damaged or not whole (cut off on the way) and was not read; "
    "pack it anew and submit that",
)
_DAMAGED_MEMBER: Final = Text(
    "{path}：压缩包内的这个文件已损坏，没有读取；请重新打包后提交",
    "{path}: this file in the archive is damaged and was not read; pack it anew and submit that",
)
_PASSWORD: Final = Text(
    "{path}：压缩包设有密码，不能读取；请去掉密码，重新打包后提交",
    "{path}: the archive is protected by a password; pack it without one and submit that",
)
_METHOD: Final = Text(
    "{path}：压缩方法不能识别，没有读取；请用普通的 zip 方式重新打包后提交",
    "{path}: compressed in a way that is not read; pack it anew as a plain zip and submit that",
)


def holds(head: bytes, submission: Submission) -> bool:
    """Whether it is a zip of files; one whose directory cannot be read is, if its name says so."""
    if not head.startswith(_MAGIC):
        return False
    try:
        with _opened(submission.path) as archive:
            return not _is_package(archive.namelist())
    except RefusalError:
        return PurePath(submission.name).suffix.lower() == _SUFFIX


def unpack(path: Path, spool: Spool) -> None:
    """Gives every file of the archive to the spool.

    Raises:
        RefusalError: it is damaged, or has a password throughout.
    """
    with _opened(path) as archive:
        _check_places(archive.infolist())
        members = [member for member in archive.infolist() if not _is_folder(member)]
        if members and all(member.flag_bits & _ENCRYPTED for member in members):
            raise RefusalError("damaged", _PASSWORD)
        for member, name in zip(members, _names(members), strict=True):
            spool.take(name, _chunks(archive, member))


def _is_package(names: Sequence[str]) -> bool:
    if any(name.startswith(_PARTS) for name in names):
        return True
    return _OPEN_DOCUMENT in names and not _NAMING.isdisjoint(names)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with _Cautious(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
            raise RefusalError("damaged", _DAMAGED) from error
        with archive:
            yield archive


class _Cautious(io.FileIO):
    """A file of which no more is read at once than a directory of the most members takes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            size = MAX_DIRECTORY
        if size > MAX_DIRECTORY:
            raise RefusalError("limit", BOMB)
        return super().read(size) or b""


def _check_places(members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuses an archive whose members share bytes, as only bombs do.

    Raises:
        RefusalError: two members overlap.
    """
    ends_after = sorted((member.header_offset, member.compress_size) for member in members)
    for (offset, size), (following, _) in pairwise(ends_after):
        if offset + _LOCAL_HEADER + size > following:
            raise RefusalError("limit", BOMB)


def _is_folder(member: zipfile.ZipInfo) -> bool:
    """Windows programs may end a folder with a backslash; what has content is none, whatever its name."""
    return member.orig_filename.endswith(("/", "\\")) and not member.file_size


def _names(members: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The names in full, those without the mark of UTF-8 in the encoding that fits all of them."""
    unmarked = [member for member in members if not member.flag_bits & _IN_UTF_8]
    raw = [member.orig_filename.encode("cp437") for member in unmarked]
    names = dict(zip(map(id, unmarked), decoded(raw), strict=True))
    return [names.get(id(member), member.orig_filename) for member in members]


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
        raise RefusalError("unsafe", LINK)
    if member.flag_bits & _ENCRYPTED:
        raise RefusalError("damaged", _PASSWORD)
    if member.compress_type not in _METHODS:
        raise RefusalError("damaged", _METHOD)
    if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * member.compress_size:
        raise RefusalError("limit", BOMB)
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise RefusalError("damaged", _DAMAGED_MEMBER) from error
