"""The key of a printed label: what its prints have in common, whatever the numbering and the glyphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from gongkai import forms
from gongkai.loaders._glyphs import without_radicals

_SPACE: Final = re.compile(r"[\s\u200b-\u200d\ufeff\u2060\u00ad]+")
_UNSEEN: Final = re.compile("[\u200b-\u200d\ufeff\u2060\u00ad]")
_WIDE_SIGNS: Final = tuple(zip("，（）：；！？", ",():;!?", strict=True))
"""The full-width signs that Chinese text is full of, and what they are folded to."""
_SETTLED: Final = re.compile(
    "[\0-\x7f\u2012-\u2016\u2018-\u201f\u3000-\u3003\u3007-\u3011\u3014-\u301b\u4e00-\u9fff]*"
)
"""Texts that folding leaves as they are, but for their spaces: no such character is ever composed."""
_NOT_WORD: Final = re.compile(r"[\W_]+")
_NOTE: Final = re.compile(r"\([^()]*\)$")
_CJK_NUMBER: Final = "一二三四五六七八九十"
_NUMBERING: Final = re.compile(
    rf"^(?:\(([{_CJK_NUMBER}]{{1,3}})\)[、.]?|第?([{_CJK_NUMBER}]{{1,3}})(?:部分)?[、.,:]"
    rf"|\((\d{{1,2}})\)[、.]?|(\d{{1,2}})[、.)])"
)
_LEADING_DIGIT: Final = re.compile(r"^\d")
_STYLES: Final = ("(", "、", "(", ".")
"""What each group of _NUMBERING is set as, in its order."""


def folded(text: str) -> str:
    """`text` with look-alike glyphs folded to ideographs and every space removed."""
    # Most texts are ideographs, ASCII and the usual signs, for which this takes a thirtieth of the time.
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    if _SETTLED.fullmatch(text):
        return "".join(text.split())
    return _SPACE.sub("", unicodedata.normalize("NFKC", without_radicals(text)))


def size_of(text: str) -> int:
    """How many characters of running text are not spaces."""
    return len("".join(text.split()) if _UNSEEN.search(text) is None else _SPACE.sub("", text))


def key_of(label: str) -> str:
    """What two prints of one label share: letters and digits only, without numbering."""
    return _NOT_WORD.sub("", _NUMBERING.sub("", folded(label), count=1))


def simplified(text: str) -> str:
    """`text` in simplified characters and the form's wording; itself where it is so already.

    Each character stands where the one it was made from stood.
    """
    try:
        text.replace("〇", "").encode("gb2312")
    except UnicodeEncodeError:
        converted: str = _converter().convert(text)
        for word, ours in forms.vocabulary().traditional_words.items():
            converted = converted.replace(word, ours)
        return converted if len(converted) == len(text) else text
    return text


@cache
def _converter() -> Any:
    import opencc  # noqa: PLC0415 - its dictionaries are loaded for the few reports that need them

    return opencc.OpenCC("t2s")


def possible_keys(fold: str) -> Iterator[str]:
    """The keys under which a folded text may be known as a label, the likeliest first."""
    yield from _own_keys(fold)
    if not fold.isascii() and (other := simplified(fold)) != fold:
        yield from _own_keys(other)


def _own_keys(fold: str) -> Iterator[str]:
    bare = _NUMBERING.sub("", fold, count=1)
    yield _NOT_WORD.sub("", bare)
    if bare.endswith(")"):
        yield _NOT_WORD.sub("", _NOTE.sub("", bare))
    if _LEADING_DIGIT.match(bare):
        yield _NOT_WORD.sub("", bare[1:])


def numbering(fold: str) -> tuple[str | None, str]:
    """The number in front of a folded label and how it is set: 、 for 一、, ( for （一）, . for 1., none."""
    match = _NUMBERING.match(fold)
    if match is not None:
        group = match.lastindex or 1
        return match.group(group), _STYLES[group - 1]
    if len(fold) > 1 and fold[0].isdigit() and not fold[1].isdigit():
        return fold[0], "."
    return None, ""


def keys_of(label: str) -> tuple[str, ...]:
    """The key of a printed label and of its aliases."""
    bare = forms.strip_numbering(label)
    aliases = forms.vocabulary().aliases.get(bare, ())
    return tuple(dict.fromkeys(key_of(text) for text in (label, *aliases)))
