"""A run step by step, Great Expectations at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyarrow as pa
from great_expectations.core import RunIdentifier

from gongkai import forms
from gongkai.checkpoints._batches import BatchKey, FactsBatch, lists, split
from gongkai.checkpoints._engine import Engine, PandasEngine
from gongkai.checkpoints._findings import findings_table, with_waivers
from gongkai.checkpoints._found import findings_of
from gongkai.checkpoints._not_run import not_run_table
from gongkai.checkpoints._on_pages import FindingPlace, on_pages
from gongkai.checkpoints._output import PAGES, RUN, write_json, write_rows
from gongkai.checkpoints._pages import build_pages, missing_pages
from gongkai.checkpoints._project import project
from gongkai.checkpoints._results import keep_results
from gongkai.checkpoints._run import Batch, Problem, Run
from gongkai.checkpoints._suite import StoredSuite, suite_for
from gongkai.checkpoints._validate import Validated, validate
from gongkai.checkpoints._waivers import Waivers
from gongkai.forms import Language, Text
from gongkai.loaders import (
    RESULT,
    Frames,
    Organs,
    Progress,
    StoredFrames,
    find_duplicates,
    find_unidentified,
    staged,
    write_parquet,
)
from gongkai.relations import Relations, Settings, relate
from gongkai.rules import Catalogue, RulePack, use

_SOFTWARE: Final = ("gongkai", "great_expectations", "pandas", "pyarrow")
_RUN_NAME: Final = "audit"
_HERE: Final = PandasEngine()
_WAIVED_BY: Final = ("finding_id", "organ", "year", "rule_id", "cells")

Finish = Callable[[Run, Path], object]
"""Called with the run and the folder that is about to take its place, to add what others make of it."""

SuiteOf = Callable[[str], StoredSuite]


def carry_out(
    frames: Frames | StoredFrames,
    folder: Path,
    lang: Language,
    progress: Progress | None,
    started: dt.datetime,
    suite_of: SuiteOf | None = None,
    finish: Finish | None = None,
    pack: RulePack | None = None,
    waivers: Waivers | None = None,
    today: dt.date | None = None,
    organs: Organs | None = None,
    settings: Settings | None = None,
    results: Path | None = None,
    relations: Relations | None = None,
    engine: Engine | None = None,
) -> Run:
    """See `audit`; `suite_of` gives the suite of an edition, that of the rules where it is None."""
    with use(pack) as catalogues:
        keys = split(frames)
        relations = relate(frames, organs, settings) if relations is None else relations
        engine = engine or _HERE
        every: list[BatchKey | FactsBatch] = [*keys, *lists(relations)]
        steps = len(every) + 1
        run_id = RunIdentifier(run_name=_RUN_NAME, run_time=started)
        batches: list[FactsBatch] = []
        validated: list[Validated] = []
        with staged(folder, RESULT) as partial:
            with project(partial / PAGES, lang, engine.variables) as context:

                def judged(one: BatchKey | FactsBatch) -> FactsBatch:
                    """The batch as far as it is still needed: its cells are gone before the next is read."""
                    rules = catalogues[one.edition]
                    if isinstance(one, BatchKey):
                        runs, batch = engine, engine.read(one, frames, relations, rules)
                    else:
                        # The list of submissions is small, and made in this process.
                        runs, batch = _HERE, one
                    suite = suite_for(context, rules) if suite_of is None else suite_of(batch.edition)
                    validated.append(validate(context, batch, rules, suite, run_id, runs))
                    return batch.without_cells()

                for done, one in enumerate(every, start=1):
                    batches.append(judged(one))
                    # Arrow keeps what the batch was in, for itself alone.
                    pa.default_memory_pool().release_unused()
                    _tell(progress, done, steps, batches[-1].id)
                found = [
                    finding
                    for batch, one in zip(batches, validated, strict=True)
                    for finding in findings_of(batch, one.findings, catalogues[batch.edition])
                ]
                findings = findings_table(found, frames)
                waived = None
                if waivers is not None:
                    waived = waivers.apply(findings.select(_WAIVED_BY).to_pylist(), today or _today())
                    findings = with_waivers(findings, waived.by_place)
                places = {
                    FindingPlace(found[place].batch.id, found[place].rule.id, found[place].place): waiver
                    for place, waiver in (waived.by_place if waived else {}).items()
                }
                with on_pages(places):
                    pages = build_pages(context, partial)
                if results is not None:
                    keep_results(context, results)
            problems = [problem for one in validated for problem in one.problems]
            whole = [batch.id for batch, one in zip(batches, validated, strict=True) if one.outcomes]
            problems += missing_pages(pages, whole, partial) + _left_out(frames, batches)
            run = Run(
                batches=tuple(
                    Batch(
                        batch.id,
                        batch.edition,
                        batch.year,
                        batch.facts.num_rows,
                        one.outcomes,
                        pages.get(batch.id),
                    )
                    for batch, one in zip(batches, validated, strict=True)
                ),
                findings=findings,
                not_run=not_run_table(
                    [(batch, one.unrun) for batch, one in zip(batches, validated, strict=True)]
                ),
                failures=frames.failures,
                duplicates=find_duplicates(frames),
                unidentified=find_unidentified(frames),
                problems=tuple(problems),
                versions={name: version(name) for name in (*_SOFTWARE, *engine.software)},
                engine=engine.name,
                packs={
                    edition: _pack(catalogues[edition])
                    for edition in sorted({batch.edition for batch in batches})
                },
                started=started,
                finished=dt.datetime.now(dt.UTC),
                catalogues=catalogues,
                waivers=waived,
            )
            _write(run, frames, relations, partial)
            if finish is not None:
                finish(run, partial)
    _tell(progress, steps, steps, PAGES)
    return run


def _today() -> dt.date:
    """The day where the person sits."""
    return dt.datetime.now(dt.UTC).astimezone().date()


def _write(run: Run, frames: Frames | StoredFrames, relations: Relations, folder: Path) -> None:
    frames.write(folder)
    relations.write(folder)
    write_parquet(run.duplicates, folder / "duplicates.parquet")
    write_parquet(run.findings, folder / "findings.parquet")
    write_parquet(run.not_run, folder / "not_run.parquet")
    write_rows(run.findings, folder / "findings.json")
    write_json(run.to_dict(), folder / RUN)


def _left_out(frames: Frames | StoredFrames, batches: Sequence[FactsBatch]) -> list[Problem]:
    """Reports that stand in no batch would pass unseen."""
    batched = sum(batch.facts.num_rows for batch in batches if batch.edition != forms.SUBMISSIONS)
    reports = frames.rows("reports")
    if batched == reports:
        return []
    return [
        Problem(
            "",
            None,
            Text(
                f"reports 表有 {reports} 份报告，facts 表有 {batched} 份，应当一致。请重新读取材料。",
                f"There are {reports} reports and facts of {batched}; they must be the same. "
                "Load the submissions again.",
            ),
        )
    ]


def _pack(rules: Catalogue) -> dict[str, str]:
    said = {"name": rules.name, "version": rules.version, "hash": rules.hash}
    if rules.pack is not None:
        said |= {
            "rule_pack": rules.pack.name,
            "rule_pack_version": rules.pack.version,
            "rule_pack_hash": rules.pack.hash,
        }
    return said


def _tell(progress: Progress | None, done: int, steps: int, what: str) -> None:
    if progress is not None:
        progress(done, steps, what)
