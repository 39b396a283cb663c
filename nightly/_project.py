"""A new project: a Great Expectations project with the suites, the settings of the nightly run, an inbox."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from gongkai.forms import Text
from gongkai.nightly._settings import FILE, template
from gongkai.nightly._store import RESULTS

GX: Final = "gx"
"""The folder of Great Expectations' own stores in a project."""
INBOX: Final = "inbox"
_YML: Final = "great_expectations.yml"
_SAMPLES: Final = ("registry.sample.csv", "pack.sample.yaml", "waivers.sample.yaml", "notify.sample.yaml")
_STORES: Final[Mapping[str, tuple[str, str]]] = {
    f"{GX}/suites": ("gongkai.expectations", "suites"),
    f"{GX}/checkpoints": ("gongkai.checkpoints", "runs"),
    f"{GX}/definitions": ("gongkai.checkpoints", "definitions"),
}
_MOVED: Final[Mapping[str, str]] = {
    "expectations/suites/": f"{GX}/suites/",
    "uncommitted/validations/": f"{RESULTS}/",
    "checkpoints/runs/": f"{GX}/checkpoints/",
    "checkpoints/definitions/": f"{GX}/definitions/",
    "uncommitted/data_docs/local_site/": f"{GX}/data_docs/",
}
"""A folder of this repository's project → the one of a project of its own."""


class ProjectError(Exception):
    """A project cannot be made there; `message` says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


def make_project(home: Path) -> list[str]:
    """Makes a project in a folder that is absent or empty; gives the names of what it holds, in order.

    Raises:
        ProjectError: something is there.
        OSError: it cannot be written to.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise ProjectError(
            Text(
                f"{home} 已经有内容，没有改动。请换一个空文件夹。",
                f"{home} is not empty and was left as it is. Name an empty folder.",
            )
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / INBOX).mkdir()
    for place, (package, folder) in _STORES.items():
        with as_file(files(package) / folder) as source:
            (home / place).mkdir(parents=True)
            for path in sorted(source.glob("*.json")):
                shutil.copyfile(path, home / place / path.name)
    (home / RESULTS).mkdir()
    (home / _YML).write_text(_great_expectations(), "utf-8")
    for name in _SAMPLES:
        (home / name).write_bytes((files("gongkai.nightly") / "project" / name).read_bytes())
    # Last: with it, the folder is a project.
    (home / FILE).write_text(template(), "utf-8")
    return sorted(f"{path.name}/" if path.is_dir() else path.name for path in home.iterdir())


def _great_expectations() -> str:
    """The project file of this repository, for the folders of a project."""
    text = (files("gongkai.nightly") / "project" / _YML).read_text("utf-8")
    for before, after in _MOVED.items():
        if text.count(before) != 1:
            raise ValueError(f"{_YML} has {before} {text.count(before)} times")
        text = text.replace(before, after)
    return text
