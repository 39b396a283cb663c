"""The rule catalogue and the demo's own judge, which share no code, must say the same of the same page."""

import datetime as dt
from itertools import islice

import pandas as pd
import pyarrow as pa
import pytest

from gongkai import demo, forms, loaders, rules

YEARS = (2020, 2022)
ORGANS = list(islice(demo.organs(13), 5))


def facts_of(rendered, truth, number):
    """A facts row with exactly what the page shows, as a perfect reader would give it."""
    sample, cells = rendered.sample, truth.cells
    letters = loaders.STATUS_LETTERS
    headed = [part for part in sample.parts if part.headed]
    return {
        "report_id": str(number),
        "path": rendered.name,
        "organ": sample.organ.name,
        "region": "/".join(sample.organ.region),
        "year": sample.year,
        "edition": sample.edition_id,
        "edition_source": "table",
        "title_year": sample.year,
        "file_year": sample.file_year,
        "period_start": dt.date(sample.period_year, 1, 1),
        "period_end": dt.date(sample.period_year, 12, 31),
        "section_order": " ".join(part.section for part in headed),
        "claims": [claim for part in sample.parts for claim in claims_in(part, sample)],
        **{f"section.{section.id}": None for section in sample.edition.sections},
        **{f"section.{part.section}": 0 if part.empty else 40 for part in headed},
        "statuses": "".join(
            loaders.NIL_LETTER if cell.mark else letters[cell.status] for cell in cells.values()
        ),
        **{cell_id: None if cell.value is None else float(cell.value) for cell_id, cell in cells.items()},
    }


def claims_in(part, sample):
    """The numbers that a section states, as the loaders give them."""
    text = "".join(part.paragraphs)
    for stated in sample.stated:
        if stated.section == part.section and stated.sentence in text:
            places = max(0, -stated.slack.as_tuple().exponent)
            yield {
                "section": stated.section,
                "topic": stated.topic,
                "kind": forms.claims().topic(stated.topic).kind,
                "value": stated.value,
                "raw": f"{stated.value:.{places}f}",
                "sentence": stated.sentence,
                "start": 0,
                "stop": 1,
            }


def said_by_rules(edition_id, printed):
    """{report number: {(rule, answer, cells)}} by the catalogue."""
    frame = pd.DataFrame([facts_of(*each, number) for number, each in enumerate(printed)])
    sections = [f"section.{section.id}" for section in forms.edition(edition_id).sections]
    numeric = [*forms.edition(edition_id).cell_ids, *sections]
    frame[numeric] = frame[numeric].astype("float64")
    claims = pa.array(list(frame["claims"]), pa.list_(loaders.CLAIM))
    frame["claims"] = pd.Series(pd.arrays.ArrowExtensionArray(claims))
    catalogue = rules.catalogue(edition_id)
    verdicts = rules.judge(catalogue, frame)
    said = [set() for _ in printed]
    for rule in catalogue.rules:
        if rule.severity == "info":
            continue
        for finding in verdicts.findings(rule.id):
            said[int(finding.report_id)].add((rule.id, finding.answer, frozenset(finding.cells)))
    return said


def said_by_demo(printed):
    return [
        {(each.rule_id, each.answer, frozenset(each.cells)) for each in truth.findings}
        for _, truth in printed
    ]


def printed_reports(edition_id):
    """Every defect and every lossy layout, with its truth: none, some or all of what may be is recovered.

    Faults of which whoever planted them has told what must be found are not judged by the demo.
    """
    planted = [
        demo.render(demo.make_sample(13, organ, year, defect.id), "html.clean")
        for year in YEARS
        for defect in demo.defects(forms.edition_for_year(year).id)
        for organ in ORGANS
    ]
    lossy = [
        demo.render(demo.make_sample(13, organ, year), name)
        for year in YEARS
        for organ in ORGANS
        for name, layout in demo.LAYOUTS.items()
        if not layout.complete
    ]
    recovered = [
        (each, each.truth_if(list(each.recoverable)[::step]))
        for each in lossy
        for step in (1, 2)
        if each.recoverable
    ]
    printed = [*((each, each.truth) for each in (*planted, *lossy)), *recovered]
    return [each for each in printed if each[0].sample.edition_id == edition_id and not each[0].sample.told]


@pytest.mark.parametrize("edition_id", [edition.id for edition in forms.editions()])
def test_both_say_the_same(edition_id):
    printed = printed_reports(edition_id)
    for (one, _), theirs, ours in zip(
        printed, said_by_rules(edition_id, printed), said_by_demo(printed), strict=True
    ):
        assert theirs == ours, f"{one.sample.defect} on {one.layout.name}"


@pytest.mark.parametrize("edition_id", [edition.id for edition in forms.editions()])
def test_both_know_the_same_rules_and_how_grave_they_are(edition_id):
    graded = {rule.id: rule.severity for rule in rules.catalogue(edition_id).rules}
    told = (told for scene in demo.scenes(edition_id) for findings in scene.findings for told in findings)
    known = {rule: demo.severity(rule) for rule in demo.rule_ids(edition_id)}
    known |= {each.rule_id: each.severity for each in told}
    # Scenes also show who submitted what, which is of no edition.
    listed = {rule.id: rule.severity for rule in rules.all_catalogues()[-1].rules}
    assert {rule: known.pop(rule) for rule in [*known] if rule in listed}.items() <= listed.items()
    assert graded.keys() == known.keys(), "give the new rule a fault in demo/_defects.py or a scene"
    assert graded == known
