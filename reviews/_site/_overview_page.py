"""The first page a supervisor opens: what came in, what came of it, where to look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from gongkai import forms
from gongkai.checkpoints import Batch, Run
from gongkai.forms import Language
from gongkai.reviews._addresses import OVERVIEW
from gongkai.reviews._batch import summary
from gongkai.reviews._families import FAMILIES, family_of
from gongkai.reviews._model import BatchEntry, Figure, SeverityCount
from gongkai.reviews._overview_charts import OverviewCharts
from gongkai.reviews._overview_model import FamilyLine, Overview, StateCount
from gongkai.reviews._site import _overview_lists as lists
from gongkai.reviews._site._count import Count, count
from gongkai.reviews._site._index import Entry
from gongkai.reviews._site._overview_cities import cities, share
from gongkai.reviews._site._overview_since import since
from gongkai.reviews._site._site import Site
from gongkai.reviews._site._unread import cities_of_unread
from gongkai.reviews._tally import Tally
from gongkai.reviews._verdict import verdict
from gongkai.reviews._words import FILES, Mark, answer_mark, severity_mark
from gongkai.reviews._words_overview import STATES

ORGANS_SHOWN: Final = 20


def write_overview(site: Site) -> None:
    """Puts the first page in its place."""
    overview = _overview(site)
    site.put(
        OVERVIEW,
        "overview.html.j2",
        repr(overview),
        run=overview,
        charts=OverviewCharts(overview, site.lang),
    )


def _overview(site: Site) -> Overview:
    run, lang, index = site.run, site.lang, site.index
    counted = count(index)
    shown = _families(run, counted)
    total, unread = counted.total, run.failures.num_rows
    states = _states(index.entries, unread, lang)
    organs = lists.organs(counted)
    paths: list[Any] = run.failures["path"].to_pylist()
    return Overview(
        verdict=_verdict(run, total, lang),
        received=len(index.entries) + unread,
        read=len(index.entries),
        clean=next(one.count for one in states if one.state.name == "clean"),
        unreadable=unread,
        states=states,
        since=None if site.since is None else since(site.since, index.rules, lang),
        since_unreadable=site.since_unreadable,
        not_run=tuple(lists.not_run(run, problem, lang) for problem in run.problems),
        counts=tuple(
            SeverityCount(severity_mark(one.severity, lang), one.violated, one.cannot_tell, one.reports)
            for one in counted.by_severity
        ),
        families=tuple(
            FamilyLine(
                FAMILIES[place].anchor,
                FAMILIES[place].name.of(lang),
                FAMILIES[place].about.of(lang),
                counted.of_family(place),
            )
            for place in shown
        ),
        total=total,
        without_report=sum(tally.standing for tally in counted.without_report.values()),
        waived=total.waived,
        cities=cities(counted, Counter(cities_of_unread(paths, index.entries)), shown),
        rules=lists.rules(counted, lang),
        organs=organs[:ORGANS_SHOWN],
        more_organs=max(0, len(organs) - ORGANS_SHOWN),
        doubts=lists.doubts(run, lang),
        accepted=lists.accepted(run, lang),
        batches=tuple(
            _entry(run, batch, counted.by_batch.get((batch.edition, batch.year), Tally()), lang)
            for batch in run.batches
        ),
        unrun=lists.unrun(run, lang),
        files=tuple(
            Figure(name, what.of(lang))
            for name, what in FILES.items()
            if (site.frames.directory / name).exists()
        ),
        footer=(
            *(Figure(name, version) for name, version in run.versions.items()),
            *(Figure(pack["name"], f"{pack['version']} {pack['hash']}") for pack in run.packs.values()),
        ),
    )


def _families(run: Run, counted: Count) -> tuple[int, ...]:
    """Those that have a rule in this run, found or not: most provinces have no rules of their own."""
    kinds = {rule.kind for batch in run.batches for rule in run.catalogue(batch.edition).rules}
    known = {family_of(kind).id for kind in kinds}
    found = counted.cube.sum(axis=(0, 2)).tolist()
    return tuple(place for place, family in enumerate(FAMILIES) if family.id in known or found[place])


def _states(entries: Sequence[Entry], unread: int, lang: Language) -> tuple[StateCount, ...]:
    counts = Counter[str](entry.tally.state for entry in entries)
    counts["unread"] = unread
    received = len(entries) + unread
    return tuple(
        StateCount(Mark(name, shape, word.of(lang)), counts[name], share(counts[name], received))
        for name, (shape, word) in STATES.items()
    )


def _verdict(run: Run, total: Tally, lang: Language) -> Mark:
    complete = any(batch.judged for batch in run.batches) and not run.problems and not run.failures.num_rows
    word = verdict(
        complete=complete, errors=total.errors, warnings=total.warnings, cannot_tell=total.cannot_tell
    )
    return answer_mark(word, lang)


def _entry(run: Run, batch: Batch, tally: Tally, lang: Language) -> BatchEntry:
    line = summary(
        batch.id,
        forms.edition(batch.edition),
        None if batch.year is None else str(batch.year),
        batch.reports,
        tally,
        lang,
        complete=batch.reports > 0
        and batch.judged
        and all(problem.batch != batch.id for problem in run.problems),
    )
    return BatchEntry(line, batch.page)
