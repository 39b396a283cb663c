"""Compressed streams, read forward only and never past what an archive has room for."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from gongkai.forms import Text
from gongkai.loaders._limits import MAX_DIRECTORY, MAX_RATIO, MAX_WINDOW, RATIO_FROM
from gongkai.loaders._spool import BOMB, TOO_MUCH, FullError, RefusalError

CHUNK: Final = 64 * 1024

_RATIO_FROM: Final = 16 * RATIO_FROM
"""Many pages of one site in one stream are more alike than the parts of one document."""
_ERRORS: Final = (EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)
_CUT: Final = Text(
    "{path}：压缩文件已损坏、不完整（上传或下载中断）或压缩级别过高，后面的内容没有读取；请重新打包后提交",
    "{path}: the compressed file is damaged, cut off on the way, or compressed too hard; what follows in it "
    "is not read. Pack it anew and submit that",
)


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Xz:
    """The streams of an xz file one after another; the standard file class sets no bound to their memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = _xz_decoder()

    def read(self, size: int, /) -> bytes:
        while True:
            packed = b""
            if self._decoder.eof:
                packed = (self._decoder.unused_data or self._file.read(CHUNK)).lstrip(b"\0")
                if not packed:
                    return b""
                self._decoder = _xz_decoder()
            elif self._decoder.needs_input:
                packed = self._file.read(CHUNK)
                if not packed:
                    raise EOFError
            if data := self._decoder.decompress(packed, size):
                return data


def _xz_decoder() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_WINDOW)


def _gzip(file: BinaryIO) -> _Source:
    return gzip.GzipFile(fileobj=file, mode="rb")


_MAGIC: Final[tuple[tuple[bytes, Callable[[BinaryIO], _Source]], ...]] = (
    (b"\x1f\x8b\x08", _gzip),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", _Xz),
)


def is_compressed(head: bytes) -> bool:
    return any(head.startswith(magic) for magic, _ in _MAGIC)


class Stream:
    """What a file holds, compressed or not; as much of a file object as tarfile needs.

    Reading raises `RefusalError` where the file is damaged, for a bomb, and past `allowed`, which is counted
    down by what is read and set anew by whoever reads a header or a member.
    """

    def __init__(self, file: BinaryIO, head: bytes, limit: int) -> None:
        opener = next((opener for magic, opener in _MAGIC if head.startswith(magic)), None)
        self._file = file
        self._source: _Source = opener(file) if opener else file
        self._packed = opener is not None
        self._limit = limit
        self._position = 0
        self.allowed = limit
        self.last = b""
        """What was read last."""

    def read(self, size: int = CHUNK) -> bytes:
        if not 0 <= size <= self.allowed:
            raise RefusalError("limit", BOMB)
        self.allowed -= size
        parts = []
        while size > 0 and (data := self._some(min(size, CHUNK))):
            parts.append(data)
            size -= len(data)
        self.last = b"".join(parts)
        return self.last

    def tell(self) -> int:
        return self._position

    def seek(self, position: int) -> int:
        """Forward only; a header that leads back is no honest one."""
        if position < self._position:
            raise RefusalError("damaged", _CUT)
        while self._position < position and self._some(min(position - self._position, CHUNK)):
            pass
        return self._position

    def _some(self, size: int) -> bytes:
        try:
            data = self._source.read(size)
            taken = self._file.tell()
        except _ERRORS as error:
            raise RefusalError("damaged", _CUT) from error
        self._position += len(data)
        if self._position > self._limit:
            raise FullError(TOO_MUCH)
        if self._packed and self._position > max(_RATIO_FROM, MAX_RATIO * taken):
            raise RefusalError("limit", BOMB)
        return data


@contextmanager
def opened(path: Path, size: int) -> Iterator[Stream]:
    """The content of a file that may hold members of `size` bytes, and as much around them."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
        file.seek(0)
        yield Stream(file, head, 2 * size + MAX_DIRECTORY)
