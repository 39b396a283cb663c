"""Radicals that fonts print in place of ideographs, made the ideographs that are meant."""

from __future__ import annotations

import unicodedata
from typing import Final

# Of the Radicals Supplement only what is an ideograph by itself, and looks like nothing else.
# Unicode leaves them alone when it folds compatible characters.
_SUPPLEMENT: Final = dict(
    zip(
        map(ord, "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳"),
        "母民虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE: Final = {
    code: folded
    for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAFF))
    for code in range(first, last + 1)
    if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1 and folded != chr(code)
}
_IDEOGRAPHS: Final = _COMPATIBLE | _SUPPLEMENT
_SHAPES: Final = frozenset(map(chr, _IDEOGRAPHS))


def without_radicals(text: str) -> str:
    """`text` with radicals and compatibility ideographs as plain ideographs; nothing else is folded."""
    # Translating takes longer than looking, and hardly any text has such a glyph.
    return text if _SHAPES.isdisjoint(text) else text.translate(_IDEOGRAPHS)
