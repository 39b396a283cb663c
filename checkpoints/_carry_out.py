"""A run step by step, Great Expectations at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from great_expectations.core import RunIdentifier

from gongkai.checkpoints._batches import FactsBatch, split
from gongkai.checkpoints._findings import findings_table
from gongkai.checkpoints._found import findings_of
from gongkai.checkpoints._not_run import not_run_table
from gongkai.checkpoints._output import PAGES, RUN, write_json, write_rows
from gongkai.checkpoints._pages import build_pages, missing_pages
from gongkai.checkpoints._project import project
from gongkai.checkpoints._run import Batch, Problem, Run
from gongkai.checkpoints._suite import StoredSuite, committed_suite
from gongkai.checkpoints._validate import Validated, validate
from gongkai.forms import Language, Text
from gongkai.loaders import (
    RESULT,
    Frames,
    Progress,
    StoredFrames,
    find_duplicates,
    find_unidentified,
    staged,
    write_parquet,
)
from gongkai.relations import Relations, relate
from gongkai.rules import catalogue

_SOFTWARE: Final = ("gongkai", "great_expectations", "pandas", "pyarrow")
_RUN_NAME: Final = "audit"

Finish = Callable[[Run, Path], object]
"""Called with the run and the folder that is about to take its place, to add what others make of it."""

SuiteOf = Callable[[str], StoredSuite]


def carry_out(
    frames: Frames | StoredFrames,
    folder: Path,
    lang: Language,
    progress: Progress | None,
    started: dt.datetime,
    suite_of: SuiteOf = committed_suite,
    finish: Finish | None = None,
) -> Run:
    """See `audit`; `suite_of` gives the suite of an edition."""
    keys = split(frames)
    relations = relate(frames)
    steps = len(keys) + 1
    run_id = RunIdentifier(run_name=_RUN_NAME, run_time=started)
    batches: list[FactsBatch] = []
    validated: list[Validated] = []
    with staged(folder, RESULT) as partial:
        with project(partial / PAGES, lang) as context:
            for done, key in enumerate(keys, start=1):
                batch = key.read(frames).with_relations(relations)
                validated.append(validate(context, batch, suite_of(batch.edition), run_id))
                batches.append(batch.without_cells())
                _tell(progress, done, steps, batch.id)
            pages = build_pages(context, partial)
        problems = [problem for one in validated for problem in one.problems]
        whole = [batch.id for batch, one in zip(batches, validated, strict=True) if one.outcomes]
        problems += missing_pages(pages, whole, partial) + _left_out(frames, batches)
        found = [
            finding
            for batch, one in zip(batches, validated, strict=True)
            for finding in findings_of(batch, one.findings)
        ]
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
            findings=findings_table(found, frames),
            not_run=not_run_table(
                [(batch, one.unrun) for batch, one in zip(batches, validated, strict=True)]
            ),
            failures=frames.failures,
            duplicates=find_duplicates(frames),
            unidentified=find_unidentified(frames),
            problems=tuple(problems),
            versions={name: version(name) for name in _SOFTWARE},
            packs={edition: _pack(edition) for edition in sorted({batch.edition for batch in batches})},
            started=started,
            finished=dt.datetime.now(dt.UTC),
        )
        _write(run, frames, relations, partial)
        if finish is not None:
            finish(run, partial)
    _tell(progress, steps, steps, PAGES)
    return run


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
    batched = sum(batch.facts.num_rows for batch in batches)
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


def _pack(edition: str) -> dict[str, str]:
    pack = catalogue(edition)
    return {"name": pack.name, "version": pack.version, "hash": pack.hash}


def _tell(progress: Progress | None, done: int, steps: int, what: str) -> None:
    if progress is not None:
        progress(done, steps, what)
