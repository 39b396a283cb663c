"""What a report's page prints, in both languages."""

from __future__ import annotations

from typing import Final

from gongkai.forms import Text

REPORT_WORDS: Final[dict[str, Text]] = {}
