"""The smallest corrections of a finding, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.forms import Edition, Language
from gongkai.reviews import _labels
from gongkai.reviews._words import SUPPORT, words
from gongkai.rules import number_text


def suggestions(row: Mapping[str, Any], edition: Edition, lang: Language) -> list[str]:
    """One text for each; all are equally small, so none is left out."""
    said = []
    for one in row["corrections"]:
        printed = number_text(one["from"]) or words(lang).blank
        support = (SUPPORT[name].of(lang) for name in one["support"] if name in SUPPORT)
        label = _labels.cell_label(edition, one["cell"], lang)
        said.append("，".join((f"{label} {printed} → {one['to']}", *support)))
    return said
