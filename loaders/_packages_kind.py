"""What a container file holds: zips and OLE2 files look alike at their beginning, whatever is in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final, Literal

from gongkai.loaders._directory import directory_of
from gongkai.loaders._limits import MAX_ENTRIES

Kind = Literal["docx", "xlsx", "ods", "odt", "pptx", "ofd", "zip", "xls", "doc", "ppt", "encrypted", "ole2"]
"""xlsx is also xlsm, xlsb and WPS's newer et; xls also WPS's older et; doc also older wps. zip is any other
zip, or one whose directory cannot be read; encrypted an Office package behind a password; ole2 any other
OLE2 file, or a damaged one."""

ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY: Final = b"PK\x01\x02"
_PARTS: Final[tuple[tuple[str, Kind], ...]] = (
    ("word/document", "docx"),
    ("xl/workbook", "xlsx"),
    ("ppt/presentation", "pptx"),
    ("ofd.xml", "ofd"),
)
_MIME_TYPES: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
)
_NAMING: Final = ("mimetype", "META-INF/manifest.xml")
"""The entries of an OpenDocument package that say what it is."""
_NAMING_BYTES: Final = 4096
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError)
"""RuntimeError is also an encrypted entry or a method that is not known."""
_STREAMS: Final[tuple[tuple[str, Kind], ...]] = (
    ("encryptedpackage", "encrypted"),
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
)


def kind_of(data: bytes) -> Kind | None:
    """What the file is by its own directory, whatever its name says; None where it is no container.

    Nothing is unpacked but the few bytes by which an OpenDocument file names itself.
    """
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(OLE2):
        return _ole2_kind(data)
    return None


def _zip_kind(data: bytes) -> Kind:
    if data.count(_ENTRY) > MAX_ENTRIES:
        # Listing them takes long: the reader that takes it says so.
        return "zip"
    directory = directory_of(data)
    kind = _kind_by_names([entry.filename for entry in directory or ()])
    if kind is not None:
        return kind
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _kind_by_names(package.namelist()) or _open_document_kind(package)
    except _DAMAGE:
        return "zip"


def _kind_by_names(names: Sequence[str]) -> Kind | None:
    listed = "\0".join(["", *names]).replace("\\", "/").lower()
    return next((kind for start, kind in _PARTS if f"\0{start}" in listed), None)


def _open_document_kind(package: zipfile.ZipFile) -> Kind:
    for name in _NAMING:
        entry = package.NameToInfo.get(name)
        if entry is None or entry.compress_type not in _METHODS:
            continue
        with package.open(entry) as stream:
            said = stream.read(_NAMING_BYTES)
        # The file itself comes before what is embedded in it.
        places = {at: kind for mime_type, kind in _MIME_TYPES if (at := said.find(mime_type)) >= 0}
        if places:
            return places[min(places)]
    return "zip"


def _ole2_kind(data: bytes) -> Kind:
    import olefile  # noqa: PLC0415 - only old binary files need it

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            streams = {path[0].lower() for path in file.listdir() if len(path) == 1}
    except Exception:  # noqa: BLE001 - whatever a damaged file makes of a library that trusts it
        return "ole2"
    return next((kind for name, kind in _STREAMS if name in streams), "ole2")
