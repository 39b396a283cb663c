"""Which documents lie under a set of paths, or in an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from os.path import realpath
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from gongkai.loaders import html
from gongkai.loaders._flipbooks import Entry, Leaf, flipbooks
from gongkai.loaders._limits import MAX_LEVELS, MAX_MEMBERS, MAX_UNPACKED
from gongkai.loaders._registry import shown
from gongkai.loaders._report import Failure

ASIDE: Final = frozenset(
    {".css", ".js", ".map", ".ico", ".cur", ".svg", ".swf", ".woff", ".woff2", ".ttf", ".otf", ".eot"}
    | {".ini", ".db", ".log", ".lnk", ".url", ".parquet"}
)
"""Suffixes of files that lie beside reports and never are one."""
_SAVED: Final = ("_files", ".files")
"""How the folder is called in which a program saves what belongs to a page, after the page's own name."""
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

    `submissions` are to be read. `aside` are the names of files that are no documents; that of the archive
    alone says that it is a file of data with no document in it. `refused` are members of an archive that
    cannot be taken out of it, or should not be.
    """

    submissions: list[Submission]
    aside: list[str]
    refused: list[Failure]


class Sorted(NamedTuple):
    """Entries that are documents, as submissions, and those that are none."""

    submissions: list[Submission]
    aside: list[Entry]


def find_submissions(paths: Iterable[str | PathLike[str]]) -> Found:
    """The files under `paths`, folders walked to any depth, in a fixed order and each once.

    Aside are hidden files, the lock files of office programs (~$…), and what comes with a saved page or
    with a program (ASIDE), and what comes with a document that is printed page by page. A file that is
    itself one of `paths` is always a submission. Archives are submissions like any file; see `unpack`.

    Raises:
        FileNotFoundError: a given path does not exist.
    """
    found: dict[str, Submission] = {}
    aside: dict[str, str] = {}
    for path in map(Path, paths):
        if path.is_dir():
            files = (file for file in path.rglob("*") if file.is_file())
            entries = [Entry(file, tuple(shown(file.relative_to(path)).split("/"))) for file in files]
            inside = sort_out(entries, shown(path), None)
            for submission in inside.submissions:
                found.setdefault(realpath(submission.path), submission)
            for entry in inside.aside:
                aside.setdefault(realpath(entry.path), shown(entry.path))
        elif path.exists():
            found.setdefault(realpath(path), Submission(path, shown(path), given=True))
        else:
            raise FileNotFoundError(str(path))
    return Found(list(found.values()), [name for key, name in aside.items() if key not in found], [])


def sort_out(entries: Iterable[Entry], name: str, region: str | None, skipped: int = 0) -> Sorted:
    """What the entries of one folder or archive are, in a fixed order.

    Args:
        entries: each under a place of its own.
        name: what people see of the folder or archive.
        region: its own region; None where it is the top.
        skipped: how many of the outermost folders are no part of a region.
    """
    documents: list[Entry] = []
    aside: list[Entry] = []
    in_order = sorted(entries, key=lambda entry: entry.parts)
    saved = {folder for entry in in_order for folder in _saved_with(entry.parts)}
    for entry in in_order:
        belongs = any(entry.parts[:depth] in saved for depth in range(1, len(entry.parts)))
        (aside if belongs or is_aside(entry.parts) else documents).append(entry)

    books = flipbooks(documents)
    files = frozenset().union(*(book.files for book in books))
    leaves = {leaf.path for book in books for leaf in book.pages}
    places = [(book.place, book.pages[0].path, book.pages) for book in books]
    places += [(entry.parts, entry.path, ()) for entry in documents if entry.parts not in files]
    aside += [entry for entry in documents if entry.parts in files and entry.path not in leaves]
    submissions = []
    for parts, path, pages in sorted(places):
        folders = [part for part in (region, *parts[skipped:-1]) if part]
        shown_as = str(PurePath(name, *parts))
        submissions.append(Submission(path, shown_as, "/".join(folders) or None, pages))
    return Sorted(submissions, aside)


def _saved_with(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The folders in which a program would save what belongs to this page."""
    path = PurePath(parts[-1])
    if path.suffix.lower() in html.SUFFIXES:
        yield from ((*parts[:-1], path.stem + ending) for ending in _SAVED)


def is_aside(parts: Sequence[str]) -> bool:
    """Whether a file is no document, by the folders it lies in and its name."""
    name = parts[-1]
    hidden = any(part.startswith(".") or part in _LITTER for part in parts)
    return hidden or name.startswith("~$") or PurePath(name).suffix.lower() in ASIDE
