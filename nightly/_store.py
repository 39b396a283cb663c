"""The store of a project: what each night left, of which one counts.

    store/current -> generations/<run>    the link by whose change a night counts, all of it or nothing
    store/generations/<run>/              manifest.json, history/, validations/, failures.parquet
    store/generations/<run>/site          -> ../../sites/<the run that made the pages>
    store/sites/<run>/                    pages and tables
    store/frames/<run>/<slot>/            frames that were written in that run
    site                                  -> store/current/site

Nothing that `current` leads to is ever changed. Whatever it does not lead to, and is not kept besides, was
left half done: the next night removes it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from gongkai.forms import Text
from gongkai.nightly._links import mirror

STORE: Final = "store"
VALIDATIONS: Final = "validations"
RESULTS: Final = "gx/validations"
"""Where the project's own Great Expectations store has the results of its nights."""
SITE: Final = "site"
_CURRENT: Final = "current"
_GENERATIONS: Final = "generations"
_SITES: Final = "sites"
_FRAMES: Final = "frames"
_MANIFEST: Final = "manifest.json"
_NEW: Final = ".new"
_VERSION: Final = 1
_NO_LINKS: Final = Text(
    "{path}：这里不能建立符号链接（{error}），无法保证页面整套替换。请把工程放在支持符号链接的磁盘上；"
    "在 Windows 上请以管理员身份运行，或打开“开发人员模式”",
    "{path}: symbolic links cannot be made here ({error}), and without them pages cannot change all at once. "
    "Put the project on a disk that has them; on Windows run as administrator or turn on developer mode",
)


class StoreError(Exception):
    """The store cannot be used; `message` says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.zh)
        self.message = message


@dataclass(frozen=True)
class Manifest:
    """What a night left, for the next one.

    Attributes:
        run: its id; ids sort in the order of nights.
        site: id of the night whose pages these are.
        basis: name → digest of what the results depend on; see `Basis`.
        contents: name of a submission → SHA-256 of what was read of it.
        slots: slot → the folder of its frames, below that of all frames.
        sums: file of frames, below that folder → its SHA-256.
        day: on which it was judged, as 2026-12-31.
        retried: submissions whose failure may have been the machine's, and that were tried again.
        until: the last day on which the waivers cover what they cover; None where that never ends.
        exit_code: of the night whose pages these are.
    """

    run: str
    site: str
    basis: Mapping[str, str]
    contents: Mapping[str, str]
    slots: Mapping[str, str]
    sums: Mapping[str, str]
    day: str
    retried: tuple[str, ...] = ()
    until: str | None = None
    exit_code: int = 0
    version: int = field(default=_VERSION)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """That of a generation.

        Raises:
            ValueError: it is none of this version, or damaged.
            OSError: it is not there.
        """
        said = json.loads((folder / _MANIFEST).read_text("utf-8"))
        try:
            manifest = cls(**{**said, "retried": tuple(said.get("retried", ()))})
        except TypeError as error:
            raise ValueError(str(error)) from error
        if manifest.version != _VERSION:
            raise ValueError(f"version {manifest.version}")
        return manifest

    def write(self, folder: Path) -> None:
        """Writes it into a generation."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / _MANIFEST).write_text(text + "\n", "utf-8", errors="surrogateescape")


