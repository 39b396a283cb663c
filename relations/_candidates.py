"""Which of many texts may share much wording: MinHash, and its bands sorted (LSH)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash  # type: ignore[import-untyped] # it brings no stubs

from gongkai.relations._wording import Codes, distinct

_HASHES: Final = 256
_ROWS: Final = 2
"""Hashes a band. Of texts with a third of their shingles in common none is missed, of those with a seventh
one in twenty; texts of one length that share half their wording have a third in common."""
_SEED: Final = 711
_LIKELY: Final = 0.03
"""Part of equal hashes under which two texts are not looked at."""
_AT_ONCE: Final = 1024
_BEST: Final = 6
"""Texts that one is compared with."""
_WINDOW: Final = 32
"""Neighbours in a band that one is paired with: among thousands of equal texts some of them are enough."""

Pairs = NDArray[np.int64]


def candidates(sets: Sequence[Codes], groups: Sequence[int]) -> Pairs:
    """Pairs of texts that may be alike: int64 (pairs, 2), each once, the smaller position first.

    Args:
        sets: the hashes of each text.
        groups: texts of one group are not paired; one number a text.
    """
    filled = np.array([at for at, one in enumerate(sets) if len(one)], np.int64)
    if len(filled) < _ROWS:
        return np.empty((0, 2), np.int64)
    digests = _digests([sets[at] for at in filled.tolist()])
    group = np.asarray(groups, np.int64)[filled]
    found = distinct(np.concatenate([_in_band(band, group) for band in _bands(digests)]))
    first, second = np.divmod(found, len(filled))
    equal = _equal(digests, first, second)
    likely = equal >= _LIKELY * _HASHES
    first, second, equal = first[likely], second[likely], equal[likely]
    kept = _best(first, second, equal)
    return np.column_stack((filled[first[kept]], filled[second[kept]]))


def _digests(sets: list[Codes]) -> NDArray[np.uint32]:
    """(texts, hashes), some texts at a time: the library takes and gives wider numbers."""
    parts = []
    for at in range(0, len(sets), _AT_ONCE):
        some = sets[at : at + _AT_ONCE]
        tokens = np.concatenate(some).astype(np.uint64)
        offsets = np.concatenate(([0], np.cumsum([len(one) for one in some]))).astype(np.uint64)
        rows = RMinHash.digest_matrix_from_flat_token_hashes(tokens, offsets, _HASHES, _SEED).to_rows()
        parts.append(np.array(rows, np.uint32))
    return np.concatenate(parts)


def _bands(digests: NDArray[np.uint32]) -> list[NDArray[np.uint64]]:
    wide = digests.astype(np.uint64)
    return [(wide[:, at] << np.uint64(32)) | wide[:, at + 1] for at in range(0, _HASHES, _ROWS)]


def _in_band(band: NDArray[np.uint64], group: Pairs) -> Pairs:
    """Pairs with one key, each as first * count + second; those of one key are paired with those near it."""
    # Texts of a group stand together, so that a window of them reaches into the next group.
    order = np.lexsort((group, band))
    keys, count, found = band[order], len(band), []
    for step in range(1, _WINDOW + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        if not len(same):
            break
        one, other = order[same], order[same + step]
        apart = group[one] != group[other]
        low, high = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
        found.append(low * count + high)
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _equal(digests: NDArray[np.uint32], first: Pairs, second: Pairs) -> Pairs:
    """How many hashes are equal, pair by pair, some pairs at a time."""
    parts = [
        (digests[first[at : at + 65536]] == digests[second[at : at + 65536]]).sum(axis=1)
        for at in range(0, len(first), 65536)
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _best(first: Pairs, second: Pairs, equal: Pairs) -> Pairs:
    """Positions of the pairs that are among the likeliest of one of their two texts."""
    texts, places = np.concatenate((first, second)), np.tile(np.arange(len(first)), 2)
    order = np.lexsort((-np.tile(equal, 2), texts))
    texts, places = texts[order], places[order]
    starts = np.flatnonzero(np.concatenate(([True], texts[1:] != texts[:-1]))) if len(texts) else texts
    ranks = np.arange(len(texts)) - np.repeat(starts, np.diff(np.append(starts, len(texts))))
    return distinct(places[ranks < _BEST])
