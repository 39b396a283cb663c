"""How much of one text's wording stands in another, and the passages that do."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.relations._wording import WIDTH, Codes, Wording

PASSAGES: Final = 5
"""Of a pair of texts, the longest."""
LONGEST_PASSAGE: Final = 200
"""Characters that are shown of one."""

_SPACE: Final = re.compile(r"\s+")

Mask = NDArray[np.bool_]


def covered(shingles: Mask) -> Mask:
    """Which characters lie in one of the shingles (by their first character) that are marked."""
    count = len(shingles) + WIDTH - 1
    steps = np.zeros(count + 1, np.int64)
    starts = np.flatnonzero(shingles)
    steps[starts] = 1
    ends = np.bincount(starts + WIDTH, minlength=count + 1)
    return np.asarray(np.cumsum(steps - ends)[:-1] > 0)


def size_of(shingles: Mask) -> int:
    """How many characters lie in one of the shingles that are marked."""
    return int(covered(shingles).sum()) if shingles.any() else 0


def share_of(own: Mask, shared: Mask, size: int) -> float:
    """The part of a text's own wording that stands in another text, by characters; 0 where it has none.

    Args:
        own: of its shingles, those that are not common to many organs.
        shared: of its shingles, those that stand in the other text.
        size: of `own`, see `size_of`.
    """
    return size_of(own & shared) / size if size else 0.0


def is_among(shingles: Codes, known: Codes) -> Mask:
    """Which shingles are among `known`, which is sorted."""
    if not len(known):
        return np.zeros(len(shingles), np.bool_)
    places = np.minimum(np.searchsorted(known, shingles), len(known) - 1)
    return np.asarray(known[places] == shingles)


def passages(text: str, wording: Wording, own: Mask, shared: Mask, other: Wording) -> list[str]:
    """The longest runs of one text that stand in the other too, as the first prints them, the longest first.

    A run that is nothing but common wording is left out.

    Args:
        text: as printed.
        wording: of the text.
        own: of its shingles, those that are not common to many organs.
        shared: of its shingles, those that stand in the other text.
        other: the other text's wording.
    """
    runs = _runs(covered(shared))
    runs = sorted((run for run in runs if own[run[0] : run[1] - WIDTH + 1].any()), key=_length)[:PASSAGES]
    letters, others = wording.text, other.text
    found = [(start, start + _standing(letters[start:stop], others)) for start, stop in runs]
    found = [run for run in found if run[1] - run[0] >= WIDTH]
    return [_printed(text, wording, run) for run in sorted(found, key=_length)]


def _runs(mask: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _length(run: tuple[int, int]) -> int:
    return run[0] - run[1]


def _standing(run: str, other: str) -> int:
    """How many characters of a run, from its start, stand in the other text in one piece.

    All shingles of a run stand there, but they need not follow each other.
    """
    least, most = 0, len(run)
    while least < most:
        middle = (least + most + 1) // 2
        if run[:middle] in other:
            least = middle
        else:
            most = middle - 1
    return least


def _printed(text: str, wording: Wording, run: tuple[int, int]) -> str:
    start, stop = int(wording.places[run[0]]), int(wording.places[run[1] - 1]) + 1
    return _SPACE.sub(" ", text[start : min(stop, start + LONGEST_PASSAGE)])
