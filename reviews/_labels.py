"""What a cell, an edition or a formula is called on a page."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from gongkai import forms

_OPERATOR: Final = re.compile(r" ([+=−-]) ")


class Term(NamedTuple):
    """One term of a printed formula and the operator before it ("" before the first)."""

    operator: str
    label: str


def cell_label(edition: forms.Edition, cell_id: str, lang: forms.Language) -> str:
    """The form's name of a cell or section; an id that is neither stands for itself."""
    cell = edition.cells.get(cell_id)
    if cell is not None:
        return cell.label if lang == "zh" else cell.en
    section = next((section for section in edition.sections if section.id == cell_id), None)
    if section is not None:
        return section.heading if lang == "zh" else section.en
    return cell_id


def edition_name(edition: forms.Edition, lang: forms.Language) -> str:
    return edition.name if lang == "zh" else edition.en


def terms(formula: str) -> tuple[Term, ...]:
    """A printed formula cut at its operators, so that a page can break the line before any of them."""
    parts = _OPERATOR.split(formula)
    return (Term("", parts[0]), *(Term(parts[i], parts[i + 1]) for i in range(1, len(parts), 2)))
