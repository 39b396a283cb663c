"""Names of archive members: bytes or text from outside into parts that can be shown, never used as paths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Characters that hide or reorder what stands around them, or are none at all."""
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_LONGEST_PART: Final = 120
_LONGEST_SUFFIX: Final = 12
_MOST_PARTS: Final = 32


def decoded(names: Sequence[bytes]) -> list[str]:
    """Names that one program wrote without saying how: all UTF-8, or else GB 18030 as in China.

    Bytes that are neither become surrogates, which `legible` escapes.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return [name.decode(encoding) for name in names]
        except UnicodeDecodeError:
            continue
    return [name.decode("utf-8", "surrogateescape") for name in names]


def legible(text: str) -> str:
    """The text with every character escaped that cannot be seen or turns the line's direction."""
    if text.isascii() and text.isprintable():
        return text
    return "".join([_escaped(one) if unicodedata.category(one) in _UNSEEN else one for one in text])


def safe_parts(name: str) -> tuple[str, ...] | None:
    """The folders and the name of a member, legible and of bounded length.

    None for a name that leads out of the archive: an absolute one, one with a drive or with "..", and for
    one with more folders than anyone makes.
    """
    plain = name.replace("\\", "/")
    parts = [part for part in plain.split("/") if part not in {"", "."}]
    outside = plain.startswith("/") or ".." in parts or (parts and _DRIVE.match(parts[0]))
    if outside or len(parts) > _MOST_PARTS:
        return None
    return tuple([shortened(legible(part)) for part in parts]) or ("_",)


def shortened(part: str) -> str:
    """A name of bounded length, with its suffix."""
    if len(part) <= _LONGEST_PART:
        return part
    suffix = PurePosixPath(part).suffix
    suffix = suffix if len(suffix) <= _LONGEST_SUFFIX else ""
    return f"{part[: _LONGEST_PART - len(suffix) - 1]}…{suffix}"


def _escaped(character: str) -> str:
    return rf"\x{ord(character):02x}" if character < "\x80" else ascii(character)[1:-1]
