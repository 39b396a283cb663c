"""A finding says whose report it is on, and which one cell would mend it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest

from gongkai.rules import Catalogue, Correction, Facts, FactsError, Finding, catalogues, judge, localise

EVERY = pytest.mark.parametrize("catalogue", catalogues(), ids=lambda catalogue: catalogue.name)
Frames = Callable[..., pd.DataFrame]


def found_in(catalogue: Catalogue, frame: pd.DataFrame) -> dict[str, list[Finding]]:
    verdicts = judge(catalogue, frame)
    found = {rule.id: list(verdicts.findings(rule.id)) for rule in catalogue.rules}
    return {rule_id: findings for rule_id, findings in found.items() if findings}


@EVERY
def test_a_finding_names_the_organ_of_its_report(catalogue: Catalogue, make_frame: Frames) -> None:
    frame = make_frame(catalogue.edition, {}, {}, {})
    frame[catalogue.edition.cell_ids[0]] = -1.0
    frame["organ"] = ["甲局", None, np.nan]
    for findings in found_in(catalogue, frame).values():
        assert [finding.organ for finding in findings] == ["甲局", None, None]
        for finding in findings:
            assert Finding.from_dict(json.loads(json.dumps(finding.to_dict()))) == finding
            assert deepcopy(finding) == finding


@EVERY
def test_facts_without_organs_are_refused(catalogue: Catalogue, make_frame: Frames) -> None:
    with pytest.raises(FactsError, match="organ"):
        Facts(catalogue.edition, make_frame(catalogue.edition, {}).drop(columns="organ"))


@EVERY
def test_one_wrong_cell_is_named_with_every_identity_it_breaks(
    catalogue: Catalogue, make_frame: Frames
) -> None:
    edition = catalogue.edition
    cells = sorted({cell for identity in edition.identities for cell in identity.left})
    frame = make_frame(edition, *({} for _ in range(len(cells) + 1)))
    right = [int(frame.loc[row, cell]) for row, cell in enumerate(cells)]
    for row, cell in enumerate(cells):
        frame.loc[row, cell] += 1000
    found = [finding for findings in found_in(catalogue, frame).values() for finding in findings]
    for row, cell in enumerate(cells):
        own = [finding for finding in found if finding.path == frame["path"][row]]
        assert len(own) == sum(cell in identity.cells for identity in edition.identities)
        for finding in own:
            assert Correction(cell, right[row] + 1000, right[row]) in finding.corrections
    assert len(found) == sum(cell in identity.cells for cell in cells for identity in edition.identities)


@EVERY
def test_findings_have_the_corrections_that_localise_gives(catalogue: Catalogue, make_frame: Frames) -> None:
    """Batch or single row, whatever was read: the same, cut down to the cells of each identity."""
    edition = catalogue.edition
    bound = sorted({cell for identity in edition.identities for cell in identity.cells})
    rng = np.random.default_rng(7)
    words = [0.0, 7.0, 0.5, -40.0, 1e17, "blank", "nil_mark", "missing", "unreadable", "inferred"]
    changes = [
        {str(rng.choice(bound)): words[rng.integers(len(words))] for _ in range(rng.integers(1, 3))}
        for _ in range(300)
    ]
    frame = make_frame(edition, *changes)
    rows = {row["path"]: row for row in frame.to_dict("records")}
    seen = set()
    for rule_id, findings in found_in(catalogue, frame).items():
        formula = catalogue.rule(rule_id).formula
        for finding in findings:
            wanted: list[Correction] = []
            if formula is not None and finding.answer == "violated":
                wanted = [one for one in localise(catalogue, rows[finding.path]) if one.cell in finding.cells]
            assert list(finding.corrections) == wanted
            seen.add(len(wanted))
    assert {0, 1} < seen


@EVERY
def test_two_parts_of_the_form_keep_their_corrections_apart(catalogue: Catalogue, make_frame: Frames) -> None:
    edition = catalogue.edition
    tables = {edition.cells[one.left[0]].table: one.left[0] for one in edition.identities}
    assert len(tables) > 1
    frame = make_frame(edition, {})
    for cell in tables.values():
        frame[cell] += 1000
    for rule_id, findings in found_in(catalogue, frame).items():
        for finding in findings:
            assert finding.corrections
            table = edition.cells[catalogue.rule(rule_id).operands[0]].table
            assert {edition.cells[one.cell].table for one in finding.corrections} == {table}


@pytest.mark.parametrize("plain", [{}, {"cell": "a", "from": "1", "to": 2}, {"cell": "a", "from": 1}])
def test_what_is_no_correction_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="not a correction"):
        Correction.from_dict(plain)
