"""Takes the body out of a Word package without trusting what the package says about itself."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from typing import Any, Final, NamedTuple

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._foreign import foreign_package
from gongkai.loaders._limits import (
    MAX_ENTRIES,
    MAX_PART_BYTES,
    MAX_RATIO,
    RATIO_FROM,
    check_tags,
    over_limit,
)
from gongkai.loaders._outline import unmarked
from gongkai.loaders._report import UnreadableError

_BODY_PART: Final = re.compile(r"word/document\d{0,3}\.xml")
_PICTURES: Final = "word/media/"
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG: Final = 1

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORMATTING: Final = (b"rPr", b"pPr", b"tcBorders", b"tblPrEx")
_KEPT_SPACES: Final = b'<w:t xml:space="preserve">'
_CELL_WIDTH: Final = re.compile(rb'<w:tcW w:w="\w*" w:type="\w*"/>')
_NO_PROPERTIES: Final = b"<w:tcPr></w:tcPr>"
_RAISED: Final = b'<w:vertAlign w:val="superscript"/>'
_LOWERED: Final = b'<w:vertAlign w:val="subscript"/>'
_STRUCK: Final = re.compile(rb'<w:d?strike(?: w:val="(?:true|1|on)")? ?/>')
_FIGURES: Final = re.compile(rb"(<w:t(?: [^>]*)?>)([^<]*?(?:[0-9]|\xef\xbc[\x90-\x99])[^<]*)")
_NEXT_RUN: Final = b"</w:t></w:r><w:r><w:t>"
_NUMBERED: Final = b"<w:numPr>"
_TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"

_DAMAGED: Final = Text(
    "{path}：{what}，不能读取；请用 WPS 或 Word 打开原文，另存为 docx 后重新提交",
    "{path}: {what}; it cannot be read. Open the original in WPS or Word, save it as docx and submit that",
)
_NOT_ZIP: Final = Text(
    "不是 docx 文件，或文件不完整（上传或下载中断）", "no docx file, or not a whole one (cut off on the way)"
)
_BROKEN: Final = Text("docx 文件已损坏", "the docx file is damaged")
_ENCRYPTED: Final = Text("docx 文件设有密码", "the docx file is protected by a password")
_NOT_XML: Final = Text("文档正文不是有效的 XML", "the body of the document is not valid XML")
_DOCTYPE: Final = Text(
    "文档正文含有不允许的 DOCTYPE 声明", "the body of the document has a DOCTYPE, which is not allowed"
)
_ENTRIES: Final = Text("压缩包内文件数超过上限", "the package holds more files than the limit")
_BOMB: Final = Text("解压后的大小异常", "the file is absurdly large when unpacked")


class Body(NamedTuple):
    """The root element of the main part.

    `numbered`: a paragraph is numbered automatically. `pictures`: there are some in the package.
    """

    root: Any
    numbered: bool
    pictures: bool = False


def body_of(data: bytes, path: str) -> Body:
    """The main part of a Word package, in the transitional namespace and without most of its formatting.

    No entity is resolved, no DTD loaded and nothing fetched.

    Raises:
        UnreadableError: code `damaged`, `limit`, or `unknown_format` for another kind of package.
    """
    xml, pictures = _unpack(data, path)
    return root_of(_in_utf8(xml, path), path)._replace(pictures=pictures)


def root_of(xml: bytes, path: str) -> Body:
    """The same of a main part that was in no package, in UTF-8.

    Raises:
        UnreadableError: code `damaged` or `limit`.
    """
    if b"<!DOCTYPE" in xml:
        raise _damaged(path, _DOCTYPE)
    check_tags(xml, path)
    parser = etree.XMLParser(
        collect_ids=False,
        encoding="utf-8",  # whatever it declares: the searches before and after rely on it
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # The strict variant of the format differs in its namespace only, as far as a reader goes.
        root = etree.fromstring(unmarked(_trimmed(xml.replace(_STRICT, _TRANSITIONAL))), parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined] # not in the stubs
            raise over_limit(path, _BOMB) from error
        raise _damaged(path, _NOT_XML) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr] # not in the stubs
        # Should there be a spelling that the search above does not see.
        raise _damaged(path, _DOCTYPE)
    return Body(root, _NUMBERED in xml)


def _unpack(data: bytes, path: str) -> tuple[bytes, bool]:
    """The main part, and whether there are pictures beside it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > MAX_ENTRIES:
                raise over_limit(path, _ENTRIES)
            part = next((entry for entry in entries if _BODY_PART.fullmatch(entry.filename)), None)
            if part is None:
                raise foreign_package((entry.filename for entry in entries), path)
            pictures = any(entry.filename.startswith(_PICTURES) for entry in entries)
            check_part(part, path)
            with package.open(part) as stream:
                xml = stream.read(MAX_PART_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _damaged(path, _NOT_ZIP) from error
    except (zlib.error, EOFError, OSError, ValueError) as error:
        raise _damaged(path, _BROKEN) from error
    if len(xml) > MAX_PART_BYTES:
        raise over_limit(path, _BOMB)
    return xml, pictures


def _in_utf8(xml: bytes, path: str) -> bytes:
    """The part in UTF-8; the format allows UTF-16 besides."""
    if not xml.startswith(_UTF_16):
        return xml
    try:
        return xml.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise _damaged(path, _NOT_XML) from error


def _trimmed(xml: bytes) -> bytes:
    """The part without most of its formatting: there is no text in it, and it is most of the bytes.

    Runs that then differ in nothing become one.
    """
    if b"<w:vertAlign" in xml or b"trike" in xml:
        xml = _with_marks(xml)
    for name in _FORMATTING:
        head, *rest = xml.split(b"<w:%s>" % name)
        behind = [piece.partition(b"</w:%s>" % name) for piece in rest]
        # Formatting inside formatting (a tracked change of it) is left for the parser to sort out.
        if all(end for _, end, _ in behind):
            xml = head + b"".join([after for _, _, after in behind])
    xml = _CELL_WIDTH.sub(b"", xml.replace(_KEPT_SPACES, b"<w:t>"))
    return xml.replace(_NEXT_RUN, b"").replace(_NO_PROPERTIES, b"")


def _with_marks(xml: bytes) -> bytes:
    """The part with ^ before figures that are raised or lowered, and ~ around those struck out.

    No digit of theirs belongs to the number beside them, and that shows in their formatting only.
    """
    head, *rest = xml.split(b"<w:rPr>")
    marked = [head]
    for piece in rest:
        formatting, end, after = piece.partition(b"</w:rPr>")
        mark = _RAISED in formatting or _LOWERED in formatting
        struck = _STRUCK.search(formatting)
        # That of a paragraph's end is no run's.
        if end and (mark or struck) and not after.startswith(b"</w:pPr>"):
            run, close, behind = after.partition(b"</w:r>")
            after = _FIGURES.sub(rb"\1~\2~" if struck else rb"\1^\2", run) + close + behind
        marked.append(formatting + end + after)
    return b"<w:rPr>".join(marked)


def check_part(part: zipfile.ZipInfo, path: str) -> None:
    """Refuses a part that cannot be unpacked or says that it is absurdly large.

    Raises:
        UnreadableError: code `damaged` or `limit`.
    """
    if part.flag_bits & _ENCRYPTED_FLAG:
        raise _damaged(path, _ENCRYPTED)
    if part.compress_type not in _METHODS:
        raise _damaged(path, _BROKEN)
    ratio = part.file_size / max(part.compress_size, 1)
    if part.file_size > MAX_PART_BYTES or (part.file_size > RATIO_FROM and ratio > MAX_RATIO):
        raise over_limit(path, _BOMB)


def _damaged(path: str, what: Text) -> UnreadableError:
    return UnreadableError("damaged", _DAMAGED.format(path=path, what=what))
