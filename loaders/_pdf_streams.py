"""How large the streams of a PDF become when they are unpacked, told before anything unpacks them."""

from __future__ import annotations

import re
import zlib
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._limits import MAX_STREAM_BYTES, over_limit

_BEGIN: Final = re.compile(rb"(?<!end)stream\r?\n")
_END: Final = b"endstream"
_DICTIONARY: Final = 1024
"""Bytes before a stream in which its dictionary begins."""
_IMAGE: Final = b"/Image"
_FLATE: Final = b"/FlateDecode"
_RATIO: Final = 1032
"""What deflate makes of one byte at most."""
_TOO_LARGE: Final = Text("PDF 中的数据解压后大小异常", "a stream of the PDF is absurdly large when unpacked")


def check_streams(data: bytes, path: str) -> None:
    """Unpacks the streams that may be large, but for pictures, which nothing here draws.

    Raises:
        UnreadableError: code `limit`, for one of more than `MAX_STREAM_BYTES`.
    """
    for match in _BEGIN.finditer(data):
        start = match.end()
        end = data.find(_END, start)
        end = len(data) if end < 0 else end
        before = data[max(0, start - _DICTIONARY) : start]
        before = before[before.rfind(b" obj") + 1 :]
        layers = before.count(_FLATE)
        if _IMAGE not in before and (end - start) * _RATIO**layers > MAX_STREAM_BYTES:
            _check(data[start:end], layers, path)


def _check(packed: bytes, layers: int, path: str) -> None:
    for _ in range(layers):
        try:
            packed = zlib.decompressobj().decompress(packed, MAX_STREAM_BYTES + 1)
        except zlib.error:
            # Encrypted, or not what it says: then nothing comes of it.
            return
        if len(packed) > MAX_STREAM_BYTES:
            raise over_limit(path, _TOO_LARGE)
