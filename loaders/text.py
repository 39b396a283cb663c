"""Plain text: tables flattened by tabs or pipes, and lines of running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Literal

from gongkai.loaders._document import Block, Document, Grid, Locator, Paragraph, digest, plain_row
from gongkai.loaders._encoding import decode
from gongkai.loaders._pipes import NumberedLine, drawn, has_pipe, is_border, pipe_grids

FORMAT: str = "text"
SUFFIXES: tuple[str, ...] = (".txt", ".text")

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_Kind = Literal["pipes", "tabs", "prose", "blank"]


def sniff(head: bytes, suffix: str) -> bool:  # noqa: ARG001 - what is no text is refused when it is decoded
    """Takes what no other reader takes."""
    return True


def parse(data: bytes, path: str) -> Document:
    """Reads text in any encoding of `decode`.

    Raises:
        UnreadableError: code `not_text`.
    """
    decoded = decode(data, path)
    return Document(
        path,
        FORMAT,
        digest(data),
        tuple(blocks_of(decoded.text)),
        decoded.encoding,
        decoded.notes,
    )


def blocks_of(text: str, first_table: int = 1) -> list[Block]:
    """The blocks of a text: a Grid a run of delimited lines, a Paragraph a line that is not blank.

    Every grid is ragged. Rows cut by tabs keep each field as printed, fillers and padding included;
    fields between pipes lose the spaces beside the pipes, and the grid is `closed`.
    """
    return blocks_of_lines(lines_of(text), first_table)


def lines_of(text: str) -> list[NumberedLine]:
    return [NumberedLine(number, drawn(line)) for number, line in enumerate(_LINE_END.split(text), start=1)]


def blocks_of_lines(lines: Sequence[NumberedLine], first_table: int = 1) -> list[Block]:
    """As `blocks_of`, of lines that bring their own numbers."""
    blocks: list[Block] = []
    table = first_table
    for kind, run in _runs(lines):
        grids: list[Grid] = []
        if kind == "pipes":
            grids = list(pipe_grids(run, table))
        elif kind == "tabs":
            grids = [_tab_grid(run, table)]
        blocks += grids
        table += len(grids)
        if kind == "prose":
            blocks += [Paragraph(line.text, Locator(line=line.number)) for line in run if line.text.strip()]
    return blocks


def _runs(lines: Sequence[NumberedLine]) -> Iterator[tuple[_Kind, list[NumberedLine]]]:
    """Lines of one kind that follow each other; blank lines between lines with pipes belong to their run."""
    runs = [(kind, list(run)) for kind, run in groupby(lines, _kind)]
    index = 0
    while index < len(runs):
        kind, run = runs[index]
        index += 1
        if kind == "pipes":
            while index + 1 < len(runs) and runs[index][0] == "blank" and runs[index + 1][0] == "pipes":
                run += runs[index][1] + runs[index + 1][1]
                index += 2
            if _is_one_line_of_prose(run):
                kind = "prose"
        elif kind == "tabs" and all("\t" not in line.text.lstrip("\t") for line in run):
            # Tabs only in front: indented paragraphs.
            kind = "prose"
        yield kind, run


def _kind(line: NumberedLine) -> _Kind:
    text = line.text
    if has_pipe(text):
        return "pipes"
    if not text.strip() and "\t" not in text:
        return "blank"
    return "tabs" if "\t" in text else "prose"


def _is_one_line_of_prose(run: Sequence[NumberedLine]) -> bool:
    """A line that uses pipes inside, as navigation does: 打印 | 关闭; or a lone drawn line."""
    text = run[0].text.strip()
    if is_border(text):
        return len(run) == 1
    return len(run) == 1 and not text.startswith("|") and not text.endswith("|")


def _tab_grid(run: Sequence[NumberedLine], table: int) -> Grid:
    rows = tuple(plain_row(line.text.split("\t"), line.number) for line in run)
    return Grid(rows, Locator(table=table, line=run[0].number), ragged=True)
