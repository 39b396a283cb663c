"""What results depend on beside submissions: where one of these changes, what depends on it is redone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from gongkai.loaders import find_libreoffice
from gongkai.nightly._settings import Settings

_READING: Final = ("forms", "loaders")
_JUDGING: Final = ("relations", "rules", "expectations", "checkpoints")
_SHOWING: Final = ("history", "reviews", "outputs")
_READERS: Final = ("lxml", "olefile", "opencc", "pyarrow", "pypdfium2", "rapidfuzz", "xlrd")
_JUDGES: Final = ("great_expectations", "numpy", "pandas", "rensa")


class Basis(NamedTuple):
    """A digest each: of what reading depends on, of what judging does, of what showing does.

    Whatever reading depends on, judging does; whatever judging depends on, showing does.
    """

    reading: str
    judging: str
    showing: str


def basis_of(settings: Settings) -> Basis:
    """What tonight's results depend on.

    Args:
        settings: of the project; the files that they name are looked at.

    Raises:
        OSError: a file that the settings name cannot be read.
    """
    reading = _digest(
        _code(_READING),
        _software(_READERS),
        _content(settings.registry),
        settings.timeout,
        settings.memory,
        find_libreoffice() is not None,
    )
    judging = _digest(
        reading,
        _code(_JUDGING),
        _software(_JUDGES),
        _content(settings.pack),
        _content(settings.waivers),
        settings.scope,
        settings.years,
    )
    showing = _digest(judging, _code(_SHOWING), settings.lang, settings.pdf, settings.outputs)
    return Basis(reading, judging, showing)


@cache
def _code(rooms: Iterable[str]) -> str:
    """Of every file of these rooms: code, forms, templates."""
    whole = sha256()
    for room in rooms:
        # Found, not imported: to look at it costs no more than to read it.
        spec = find_spec(f"gongkai.{room}")
        for folder in () if spec is None else spec.submodule_search_locations or ():
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    data = path.read_bytes()
                    whole.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()


def _software(names: Iterable[str]) -> Mapping[str, str]:
    return {name: version(name) for name in names}


def _content(path: Path | None) -> str | None:
    return None if path is None else sha256(path.read_bytes()).hexdigest()


def _digest(*parts: object) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()
