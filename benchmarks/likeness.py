"""Comparing the prose of many reports with each other's and with the year before, with planted copies."""

from __future__ import annotations

import itertools
from random import Random
from typing import Final, NamedTuple

import pyarrow as pa
from benchmarks._pairs import Fact, Target, WrongResultError, measure

from gongkai.loaders import CELLS, FAILURES, REPORTS, SECTIONS, Frames
from gongkai.relations import relate

_TARGET: Final = Target("at most", 60)
_SEED: Final = 711
_YEARS: Final = (2021, 2022, 2023)
_LIMIT: Final = 0.5
_SHARES: Final = (0.62, 0.8, 1.0)
"""Of the clauses, in a planted copy that must be found."""
_INNOCENT: Final = 0.4
"""Of one that must not be flagged."""
_EVERY: Final = 50
_NEAR: Final = 0.1
"""How far the share found may be from it: clauses differ in length, and figures come between them."""
_FIGURES: Final = 0.1
"""Part of the clauses with a figure."""
_CLAUSES: Final = 130
_STANDARD: Final = 0.2
"""Part of a report's clauses that stand in many reports."""


class _Planted(NamedTuple):
    row: int
    kind: str
    source: int
    share: float


def compare(number: int) -> list[Fact]:
    """Seconds of one comparison of so many reports, after it was seen to find what is there and nothing else.

    Raises:
        WrongResultError: a planted copy is not found, or a report is flagged that is none.
    """
    texts, planted = _texts(number)
    frames = _frames(texts)
    found = relate(frames).tables["likeness"].to_pylist()
    _check(found, planted)
    taken = measure(lambda: relate(frames))
    verdict = "met" if _TARGET.met(taken.wall) else "short"
    size = sum(map(len, texts)) / number
    return [
        Fact(
            f"likeness of {number} reports",
            f"{taken.wall:.1f} s, {taken.cpu:.1f} s of CPU time (target {_TARGET} s: {verdict}); {size:.0f} "
            f"characters each; {len(planted)} planted copies: all of {_LIMIT:.0%} and more found, no other",
        )
    ]


def _check(found: list[dict[str, object]], planted: list[_Planted]) -> None:
    flagged = {
        (row, one["kind"], one["path"]): one["share"]
        for row, report in enumerate(found)
        for one in report["likeness"]  # type: ignore[attr-defined] # plain values of Arrow
        if one["share"] >= _LIMIT
    }
    for row, kind, source, share in planted:
        said = flagged.pop((row, kind, _path(source)), None)
        if share < _LIMIT:
            if said is not None:
                raise WrongResultError(f"{_path(row)} is flagged with {said:.2f}, {share:.2f} is copied")
        elif said is None or abs(said - share) > _NEAR:
            raise WrongResultError(f"{_path(row)} copies {share:.2f} of {_path(source)}: found {said}")
    # Two reports of one year are alike both ways, whichever is the copy.
    copies = {(_path(one.source), _path(one.row)) for one in planted}
    others = [key for key in flagged if (_path(key[0]), key[2]) not in copies]
    if others:
        raise WrongResultError(f"{len(others)} reports are flagged that copy nothing: {others[:3]}")


def _texts(number: int) -> tuple[list[str], list[_Planted]]:
    """Prose of organs in turn, one report a year each; every `_EVERY`th copies another's or its own last."""
    chance = Random(_SEED)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
    words = ["".join(chance.choices(letters, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(4000)]
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))

    def clause() -> str:
        return "".join(chance.choices(words, cum_weights=weights, k=chance.randint(4, 8)))

    standard = [clause() for _ in range(60)]
    clauses = [
        [chance.choice(standard) if chance.random() < _STANDARD else clause() for _ in range(_CLAUSES)]
        for _ in range(number)
    ]
    planted = []
    step = len(_YEARS)
    for place, row in enumerate(range(_EVERY, number, _EVERY)):
        share = (*_SHARES, _INNOCENT)[place % (len(_SHARES) + 1)]
        own = row % step and place % 2
        source = row - 1 if own else (row - _EVERY // 2) // step * step + row % step
        planted.append(_Planted(row, "before" if own else "other", source, share))
        taken = round(share * _CLAUSES)
        at = chance.randrange(_CLAUSES - taken + 1)
        clauses[row] = clauses[row][:at] + clauses[source][at : at + taken] + clauses[row][at + taken :]
    texts = [
        "，".join(
            f"{part}{chance.randint(1, 99)}件" if chance.random() < _FIGURES else part for part in parts
        )
        for parts in clauses
    ]
    return texts, planted


def _path(row: int) -> str:
    return f"{row:06}.html"


def _frames(texts: list[str]) -> Frames:
    keys = [{"report_id": f"{row:016x}", "path": _path(row)} for row in range(len(texts))]
    step = len(_YEARS)
    reports = [
        {
            **key,
            "organ": f"{row // step}县{row // step}局",
            "organ_id": str(row // step),
            "year": _YEARS[row % step],
        }
        for row, key in enumerate(keys)
    ]
    sections = [{**key, "section": "overview", "prose": text} for key, text in zip(keys, texts, strict=True)]
    return Frames(
        pa.Table.from_pylist(reports, REPORTS),
        CELLS.empty_table(),
        pa.Table.from_pylist(sections, SECTIONS),
        FAILURES.empty_table(),
        {},
    )
