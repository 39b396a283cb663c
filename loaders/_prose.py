"""Running text as claims are looked for in it: without spaces, its digits and punctuation folded."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from gongkai.loaders._keys import simplified

_SPACES: Final = re.compile(r"[^\S\n]+")
_WIDE: Final = re.compile(r"[０-９％．]")
_NARROW: Final = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_SENTENCE_ENDS: Final = "。\n!?"
_CLAUSE_ENDS: Final = ",;(、:。"
LONGEST_SENTENCE: Final = 300
_FARTHEST: Final = 600
"""No further back does a sentence begin."""


class Plain(NamedTuple):
    """A text twice: `shown` without spaces, and `text` with glyphs folded; both of one length."""

    shown: str
    text: str

    def sentence_start(self, at: int) -> int:
        """Where the sentence around a place begins."""
        return _after(self.text, _SENTENCE_ENDS, at)

    def clause_start(self, at: int, least: int = 0) -> int:
        """Where the clause around a place begins, in a sentence that begins at `least`."""
        return max([least - 1, *[self.text.rfind(mark, least, at) for mark in _CLAUSE_ENDS]]) + 1

    def paragraph_start(self, at: int) -> int:
        """Where the paragraph around a place begins."""
        return self.text.rfind("\n", 0, at) + 1

    def sentence(self, start: int, stop: int) -> tuple[str, int]:
        """The sentence around a passage as printed, and where in the text it begins; cut where it is long."""
        first = self.sentence_start(start)
        ends = [end for mark in _SENTENCE_ENDS if (end := self.text.find(mark, stop)) >= 0]
        last = min(ends, default=len(self.text))
        if last < len(self.text) and self.text[last] != "\n":
            last += 1
        if last - first > LONGEST_SENTENCE:
            first = max(first, start - LONGEST_SENTENCE // 2)
            last = min(last, first + LONGEST_SENTENCE)
        return self.shown[first:last], first


def plain(text: str) -> Plain:
    """`text` without its spaces; line ends stay."""
    shown = _SPACES.sub("", text)
    folded = shown.replace("，", ",").replace("；", ";").replace("（", "(").replace("）", ")")
    folded = folded.replace("：", ":").replace("！", "!").replace("？", "?")
    if _WIDE.search(folded) is not None:
        folded = folded.translate(_NARROW)
    return Plain(shown, simplified(folded))


def _after(text: str, marks: str, at: int) -> int:
    low = max(0, at - _FARTHEST)
    return max(low - 1, *[text.rfind(mark, low, at) for mark in marks]) + 1
