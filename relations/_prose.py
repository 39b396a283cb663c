"""What a report says in words, and whose report it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from gongkai.loaders import Frames, StoredFrames
from gongkai.relations._pairs import owner_of

PROBLEMS: Final = "problems"
"""The section on what is wrong and what will be done about it."""
LONGEST: Final = 20_000
"""Characters of a report that are looked at: real ones have a few thousand."""

_REPORT: Final = (
    "report_id",
    "path",
    "organ",
    "organ_id",
    "region",
    "year",
    "level",
    "parent",
    "organ_source",
    "opening",
)
_REGISTRY: Final = "registry"
_SECTION: Final = ("report_id", "path", "section", "prose")

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A report's running text without its tables, as printed, at most `LONGEST` characters of it.

    `owner` is what makes two reports the same organ's; None where no organ was read. `parent` is an
    `organ_id`; `registered` is whether organ and ids are the registry's.
    """

    report_id: str
    path: str
    organ: str | None
    organ_id: str | None
    owner: tuple[object, ...] | None
    year: int | None
    level: str | None
    parent: str | None
    registered: bool
    opening: str
    prose: str
    problems: str


def written(frames: Frames | StoredFrames) -> list[Written]:
    """Every report, by path, so that what is found does not depend on the order they came in."""
    proses: dict[Key, list[str]] = {}
    problems: dict[Key, str] = {}
    sizes: dict[Key, int] = {}
    for piece in frames.pieces("sections", _SECTION):
        for report_id, path, section, prose in _rows(piece, _SECTION):
            key = (report_id, path)
            room = LONGEST - sizes.get(key, 0)
            proses.setdefault(key, []).append((prose or "")[:room])
            sizes[key] = LONGEST - room + len(proses[key][-1])
            if section == PROBLEMS:
                problems[key] = proses[key][-1]
    found = []
    for piece in frames.pieces("reports", _REPORT):
        for row in _rows(piece, _REPORT):
            report_id, path, organ, organ_id, region, year, level, parent, source, opening = row
            key = (report_id, path)
            found.append(
                Written(
                    report_id,
                    path,
                    organ,
                    organ_id,
                    owner_of(organ_id, organ, region),
                    year,
                    level,
                    parent,
                    source == _REGISTRY,
                    (opening or "")[:LONGEST],
                    "\n".join(proses.pop(key, ())),
                    problems.get(key, ""),
                )
            )
    return sorted(found, key=lambda one: (one.path, one.report_id))


def _rows(piece: pa.Table, names: tuple[str, ...]) -> Any:
    return zip(*(piece[name].to_pylist() for name in names), strict=True)
