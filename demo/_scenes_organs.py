"""Scenes of a government and its organs."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.demo._scene import Scene


def scenes(edition_id: str) -> Iterator[Scene]:
    del edition_id
    yield from ()
