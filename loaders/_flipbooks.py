"""Documents that are a folder with a web page a printed page: which files are the pages of one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from gongkai.loaders import html
from gongkai.loaders._encoding import decode
from gongkai.loaders._report import UnreadableError
from gongkai.loaders._signs import Signs, signs_of

MAX_LEAVES: Final = 500
"""Printed pages of one document."""

_NUMBERED: Final = re.compile(r"(.*?)[-_. ]*(\d{1,4})页?")
_SHELVES: Final = frozenset({"files", "file", "basic-html", "html", "mobile", "page", "pages", "web", "book"})
"""Folders that the programs make in which such documents are made."""
_MEANINGLESS: Final = frozenset({"", "p", "pg", "page", "index", "第"})
"""What may stand before a page's number and names nothing."""
_PARTS: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".svg", ".xml"})
_PICTURES: Final = frozenset({"images", "image", "img", "pictures", "assets", "thumb", "thumbs"})
_SHELLS: Final = frozenset({"index", "main", "cover", "default"})
"""Pages around the printed ones, when they say nothing."""
_MOST_GAPS: Final = 0.2
"""Of a document's pages may be missing, and one in any case."""
_PEEK: Final = 1024 * 1024
_NO_SIGNS: Final = Signs(named=False, titles=frozenset(), headings=frozenset())

Parts = tuple[str, ...]


class Leaf(NamedTuple):
    """The file of one printed page: its `number`, from 1, and where its bytes lie."""

    number: int
    path: Path


class Entry(NamedTuple):
    """A file in a folder or an archive: where its bytes lie, and the folders and name it stands under."""

    path: Path
    parts: Parts


class Flipbook(NamedTuple):
    """A document of several pages: the place that names it, its pages in order, all files that are of it."""

    place: Parts
    pages: tuple[Leaf, ...]
    files: frozenset[Parts]


class _Run(NamedTuple):
    """Pages numbered one after another: the folder they lie in, what their names share."""

    folder: Parts
    stem: str
    pages: tuple[tuple[int, Entry], ...]

    @property
    def home(self) -> Parts:
        """The folder that is the document: the one around the folders in which programs put the pages."""
        home = self.folder
        while home and home[-1].lower() in _SHELVES:
            home = home[:-1]
        return home

    @property
    def place(self) -> Parts:
        meant = self.stem.lower() not in _MEANINGLESS and self.home == self.folder
        return (*self.home, self.stem) if meant else self.home


def flipbooks(entries: Sequence[Entry]) -> list[Flipbook]:
    """The documents among files that are printed page by page.

    Their pages are named by numbers that follow each other from 0 or 1, few missing; no heading of a report
    stands on two of them (but for one page of contents), their titles agree, and the headings stand on
    several. Anything less sure is left as files of their own: to join two reports is worse than to part one.
    """
    books: dict[Parts, tuple[_Run, list[Signs]]] = {}
    again: dict[Parts, list[_Run]] = defaultdict(list)
    for run in sorted(_runs(entries), key=lambda run: (-len(run.pages), run.folder)):
        signs = [_peek(entry.path) for _, entry in run.pages]
        if not _is_one_report(signs):
            continue
        if run.place not in books:
            books[run.place] = (run, signs)
        elif _shown(books[run.place][1]) == _shown(signs):
            # The same document for another kind of screen: the fuller one counts.
            again[run.place].append(run)
        else:
            books[(*run.folder, run.stem)] = (run, signs)
    return [_flipbook(place, [run, *again[place]], entries) for place, (run, _) in books.items()]


def _runs(entries: Sequence[Entry]) -> Iterator[_Run]:
    found: dict[tuple[Parts, str, str], list[tuple[int, Entry]]] = defaultdict(list)
    for entry in entries:
        path = PurePath(entry.parts[-1])
        match = _NUMBERED.fullmatch(path.stem) if path.suffix.lower() in html.SUFFIXES else None
        if match:
            found[entry.parts[:-1], match[1], path.suffix.lower()].append((int(match[2]), entry))
    for (folder, stem, _), pages in found.items():
        numbers = {number for number, _ in pages}
        first, last = min(numbers), max(numbers)
        missing = last - first + 1 - len(numbers)
        whole = missing <= max(1, len(numbers) * _MOST_GAPS)
        if first <= 1 < len(pages) <= MAX_LEAVES and len(numbers) == len(pages) and whole:
            yield _Run(folder, stem, tuple(sorted((number + 1 - first, entry) for number, entry in pages)))


def _is_one_report(pages: Sequence[Signs]) -> bool:
    """Whether pages belong to one report, and show that they do."""
    if not _agree([page.titles for page in pages]):
        return False
    headed = [page.headings for page in pages if page.headings]
    return any(
        len(left) > 1 and len(frozenset().union(*left)) == sum(map(len, left))
        for left in (headed, *(_without_contents(headed)))
    )


def _without_contents(headed: Sequence[frozenset[str]]) -> Iterator[Sequence[frozenset[str]]]:
    """The pages after the first that has headings, if that has all that they have."""
    if headed and frozenset().union(*headed[1:]) <= headed[0]:
        yield headed[1:]


def _agree(titles: Sequence[frozenset[str]]) -> bool:
    """Whether no more than one page has a title that it shares with no other."""
    times = Counter(chain.from_iterable(titles))
    return sum(any(times[title] == 1 for title in page) for page in titles) <= 1


def _shown(pages: Sequence[Signs]) -> tuple[frozenset[str], frozenset[str]]:
    """What stands on the pages together."""
    return (
        frozenset().union(*(page.titles for page in pages)),
        frozenset().union(*(page.headings for page in pages)),
    )


def _flipbook(place: Parts, runs: Sequence[_Run], entries: Sequence[Entry]) -> Flipbook:
    leaves = tuple(Leaf(number, entry.path) for number, entry in runs[0].pages)
    pages = {entry.parts for run in runs for _, entry in run.pages}
    others = [entry for entry in entries if entry.parts not in pages]
    parts = {entry.parts for entry in others if any(_is_part(run, entry) for run in runs)}
    return Flipbook(place, leaves, frozenset(pages | parts))


def _is_part(run: _Run, entry: Entry) -> bool:
    """Whether a file is a picture of the document, or a page around it that says nothing itself."""
    *folder, name = entry.parts
    place = PurePath(name)
    at_home = tuple(folder) == run.home
    inside = tuple(folder[: len(run.home) + 1]) == run.folder[: len(run.home) + 1]
    if run.folder == run.home:
        inside = at_home or (tuple(folder[:-1]) == run.home and folder[-1].lower() in _PICTURES)
    elif place.suffix.lower() in html.SUFFIXES and inside:
        return not _peek(entry.path).of_report
    if place.suffix.lower() in html.SUFFIXES:
        return at_home and place.stem.lower() in _SHELLS and not _peek(entry.path).of_report
    return inside and place.suffix.lower() in _PARTS


def _peek(path: Path) -> Signs:
    """The signs on a page; none on one that cannot be read."""
    try:
        with path.open("rb") as file:
            return signs_of(decode(file.read(_PEEK), "").text)
    except (OSError, ValueError, UnreadableError):
        return _NO_SIGNS
