"""Which reader takes a submission. A format is added by adding its module to `READERS`."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Final, Protocol

from gongkai.forms import Text
from gongkai.loaders import delimited, docx, html, legacy, markdown, mht, pdf, spreadsheet, text, wordxml
from gongkai.loaders._document import Document
from gongkai.loaders._foreign import refuse_foreign
from gongkai.loaders._limits import MAX_BYTES, check_size
from gongkai.loaders._packages_kind import Kind, kind_of
from gongkai.loaders._pictures import is_picture, scanned
from gongkai.loaders._report import UnreadableError


class Reader(Protocol):
    """A module that reads one format.

    `sniff` gets the first `HEAD` bytes and the file name's suffix in lower case with its dot; the content
    has the last word. `parse` raises only `UnreadableError`.
    """

    FORMAT: str
    SUFFIXES: tuple[str, ...]

    def sniff(self, head: bytes, suffix: str) -> bool: ...
    def parse(self, data: bytes, path: str) -> Document: ...


READERS: Final[tuple[Reader, ...]] = (
    pdf,
    spreadsheet,
    docx,
    legacy,
    wordxml,
    mht,
    markdown,
    html,
    delimited,
    text,
)
"""In the order they are asked; the last takes everything that is text."""

_BY_KIND: Final[Mapping[Kind | None, Reader]] = {
    "docx": docx,
    "doc": legacy,
    "odt": legacy,
    "xlsx": spreadsheet,
    "xls": spreadsheet,
    "ods": spreadsheet,
}
"""Containers look alike at their beginning: these are known by what they hold, before any reader is asked."""

HEAD: Final = 4096

_EMPTY: Final = Text(
    "{path}：文件是空的，没有内容可读；请确认上传是否完整，重新提交",
    "{path}: the file is empty; check that it was uploaded whole and submit it again",
)
_NO_TEXT: Final = Text(
    "{path}：文件里没有文字；请确认上传的是年度报告，重新提交",
    "{path}: there is no text in the file; check that it is the report and submit it again",
)
_NOT_FOUND: Final = Text(
    "{path}：文件不存在或已被移走；请检查路径后重试",
    "{path}: no such file, or it was moved; check the path",
)
_NOT_A_FILE: Final = Text(
    "{path}：不是普通文件，没有读取；请指定年度报告文件", "{path}: not a regular file; name the report's file"
)
_CANNOT_OPEN: Final = Text(
    "{path}：无法打开（{reason}）；请检查读取权限和磁盘后重试",
    "{path}: cannot be opened ({reason}); check its permissions and the disk",
)


def read(path: Path, name: str | None = None) -> Document:
    """Reads a submission from disk; see `read_bytes`. `name` is what people see in place of the path.

    Raises:
        UnreadableError: as `read_bytes`, and `not_found`, or `damaged` for a file that cannot be opened.
    """
    name = name or shown(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError("damaged", _NOT_A_FILE.format(path=name))
        check_size(status.st_size, name)
        with path.open("rb") as file:
            # One byte more, so that a file that grew meanwhile is still told from one that fits.
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnreadableError("not_found", _NOT_FOUND.format(path=name)) from error
    except (OSError, ValueError) as error:
        # ValueError: a name with a NUL in it.
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise UnreadableError("damaged", _CANNOT_OPEN.format(path=name, reason=reason)) from error
    return read_bytes(data, name)


def shown(path: Path) -> str:
    """A path as text that can be stored and printed: bytes that are no UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(data: bytes, path: str) -> Document:
    """Reads a submission by the reader that knows its content.

    Args:
        data: the whole file.
        path: its name, for people; its suffix is a hint where the content does not tell.

    Raises:
        UnreadableError: code empty, too_large, unknown_format, damaged, not_text, limit, scanned or
            needs_libreoffice.
    """
    check_size(len(data), path)
    if not data.strip(b"\x00\t\n\r\x0b\x0c \xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("empty", _EMPTY.format(path=path))
    suffix = PurePath(path).suffix.lower()
    if is_picture(data):
        raise scanned(path)
    reader = _BY_KIND.get(kind_of(data))
    if reader is None:
        refuse_foreign(data, path)
        head = data[:HEAD]
        reader = next(reader for reader in READERS if reader.sniff(head, suffix))
    document = reader.parse(data, path)
    if not document.blocks:
        raise UnreadableError("empty", _NO_TEXT.format(path=path))
    return document
