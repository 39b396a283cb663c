"""A marked-up file as one text in which marks stand for what is no text: written by a stylesheet, in C."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

from lxml import etree

TABLE, TABLE_END, ROW, CELL, SPAN = map(chr, range(0xE001, 0xE006))
"""A table begins and ends; a row and a cell begin; around the spans of a cell. More are a format's own."""

# Two patterns, since each begins with fixed bytes, for which a page is searched fast.
_FORGED: Final = (
    re.compile(rb"\xee\x80[\x80-\x87]"),
    re.compile(rb"&#(?:0*5734[4-9]|0*5735[01]|[xX]0*[eE]00[0-7])(?![0-9a-fA-F]);?"),
)
_REPLACEMENT: Final = "\ufffd".encode()


def unmarked(markup: bytes) -> bytes:
    """The markup, in UTF-8, with U+FFFD for the marks U+E000 to U+E007 that were in it all along."""
    for forged in _FORGED:
        markup = forged.sub(_REPLACEMENT, markup)
    return markup


@cache
def outline(name: str) -> etree.XSLT:
    """A stylesheet that lies beside the readers; it may open nothing but the tree it is given."""
    sheet = files("gongkai.loaders").joinpath(name).read_bytes()
    deny: Any = etree.XSLTAccessControl  # its stub lacks the constant
    return etree.XSLT(etree.XML(sheet), access_control=deny.DENY_ALL)
