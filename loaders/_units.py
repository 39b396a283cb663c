"""The unit of money that a label prints beside it: 本年收费金额（单位：元）."""

from __future__ import annotations

import re
from typing import Final

from gongkai import forms
from gongkai.loaders._keys import folded, simplified

_NOTE: Final = re.compile(r"\(([^()]*)\)")
_PARTS: Final = re.compile(r"[,、;。:]|单位")
_MONEY: Final = "元"
UNKNOWN: Final = "?"


def printed_unit(label: str) -> str:
    """The money unit in a label's note, as the vocabulary spells it; "" for none, `UNKNOWN` for another."""
    if _MONEY not in label:
        return ""
    notes = _NOTE.findall(simplified(folded(label)))
    parts = [part for note in notes for part in _PARTS.split(note) if part.endswith(_MONEY)]
    if not parts:
        return ""
    known = forms.vocabulary().money_units
    return parts[0] if parts[0] in known and len(set(parts)) == 1 else UNKNOWN
