"""A row of the form as plain texts."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.forms import Slot


def fields(row: Sequence[Slot], width: int) -> list[str]:
    """One text a column; a column that is only spanned over is ""."""
    texts = [""] * width
    for slot in row:
        texts[slot.column] = slot.text
    return texts
