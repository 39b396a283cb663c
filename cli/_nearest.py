"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from gongkai.cli._voice import Voice


def nearest(say: Voice, asked: str, known: Iterable[str]) -> str:
    """The sentence that suggests what was meant by `asked`; empty where nothing is near."""
    found = get_close_matches(asked, list(known), n=3, cutoff=0.6)
    if not found:
        return ""
    return say(f"是不是 {'、'.join(found)}？", f"Did you mean {', '.join(found)}?")
