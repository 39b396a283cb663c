"""Chance that repeats itself: the same words give the same throws on every machine."""

from __future__ import annotations

import random


def dice(*words: object) -> random.Random:
    """A generator seeded by `words`; two different lists of words share nothing."""
    return random.Random("\x1f".join(map(str, words)))  # noqa: S311 - made-up figures, no secret
