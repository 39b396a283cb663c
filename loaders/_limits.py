"""How large a submission may be. A real report is far below every one of these; a hostile one is not."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text
from gongkai.loaders._report import UnreadableError

MAX_BYTES: Final = 50 * 1024 * 1024
"""Of a submitted file."""
MAX_TAGS: Final = 1_000_000
"""`<` characters in markup: start tags, end tags and comments together."""
MAX_COLUMNS: Final = 1000
"""Of a laid-out table; also the widest colspan that HTML allows."""
MAX_AREA: Final = 2_000_000
"""Laid-out positions of all tables of a document together."""
MAX_ENTRIES: Final = 5000
"""Files in a package."""
MAX_PART_BYTES: Final = 32 * 1024 * 1024
"""Of one part of a package, unpacked."""
MAX_RATIO: Final = 300
"""Unpacked to packed size of a part of more than `RATIO_FROM` bytes."""
RATIO_FROM: Final = 1024 * 1024
MAX_SHEETS: Final = 1000
"""Of a workbook, hidden ones too."""
MAX_MIME_PARTS: Final = 2000
"""Of a web archive: pages, pictures, stylesheets."""
MAX_MIME_DEPTH: Final = 20
"""Parts of a web archive that hold parts."""
MAX_EMBEDDED: Final = 2000
"""Tables in HTML in a text, and the pieces of text between them."""
MAX_LEVELS: Final = 4
"""Of archives in archives."""
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
"""Bytes unpacked from an archive, from the archives in it too."""
MAX_MEMBERS: Final = 20_000
"""Files in an archive, in the archives in it too."""
MAX_DIRECTORY: Final = 8 * 1024 * 1024
"""Bytes of what an archive says about its members before the first of them can be read."""
MAX_WINDOW: Final = 128 * 1024 * 1024
"""Bytes of memory to unpack a compressed stream with."""
MAX_PAGES: Final = 300
"""Of a PDF."""
MAX_MARKS: Final = 200_000
"""Objects drawn on one page of a PDF, pieces of their outlines with them."""
MAX_STREAM_BYTES: Final = 64 * 1024 * 1024
"""Of one stream of a PDF that is no picture, unpacked."""
MAX_GLYPHS: Final = 500_000
"""Characters printed on all pages of a PDF together."""

_TOO_LARGE: Final = Text(
    "{path}：文件有 {size:.1f} MB，超过 {limit} MB 的上限，没有读取；请只提交年度报告正文，去掉图片和附件",
    "{path}: the file has {size:.1f} MB, over the limit of {limit} MB, and was not read; "
    "submit the report itself without pictures and attachments",
)
_LIMIT: Final = Text(
    "{path}：{what}，没有读取；请用 Word 或浏览器打开原文，另存后重新提交",
    "{path}: {what}; not read. Open the original, save it again and submit that",
)


def check_size(size: int, path: str) -> None:
    """Raises `UnreadableError` (code `too_large`) over `MAX_BYTES`."""
    if size > MAX_BYTES:
        mega = 1024 * 1024
        message = _TOO_LARGE.format(path=path, size=size / mega, limit=MAX_BYTES // mega)
        raise UnreadableError("too_large", message)


def check_tags(markup: bytes, path: str) -> None:
    """Raises `UnreadableError` (code `limit`) over `MAX_TAGS`: a tree takes far more room than its text."""
    if len(markup) > MAX_TAGS and markup.count(b"<") > MAX_TAGS:
        raise over_limit(path, Text("文件内的标记数量超过上限", "the file holds more tags than the limit"))


def over_limit(path: str, what: Text) -> UnreadableError:
    """The error for a file that asks for more than a reader gives."""
    return UnreadableError("limit", _LIMIT.format(path=path, what=what))
