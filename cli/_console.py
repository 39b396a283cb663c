"""Lines for a person: names of submissions are hostile and must not command the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO


def visible(text: object) -> str:
    """`text` with control characters and undecodable bytes written out; line ends and tabs stay."""
    return "".join(
        char if char.isprintable() or char in "\n\t" else char.encode("unicode_escape").decode("ascii")
        for char in str(text)
    )


def line(text: object = "", *, to: TextIO | None = None) -> None:
    """Prints one line to `to`, standard output by default."""
    print(visible(text), file=to or sys.stdout, flush=True)


def name(path: Path | str) -> str:
    """A path on one line."""
    return visible(str(path).replace("\n", "\\n").replace("\t", "\\t"))