class Store:
    """The store of the project in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / STORE
        self._current = self.folder / _CURRENT

    @property
    def current(self) -> Path | None:
        """The generation that counts, None before the first night."""
        return self._current.resolve() if self._current.is_dir() else None

    @property
    def live(self) -> Path:
        """Where people find the pages."""
        return self.home / SITE

    def manifest(self) -> Manifest | None:
        """That of the generation that counts; None before the first night, or where it cannot be used."""
        if self.current is None:
            return None
        try:
            return Manifest.read(self.current)
        except (OSError, ValueError):
            return None

    def generation(self, run: str) -> Path:
        return self.folder / _GENERATIONS / run

    def site(self, run: str) -> Path:
        return self.folder / _SITES / run

    @property
    def frames(self) -> Path:
        """The folder of all frames."""
        return self.folder / _FRAMES

    def runs(self) -> list[str]:
        """The ids of the generations that are there, in order."""
        folder = self.folder / _GENERATIONS
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def begin(self, run: str) -> Path:
        """The folder of a new generation, with what is for it alone.

        Raises:
            OSError: it cannot be made.
        """
        folder = self.generation(run)
        folder.mkdir(parents=True)
        return folder

    def commit(self, run: str, manifest: Manifest) -> None:
        """Makes a generation the one that counts. Before this returns, yesterday's does; after it, tonight's.

        Raises:
            StoreError: links cannot be made here.
            OSError: the disk is full, or failed.
        """
        folder = self.generation(run)
        manifest.write(folder)
        self._link(Path("..", "..", _SITES, manifest.site), folder / SITE)
        # On the disk before it counts: a power cut finds either all of it or the link of yesterday.
        _flush()
        self._link(Path(_GENERATIONS, run), self._current)
        _flush()
        self.mend()

    def mend(self) -> None:
        """Sees that people find the pages of the generation that counts, and GX its results.

        Raises:
            StoreError: links cannot be made here, or something else lies in their place.
        """
        mirror(self.folder / _CURRENT / VALIDATIONS, self.home / RESULTS)
        way = Path(STORE, _CURRENT, SITE)
        if self.live.is_symlink() and self.live.readlink() == way:
            return
        if self.live.exists() and not self.live.is_symlink():
            raise StoreError(
                Text(
                    f"{self.live} 应是指向 {way} 的链接，却是别的东西。请把它移走后重新运行。",
                    f"{self.live} should be a link to {way} and is something else. Move it away, run again.",
                )
            )
        self._link(way, self.live)

    def tidy(self, keep: int) -> list[str]:
        """Removes what no night that is kept leads to; gives the names of what was half done.

        Args:
            keep: so many generations are kept besides the one that counts.

        Raises:
            OSError: something cannot be removed.
        """
        counts = "" if self.current is None else self.current.name
        half = [run for run in self.runs() if run > counts]
        kept = [run for run in self.runs() if run <= counts][-keep - 1 :]
        manifest = self.manifest()
        slots = () if manifest is None else manifest.slots.values()
        _keep(self.folder / _GENERATIONS, kept)
        _keep(self.folder / _SITES, [(self.generation(run) / SITE).resolve().name for run in kept])
        _keep(self.frames, [Path(slot).parts[0] for slot in slots])
        for path in (self.folder / f"{_CURRENT}{_NEW}", self.home / f"{SITE}{_NEW}"):
            path.unlink(missing_ok=True)
        return half

    def drop(self, run: str) -> None:
        """Removes a night that does not count, as far as that can be done."""
        if self.current is None or self.current.name != run:
            for folder in (self.generation(run), self.site(run), self.frames / run):
                shutil.rmtree(folder, ignore_errors=True)

    def _link(self, target: Path, link: Path) -> None:
        """Makes a link, or has it lead elsewhere, in one step."""
        new = link.with_name(f"{link.name}{_NEW}")
        new.unlink(missing_ok=True)
        try:
            new.symlink_to(target, target_is_directory=True)
        except (OSError, NotImplementedError) as error:
            if isinstance(error, OSError) and error.errno in _FULL:
                raise
            raise StoreError(_NO_LINKS.format(path=link, error=error)) from error
        new.replace(link)


_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""The disk, or this user's share of it, is full."""


def _keep(folder: Path, names: Iterable[str]) -> None:
    kept = set(names)
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in kept:
                shutil.rmtree(path)


def _flush() -> None:
    """Everything written so far goes to the disk."""
    sync: Any = getattr(os, "sync", None)
    if sync is not None:
        sync()
