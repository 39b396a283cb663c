"""What the overview and its charts print, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

OVERVIEW_WORDS: Final[dict[str, Text]] = {}
