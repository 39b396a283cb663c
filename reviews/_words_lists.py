"""What the pages of cities, rules and organs and the search print, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

LIST_WORDS: Final[dict[str, Text]] = {}
