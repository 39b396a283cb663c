"""Formats that are known at sight and not read: what they are and what to submit in their place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._report import UnreadableError

_REFUSED: Final = Text(
    "{path}：这是{what}，目前不能读取；请{remedy}后重新提交",
    "{path}: this is {what}, which is not read yet; {remedy} and submit that",
)
_SAVE: Final = Text("用 WPS 或 Word 打开，另存为 docx", "open it in WPS or Word, save it as docx")
_UNPACK: Final = Text("解压，取出其中的年度报告", "unpack it, take out the report")
_TEXT_COPY: Final = Text("提交它的原稿（docx 或 html）", "take the document it was made from (docx or html)")

_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")

_MAGIC: Final = (
    (b"Rar!\x1a\x07", Text("压缩包（RAR）", "an archive (RAR)"), _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", Text("压缩包（7z）", "an archive (7z)"), _UNPACK),
    (b"\x1f\x8b", Text("压缩包（gzip）", "an archive (gzip)"), _UNPACK),
)
_PACKAGES: Final = (
    ("ppt/presentation", Text("演示文稿（pptx）", "a presentation (pptx)"), _SAVE),
    ("OFD.xml", Text("OFD 版式文件", "an OFD document"), _TEXT_COPY),
    ("content.xml", Text("OpenDocument 表格或演示", "an OpenDocument spreadsheet or presentation"), _SAVE),
)
_ARCHIVE: Final = Text("压缩包（zip）", "an archive (zip)")
_OLD_OFFICE: Final = Text(
    "{path}：文件已损坏，或不是文档和表格，没有读取；"
    "请用 WPS 或 Office 打开原文，另存为 docx 或 xlsx 后重新提交",
    "{path}: the file is damaged, or neither a document nor a workbook; "
    "open the original in WPS or Office, save it as docx or xlsx and submit that",
)
_PASSWORD: Final = Text(
    "{path}：文档设有打开密码，不能读取；请在 WPS 或 Word 中去掉密码，保存后重新提交",
    "{path}: the document is protected by a password; remove it in WPS or Word, save and submit again",
)


def refuse_foreign(data: bytes, path: str) -> None:
    """Returns when `data` may be a format that is read.

    Raises:
        UnreadableError: code `unknown_format` for a format known at sight, `damaged` for an OLE2 file that
            is encrypted or holds nothing that is read.
    """
    if data.startswith(_OLE2):
        if _ENCRYPTED in data:
            raise protected(path)
        raise UnreadableError("damaged", _OLD_OFFICE.format(path=path))
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise _refused(path, what, remedy)


def foreign_package(names: Iterable[str], path: str) -> UnreadableError:
    """The error for a zip that holds no Word document, told from the names of its entries."""
    entries = tuple(names)
    for start, what, remedy in _PACKAGES:
        if any(name.startswith(start) for name in entries):
            return _refused(path, what, remedy)
    return _refused(path, _ARCHIVE, _UNPACK)


def protected(path: str) -> UnreadableError:
    """The error for a document that opens with a password only."""
    return UnreadableError("damaged", _PASSWORD.format(path=path))


def _refused(path: str, what: Text, remedy: Text) -> UnreadableError:
    return UnreadableError("unknown_format", _REFUSED.format(path=path, what=what, remedy=remedy))
