"""The audit behind a pytest run: carried out once, however many workers there are."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from filelock import FileLock

from gongkai import checkpoints, loaders, relations
from gongkai.api.pytest_plugin import paths_of, run_of
from gongkai.loaders import RegistryError
from gongkai.rules import RulePack, SettingsError

_DONE: Final = "run.json"
"""The last file that an audit writes."""


@dataclass(frozen=True)
class Collected:
    """The result of the audit.

    Attributes:
        folder: with its tables.
        fail_on: the severity that fails a test.
        lang: of what is said.
    """

    folder: Path
    fail_on: str
    lang: str

    @property
    def frames(self) -> loaders.StoredFrames:
        return loaders.StoredFrames(self.folder)

    @cached_property
    def findings(self) -> pd.DataFrame:
        return pd.read_parquet(self.folder / "findings.parquet")


def collect(config: pytest.Config) -> Collected:
    """Audits what --gongkai names, or takes what another worker of the run has made of it.

    Raises:
        pytest.UsageError: a path does not exist, or registry, pack or waivers cannot be used.
    """
    paths = paths_of(config)
    for path in paths:
        if not path.exists():
            raise pytest.UsageError(f"--gongkai：找不到 {path} / {path} does not exist")
    room = _room(config)
    room.mkdir(parents=True, exist_ok=True)
    with FileLock(room / "lock"):
        if not (room / "out" / _DONE).exists():
            _audit(config, paths, room / "out")
    lang = config.getoption("--gongkai-lang")
    return Collected(room / "out", config.getoption("--gongkai-fail-on"), lang)


def clear(config: pytest.Config) -> None:
    """Removes what was written for a run."""
    shutil.rmtree(_room(config), ignore_errors=True)


def _room(config: pytest.Config) -> Path:
    return Path(tempfile.gettempdir()) / f"gongkai-pytest-{run_of(config)}"


def _audit(config: pytest.Config, paths: list[Path], folder: Path) -> None:
    given = {name: config.getoption(f"--gongkai-{name}") for name in ("registry", "pack", "waivers")}
    files = {name: config.invocation_params.dir / path for name, path in given.items() if path}
    try:
        organs = loaders.Organs.read(files["registry"]) if "registry" in files else None
        pack = RulePack.read(files["pack"]) if "pack" in files else None
        waivers = checkpoints.Waivers.read(files["waivers"], pack) if "waivers" in files else None
    except (SettingsError, RegistryError) as error:
        raise pytest.UsageError(error.message.zh) from error
    except OSError as error:
        raise pytest.UsageError(str(error)) from error
    frames = loaders.load(paths, reading=loaders.Reading(organs=organs))
    checkpoints.audit(
        frames,
        folder,
        pack=pack,
        waivers=waivers,
        organs=organs,
        settings=relations.Settings(),
    )
