"""Families of rules: every kind has one, and one only."""

from __future__ import annotations

from collections import Counter

import pytest

from gongkai.reviews._families import FAMILIES, family_of
from gongkai.rules import KINDS


def test_every_kind_of_rule_is_of_one_family() -> None:
    listed = Counter(kind for family in FAMILIES for kind in family.kinds)
    assert listed == Counter(list(KINDS))
    assert all(kind in family_of(kind).kinds for kind in KINDS)


def test_families_are_told_apart_in_both_languages() -> None:
    for told in ([f.id for f in FAMILIES], [f.name.zh for f in FAMILIES], [f.name.en for f in FAMILIES]):
        assert len(set(told)) == len(FAMILIES)


def test_an_unknown_kind_is_no_family() -> None:
    with pytest.raises(KeyError):
        family_of("no_such_kind")
