"""The whole catalogue on two years of a province, against its arithmetic alone: one GX validation a batch."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

import numpy as np
import pandas as pd
from benchmarks._pairs import Comparison, Target, WrongResultError, by_turns
from benchmarks._suites import batches, quiet_context, suite_of
from great_expectations.core import ExpectationSuite
from great_expectations.datasource.fluent.interfaces import Batch

from gongkai import demo, forms, loaders, relations
from gongkai.expectations import build_suite
from gongkai.rules import Catalogue, catalogue

_TARGET: Final = Target("at most", 4)
_ORGANS: Final = 60
_LAYOUT: Final = "text.pipes"
_ARITHMETIC: Final = frozenset({"table_present", "cells_filled", "cell_numbers", "totals_filled", "identity"})
"""Kinds of rules that look at the tables of one report and at nothing else."""
_COMPLETE: Final = {"result_format": "COMPLETE"}
EDITION: Final = forms.editions()[-1]


def compare(pairs: int, number: int) -> list[Comparison]:
    frames = _batches(number)
    context = quiet_context()
    given = batches(context, frames)
    whole = catalogue(EDITION.id)
    with suite_of(context, whole, lambda rule: rule.kind in _ARITHMETIC) as few:
        suites = {"whole": build_suite(context, whole), "few": few}
        run = {name: _run(whole, given, suite) for name, suite in suites.items()}
        asked = {name: sum(one["asked"].values()) for name, one in run.items()}
        if not 0 < asked["few"] < asked["whole"] or run["few"]["violated"] != run["whole"]["violated"]:
            raise WrongResultError(f"the arithmetic finds other reports in the whole catalogue: {asked}")
        taken = by_turns(
            lambda: _run(whole, given, suites["whole"]), lambda: _run(whole, given, suites["few"]), pairs
        )
    relational = [rule for rule in whole.rules if rule.kind not in _ARITHMETIC]
    judged = sum(run["whole"]["asked"][rule.id] > 0 for rule in relational)
    return [
        Comparison(
            "catalogue",
            f"whole catalogue, {len(whole.rules)} rules",
            f"its arithmetic alone, {len(whole.rules) - len(relational)} rules",
            taken,
            "cpu",
            _TARGET,
            f"{number} reports in each of {len(frames)} years, edition {EDITION.id}; {judged} of "
            f"{len(relational)} other rules had something to judge; both find the same "
            f"{run['few']['violated']} violated (rule, report) pairs of the arithmetic; likeness was "
            "compared before",
        )
    ]


def _batches(number: int) -> list[pd.DataFrame]:
    """Two years of some organs, each with what the reports say of each other, over and over."""
    years = [year for year in demo.YEARS if forms.edition_for_year(year) == EDITION][-3:]
    builder = loaders.FramesBuilder()
    for organ in islice(demo.organs(demo.SEED), _ORGANS):
        for year in years:
            one = demo.render(demo.make_sample(demo.SEED, organ, year), _LAYOUT)
            builder.add(loaders.recognise(loaders.read_bytes(one.data, one.name), "/".join(organ.region)))
    frames = builder.build()
    facts = relations.relate(frames).beside(frames.facts[EDITION.id])
    whole = loaders.facts_to_pandas(facts)
    return [_repeated(whole[whole["year"] == year], number) for year in years[1:]]


def _repeated(few: pd.DataFrame, number: int) -> pd.DataFrame:
    frame = few.iloc[np.arange(number) % len(few)].reset_index(drop=True)
    frame["report_id"] = [f"{row:016x}" for row in range(number)]
    frame["path"] = [f"{row:06}.html" for row in range(number)]
    chance = np.random.default_rng(1)
    operands = list(EDITION.identities[0].cells)
    for row in chance.choice(number, max(number // 40, 2), replace=False):
        frame.loc[row, chance.choice(operands)] += chance.integers(1, 10)
    return frame


def _run(whole: Catalogue, batches: list[Batch], suite: ExpectationSuite) -> dict[str, Any]:
    """How many reports each rule judged, and how many (rule, report) pairs of the arithmetic are violated."""
    asked: dict[str, int] = {}
    violated = 0
    for batch in batches:
        for one in batch.validate(suite, result_format=_COMPLETE).results:
            if one.expectation_config is None or "gongkai" not in one.result:
                raise WrongResultError(f"a rule gave no result: {one.exception_info}")
            rule, own = one.expectation_config.kwargs["rule"], one.result["gongkai"]
            asked[rule] = asked.get(rule, 0) + one.result["element_count"] - own["not_run"]
            violated += own["violated"] * (whole.rule(rule).kind in _ARITHMETIC)
    return {"asked": asked, "violated": violated}
