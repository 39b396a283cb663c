"""What is found between reports reaches the rules as Arrow columns beside the facts, nulls and all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.forms import editions
from gongkai.loaders import Frames, facts_to_pandas
from gongkai.relations import Relations, relate
from gongkai.rules import Answer, NotRun, Verdicts, catalogue, describe, judge

EDITION = editions()[-1]
YEAR = EDITION.first_year
TABLE = EDITION.tables[0]
CELLS = {cell.id: 1000 + at for at, cell in enumerate(TABLE.cells)}


def judged(frames: Frames, relations: Relations | None = None) -> Verdicts:
    facts = (relations or relate(frames)).beside(frames.facts[EDITION.id])
    return judge(catalogue(EDITION.id), facts_to_pandas(facts))


@pytest.fixture(scope="module")
def verdicts(frames: Callable[..., Frames], text: Callable[..., str]) -> Verdicts:
    """A report, the same organ's next one with its prose, another organ's copy of that, and a short one."""
    copied = {"sections": {"overview": text(1), "problems": text(2)[:100]}, "section.problems": 100}
    own: dict[str, Any] = {"organ": "甲县教育局", "level": "county"}
    left = "乙县水务局重视公开。"
    return judged(
        frames(
            {**copied, **own, "year": YEAR, "cells": CELLS},
            {**copied, **own, "year": YEAR + 1},
            {
                "sections": {
                    "overview": text(1) + "。甲县教育局一向重视。",
                    "problems": text(2)[:100] + left,
                },
                "organ": "乙县水务局",
                "level": "county",
                "year": YEAR,
                "cells": CELLS,
            },
            {"sections": {}, "organ": None, "year": YEAR},
        )
    )


@pytest.mark.parametrize(
    ("rule", "answers"),
    [
        (
            "prose.copied.year_before",
            [NotRun.NO_YEAR_BEFORE, Answer.VIOLATED, NotRun.NO_YEAR_BEFORE, NotRun.NO_YEAR_BEFORE],
        ),
        ("prose.copied.other_organ", [Answer.VIOLATED, Answer.VIOLATED, Answer.VIOLATED, NotRun.TOO_SHORT]),
        (
            "sections.problems.unchanged",
            [NotRun.NO_YEAR_BEFORE, Answer.VIOLATED, NotRun.NO_YEAR_BEFORE, NotRun.NO_YEAR_BEFORE],
        ),
        ("prose.other_organ_named", [Answer.HOLDS, Answer.HOLDS, Answer.VIOLATED, NotRun.NO_REGISTRY]),
        (
            f"tables.copied.{TABLE.id}",
            [Answer.VIOLATED, NotRun.NO_OTHERS, Answer.VIOLATED, NotRun.TOO_FEW_FIGURES],
        ),
    ],
)
def test_answers(verdicts: Verdicts, rule: str, answers: list[int]) -> None:
    assert verdicts.of(rule).tolist() == answers


def test_findings_name_the_other_report(verdicts: Verdicts) -> None:
    rules = verdicts.catalogue
    for rule in ("prose.copied.year_before", "prose.copied.other_organ", f"tables.copied.{TABLE.id}"):
        for finding in verdicts.findings(rule):
            assert finding.others
            assert finding.path not in finding.others
            assert all(describe(rules.rule(rule), finding))
    (named,) = verdicts.findings("prose.other_organ_named")
    assert named.sentence == "甲县教育局一向重视。"


def test_without_comparisons_nothing_is_judged(frames: Callable[..., Frames]) -> None:
    plain = judged(frames({}), Relations())
    for rule in plain.catalogue.rules:
        if rule.citation_id == "own_work" and rule.kind != "zero_tables":
            assert plain.of(rule.id).tolist() == [NotRun.NO_RELATIONS]
