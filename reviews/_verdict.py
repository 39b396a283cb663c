"""One word for a whole batch or run; the counts beside it say the rest."""

from __future__ import annotations


def verdict(*, complete: bool, errors: int, warnings: int, cannot_tell: int) -> str:
    """The name of the worst answer there is (see `answer_mark`).

    An error that was found is a failure whatever else was left undone; without one, what is not `complete`
    is neither a pass nor a failure.
    """
    if errors:
        return "violated"
    if not complete:
        return "not_run"
    if warnings:
        return "warned"
    return "cannot_tell" if cannot_tell else "holds"
