"""Wording that many organs share: titles of laws, standard sentences. It makes nobody's report a copy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gongkai.relations._wording import Codes, distinct

PART_OF_ORGANS: Final = 0.1
FEWEST_ORGANS: Final = 8
"""What stands in the reports of at least so many organs, and of this part of all, is common to them."""

_PARTS: Final = 8
"""The hashes are counted in so many parts, so that memory holds one of them at a time."""


def common_shingles(sets: Sequence[Codes], owners: Sequence[int]) -> Codes:
    """Hashes that stand in the texts of many organs, sorted.

    Args:
        sets: the different hashes of each text, sorted.
        owners: whose each text is, numbered from 0; one number a text.
    """
    if not sets:
        return np.empty(0, np.uint32)
    least = max(FEWEST_ORGANS, int(np.ceil(PART_OF_ORGANS * len(set(owners)))))
    bounds = np.linspace(0, 1 << 32, _PARTS + 1).astype(np.uint64)
    return np.concatenate([_common(sets, owners, least, low, high) for low, high in pairwise(bounds)])


def _common(
    sets: Sequence[Codes], owners: Sequence[int], least: int, low: np.uint64, high: np.uint64
) -> Codes:
    keyed: list[NDArray[np.uint64]] = []
    for hashes, owner in zip(sets, owners, strict=True):
        start, stop = np.searchsorted(hashes, np.array([low, high]))
        keyed.append((hashes[start:stop].astype(np.uint64) << np.uint64(32)) + np.uint64(owner))
    pairs = distinct(np.concatenate(keyed)) >> np.uint64(32)
    starts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1]))) if len(pairs) else pairs
    numbers = np.diff(np.append(starts, len(pairs)).astype(np.int64))
    return pairs[starts][numbers >= least].astype(np.uint32)
