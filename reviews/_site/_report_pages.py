"""The pages of all reports, made in processes of their own where there are many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from threading import Event
from typing import Any, Final, NamedTuple

from gongkai.reviews._site._crew import in_processes
from gongkai.reviews._site._folder import SiteFolder
from gongkai.reviews._site._index import Index, Key
from gongkai.reviews._site._paths import Paths
from gongkai.reviews._site._records import Portion, portions
from gongkai.reviews._site._report_page import Maker
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._told import Told
from gongkai.rules import UNRUN, NotRun

FEW: Final = 500
"""Reports that are made in this process: they take no longer than another takes to begin."""

Reasons = tuple[tuple[str, int], ...]


class _Task(NamedTuple):
    """Reports whose pages are to be put into their part of the folder."""

    portion: Portion
    folder: SiteFolder
    unrun: Mapping[Key, Reasons]
    addresses: Mapping[str, str]
    paths: Paths


@dataclass(frozen=True)
class _Work:
    """Does a task; `site` has nothing of single reports, so that it is quickly handed over."""

    site: Site

    def __call__(self, task: _Task) -> SiteFolder:
        maker = Maker(replace(self.site, folder=task.folder), task.unrun, task.addresses, task.paths)
        for record in task.portion.records():
            maker.put(record)
        return task.folder


@contextmanager
def reports_beside(site: Site) -> Iterator[None]:
    """Every report's page is put in its place, while what is done inside goes on.

    Pages that are made in processes of their own are begun before it and ended after it, others all after it.
    """
    stopped = Event()
    if site.workers <= 1 or len(site.index.entries) <= FEW:
        yield
        _take(site, _parts(site, 1, stopped))
        return
    with ThreadPoolExecutor(1, "gongkai-reports") as beside:
        parts = beside.submit(lambda: list(_parts(site, site.workers, stopped)))
        try:
            yield
            _take(site, parts.result())
        finally:
            stopped.set()


def _parts(site: Site, workers: int, stopped: Event) -> Iterator[SiteFolder]:
    """The parts of the folder, filled; once stopped no more are begun."""
    tasks = takewhile(lambda _: not stopped.is_set(), _tasks(site))
    return in_processes(_Work(_bare(site)), tasks, workers)


def _take(site: Site, parts: Iterable[SiteFolder]) -> None:
    for part in parts:
        site.folder.take(part)


def _bare(site: Site) -> Site:
    empty = {name: getattr(site.run, name).schema.empty_table() for name in _TABLES}
    run = replace(site.run, **empty)
    return replace(
        site, run=run, index=Index(Told.of(run), (), {}, {}), folder=site.folder.part(()), since=None
    )


_TABLES: Final = ("findings", "not_run", "failures", "duplicates", "unidentified")


def _tasks(site: Site) -> Iterator[_Task]:
    unrun = _unrun_reasons(site)
    addresses = {entry.key.path: entry.address for entry in site.index.entries}
    for portion in portions(site.index, site.frames):
        named: Any = portion.findings.table["others"]
        every = set(named.combine_chunks().flatten().to_pylist())
        yield _Task(
            portion,
            site.folder.part(entry.address for entry in portion.entries),
            {entry.key: unrun[entry.key] for entry in portion.entries if entry.key in unrun},
            {path: addresses[path] for path in every if path in addresses},
            site.index.paths,
        )


def _unrun_reasons(site: Site) -> dict[Key, Reasons]:
    """By report: why rules were not run on it, and how many."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    grouped = site.run.not_run.group_by(["report_id", "path", "reason"]).aggregate([([], "count_all")])
    for row in grouped.to_pylist():
        counts[Key(row["report_id"], row["path"])][row["reason"]] += row["count_all"]
    words = {reason.name.lower(): UNRUN[reason].of(site.lang) for reason in NotRun}
    return {
        key: tuple((words[reason], times) for reason, times in sorted(own.items(), key=_most_first))
        for key, own in counts.items()
    }


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
