"""The parts of a spreadsheet's package, without trusting what the package says about itself."""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._directory import Entry, content_of, directory_of
from gongkai.loaders._limits import (
    MAX_ENTRIES,
    MAX_PART_BYTES,
    MAX_RATIO,
    MAX_TAGS,
    RATIO_FROM,
    over_limit,
)
from gongkai.loaders._outline import unmarked
from gongkai.loaders._report import UnreadableError

_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others may unpack far more at once than is asked for."""
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, ValueError)
_MARK: Final = b"\xee"
_REFERENCE: Final = b"&"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_DAMAGED: Final = Text(
    "{path}：{what}，不能读取；请用 WPS 或 Excel 打开原文，另存为 xlsx 后重新提交",
    "{path}: {what}; it cannot be read. Open the original in WPS or Excel, save it as xlsx and submit that",
)
_NOT_WHOLE: Final = Text(
    "表格文件不完整或已损坏（上传或下载中断）",
    "the workbook is damaged or not whole (cut off on the way)",
)
_PASSWORD: Final = Text("表格文件设有密码", "the workbook is protected by a password")
_NOT_XML: Final = Text("表格文件的内容不是有效的 XML", "the workbook's content is not valid XML")
_DOCTYPE: Final = Text(
    "表格文件含有不允许的 DOCTYPE 声明", "the workbook has a DOCTYPE, which is not allowed"
)
_ENTRIES: Final = Text("压缩包内文件数超过上限", "the package holds more files than the limit")
_BOMB: Final = Text("解压后的大小异常", "the file is absurdly large when unpacked")


class Parts:
    """A package open for reading; all its parts together may take `MAX_PART_BYTES` and `MAX_TAGS`.

    Raises:
        UnreadableError: code `damaged` or `limit`, here and in every method.
    """

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self._data = data
        self._room = MAX_PART_BYTES
        self._tags = MAX_TAGS
        self._uncounted: list[bytes] = []
        if data.count(_ENTRY) > MAX_ENTRIES:
            raise over_limit(path, _ENTRIES)
        directory = directory_of(data)
        self._package = _opened(data, path) if directory is None else None
        self._entries: Mapping[str, Entry | zipfile.ZipInfo] = (
            {entry.filename: entry for entry in directory or ()}
            if self._package is None
            else self._package.NameToInfo
        )
        self.names = self._entries.keys()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._package is not None:
            self._package.close()

    def read(self, name: str) -> bytes:
        """A part as XML in UTF-8, still to be parsed; empty where there is no such part."""
        entry = self._entries.get(name)
        if entry is None:
            return b""
        self._check(entry)
        part = content_of(self._data, entry) if isinstance(entry, Entry) else None
        if part is None:
            part = self._taken(name)
        self._room -= len(part)
        if self._room < 0 or not self._has_room_for_tags(part):
            raise over_limit(self.path, _BOMB)
        part = self._in_utf8(part)
        # Most parts have neither of the bytes that marks and references to them begin with, as is soon seen.
        return unmarked(part) if _MARK in part or _REFERENCE in part else part

    def _taken(self, name: str) -> bytes:
        """A part as the standard library unpacks it."""
        if self._package is None:
            self._package = _opened(self._data, self.path)
        try:
            with self._package.open(name) as stream:
                return stream.read(self._room + 1)
        except _DAMAGE as error:
            raise damaged(self.path) from error

    def _has_room_for_tags(self, part: bytes) -> bool:
        """The tags of the parts are counted only once there are so many bytes that they could be too many."""
        self._uncounted.append(part)
        if sum(map(len, self._uncounted)) > self._tags:
            self._tags -= sum([one.count(b"<") for one in self._uncounted])
            self._uncounted.clear()
        return self._tags >= 0

    def tree(self, xml: bytes) -> Any:
        """The root element of what `read` gave. No entity is resolved, nothing is fetched."""
        if b"<!DOCTYPE" in xml:
            raise damaged(self.path, _DOCTYPE)
        parser = etree.XMLParser(
            collect_ids=False,
            encoding="utf-8",  # whatever it declares
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(xml, parser)
        except etree.XMLSyntaxError as error:
            if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined] # not in the stubs
                raise over_limit(self.path, _BOMB) from error
            raise damaged(self.path, _NOT_XML) from error
        if root.getroottree().docinfo.doctype:  # type: ignore[union-attr] # not in the stubs
            # Should there be a spelling that the search above does not see.
            raise damaged(self.path, _DOCTYPE)
        return root

    def _check(self, entry: Entry | zipfile.ZipInfo) -> None:
        if entry.flag_bits & _ENCRYPTED:
            raise damaged(self.path, _PASSWORD)
        if entry.compress_type not in _METHODS:
            raise damaged(self.path)
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > self._room or (entry.file_size > RATIO_FROM and ratio > MAX_RATIO):
            raise over_limit(self.path, _BOMB)

    def _in_utf8(self, xml: bytes) -> bytes:
        if not xml.startswith(_UTF_16):
            return xml
        try:
            return xml.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise damaged(self.path, _NOT_XML) from error


def _opened(data: bytes, path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise damaged(path) from error


def damaged(path: str, what: Text = _NOT_WHOLE) -> UnreadableError:
    """The error for a workbook that cannot be read, with `what` is wrong with it."""
    return UnreadableError("damaged", _DAMAGED.format(path=path, what=what))
