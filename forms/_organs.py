"""The words of `organs.yaml`: how organs are named, and the levels of government."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from gongkai.forms._model import FormError

Level = Literal["national", "province", "city", "county", "town"]

_FILE: Final = "organs.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OrganLevel(_Strict):
    """A level of government: `label` is its Chinese name, `names` other words for it."""

    id: Level
    label: str
    names: tuple[str, ...]


class StatedLevel(_Strict):
    """A level that a name states: its last place ends in `place`, and the name in one of `endings`."""

    level: Level
    place: str
    endings: tuple[str, ...]


class OrganWords(_Strict):
    """See the comments in `organs.yaml`; `levels` stand from the top down."""

    levels: tuple[OrganLevel, ...]
    place_words: tuple[str, ...]
    not_places: tuple[str, ...]
    joints: tuple[str, ...]
    never_places: tuple[str, ...]
    stated_levels: tuple[StatedLevel, ...]
    central_starts: tuple[str, ...]
    government_endings: tuple[str, ...]
    own_offices: tuple[str, ...]
    short_endings: Mapping[str, str]
    self_words: tuple[str, ...]
    owner_sentences: tuple[str, ...]
    compiler_sentences: tuple[str, ...]
    shared_endings: Mapping[str, str]
    file_words: tuple[str, ...]
    name_fronts: tuple[str, ...]
    dealings: tuple[str, ...]

    @model_validator(mode="after")
    def _check(self) -> OrganWords:
        for stated in self.stated_levels:
            if stated.place not in self.place_words:
                raise ValueError(f"stated_levels: {stated.place} is none of place_words; add it there")
        for sentence in (*self.owner_sentences, *self.compiler_sentences):
            if sentence.count("{organ}") != 1:
                raise ValueError(f"sentence {sentence!r} must name {{organ}} once")
        return self

    def level_named(self, name: str) -> Level | None:
        """The level of that id, label or other word; None where there is none."""
        for level in self.levels:
            if name in (level.id, level.label, *level.names):
                return level.id
        return None


@cache
def organ_words() -> OrganWords:
    """How organs are named."""
    return read_organ_words((files("gongkai.forms") / _FILE).read_text("utf-8"))


def read_organ_words(text: str) -> OrganWords:
    """The words of a YAML text.

    Raises:
        FormError: it has another shape, or names what it does not define.
    """
    try:
        return OrganWords.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise FormError(f"{_FILE}: {error}") from error
