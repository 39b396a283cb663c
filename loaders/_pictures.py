"""Pictures, and documents of nothing but pictures: scans, which are told as such and never guessed at."""

from __future__ import annotations

import re
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._report import UnreadableError

_SCANNED: Final = Text(
    "{path}：扫描件（图片），无法读取；请提交文字版（docx、html 或文字型 PDF）",
    "{path}: a scan (pictures), which cannot be read; submit the text version (docx, html, or a PDF with "
    "text)",
)
_PICTURE: Final = re.compile(
    rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*"
    rb"|RIFF....WEBP|BM....\x00\x00\x00\x00|....ftyp(?:heic|heix|hevc|mif1|msf1|avif)",
    re.DOTALL,
)
"""PNG, JPEG, GIF, TIFF; WebP, BMP, and what telephones take."""


def is_picture(data: bytes) -> bool:
    return _PICTURE.match(data) is not None


def scanned(path: str) -> UnreadableError:
    """The error for a submission that holds pictures and no text."""
    return UnreadableError("scanned", _SCANNED.format(path=path))
