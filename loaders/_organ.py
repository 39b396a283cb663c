"""An organ of the registry."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.forms import Level


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ as the registry has it.

    `id` is the registry's own, or the name where it gives none; `parent` is the id of the organ above.
    `short_names` need not be unique: 市教育局 is short for as many organs as there are cities. `region_code`
    is by GB/T 2260 (six digits), for towns by GB/T 10114 (9 or 12). None where the registry does not say.
    """

    id: str
    name: str
    short_names: tuple[str, ...] = ()
    level: Level | None = None
    parent: str | None = None
    region_code: str | None = None
