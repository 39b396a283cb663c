"""Which documents lie under a set of paths, or in an archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from gongkai.loaders._limits import MAX_LEVELS, MAX_MEMBERS, MAX_UNPACKED
from gongkai.loaders._registry import shown
from gongkai.loaders._report import Failure

ASIDE: Final = frozenset({".json", ".css", ".js", ".ini", ".db", ".ico", ".log", ".lnk", ".url", ".parquet"})
"""Suffixes of files that lie beside reports and never are one."""
_LITTER: Final = frozenset({"__MACOSX"})
"""Folders that an archiving program adds."""


class Room(NamedTuple):
    """What may still be unpacked from a submission, should it be an archive.

    `levels` of archives in archives, `size` in bytes and `members`, each counting all that is below. The
    members of an archive share what it leaves, so that the sum holds whatever lies in what.
    """

    levels: int = MAX_LEVELS
    size: int = MAX_UNPACKED
    members: int = MAX_MEMBERS


class Leaf(NamedTuple):
    """The file of one printed page: its `number`, from 1, and where its bytes lie."""

    number: int
    path: Path


class Submission(NamedTuple):
    """A document to read.

    `path` is where its bytes lie. `name` is what people see: the path as given, or, for what was taken out
    of an archive, the archive's name with the place inside; its suffix is what the document claims to be.
    `region` is the path of folders between the given path and the document, archives counting as folders.
    `pages` are the files of a document that is a folder with a file a printed page, in their order, of
    which `path` is the first; empty for every other. `given` is true where it is itself one of the paths
    that were given. `room` is for an archive.
    """

    path: Path
    name: str
    region: str | None = None
    pages: tuple[Leaf, ...] = ()
    given: bool = False
    room: Room = Room()


class Found(NamedTuple):
    """What lies under a set of paths, or in an archive.

    `submissions` are to be read. `aside` are the names of files that are no documents. `refused` are
    members of an archive that cannot be taken out of it, or should not be.
    """

    submissions: list[Submission]
    aside: list[str]
    refused: list[Failure]


class Entry(NamedTuple):
    """A file in a folder or an archive: where its bytes lie, and the folders and name it stands under."""

    path: Path
    parts: tuple[str, ...]


def find_submissions(paths: Iterable[Path]) -> Found:
    """The files under `paths`, folders walked to any depth, in a fixed order and each once.

    Aside are hidden files, the lock files of office programs (~$…), and what comes with a saved page or
    with a program (ASIDE). A file that is itself one of `paths` is always a submission. Archives are
    submissions like any file; see `unpack`.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    found: dict[Path, Submission] = {}
    aside: dict[Path, str] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(file for file in path.rglob("*") if file.is_file()):
                *folders, name = shown(file.relative_to(path)).split("/")
                if is_aside((*folders, name)):
                    aside.setdefault(file.resolve(), shown(file))
                else:
                    found.setdefault(file.resolve(), Submission(file, shown(file), "/".join(folders) or None))
        elif path.exists():
            found.setdefault(path.resolve(), Submission(path, shown(path), given=True))
        else:
            raise FileNotFoundError(str(path))
    return Found(list(found.values()), [name for key, name in aside.items() if key not in found], [])


def sort_out(entries: Iterable[Entry], name: str, region: str | None, skipped: int = 0) -> Found:
    """What the entries of one folder or archive are, in a fixed order.

    Args:
        entries: each under a place of its own.
        name: what people see of the folder or archive.
        region: its own region; None where it is the top.
        skipped: how many of the outermost folders are no part of a region.
    """
    found = Found([], [], [])
    for entry in sorted(entries, key=lambda entry: entry.parts):
        place = "/".join((name, *entry.parts))
        if is_aside(entry.parts):
            found.aside.append(place)
        else:
            folders = [part for part in (region, *entry.parts[skipped:-1]) if part]
            found.submissions.append(Submission(entry.path, place, "/".join(folders) or None))
    return found


def is_aside(parts: Sequence[str]) -> bool:
    """Whether a file is no document, by the folders it lies in and its name."""
    name = parts[-1]
    hidden = any(part.startswith(".") or part in _LITTER for part in parts)
    return hidden or name.startswith("~$") or PurePath(name).suffix.lower() in ASIDE
