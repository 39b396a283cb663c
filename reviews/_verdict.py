"""One word for a whole batch; the counts beside it say the rest."""

from __future__ import annotations


def verdict(*, complete: bool, errors: int, warnings: int, cannot_tell: int) -> str:
    """The worst that is to be said: a result that is not complete is never called a pass or a failure."""
    if not complete:
        return "not_run"
    if errors:
        return "violated"
    if warnings:
        return "warned"
    return "cannot_tell" if cannot_tell else "holds"
