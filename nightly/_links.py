"""Files that stand in two places."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

_RESULTS_KEPT: Final = 3


def mirror(source: Path, target: Path) -> None:
    """Puts the results of a night into the store of Great Expectations, where they are not there yet.

    Of earlier nights so many are kept as the store may hold: of a batch, its last `_RESULTS_KEPT`.
    """
    for path in sorted(source.rglob("*.json")):
        place = target / path.relative_to(source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            link_file(path, place)
    # <suite>/<name of the run>/<time of the run>/<batch>.json
    for runs in target.glob("*/*"):
        for old in sorted(runs.iterdir())[:-_RESULTS_KEPT]:
            shutil.rmtree(old)


def link_tree(source: Path, target: Path) -> None:
    """The same files under a second name, where the file system has that."""
    if source.is_dir():
        shutil.copytree(source, target, copy_function=link_file)
    elif source.exists():
        link_file(source, target)


def link_file(source: str | Path, target: str | Path) -> None:
    """The same file under a second name; a copy where the file system has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
