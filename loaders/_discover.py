"""Which documents lie under a set of paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from gongkai.loaders._registry import shown

ASIDE: Final = frozenset({".json", ".css", ".js", ".ini", ".db", ".ico", ".log", ".lnk", ".url", ".parquet"})
"""Suffixes of files that lie beside reports and never are one."""


class Submission(NamedTuple):
    """A document to read.

    `path` is where its bytes lie. `name` is what people see: the path as given, or, for what was taken out
    of an archive, the archive's name with the place inside; its suffix is what the document claims to be.
    `region` is the path of folders between the given path and the document. `pages` are the files of a
    document that is a folder with a file a printed page, in their order; empty for every other.
    """

    path: Path
    name: str
    region: str | None = None
    pages: tuple[Path, ...] = ()


class Found(NamedTuple):
    """What lies under a set of paths: `submissions` to read, and files that are `aside`, which are not."""

    submissions: list[Submission]
    aside: list[Path]


def find_submissions(paths: Iterable[Path]) -> Found:
    """The files under `paths`, folders walked to any depth, in a fixed order and each once.

    Aside are hidden files, the lock files of office programs (~$…), and what comes with a saved page or
    with a program (ASIDE). A file that is itself one of `paths` is always a submission.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    found: dict[Path, Submission] = {}
    aside: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            for file in sorted(file for file in path.rglob("*") if file.is_file()):
                *folders, name = file.relative_to(path).parts
                if _is_aside(folders, name):
                    aside.setdefault(file.resolve(), file)
                else:
                    found.setdefault(file.resolve(), Submission(file, shown(file), "/".join(folders) or None))
        elif path.exists():
            found.setdefault(path.resolve(), Submission(path, shown(path)))
        else:
            raise FileNotFoundError(str(path))
    return Found(list(found.values()), [file for key, file in aside.items() if key not in found])


def _is_aside(folders: Sequence[str], name: str) -> bool:
    hidden = any(part.startswith(".") for part in (*folders, name))
    return hidden or name.startswith("~$") or PurePath(name).suffix.lower() in ASIDE
