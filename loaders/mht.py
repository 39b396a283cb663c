"""Web archives (mht): a page and what belongs to it, packed as a mail is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.message import Message
from html import unescape
from itertools import count
from typing import Final
from urllib.parse import unquote, urljoin

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, digest
from gongkai.loaders._limits import MAX_MIME_DEPTH, MAX_MIME_PARTS, over_limit
from gongkai.loaders._pictures import scanned
from gongkai.loaders._report import UnreadableError
from gongkai.loaders.html import Page, PageReader

FORMAT: str = "mht"
SUFFIXES: tuple[str, ...] = (".mht", ".mhtml")

_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?"
    rb"(?:MIME-Version:|Content-Type:\s*multipart/)",
    re.IGNORECASE,
)
_BEFORE: Final = b"\xef\xbb\xbf \t\r\n"
_NESTED: Final = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_PAGES: Final = ("text/html", "application/xhtml+xml")
_FRAME: Final = re.compile(r"<(?:frame|link\s+id=[\"']?shLink[\"']?)\s([^<>]*)>", re.IGNORECASE)
"""A frame of a frameset, or a sheet of a workbook that was saved as a page, and its attributes."""
_ADDRESS: Final = re.compile(r"\b(?:src|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))", re.IGNORECASE)
_FRAMESET: Final = re.compile(r"<frameset[\s>]", re.IGNORECASE)

_GARBLES: Final = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect)
_ENDS: Final = (CloseBoundaryNotFoundDefect, InvalidBase64PaddingDefect)
"""Defects of what was cut off."""

_DAMAGED: Final = Text(
    "{path}：网页归档（mht）{what}，不能读取；请打开原来的网页或文档，另存为 docx 或 html 后重新提交",
    "{path}: the web archive (mht) {what} and cannot be read; open the page or document it was made from, "
    "save it as docx or html and submit that",
)
_NO_PAGE: Final = Text("里没有网页", "holds no page")
_GARBLED: Final = Text("的编码已损坏", "is damaged in its encoding")
_PARTS: Final = Text("网页归档内的部分数量超过上限", "the web archive has more parts than the limit")
_DEPTH: Final = Text("网页归档嵌套过深", "the web archive is nested too deeply")
_CUT: Final = Text("网页归档没有结尾，可能没有存全", "the web archive has no end; it may be cut off")


def sniff(head: bytes, suffix: str) -> bool:  # noqa: ARG001 - the content tells
    """Whether it opens with the headers of a mail that has parts."""
    return _START.match(head) is not None


def parse(data: bytes, path: str) -> Document:
    """Reads the page that the archive is of, as `html.parse` does; of a frameset, the pages in its frames.

    Everything else in the archive is left alone and nothing is fetched. Where there are frames, `page` of a
    locator says in which of them something stands.

    Raises:
        UnreadableError: code `damaged`, `not_text`, `limit`, or `scanned` for pictures without text.
    """
    message = _message(data, path)
    parts = [part for part in message.walk() if not part.is_multipart()]
    root = _root(message)
    if root is None:
        raise UnreadableError("damaged", _DAMAGED.format(path=path, what=_NO_PAGE))
    reader = PageReader(path)
    shown = [root]
    pages = [reader.read(_content(root, path), _charset(root))]
    if frames := _frames(root, pages[0].decoded.text, parts):
        shown = frames
        pages = [reader.read(_content(frame, path), _charset(frame)) for frame in frames]
    blocks = tuple(_numbered(pages)) if len(pages) > 1 else pages[0].blocks
    if not blocks and any(page.pictures for page in pages):
        raise scanned(path)
    notes = dict.fromkeys(note for page in pages for note in page.decoded.notes)
    if any(isinstance(defect, _ENDS) for part in (message, *shown) for defect in part.defects):
        notes[_CUT] = None
    return Document(path, FORMAT, digest(data), blocks, pages[0].decoded.encoding, tuple(notes))


def _message(data: bytes, path: str) -> Message:
    # Before it is taken apart: the parser goes as deep as the parts do.
    if sum(1 for _ in _NESTED.finditer(data)) > MAX_MIME_DEPTH:
        raise over_limit(path, _DEPTH)
    return message_from_bytes(data.lstrip(_BEFORE), _class=_counted(path), policy=policy.compat32)


def _counted(path: str) -> Callable[..., Message]:
    """Makes the parts of one archive, up to the limit."""
    numbers = count(1)

    def make(policy: policy.Policy = policy.compat32) -> Message:
        if next(numbers) > MAX_MIME_PARTS:
            raise over_limit(path, _PARTS)
        return Message(policy)

    return make


def _root(message: Message) -> Message | None:
    """The part that the archive names as its start, else the first page in it."""
    start = _named(message.get_param("start"))
    begin = next((part for part in message.walk() if start and _named(part["Content-ID"]) == start), message)
    for top in (begin, message):
        found = next((part for part in top.walk() if part.get_content_type() in _PAGES), None)
        if found is not None:
            return found
    return None


def _named(identity: object) -> str:
    return str(identity or "").strip(" \t\r\n<>")


def _content(part: Message, path: str) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception as error:  # whatever hostile headers make of a library that trusts them
        raise UnreadableError("damaged", _DAMAGED.format(path=path, what=_GARBLED)) from error
    if not isinstance(content, bytes) or any(isinstance(defect, _GARBLES) for defect in part.defects):
        raise UnreadableError("damaged", _DAMAGED.format(path=path, what=_GARBLED))
    return content


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError):
        return None


def _frames(root: Message, page: str, parts: Sequence[Message]) -> list[Message]:
    """The parts in the frames of the page, in order and each once; none where it is no frameset."""
    if not _FRAMESET.search(page):
        return []
    base = _named(root["Content-Location"])
    by_place = {_place(base, _named(part["Content-Location"])): part for part in reversed(parts)}
    by_place |= {f"cid:{_named(part['Content-ID'])}": part for part in parts if part["Content-ID"]}
    found: dict[int, Message] = {}
    for attributes in _FRAME.findall(page):
        address = _ADDRESS.search(attributes)
        part = address and by_place.get(_place(base, unescape("".join(address.groups("")))))
        if part is not None and part is not root and part.get_content_type() in _PAGES:
            found[id(part)] = part
    return list(found.values())


def _place(base: str, reference: str) -> str:
    """An address in full, as text that can be compared."""
    try:
        return unquote(urljoin(base, reference))
    except ValueError:
        return reference


def _numbered(pages: Sequence[Page]) -> Iterator[Block]:
    for number, page in enumerate(pages, start=1):
        for block in page.blocks:
            yield replace(block, locator=block.locator._replace(page=number))
