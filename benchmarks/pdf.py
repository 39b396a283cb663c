"""PDF: bytes to the form's cells, against pdfplumber, which gives the texts of table cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from typing import Final

import pdfplumber
from benchmarks import _corpus
from benchmarks._pairs import Comparison, Fact, Target, by_turns

from gongkai import demo, loaders

_TARGET: Final = Target("at least", 1.5)

Table = Sequence[Sequence[str | None]]


def compare(pairs: int, number: int) -> list[Comparison]:
    """Every file is timed, also those in which the peer loses figures: it is never slower for that."""
    printed = _corpus.reports(_corpus.layouts("pdf"), number)
    _corpus.check_truth(printed)

    def ours() -> None:
        for one in printed:
            _corpus.read(one)

    def peer() -> None:
        for one in printed:
            list(_tables(one))

    return [
        Comparison(
            "pdf",
            "bytes → cells",
            "pdfplumber, extract_tables",
            by_turns(ours, peer, pairs),
            "cpu",
            _TARGET,
            _told(printed),
        )
    ]


def right(number: int) -> list[Fact]:
    """How many cells can be read from the peer's tables, taken for ours by our own recogniser."""
    printed = _corpus.reports(_corpus.layouts("pdf"), number)
    cells = sum(len(one.truth.cells) for one in printed)
    found: Counter[str] = Counter()
    for one in printed:
        found += _outcome(one)
    said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.items()))
    return [Fact("PDF cells from pdfplumber's tables by our recogniser", f"of {cells} {said}")]


def _told(printed: Sequence[demo.Rendered]) -> str:
    lost: Counter[str] = Counter()
    for one in printed:
        if _corpus.lacking(one, chain.from_iterable(chain.from_iterable(_tables(one)))):
            lost[one.layout.name] += 1
    whole = len(printed) - lost.total()
    text = f"our cells equal the truth in all {len(printed)} files; pdfplumber has every figure in {whole}"
    if lost:
        text += "; it loses some in " + ", ".join(
            f"{count} of {name}" for name, count in sorted(lost.items())
        )
    return text


def _tables(rendered: demo.Rendered) -> Iterator[Table]:
    with pdfplumber.open(BytesIO(rendered.data)) as opened:
        for page in opened.pages:
            yield from page.extract_tables()


def _outcome(rendered: demo.Rendered) -> Counter[str]:
    grids = [
        loaders.Grid(
            tuple(loaders.plain_row([text or "" for text in row]) for row in table),
            loaders.Locator(table=number),
        )
        for number, table in enumerate(_tables(rendered), start=1)
    ]
    document = loaders.Document(rendered.name, "pdf", "0" * 64, tuple(grids))
    try:
        read = loaders.recognise(document).cells
    except loaders.UnreadableError:
        return Counter({"not read": len(rendered.truth.cells)})
    outcome: Counter[str] = Counter()
    for cell_id, truth in rendered.truth.cells.items():
        cell = read.get(cell_id)
        if cell is None or cell.value is None:
            outcome["not read"] += 1
        else:
            outcome["right" if cell.value == truth.value else "wrong"] += 1
    return outcome
