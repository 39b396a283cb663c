"""What a printed cell says: a number, a mark for "nothing", or neither."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from gongkai import forms

# Full-width ASCII and the ideographic space only. NFKC would also turn 3² into 32 and ③ into 3.
_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
_WIDE: Final = re.compile("[\uff01-\uff5e\u3000\u2212]")
_WIDE_SIGNS: Final = tuple([(wide, wide.translate(_WIDTH)) for wide in "，（）：；"])
_PLAIN: Final = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]{1,6})?")
_THOUSANDS: Final = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,6})?")
_LEADING_ZERO: Final = re.compile(r"-?0[0-9]")
_BRACKETED: Final = re.compile(r"(.*?)\((\w{1,4})\)", re.DOTALL)
# A narrow column breaks 万元 in two. A break beside a figure stays: it may stand between two of them.
_BROKEN_WORD: Final = re.compile(r"(?<=[^\W\d])\s*\n\s*(?=[^\W\d])")
_INVISIBLE: Final = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF, 0x2060, 0x00AD))


class Printed(NamedTuple):
    """A printed cell. `value` is None where there is no number.

    `nil` is true for a mark such as "/". `money` is the factor to 万元 where a unit of money is printed;
    `signed_word` is true where the sign is a word (减4) or a plus, which only a change may carry. `oddity`
    names what makes the print unusual (thousands, suffix, unit, signed_word, full_width, leading_zeros,
    zero_word), None if nothing does.
    """

    value: Decimal | None
    nil: bool = False
    money: Decimal | None = None
    signed_word: bool = False
    oddity: str | None = None


def plain_width(text: str) -> str:
    """`text` with full-width ASCII made half-width; nothing else is folded."""
    # Translating takes many times longer, and the usual signs are all that most texts have of these.
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    return text if _WIDE.search(text) is None else text.translate(_WIDTH)


def parse(raw: str) -> Printed:
    """Reads one printed cell that is not blank.

    Never guesses: anything unusual beyond the listed habits has value None.
    """
    text = raw.translate(_INVISIBLE).strip()
    vocabulary = forms.vocabulary()
    if text in vocabulary.nil_marks or _nil_signs().issuperset(text):
        return Printed(None, nil=True)
    narrow = plain_width(text).strip()
    oddity = "full_width" if narrow != text else None
    if _PLAIN.fullmatch(narrow):
        return Printed(Decimal(narrow), oddity="leading_zeros" if _LEADING_ZERO.match(narrow) else oddity)
    if _THOUSANDS.fullmatch(narrow):
        return Printed(Decimal(narrow.replace(",", "")), oddity="thousands")
    if text in vocabulary.zero_words:
        return Printed(Decimal(), oddity="zero_word")
    return _with_words(_BROKEN_WORD.sub("", narrow), vocabulary)


@cache
def _nil_signs() -> frozenset[str]:
    """The marks that are a single sign, which may be repeated: //, ---, — —."""
    return frozenset(
        mark for mark in forms.vocabulary().nil_marks if len(mark) == 1 and not mark.isalnum()
    ) | {" "}


def _with_words(text: str, vocabulary: forms.Vocabulary) -> Printed:
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is not None and bracketed[2] in (*vocabulary.money_units, *vocabulary.count_suffixes):
        text = bracketed[1] + bracketed[2]
    for label, factor in vocabulary.money_units.items():
        if text.endswith(label):
            value = _bare(text[: -len(label)])
            if value is None:
                return Printed(None)
            return Printed(value, money=factor, oddity="unit")
    suffix = next((each for each in vocabulary.count_suffixes if text.endswith(each)), "")
    figure = text.removesuffix(suffix)
    for words, sign in ((vocabulary.decrease_words, -1), (vocabulary.increase_words, 1)):
        for word in words:
            if figure.startswith(word):
                value = _bare(figure[len(word) :])
                if value is None or value.is_signed():
                    return Printed(None)
                return Printed(sign * value, signed_word=True, oddity="signed_word")
    return Printed(_bare(figure), oddity="suffix") if suffix else Printed(None)


def _bare(text: str) -> Decimal | None:
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return None
