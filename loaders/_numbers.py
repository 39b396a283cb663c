"""What a printed cell says: a number, a mark for "nothing", or neither."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from gongkai import forms

# Full-width ASCII and the ideographic space only. NFKC would also turn 3² into 32 and ③ into 3.
_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_PLAIN: Final = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]{1,6})?")
_THOUSANDS: Final = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,6})?")
_INVISIBLE: Final = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF, 0x2060, 0x00AD))


class Printed(NamedTuple):
    """A printed cell. `value` is None where there is no number.

    `nil` is true for a mark such as "/". `money` is the factor to 万元 where a unit of money is printed;
    `signed_word` is true where the sign is a word (减4), which only a change may carry. `oddity` names
    what makes the print unusual (thousands, suffix, unit, signed_word, full_width), None if nothing does.
    """

    value: Decimal | None
    nil: bool = False
    money: Decimal | None = None
    signed_word: bool = False
    oddity: str | None = None


def plain_width(text: str) -> str:
    """`text` with full-width ASCII made half-width; nothing else is folded."""
    return text.translate(_WIDTH)


def parse(raw: str) -> Printed:
    """Reads one printed cell that is not blank.

    Never guesses: anything unusual beyond the listed habits has value None.
    """
    text = raw.translate(_INVISIBLE).strip()
    vocabulary = forms.vocabulary()
    if text in vocabulary.nil_marks:
        return Printed(None, nil=True)
    narrow = plain_width(text).strip()
    oddity = "full_width" if narrow != text else None
    if _PLAIN.fullmatch(narrow):
        return Printed(Decimal(narrow), oddity=oddity)
    if _THOUSANDS.fullmatch(narrow):
        return Printed(Decimal(narrow.replace(",", "")), oddity="thousands")
    return _with_words(narrow, vocabulary)


def _with_words(text: str, vocabulary: forms.Vocabulary) -> Printed:
    for label, factor in vocabulary.money_units.items():
        if text.endswith(label):
            value = _bare(text[: -len(label)])
            if value is None:
                return Printed(None)
            return Printed(value, money=factor, oddity="unit")
    for words, sign in ((vocabulary.decrease_words, -1), (vocabulary.increase_words, 1)):
        for word in words:
            if text.startswith(word):
                value = _bare(text[len(word) :])
                if value is None or value < 0:
                    return Printed(None)
                return Printed(sign * value, signed_word=True, oddity="signed_word")
    for suffix in vocabulary.count_suffixes:
        if text.endswith(suffix):
            return Printed(_bare(text[: -len(suffix)]), oddity="suffix")
    return Printed(None)


def _bare(text: str) -> Decimal | None:
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return None
