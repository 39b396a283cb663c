"""Sums of organs where cells are signed, or amounts that were rounded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from gongkai import forms
from gongkai.rules import Answer, catalogue, describe, judge

Make = Callable[..., pd.DataFrame]


def answer(
    make_frame: Make, edition_id: str, kind: str, *, over: float, missing: int, organs: int = 2
) -> int:
    """The answer where the government's cell of that kind is `over` the sum of its organs."""
    edition = forms.edition(edition_id)
    cell = next(one for one in edition.cells.values() if one.kind == kind)
    (frame,) = [make_frame(edition, {})]
    sums = frame[list(edition.cell_ids)].to_numpy()[0].copy()
    sums[edition.cell_ids.index(cell.id)] -= over
    columns = {
        "rollup_state": ["summed"],
        "rollup_values": [sums.tolist()],
        "rollup_statuses": ["o" * len(sums)],
        "rollup_organs": [[f"{n}.html" for n in range(organs)]],
        "rollup_missing": [[f"{n}局" for n in range(missing)]],
    }
    verdicts = judge(catalogue(edition_id), frame.assign(**columns))
    rule_id = f"{cell.table}.rollup"
    for finding in verdicts.findings(rule_id):
        assert cell.label in describe(verdicts.catalogue.rule(rule_id), finding).zh
    return int(verdicts.of(rule_id)[0])


@pytest.mark.parametrize("over", [-3, 3])
def test_a_change_may_be_made_up_by_a_missing_organ_either_way(make_frame: Make, over: float) -> None:
    assert answer(make_frame, "2019", "change", over=over, missing=1) == Answer.CANNOT_TELL
    assert answer(make_frame, "2019", "change", over=over, missing=0) == Answer.VIOLATED


@pytest.mark.parametrize(("over", "wanted"), [(0.015, Answer.HOLDS), (0.016, Answer.VIOLATED)])
@pytest.mark.parametrize("sign", [1, -1])
def test_amounts_may_differ_by_what_is_rounded(
    make_frame: Make, over: float, wanted: Answer, sign: int
) -> None:
    assert answer(make_frame, "2021", "amount", over=sign * over, missing=0) == wanted


def test_only_reports_with_a_sum_are_judged(make_frame: Make) -> None:
    edition = forms.editions()[-1]
    frame = make_frame(edition, {}, {}, {})
    cells = frame[list(edition.cell_ids)].to_numpy()
    columns = {
        "rollup_state": ["no_government", "summed", "no_organs"],
        "rollup_values": [None, (cells[1] + 1).tolist(), None],
        "rollup_statuses": [None, "o" * cells.shape[1], None],
        "rollup_organs": [None, ["a.html"], None],
        "rollup_missing": [None, [], None],
    }
    verdicts = judge(catalogue(edition.id), frame.assign(**columns))
    rule_id = f"{edition.tables[1].id}.rollup"
    assert np.flatnonzero(verdicts.of(rule_id) == Answer.VIOLATED).tolist() == [1]
    found = list(verdicts.findings(rule_id))
    assert {finding.path for finding in found} == {frame["path"][1]}
    assert len(found) == len(edition.tables[1].rows)
