"""The smallest corrections of a finding, as pages and documents name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.forms import Edition, Language
from gongkai.reviews import _labels
from gongkai.reviews._model import Change
from gongkai.reviews._words import SUPPORT, words
from gongkai.rules import number_text


def changes(corrections: Iterable[Mapping[str, Any]], edition: Edition, lang: Language) -> tuple[Change, ...]:
    """Takes corrections as the findings table has them (`Correction.to_dict`)."""
    return tuple(
        Change(
            _labels.cell_label(edition, one["cell"], lang),
            number_text(one["from"]),
            str(one["to"]),
            tuple(SUPPORT[name].of(lang) for name in one["support"] if name in SUPPORT),
        )
        for one in corrections
    )


def suggestions(corrections: Iterable[Mapping[str, Any]], edition: Edition, lang: Language) -> list[str]:
    """A text for each; all are equally small, so none is left out."""
    return [
        "，".join((f"{one.label} {one.printed or words(lang).blank} → {one.meant}", *one.support))
        for one in changes(corrections, edition, lang)
    ]
