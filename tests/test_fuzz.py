"""Damaged documents: no reader crashes or hangs, and no figure is read into a cell that prints another.

Two kinds of damage. Bytes changed at random may say anything afterwards: there only the reader's manners
are checked. Damage to words, rows and cells leaves the figures as they are: there each cell must be read
as printed or not at all.
"""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from gongkai import demo, forms
from gongkai.loaders import UnreadableError, read_bytes, recognise

SEED = 20_260_101
SECONDS = 20.0
"""For one document; most take milliseconds."""
PARTS = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml"}

Dice = random.Random
Change = Callable[[str, Dice], str]


# Damage to bytes.


def flip(data: bytes, dice: Dice) -> bytes:
    found = bytearray(data)
    for _ in range(dice.randint(1, 30)):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def cut(data: bytes, dice: Dice) -> bytes:
    start, stop = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[stop:]


def truncate(data: bytes, dice: Dice) -> bytes:
    return data[: dice.randrange(len(data))]


def repeat(data: bytes, dice: Dice) -> bytes:
    start = dice.randrange(len(data))
    piece = data[start : start + dice.randint(1, 2000)]
    return data[:start] + piece * dice.randint(2, 50) + data[start:]


BYTES = (flip, cut, truncate, repeat)


# Damage to what stands around the figures.

_FIGURE = re.compile(r"[\d０-９]")
_SPOILS = frozenset(
    "".join(
        (
            *forms.vocabulary().money_units,
            *forms.vocabulary().count_suffixes,
            *forms.vocabulary().nil_marks,
            "增加减少下降上升零一二三四五六七八九十年月日",
        )
    )
)
"""Characters that may be part of a figure, and what makes one of its neighbours."""


def _harmless(text: str, dice: Dice) -> int | None:
    """A place in a word of the text that is no part of a figure and beside none."""
    for _ in range(50):
        at = dice.randrange(len(text))
        around = text[max(at - 2, 0) : at + 3]
        if "\u4e00" <= text[at] <= "\u9fff" and not _FIGURE.search(around) and not _SPOILS & set(around):
            return at
    return None


def misspell(text: str, dice: Dice) -> str:
    """Characters dropped, doubled or replaced by others of the text."""
    for _ in range(dice.randint(1, 12)):
        at, other = _harmless(text, dice), _harmless(text, dice)
        if at is None or other is None:
            continue
        new = dice.choice(["", text[at] * 2, text[other], text[at] + " "])
        text = text[:at] + new + text[at + 1 :]
    return text


ROW = {"html": r"<tr.*?</tr>", "docx": r"<w:tr[ >].*?</w:tr>", "text": r"[^\n]+\n", "csv": r"[^\n]+\n"}
CELL = {"html": r"<t[dh][ >].*?</t[dh]>", "docx": r"<w:tc[ >].*?</w:tc>", "csv": r"[^,;\t\r\n\"]*[,;\t]"}


def _is_row(text: str) -> bool:
    """A line of one cell is none: its figure would go into another row with it."""
    return len(_FIGURE.findall(text)) > 1 and any("\u4e00" <= char <= "\u9fff" for char in text)


def of_rows(pattern: str) -> Change:
    def change(text: str, dice: Dice) -> str:
        found = re.finditer(pattern, text, re.DOTALL)
        rows = [match.span() for match in found if _is_row(match.group())]
        if len(rows) < 2:
            return text
        (a, b), (c, d) = sorted(dice.sample(rows, 2))
        match dice.choice(["drop", "double", "swap"]):
            case "drop":
                return text[:a] + text[b:]
            case "double":
                return text[:b] + text[a:b] + text[b:]
            case _:
                return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

    return change


def of_cells(pattern: str) -> Change:
    def change(text: str, dice: Dice) -> str:
        cells = [match.span() for match in re.finditer(pattern, text, re.DOTALL)]
        if not cells:
            return text
        # One kind a document: a cell lost and another doubled in one row would look like a row that is whole.
        times = dice.choice([0, 2])
        for start, stop in sorted(dice.sample(cells, min(len(cells), dice.randint(1, 3))), reverse=True):
            text = text[:start] + text[start:stop] * times + text[stop:]
        return text

    return change


