"""The records of parsed JSON that hold a document: its title and its body, whatever the fields are called."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from gongkai.loaders._keys import folded
from gongkai.loaders._signs import signs_of, visible

_MARKUP: Final = re.compile(
    r"<(?:!doctype|html|body|div|p|table|tr|td|span|br|h[1-6]|section|article)\b", re.IGNORECASE
)
_ESCAPED: Final = re.compile(r"&lt;(?:html|body|div|p|table|td|span|br)\b", re.IGNORECASE)
_WHOLE: Final = re.compile(r"\s*<(?:!doctype|html|body)\b", re.IGNORECASE)
_LEAST_PAGE: Final = 50
_LEAST_TEXT: Final = 200
"""Characters of a body, with markup and without."""
_LONGEST_TITLE: Final = 200
_TITLES: Final = ("title", "标题", "题名", "题目", "subject", "headline", "名称", "name")
_ORGANS: Final = ("organ", "机构", "单位", "部门", "来源", "source")
"""Fields that name a record without a title; not the date, whose year need not be the report's."""
_SLASHES: Final = str.maketrans("/\\", "／＼")


class Record(NamedTuple):
    """A document found in JSON; `title` is empty where none is given, `body` where that is missing.

    `is_report` tells whether title or body show it to be one.
    """

    title: str
    body: str
    is_page: bool
    is_report: bool

    def file(self, number: int) -> tuple[str, bytes]:
        """A name for people, and what a reader gets: the title stands before a body that lacks it."""
        name = f"{number:05d} {self.title}".strip().translate(_SLASHES)
        lacks_title = self.title and folded(self.title) not in folded(visible(self.body))
        if self.is_page:
            before = f"<h1>{html.escape(self.title)}</h1>\n" if lacks_title else ""
            text = f'<!DOCTYPE html><meta charset="utf-8">{before}{self.body}'
            suffix = ".html"
        else:
            text = f"{self.title}\n{self.body}" if lacks_title else self.body
            suffix = ".txt"
        return name.removesuffix(suffix) + suffix, text.encode("utf-8", "replace")


_END: Final = object()


class _Body(NamedTuple):
    is_report: bool
    is_page: bool
    size: int
    text: str


def records_of(values: Iterable[Any]) -> Iterator[Record]:
    """The documents in parsed JSON, in its order, however deep.

    An object is one document: its longest field that holds a page, a report's before any other. An object
    whose keys are no field names (addresses, file names) holds a document a field, and a list of whole
    pages holds one an item. An object that has the field that held the body of another, and no body in any,
    is a record whose body is missing.
    """
    bodies: set[str] = set()
    stack = [iter(values)]
    while stack:
        value = next(stack[-1], _END)
        if value is _END:
            stack.pop()
        elif isinstance(value, list):
            stack.append(iter(value))
        elif isinstance(value, dict):
            yield from _object(value, bodies)
            stack.append(child for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, str) and _WHOLE.match(value) and (body := _body(value)):
            yield _record("", body)


def _object(fields: dict[str, Any], bodies: set[str]) -> Iterator[Record]:
    found = {key: body for key, value in fields.items() if (body := _body(value))}
    if len(found) > 1 and not any(key.isidentifier() for key in found):
        yield from (_record(key, body) for key, body in found.items())
    elif found:
        key = max(found, key=lambda key: found[key])
        bodies.add(key)
        yield _record(_title(fields), found[key])
    elif not bodies.isdisjoint(fields):
        title = _title(fields)
        yield Record(title, "", is_page=False, is_report=signs_of(title).named)


def _record(title: str, body: _Body) -> Record:
    return Record(title, body.text, body.is_page, body.is_report or signs_of(title).named)


def _body(value: Any) -> _Body | None:
    """The text as a document; None where it is too short for one."""
    if not isinstance(value, str) or len(value) < _LEAST_PAGE:
        return None
    if not _MARKUP.search(value) and _ESCAPED.search(value):
        value = html.unescape(value)
    is_page = _MARKUP.search(value) is not None
    if not is_page and len(value) < _LEAST_TEXT:
        return None
    return _Body(signs_of(value).of_report, is_page, len(value), value)


def _title(fields: dict[str, Any]) -> str:
    """The short field that names a report, or the one that is called a title; else what names the organ."""
    short = {
        key.lower(): " ".join(value.split())
        for key, value in fields.items()
        if isinstance(value, str) and 0 < len(value) <= _LONGEST_TITLE
    }
    for value in short.values():
        if signs_of(value).named:
            return value
    called = (value for word in (*_TITLES, *_ORGANS) for key, value in short.items() if word in key)
    return next(called, "")
