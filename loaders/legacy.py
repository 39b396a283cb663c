"""Old binary Word and WPS documents, RTF and OpenDocument text, by way of LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Any, Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._document import Document, digest
from gongkai.loaders._foreign import protected
from gongkai.loaders._package import body_of, check_part
from gongkai.loaders._packages_kind import OLE2, kind_of
from gongkai.loaders._pictures import scanned
from gongkai.loaders._soffice import to_docx
from gongkai.loaders.docx import blocks_of, numbering

FORMAT: str = "doc"
SUFFIXES: tuple[str, ...] = (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".ott")

_RTF: Final = b"{\\rtf"
_OF_WPS: Final = (".wps", ".wpt")

_WORD_STREAM: Final = "WordDocument"
_FLAGS: Final = slice(10, 12)
_ENCRYPTED: Final = 0x0100
"""The flag in the header of the stream; everything behind the header is encrypted then."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD, _INSTRUCTION, _SIMPLE, _TEXT = (f"{_W}{n}" for n in ("fldChar", "instrText", "fldSimple", "t"))
_TODAY: Final = re.compile(r"\s*(?:DATE|TIME)\b")

_DATES: Final = Text(
    "文档中有随打开日期变化的日期，不是原有文字，没有读入；请核对原文",
    "the document has dates that change with the day it is opened; they are no text of its "
    "own and were not read",
)


class _Source(NamedTuple):
    """A format: its name in Document.format, and LibreOffice's name of it."""

    name: str
    suffix: str
    import_filter: str


_DOC: Final = _Source("doc", ".doc", "MS Word 97")
_WPS: Final = _DOC._replace(name="wps")
_RICH: Final = _Source("rtf", ".rtf", "Rich Text Format")
_OPEN: Final = _Source("odt", ".odt", "writer8")


def sniff(head: bytes, suffix: str) -> bool:  # noqa: ARG001 - these show at their beginning what they are
    """Whether it is RTF or an OLE2 file; an OpenDocument text is told by what its zip holds."""
    return head.startswith((_RTF, OLE2))


def parse(data: bytes, path: str) -> Document:
    """Reads what LibreOffice makes of the document, as `docx.parse` does; places are those in its copy.

    `format` is doc, wps (a doc under that name), rtf or odt, and `sha256` is of `data`. A date that changes
    with the day is left out: LibreOffice puts today's in its place.

    Raises:
        UnreadableError: code `needs_libreoffice`, `damaged`, `limit`, or `scanned` for pictures without text.
    """
    source = _source(data, path)
    body = body_of(to_docx(data, source.suffix, source.import_filter, path), path)
    notes = numbering(body)
    if _drop_dates(body.root):
        notes += (_DATES,)
    blocks = blocks_of(body.root, path)
    if body.pictures and not blocks:
        raise scanned(path)
    return Document(path, source.name, digest(data), blocks, notes=notes)


def _source(data: bytes, path: str) -> _Source:
    if data.startswith(_RTF):
        return _RICH
    if kind_of(data) == "odt":
        _check_package(data, path)
        return _OPEN
    if _is_encrypted(data):
        raise protected(path)
    return _WPS if PurePath(path).suffix.lower() in _OF_WPS else _DOC


def _check_package(data: bytes, path: str) -> None:
    """Refuses what would be absurdly large when LibreOffice unpacks it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.infolist():
            check_part(part, path)


def _is_encrypted(data: bytes) -> bool:
    import olefile  # noqa: PLC0415 - only old binary files need it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file, file.openstream(_WORD_STREAM) as stream:
            flags = stream.read(_FLAGS.stop)[_FLAGS]
    except Exception:  # noqa: BLE001 - whatever a damaged file makes of a library that trusts it
        return False
    return bool(int.from_bytes(flags, "little") & _ENCRYPTED)


class _Field:
    """A field that has begun: what it says it holds, and whether its result has begun."""

    def __init__(self) -> None:
        self.instruction = ""
        self.shows = False


def _drop_dates(root: Any) -> bool:
    """Takes out the results of fields that show the present day; whether there were any."""
    found = False
    fields: list[_Field] = []
    for element in root.iter(_FIELD, _INSTRUCTION, _TEXT):
        if element.tag == _FIELD:
            _step(fields, element.get(f"{_W}fldCharType"))
        elif element.tag == _INSTRUCTION:
            if fields:
                fields[-1].instruction += element.text or ""
        elif any(field.shows and _TODAY.match(field.instruction) for field in fields):
            element.text = ""
            found = True
    return found


def _step(fields: list[_Field], kind: str | None) -> None:
    if kind == "begin":
        fields.append(_Field())
    elif fields and kind == "separate":
        fields[-1].shows = True
    elif fields and kind == "end":
        fields.pop()
