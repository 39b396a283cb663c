"""How far the work is: a bar on a terminal, a line for every tenth elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from gongkai.cli._console import line

_TENTHS: Final = 10

Step = Callable[[int, int, str], None]


@contextmanager
def progress(title: str) -> Iterator[Step]:
    """A callback for `done, total, what`; it writes to the standard error."""
    if not sys.stderr.isatty():
        yield _plain(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def step(done: int, total: int, _: str) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def _plain(title: str) -> Step:
    told = 0

    def step(done: int, total: int, _: str) -> None:
        nonlocal told
        tenth = done * _TENTHS // total
        # The total may grow, so that the same tenth is reached again.
        if tenth > told:
            told = tenth
            line(f"{title} {done}/{total}", to=sys.stderr)

    return step
