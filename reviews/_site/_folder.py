"""The files of the site: written where they changed, taken over from the run before where they did not."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

from gongkai.reviews._addresses import SITE

_LEDGER: Final = f"{SITE}/pages.json"
"""Page → what it was made from; a page made from the same is not made again."""


class SiteFolder:
    """Pages by their addresses below a run's folder.

    A page is made from a text that holds all that goes into it, by the templates of this version; where the
    run before made it from the same, its file is put in place unchanged (the same file under a second name,
    where the file system has that).
    """

    def __init__(
        self, directory: Path, previous: Path | None, before: Mapping[str, str] | None = None
    ) -> None:
        self._directory = directory
        self._previous = previous
        self._before = _read(previous) if before is None else before
        self._made: dict[str, str] = {}
        self._folders: set[Path] = set()
        self.written = 0
        self.kept = 0

    def part(self, addresses: Iterable[str]) -> Self:
        """The same folder for these pages alone, to be filled in another process."""
        before = {address: self._before[address] for address in addresses if address in self._before}
        return type(self)(self._directory, self._previous, before)

    def take(self, part: Self) -> None:
        """Counts what was put there through a part of it.

        Raises:
            AddressTakenError: two pages have one address.
        """
        for address, made_from in part._made.items():
            self._note(address, made_from)
        self.written += part.written
        self.kept += part.kept

    def page(self, address: str, made_from: str, make: Callable[[], str | bytes]) -> None:
        """Puts a page there; `make` is called only where it is not there already.

        Raises:
            AddressTakenError: a page is there.
            OSError: the folder cannot be written to.
        """

        def write(target: Path) -> None:
            made = make()
            target.write_bytes(made if isinstance(made, bytes) else made.encode("utf-8"))

        self.file(address, made_from, write)

    def file(self, address: str, made_from: str, write: Callable[[Path], None]) -> None:
        """Puts a file there; `write` is given its path, and called only where it is not there already.

        Raises:
            AddressTakenError: something is there.
            OSError: the folder cannot be written to.
        """
        print_of = sha256(f"{_version()}\0{made_from}".encode("utf-8", "surrogatepass")).hexdigest()
        self._note(address, print_of)
        target = self._directory / address
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        if self._before.get(address) == print_of and self._keep(address, target):
            self.kept += 1
            return
        write(target)
        self.written += 1

    def close(self) -> None:
        """Notes what the pages were made from, for the run after."""
        path = self._directory / _LEDGER
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self._made), "utf-8")

    def _note(self, address: str, made_from: str) -> None:
        # Written over, a page that was taken over would change in the run before as well.
        if address in self._made:
            raise AddressTakenError(address)
        self._made[address] = made_from

    def _keep(self, address: str, target: Path) -> bool:
        if self._previous is None:
            return False
        source = self._previous / address
        try:
            os.link(source, target)
        except FileNotFoundError:
            return False
        except OSError:
            shutil.copy2(source, target)
        return True


class AddressTakenError(Exception):
    """Two pages have one address, so that one would be lost."""


def _read(previous: Path | None) -> Mapping[str, str]:
    if previous is None:
        return {}
    try:
        made = json.loads((previous / _LEDGER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


@cache
def _version() -> str:
    """Changes with any template, style sheet, script or module that the pages are made by."""
    digest = sha256()
    folders = [files("gongkai.reviews")]
    while folders:
        for entry in sorted(folders.pop().iterdir(), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.is_file() and not entry.name.endswith(".pyc"):
                digest.update(entry.name.encode())
                digest.update(entry.read_bytes())
    return digest.hexdigest()
