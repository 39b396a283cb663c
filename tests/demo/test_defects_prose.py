"""Faults of prose: what is written, and that nothing else of the report changes."""

from itertools import islice

import pytest

from gongkai import demo, forms
from gongkai.demo._defects_prose import prose_faults

ORGAN = next(islice(demo.organs(3), 3, None))
FAULTS = [
    (edition.id, fault_id, rules)
    for edition in forms.editions()
    for fault_id, rules, _ in prose_faults(edition)
]


def planted(edition_id, fault_id, seed=0):
    year = forms.edition(edition_id).first_year + 1
    return demo.make_sample(seed, ORGAN, year, fault_id), demo.make_sample(seed, ORGAN, year)


@pytest.mark.parametrize(("edition_id", "fault_id", "rules"), FAULTS)
def test_a_fault_of_prose_changes_prose_alone(edition_id, fault_id, rules):
    spoilt, clean = planted(edition_id, fault_id)
    assert spoilt.cells == clean.cells
    changed = [
        one.section
        for one, other in zip(spoilt.parts, clean.parts, strict=True)
        if one.paragraphs != other.paragraphs
    ]
    assert changed or spoilt.opening != clean.opening
    assert len(changed) <= 1
    assert {finding.rule_id for finding in demo.render(spoilt, "html.clean").truth.findings} >= set(rules)


@pytest.mark.parametrize("edition_id", [edition.id for edition in forms.editions()])
def test_a_period_with_an_end_that_is_no_date_has_no_year_either(edition_id):
    seen = set()
    for seed in range(12):
        sample, _ = planted(edition_id, "report.period_broken", seed)
        text = "".join((*sample.opening, *sample.parts[0].paragraphs))
        no_date = "1231日" in text
        rules = {(finding.rule_id, finding.answer) for finding in sample.told}
        assert (("report.year.period", "cannot_tell") in rules) == no_date
        assert ("report.period.whole_year", "violated") in rules
        seen.add(no_date)
    assert seen == {True, False}
