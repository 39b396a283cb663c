"""JSON that holds reports in its records, as programs that collect web pages write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final

from gongkai.forms import Text
from gongkai.loaders._discover import Submission
from gongkai.loaders._limits import MAX_BYTES
from gongkai.loaders._record import records_of
from gongkai.loaders._spool import RefusalError, Spool

IS_FOLDER: bool = True

_LINES: Final = frozenset({".jsonl", ".ndjson"})
_SUFFIXES: Final = _LINES | {".json"}
_MARKED: Final = re.compile(rb"(?:<|\\u003c|&lt;)(?:html|body|div|p|table|td)\b", re.IGNORECASE)
_PART: Final = 1024 * 1024

_NOT_JSON: Final = Text(
    "{path}：不是有效的 JSON（可能不完整或嵌套过深），其中的网页没有读取；请重新导出后提交",
    "{path}: not valid JSON (cut off, or nested too deeply?); the pages in it were not read. "
    "Export it anew and submit that",
)
_TOO_LARGE: Final = Text(
    "{path}：JSON 超过 {limit} MB 的上限，没有读取；请改为每行一条记录的 jsonl，或分成几个文件提交",
    "{path}: JSON over the limit of {limit} MB, and not read; write it with one record a line (jsonl), or in "
    "several files",
)
_LONG_LINE: Final = Text(
    "{path}：这条记录超过 {limit} MB 的上限，没有读取；请去掉其中的图片和附件后提交",
    "{path}: this record is over the limit of {limit} MB and was not read; submit it without pictures",
)
_NO_REPORT: Final = Text(
    "{path}：JSON 中没有找到年度报告的正文；请确认每条记录带有网页或正文",
    "{path}: the JSON holds no text of an annual report; check that its records hold the pages",
)
_NO_BODY: Final = Text(
    "{path}：这条记录只有标题，没有正文；请重新导出后提交",
    "{path}: this record has a title and no text; export it anew and submit that",
)


def holds(_: bytes, submission: Submission) -> bool:
    """Whether its name says so; whether there are reports in it is seen only by reading it."""
    return PurePath(submission.name).suffix.lower() in _SUFFIXES


def unpack(path: Path, spool: Spool) -> None:
    """Gives the records that hold a report to the spool, as a page or a text each; the others are aside.

    Where there is none the file itself is aside, unless it was given itself.

    Raises:
        RefusalError: it cannot be read, though there seem to be pages in it.
    """
    name = PurePath(spool.archive.name)
    numbers = count(1)
    others = []
    with path.open("rb") as file:
        for record in records_of(_values(file, name.suffix.lower(), spool)):
            title, data = record.file(next(numbers))
            if not record.is_report:
                others.append(title)
            elif record.body:
                spool.take(title, (data,))
            else:
                spool.refuse(title, RefusalError("empty", _NO_BODY))
    if spool.is_empty:
        if spool.archive.given:
            raise RefusalError("no_report", _NO_REPORT)
        spool.set_aside()
    else:
        for title in others:
            spool.set_aside(title)


def _values(file: BinaryIO, suffix: str, spool: Spool) -> Iterator[Any]:
    """The one value of the file, or the value of each line.

    Raises:
        RefusalError: it is no JSON, or too large, and pages can be seen in it.
    """
    if suffix in _LINES:
        yield from _lines(file, spool)
        return
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        _refuse_pages(data, RefusalError("too_large", _TOO_LARGE))
        return
    value = _parsed(data)
    if value is not None:
        yield value
    elif _parsed(data.strip().partition(b"\n")[0]) is not None:
        file.seek(0)
        yield from _lines(file, spool)
    else:
        _refuse_pages(data, RefusalError("damaged", _NOT_JSON))


def _lines(file: BinaryIO, spool: Spool) -> Iterator[Any]:
    """The value of each line; one that is none, or too long, is refused where pages can be seen in it."""
    for number in count(1):
        line = file.readline(MAX_BYTES + 1)
        if not line:
            return
        error = RefusalError("damaged", _NOT_JSON)
        value = None
        if len(line) > MAX_BYTES:
            error = RefusalError("too_large", _LONG_LINE)
            _skip_line(file, line)
        else:
            value = _parsed(line)
        if value is not None:
            yield value
        elif _MARKED.search(line):
            spool.refuse(f"{number:05d}", error)


def _skip_line(file: BinaryIO, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = file.readline(_PART)


def _refuse_pages(data: bytes, error: RefusalError) -> None:
    if _MARKED.search(data):
        raise error


def _parsed(data: bytes) -> Any:
    """None where it is no JSON, which its own null may be as well."""
    try:
        # Figures are of no use here, and a long one takes forever.
        return json.loads(_text(data), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None


def _text(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        return data.decode("gb18030")
