"""The directory of a zip in memory, and its entries, read where they are written as nearly all are.

The standard library takes longer to open a package than to unpack it. What is out of the ordinary is left to
it, with its errors: comments, extra fields, names in other encodings, and anything that does not agree.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

_END: Final = struct.Struct("<4s8x2LH")
_END_MAGIC: Final = b"PK\x05\x06"
_LOCATOR: Final = 20
_LOCATOR_MAGIC: Final = b"PK\x06\x07"
_ENTRY: Final = struct.Struct("<4s2x3H4x3L3H8xL")
_ENTRY_MAGIC: Final = b"PK\x01\x02"
_LOCAL: Final = struct.Struct("<4s22x2H")
_LOCAL_MAGIC: Final = b"PK\x03\x04"
_NEWEST: Final = 63
"""The last version of the format that the standard library takes."""
_SPECIAL: Final = 0x61
"""Flags of an entry that is encrypted, or a patch of another file."""
_STORED: Final = 0
_DEFLATED: Final = 8


class Entry(NamedTuple):
    """An entry of a directory; the names are those of `zipfile.ZipInfo`."""

    filename: str
    flag_bits: int
    compress_type: int
    CRC: int
    compress_size: int
    file_size: int
    header_offset: int


def directory_of(data: bytes) -> tuple[Entry, ...] | None:
    """The entries in order; None where the standard library has to say what this is."""
    end = len(data) - _END.size
    if end < _LOCATOR or data[end - _LOCATOR :].startswith(_LOCATOR_MAGIC):
        return None
    magic, size, at, comment = _END.unpack_from(data, end)
    if magic != _END_MAGIC or comment or at + size != end:
        return None
    return _entries(data[at:end], at)


def content_of(data: bytes, entry: Entry) -> bytes | None:
    """What an entry of `directory_of` unpacks to, if that is what the directory says of it; None if not.

    It takes no more room than the directory says.
    """
    offset = entry.header_offset
    magic, name_length, extra = _LOCAL.unpack_from(data, offset)
    begin = offset + _LOCAL.size
    name = data[begin : begin + name_length]
    begin += name_length + extra
    packed = data[begin : begin + entry.compress_size]
    if (
        magic != _LOCAL_MAGIC
        or name != entry.filename.encode("ascii")
        or len(packed) != entry.compress_size
        or entry.flag_bits & _SPECIAL
    ):
        return None
    if entry.compress_type == _STORED:
        content = packed
    elif entry.compress_type == _DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
        if not unpacker.eof or unpacker.unused_data:
            return None
    else:
        return None
    return content if len(content) == entry.file_size and zlib.crc32(content) == entry.CRC else None


@lru_cache(maxsize=8)
def _entries(directory: bytes, begin: int) -> tuple[Entry, ...] | None:
    """The entries of a directory that begins there; one file's is asked for several times in a row."""
    entries = []
    at, end = 0, len(directory)
    while at + _ENTRY.size <= end:
        magic, version, flags, method, *told = _ENTRY.unpack_from(directory, at)
        crc, packed, unpacked, name_length, extra, comment, offset = told
        at += _ENTRY.size
        name = directory[at : at + name_length]
        at += name_length
        if magic != _ENTRY_MAGIC or version & 0xFF > _NEWEST or extra or comment:
            return None
        if not name.isascii() or b"\x00" in name:
            return None
        entries.append(Entry(name.decode("ascii"), flags, method, crc, packed, unpacked, offset))
    return tuple(entries) if at == end and _are_apart(entries, begin) else None


def _are_apart(entries: Sequence[Entry], end: int) -> bool:
    """Whether no two share bytes, and all lie before the directory."""
    begin_and_size = sorted([(one.header_offset, _LOCAL.size + one.compress_size) for one in entries])
    return all(at + size <= after for (at, size), (after, _) in pairwise([*begin_and_size, (end, 0)]))
