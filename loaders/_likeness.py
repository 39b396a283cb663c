"""How near a printed text is to each row label of an edition."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.loaders._keys import folded, key_of, possible_keys
from gongkai.loaders._lexicon import RowRef, lexicon

_SHORTEST: Final = 3
"""Shorter texts are everyday words, or what a slip leaves of one."""
_LETTERS_A_SLIP: Final = 4
_MOST_SLIPS: Final = 5
_FAR: Final = 2 * _MOST_SLIPS
_SHORTEST_START: Final = 7
"""A label that was cut off is known by its beginning from so many letters on."""
_OPPOSITES: Final = frozenset("上下本前后不予未无新结")
"""Letters in which labels of opposite meaning differ: one of them instead of another is no mere slip."""


class Likeness(NamedTuple):
    """How many slips a text is from labels: letters dropped, doubled, replaced or swapped.

    `rows`: the rows it is near to, nearest first, each with its slips; `nearest` and `second` count the
    slips to the two nearest rows, near or not; `other` to the nearest label that is no row.
    """

    rows: tuple[tuple[int, int], ...]
    nearest: int
    second: int
    other: int
    letters: int


NOTHING_LIKE: Final = Likeness((), _FAR, _FAR, _FAR, 0)


@cache
def labelled_rows(edition: str) -> tuple[RowRef, ...]:
    """The rows of an edition that have labels, in the form's order."""
    refs = {(ref.table, ref.row): ref for refs in lexicon(edition).rows.values() for ref in refs}
    return tuple(
        refs[table.id, row.id]
        for table in forms.edition(edition).tables
        for row in table.rows
        if (table.id, row.id) in refs
    )


@lru_cache(maxsize=4096)
def likeness(text: str, edition: str) -> Likeness:
    """The likeness of a text to the labels of an edition; rows are indexes of `labelled_rows`."""
    keys = [key for key in dict.fromkeys(possible_keys(folded(text))) if len(key) >= _SHORTEST]
    if not keys:
        return NOTHING_LIKE
    of_rows, others = _labels(edition)
    measured = [min((_slips(key, known), -len(known)) for key in keys for known in each) for each in of_rows]
    near = sorted((slips, row) for row, (slips, length) in enumerate(measured) if slips <= _most(-length))
    nearest, second = sorted(slips for slips, _ in measured)[:2]
    other = min((_slips(key, known) for key in keys for known in others), default=_FAR)
    return Likeness(tuple((row, slips) for slips, row in near), nearest, second, other, max(map(len, keys)))


def _most(letters: int) -> int:
    """How many slips leave a label of so many letters recognisable."""
    return min(letters // _LETTERS_A_SLIP, _MOST_SLIPS)


def differs_in_meaning(text: str, row: int, edition: str) -> bool:
    """Whether a letter that turns the meaning round is among those in which a text and a label differ."""
    label = forms.edition(edition).cells[labelled_rows(edition)[row].cells[0].id].row.label
    return _opposed(key_of(text), key_of(label))


def slips_apart(key: str, label: str) -> bool:
    """Whether two keys differ by no more than slips that leave the meaning alone."""
    if len(key) < _SHORTEST or _opposed(key, label):
        return False
    return _slips(key, label) <= _most(max(len(key), len(label)))


def _opposed(key: str, label: str) -> bool:
    letters = Counter(key)
    letters.subtract(Counter(label))
    return any(letters[letter] for letter in _OPPOSITES)


@cache
def _labels(edition: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The keys of each row, and those of the labels that are no row."""
    known = lexicon(edition)
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, refs in known.rows.items():
        for ref in refs:
            keys[ref.table, ref.row].append(key)
    rows = tuple(tuple(keys[ref.table, ref.row]) for ref in labelled_rows(edition))
    return rows, tuple(known.headers - known.rows.keys())


def _slips(key: str, known: str) -> int:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - for the few reports whose labels have slips

    if len(key) >= _SHORTEST_START and len(key) < len(known) and known.startswith(key):
        return 1
    return min(OSA.distance(key, known, score_cutoff=_FAR), _FAR)


def near_a_label(text: str) -> bool:
    """Whether a text is near to a row label of any edition."""
    return any(likeness(text, edition.id).rows for edition in forms.editions())
