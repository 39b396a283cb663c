"""All scenes, by the editions of the form that they are about."""

from __future__ import annotations

from functools import cache
from typing import Final

from gongkai import forms
from gongkai.demo import _scenes_copied, _scenes_organs, _scenes_years
from gongkai.demo._scene import Scene

_WRITERS: Final = (_scenes_years.scenes, _scenes_organs.scenes, _scenes_copied.scenes)


@cache
def scenes(edition_id: str | None = None) -> tuple[Scene, ...]:
    """The scenes of an edition, or of all."""
    ids = [edition.id for edition in forms.editions()] if edition_id is None else [edition_id]
    return tuple(scene for one in ids for write in _WRITERS for scene in write(one))
