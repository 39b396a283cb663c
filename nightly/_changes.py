"""Which submissions have to be read tonight, and which stand as they were read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from gongkai.loaders import Submission
from gongkai.nightly._bundle import RankOf
from gongkai.nightly._inbox import Inbox

MACHINE: Final = frozenset({"timeout", "crashed"})
"""Failures that may have been the machine's: such a submission is tried once more the night after."""


class Changes(NamedTuple):
    """What is to be read, by why; `gone` are names that were there the last time."""

    new: tuple[Submission, ...] = ()
    changed: tuple[Submission, ...] = ()
    again: tuple[Submission, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def to_read(self) -> list[Submission]:
        """All of them, in no order."""
        return [*self.new, *self.changed, *self.again]


def changes(inbox: Inbox, known: Mapping[str, str], again: Collection[str], *, afresh: bool) -> Changes:
    """Compares the inbox with what was read of it.

    Args:
        inbox: tonight's.
        known: name → SHA-256 of what was read last.
        again: names whose reading may have failed by the machine's fault.
        afresh: whether all is to be read again.
    """
    new, changed, repeated = [], [], []
    for submission in inbox.found.submissions:
        name = submission.name
        if name not in known:
            new.append(submission)
        elif inbox.contents[name] != known[name]:
            changed.append(submission)
        elif (afresh or name in again) and name not in inbox.left:
            repeated.append(submission)
    gone = tuple(name for name in known if name not in inbox.contents)
    return Changes(tuple(new), tuple(changed), tuple(repeated), gone)


def ranks(order: Sequence[str], wanted: Collection[str], every: Collection[str]) -> RankOf:
    """Of a path in the frames the place of its submission in `order`, None where that is not `wanted`.

    Args:
        order: names of tonight's submissions.
        wanted: some of them.
        every: all names that a path may belong to.
    """
    places = {name: place for place, name in enumerate(order) if name in wanted}
    owner = owners(every)
    return lambda path: places.get(owner(path) or "")


def owners(names: Collection[str]) -> Callable[[str], str | None]:
    """A path in the frames → the submission that it is, or was taken out of; None where there is none."""

    @cache
    def owner(path: str) -> str | None:
        while path:
            if path in names:
                return path
            path = path[: max(path.rfind("/"), path.rfind(os.sep), 0)]
        return None

    return owner
