"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from gongkai.forms import Text


def nearest(asked: str, known: Iterable[str]) -> Text:
    """The sentence that suggests what was meant by `asked`; empty where nothing is near."""
    found = get_close_matches(asked, list(known), n=3, cutoff=0.6)
    if not found:
        return Text("", "")
    return Text(f"；是不是 {'、'.join(found)}？", f"; did you mean {', '.join(found)}?")
