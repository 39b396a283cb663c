"""How a report words its labels and writes its numbers: all the ways must read the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, Final, Literal

from gongkai import forms

Conversion = Literal["", "s2t", "s2twp", "s2hk"]
"""OpenCC's names: character by character, in Taiwan's words, in Hong Kong's characters."""
NumberStyle = Literal["plain", "grouped", "full_width", "with_unit"]
Numbering = Literal[".", "、", "．", "）", "（）", "①", " "]
"""How the first of rows is numbered: 1. 1、 1． 1） （1） ① or 1 and a space."""

_HALF: Final = str.maketrans("（），：", "(),:")
_FULL_DIGITS: Final = str.maketrans("0123456789.", "０１２３４５６７８９．")
_SHORT_LABEL = 2
_LONG_LABEL = 5
_ALIAS_SHARE = 0.5
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Style:
    """One writer's habits. `gap` stands inside labels: nothing, a space, a line break or an unseen mark.

    `note` keeps the note in brackets behind a label; `aliases` takes other words of the vocabulary;
    `traditional` names the conversion into Traditional Chinese, "" for none.
    """

    half_width: bool = False
    dot: Numbering = "."
    gap: Literal["", " ", "\n", "\u200b", "\u3000"] = ""
    note: bool = True
    aliases: bool = False
    traditional: Conversion = ""
    numbers: NumberStyle = "plain"


PLAIN: Final = Style()
"""The labels exactly as the form prints them."""


def any_style(chance: Random) -> Style:
    return Style(
        half_width=chance.random() < 0.5,  # noqa: PLR2004 - a coin
        dot=chance.choice((".", ".", ".", "、", "、", "．", "）", "（）", "①", " ")),
        gap=chance.choice(("", "", "", " ", "\n", "\n", "\u200b", "\u3000")),
        note=chance.random() < 0.6,  # noqa: PLR2004 - more often than not
        aliases=chance.random() < 0.4,  # noqa: PLR2004 - less often than not
        traditional=chance.choice(("",) * 27 + ("s2t", "s2twp", "s2hk")),
        numbers=chance.choice(("plain", "plain", "plain", "grouped", "full_width", "with_unit")),
    )


def _short(amount: Decimal) -> bool:
    """With no more decimals than anyone prints."""
    return amount == round(amount, _MOST_DECIMALS)


@cache
def _converter(conversion: Conversion) -> Any:
    import opencc  # noqa: PLC0415 - its dictionaries are loaded for the few reports that need them

    return opencc.OpenCC(conversion)


def converted(text: str, conversion: Conversion) -> str:
    """`text` in Traditional Chinese; itself where no conversion is named."""
    return str(_converter(conversion).convert(text)) if conversion else text


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes in one style; the same label is written alike throughout a report."""

    style: Style
    chance: Random
    _written: dict[str, str] = field(default_factory=dict)

    def label(self, label: str) -> str:
        written = self._written.get(label)
        if written is None:
            written = self._written[label] = label if self.style == PLAIN else self._vary(label)
        return written

    def heading(self, section: forms.Section) -> str:
        style = self.style
        title = section.title
        if style.aliases:
            title = self.chance.choice(section.variants or [title])
        return converted(f"{section.ordinal}、{title}", style.traditional)

    def number(self, value: Decimal, cell: forms.Cell) -> str:
        style = self.style.numbers
        if style == "grouped":
            return f"{value:,f}"
        plain = f"{value:f}"
        if style == "full_width":
            return plain.translate(_FULL_DIGITS)
        if style == "with_unit":
            return self._with_unit(value, plain, cell)
        return plain

    def _with_unit(self, value: Decimal, plain: str, cell: forms.Cell) -> str:
        if cell.kind == "change":
            words = forms.vocabulary()
            word = words.decrease_words[1] if value < 0 else words.increase_words[1]
            return f"{word}{abs(value):f}" if value else plain
        if cell.kind == "amount" and value:
            written = {
                unit: (value / factor).normalize() for unit, factor in forms.vocabulary().money_units.items()
            }
            unit = self.chance.choice([unit for unit, amount in written.items() if _short(amount)])
            return f"{written[unit]:f}{unit}"
        return f"{plain}{cell.unit}"

    def _vary(self, label: str) -> str:
        style = self.style
        bare = forms.strip_numbering(label)
        number = label[: len(label) - len(bare)]
        words = self._words(bare)
        if not style.note and bare.endswith("）") and words == bare:
            words = bare[: bare.index("（")] or bare
        if number.endswith("."):
            number = _numbered(int(number[:-1]), style.dot)
        words = converted(words, style.traditional)
        written = number + (style.gap if number and style.gap == " " else "") + self._spaced(words)
        return written.translate(_HALF) if style.half_width else written

    def _words(self, bare: str) -> str:
        style = self.style
        aliases = forms.vocabulary().aliases.get(bare, ())
        if aliases and style.aliases and self.chance.random() < _ALIAS_SHARE:
            return self.chance.choice(aliases)
        return bare

    def _spaced(self, words: str) -> str:
        if self.style.gap == " " and len(words) == _SHORT_LABEL:
            return " ".join(words)
        if self.style.gap in ("\n", "\u200b", "\u3000") and len(words) >= _LONG_LABEL and "（" not in words:
            middle = len(words) // 2
            return f"{words[:middle]}{self.style.gap}{words[middle:]}"
        return words


def _numbered(number: int, style: Numbering) -> str:
    if style == "①":
        return chr(ord(style) + number - 1)
    return f"（{number}）" if style == "（）" else f"{number}{style}"
