"""Aliases: each belongs to a label that is printed, and none could mean two places of one table."""

from collections import defaultdict

import pytest

from gongkai import forms

TABLES = [
    pytest.param(table, id=f"{edition.id}-{table.id}")
    for edition in forms.editions()
    for table in edition.tables
]


def spellings(label):
    """A label without its numbering, and everything it is also known by."""
    bare = forms.strip_numbering(label)
    return {bare, *forms.vocabulary().aliases.get(bare, ())}


def test_every_key_is_a_label_that_an_edition_prints():
    printed = {forms.strip_numbering(label) for edition in forms.editions() for label in edition.labels()}
    assert set(forms.vocabulary().aliases) - printed == set()


def test_no_alias_repeats_its_label_or_itself():
    for label, aliases in forms.vocabulary().aliases.items():
        assert label not in aliases
        assert len(set(aliases)) == len(aliases)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("axis", ["rows", "columns"])
def test_no_spelling_means_two_places(table, axis):
    """Two rows (or columns) of a table share a spelling only where their groups tell them apart."""
    meant = defaultdict(set)
    for block in table.blocks:
        for place in getattr(block, axis):
            for spelling in spellings(place.label):
                meant[spelling, place.groups].add(place.id)
    assert {key: ids for key, ids in meant.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("label", "bare"),
    [
        ("一、本年新收", "本年新收"),
        ("（七）总计", "总计"),
        ("8.属于行政查询事项", "属于行政查询事项"),
        ("3、其他", "其他"),
        ("自然人", "自然人"),
    ],
)
def test_numbering_is_stripped(label, bare):
    assert forms.strip_numbering(label) == bare
    assert forms.strip_numbering(bare) == bare