def changes(format_name: str) -> tuple[Change, ...]:
    found: list[Change] = [misspell]
    if format_name in ROW:
        found.append(of_rows(ROW[format_name]))
    if format_name in CELL:
        found.append(of_cells(CELL[format_name]))
    return tuple(found)


def changed(rendered: demo.Rendered, change: Change, dice: Dice) -> bytes | None:
    """The document with its text changed; None where its text cannot be got at."""
    layout = rendered.layout
    if layout.format in PARTS:
        part = PARTS[layout.format]
        with zipfile.ZipFile(io.BytesIO(rendered.data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        if part not in parts:
            return None
        parts[part] = change(parts[part].decode(), dice).encode()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, body in parts.items():
                package.writestr(name, body)
        return out.getvalue()
    if rendered.encoding is None:
        return None
    encoding = demo.ENCODINGS[rendered.encoding]
    text = rendered.data.removeprefix(encoding.mark).decode(encoding.codec)
    return encoding.mark + change(text, dice).encode(encoding.codec)


ONE_FILE = [name for name, layout in demo.LAYOUTS.items() if layout.suffix]


def documents(number: int, dice: Dice) -> Iterator[demo.Rendered]:
    samples = list(demo.clean_samples(40))
    for _ in range(number):
        layout = dice.choice(ONE_FILE)
        encoding = dice.choice(demo.encodings(demo.LAYOUTS[layout].format) or ("utf-8",))
        yield demo.render(dice.choice(samples), layout, encoding=encoding)


def damage_bytes(number: int, seed: int) -> Counter[str]:
    dice = Dice(seed)
    seen: Counter[str] = Counter()
    for rendered in documents(number, dice):
        damage = dice.choice(BYTES)
        data = damage(rendered.data, dice)
        began = time.monotonic()
        try:
            recognise(read_bytes(data, rendered.name))
            seen["read"] += 1
        except UnreadableError as error:
            seen[error.code if rendered.name in error.message.zh else "nameless"] += 1
        took = time.monotonic() - began
        assert took < SECONDS, f"{rendered.layout.name}, {damage.__name__}: {took:.1f} s"
    return seen


def damage_words(number: int, seed: int) -> Counter[str]:
    dice = Dice(seed)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for rendered in documents(number, dice):
        change = dice.choice(changes(rendered.layout.format))
        data = changed(rendered, change, dice)
        if data is None:
            continue
        try:
            report = recognise(read_bytes(data, rendered.name))
        except UnreadableError as error:
            seen[error.code] += 1
            continue
        if report.edition != rendered.sample.edition_id:
            seen["other edition"] += 1
            continue
        for cell_id, told in rendered.truth.cells.items():
            read = report.cells[cell_id]
            if read.status not in ("ok", "inferred"):
                seen[read.status] += 1
            elif told.value is None or read.value == told.value:
                seen["right"] += 1
            else:
                wrong.append(
                    f"{rendered.layout.name} {change.__qualname__} {rendered.sample.key} {cell_id}: "
                    f"{read.value} for {told.value}"
                )
    assert not wrong, f"{len(wrong)} wrong: " + "; ".join(wrong[:5])
    return seen


def test_damaged_bytes() -> None:
    seen = damage_bytes(150, SEED)
    assert (seen.total(), seen["nameless"]) == (150, 0)


def test_damaged_words() -> None:
    assert damage_words(150, SEED)["right"] > 1000


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_damaged_bytes(record_property: Callable[[str, object], None]) -> None:
    seen = damage_bytes(5000, SEED + 1)
    record_property("seen", dict(seen))
    assert (seen.total(), seen["nameless"]) == (5000, 0)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_damaged_words(record_property: Callable[[str, object], None]) -> None:
    seen = damage_words(5000, SEED + 1)
    record_property("seen", dict(seen))
    assert seen["right"] > 50_000
