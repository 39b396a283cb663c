"""Words about organs: each level is told by one word only, and what they say of each other is there."""

import copy
from collections import Counter
from importlib.resources import files
from typing import get_args

import pytest
import yaml

from gongkai import forms
from gongkai.forms._organs import read_organ_words

WORDS = forms.organ_words()


@pytest.fixture
def spec():
    return copy.deepcopy(yaml.safe_load(files("gongkai.forms").joinpath("organs.yaml").read_text("utf-8")))


def test_the_levels_stand_from_the_top():
    assert tuple(level.id for level in WORDS.levels) == get_args(forms.Level)


def test_no_word_means_two_levels():
    said = Counter(name for level in WORDS.levels for name in (level.id, level.label, *level.names))
    assert [name for name, times in said.items() if times > 1] == []
    for level in WORDS.levels:
        assert {WORDS.level_named(name) for name in (level.id, level.label, *level.names)} == {level.id}
    assert WORDS.level_named("地球级") is None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda spec: spec["place_words"].remove("县"), "县", id="unknown place"),
        pytest.param(lambda spec: spec["owner_sentences"].append("现公布"), "现公布", id="no organ"),
        pytest.param(lambda spec: spec["levels"][0].update(id="planet"), "levels", id="unknown level"),
        pytest.param(lambda spec: spec.pop("self_words"), "self_words", id="missing"),
    ],
)
def test_words_that_contradict_themselves_are_refused(spec, spoil, said):
    spoil(spec)
    with pytest.raises(forms.FormError, match=rf"(?s)organs\.yaml.*{said}"):
        read_organ_words(yaml.safe_dump(spec, allow_unicode=True))


def test_what_is_no_yaml_is_refused():
    with pytest.raises(forms.FormError, match=r"organs\.yaml"):
        read_organ_words("levels: [")
