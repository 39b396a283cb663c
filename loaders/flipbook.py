"""Documents with a web page a printed page, read as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._document import Block, Document, Grid, digest
from gongkai.loaders._flipbooks import Leaf
from gongkai.loaders._limits import check_size
from gongkai.loaders._registry import read
from gongkai.loaders._report import UnreadableError

FORMAT: Final = "flipbook"

_BROKEN: Final = Text(
    "第{page}页没有读入，内容缺失（{reason}）", "page {page} was not read, its content is missing ({reason})"
)
_MISSING: Final = Text(
    "没有第{pages}页的文件，内容不全", "there is no file of page {pages}; the content is not whole"
)
_ON_PAGE: Final = Text("第{page}页：{note}", "page {page}: {note}")


def read_pages(pages: Sequence[Leaf], name: str) -> Document:
    """Reads the pages, in their order, as one document: every block says on which of them it stands.

    Tables are numbered through; XPaths are those of the page's own file. A page that is missing or cannot be
    read is a note. The digest is that of the digests of all pages that were read.

    Args:
        pages: at least one.
        name: what people see of the whole.

    Raises:
        UnreadableError: no page can be read (the reason is that of the first), or code `too_large`.
    """
    check_size(sum(_size(page) for page in pages), name)
    read_ones: list[tuple[int, Document]] = []
    notes: list[Text] = list(_missing(pages))
    errors: list[UnreadableError] = []
    for number, path in pages:
        try:
            document = read(path, f"{name}/{number}.html")
        except UnreadableError as error:
            errors.append(error)
            notes.append(_BROKEN.format(page=number, reason=error.message))
        else:
            read_ones.append((number, document))
            notes += [_ON_PAGE.format(page=number, note=note) for note in document.notes]
    if not read_ones:
        raise errors[0]
    return Document(
        path=name,
        format=FORMAT,
        sha256=digest("".join(document.sha256 for _, document in read_ones).encode()),
        blocks=tuple(_joined(read_ones)),
        encoding=read_ones[0][1].encoding,
        notes=tuple(notes),
    )


def _joined(documents: Sequence[tuple[int, Document]]) -> Iterator[Block]:
    """The blocks of all pages, each with its page, and the tables numbered through."""
    tables = 0
    for page, document in documents:
        for block in document.blocks:
            locator = block.locator._replace(page=page)
            if isinstance(block, Grid):
                tables += 1
                locator = locator._replace(table=tables)
            yield replace(block, locator=locator)


def _missing(pages: Sequence[Leaf]) -> Iterator[Text]:
    there = {page.number for page in pages}
    absent = [str(number) for number in range(1, max(there)) if number not in there]
    if absent:
        yield _MISSING.format(pages="、".join(absent))


def _size(page: Leaf) -> int:
    """Nothing for a file that is gone: reading it says so."""
    try:
        return page.path.stat().st_size
    except OSError:
        return 0
