"""How likely a person is to have typed one number for another."""

from __future__ import annotations

from collections.abc import Iterable


def slip_rank(printed: int | None, meant: int, neighbours: Iterable[int]) -> int:
    """0 for the likeliest slip, 6 where none is known.

    Args:
        printed: the number as printed; None for a blank cell.
        meant: the number it should have been.
        neighbours: numbers of the cells beside it, which the eye may have copied.
    """
    if printed is None:
        return 0
    found, wanted = str(printed), str(meant)
    tests = (
        _transposed(found, wanted),
        _dropped(found, wanted) or _dropped(wanted, found),
        _mistyped(found, wanted),
        printed == -meant,
        printed in set(neighbours),
    )
    return next((rank for rank, slip in enumerate(tests, start=1) if slip), len(tests) + 1)


def _transposed(found: str, wanted: str) -> bool:
    """Two digits next to each other changed places."""
    if len(found) != len(wanted):
        return False
    places = [place for place, pair in enumerate(zip(found, wanted, strict=True)) if pair[0] != pair[1]]
    return (
        len(places) == 2  # noqa: PLR2004 - a pair
        and places[1] == places[0] + 1
        and found[places[0]] == wanted[places[1]]
        and found[places[1]] == wanted[places[0]]
    )


def _dropped(shorter: str, longer: str) -> bool:
    """One digit too few (or, the other way round, doubled or slipped in)."""
    return len(longer) == len(shorter) + 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )


def _mistyped(found: str, wanted: str) -> bool:
    """One digit differs."""
    return len(found) == len(wanted) and sum(a != b for a, b in zip(found, wanted, strict=True)) == 1
