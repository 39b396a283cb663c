"""Texts are folded by quick ways where these are sure; they give what the slow ways do."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest

from gongkai import forms
from gongkai.loaders._glyphs import without_radicals
from gongkai.loaders._inline import _inline_pattern, _searched, label_at_start
from gongkai.loaders._keys import folded, size_of
from gongkai.loaders._numbers import plain_width

_SPACE = re.compile(r"[\s\u200b-\u200d\ufeff\u2060\u00ad]+")
_PRINTED = (
    "本机关2021年收到申请12件，（其中：公开5件；不公开7件）《条例》“依申请”！？、。 \u3000\n\t\xa0"
    "\u200b\ufeff\u2011\u2026\u2212ｎ７％．［］⼯見金①Ⅳ㎡é\u0301\u0308가\u1100\u1161か\u3099ﾊﾞ\U0001f600"
)


def _texts(number: int) -> list[str]:
    dice = random.Random(20211231)
    return ["".join(dice.choices(_PRINTED, k=dice.randrange(1, 40))) for _ in range(number)]


def test_texts_are_folded_as_unicode_says() -> None:
    for text in [*_texts(3000), *map(chr, range(0xD800)), *map(chr, range(0xE000, 0x10000))]:
        slowly = _SPACE.sub("", unicodedata.normalize("NFKC", without_radicals(text)))
        assert folded(text) == slowly, ascii(text)
        assert size_of(text) == len(_SPACE.sub("", text)), ascii(text)


def test_every_full_width_sign_is_made_narrow() -> None:
    widths = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
    for text in [*_texts(3000), *map(chr, range(0xD800))]:
        assert plain_width(text) == text.translate(widths), ascii(text)


@pytest.mark.parametrize("edition", forms.editions(), ids=lambda edition: edition.id)
def test_no_label_is_missed_by_the_quick_look(edition: forms.Edition) -> None:
    labels = {*edition.labels(), *(section.title for section in edition.sections)}
    for label in labels:
        bare = forms.strip_numbering(label)
        prefix = label.removesuffix(bare)
        for printed in (bare, label, f"{prefix} {bare}", " ".join(label), "  ".join(bare), bare + "1 2 3"):
            for text in (printed, f" {printed}", printed + "（本级）", printed.replace("(", "（")):
                slowly = _inline_pattern()[0].match(_searched(text).lstrip()) is not None
                assert label_at_start(text) == slowly, text
