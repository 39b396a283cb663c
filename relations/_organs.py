"""Whether two reports are of different organs, as far as names and ids tell."""

from __future__ import annotations

from typing import Protocol

from gongkai import forms
from gongkai.loaders import is_own_office, may_be_same, name_key, place_of


class Named(Protocol):
    """A report, as far as it says whose it is."""

    @property
    def report_id(self) -> str: ...
    @property
    def organ(self) -> str | None: ...
    @property
    def organ_id(self) -> str | None: ...


def of_other_organs(one: Named, other: Named) -> bool:
    """Whether two reports are surely of different organs: ids differ, or names that cannot mean one organ.

    A government and its own office are one: they write each other's reports.
    """
    if one.report_id == other.report_id or one.organ is None or other.organ is None:
        return False
    if is_own_office(one.organ, other.organ) or is_own_office(other.organ, one.organ):
        return False
    if one.organ_id is not None and other.organ_id is not None:
        return one.organ_id != other.organ_id
    return not may_be_same(one.organ, other.organ)


def governs(name: str) -> bool:
    """Whether the name is that of a government, or of its own office: its figures may be sums."""
    words, key = forms.organ_words(), name_key(name)
    bases = (key, *(key.removesuffix(office) for office in words.own_offices))
    return any(base.endswith(words.government_endings) for base in bases)


def is_government(name: str) -> bool:
    """Whether the name is that of a government itself: a place and a word for its government."""
    return place_of(name) is not None


def is_office_of_government(name: str) -> bool:
    """Whether the name is that of a government's own office."""
    key = name_key(name)
    bases = (key.removesuffix(office) for office in forms.organ_words().own_offices)
    return any(base != key and is_government(base) for base in bases)
