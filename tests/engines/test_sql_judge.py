"""A database answers every rule as the rules do."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa

from gongkai import rules
from gongkai.engines.sql import EnginesDisagreeError, batch_query, judge_sql, pushed_rules
from gongkai.engines.sql import _kinds as kinds
from gongkai.loaders import facts_to_pandas
from gongkai.rules import Answer, FactsError


def judged_there(catalogue, database, year):
    batch = sa.text(batch_query(catalogue.edition, year)).columns().subquery("batch")
    engine = sa.create_engine(database.sqlalchemy_url)
    try:
        with engine.connect() as connection:
            return judge_sql(catalogue, connection, batch)
    finally:
        engine.dispose()


def judged_here(catalogue, facts, year):
    own = facts.filter(pa.compute.equal(facts["year"], year))
    return rules.judge(catalogue, facts_to_pandas(own.sort_by([("path", "ascending")])))


def told(verdicts, catalogue):
    return {rule.id: [one.to_dict() for one in verdicts.findings(rule.id)] for rule in catalogue.rules}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_answer_and_finding_is_that_of_the_rules(database, edition, make_facts, put, seed):
    facts = put(database, make_facts(edition, 300, seed))
    catalogue = rules.catalogue(edition.id)
    for year in (2019, 2022):
        there, here = judged_there(catalogue, database, year), judged_here(catalogue, facts, year)
        assert there.paths == here.paths
        assert there.report_ids == here.report_ids
        different = np.argwhere(there.answers != here.answers)
        assert not [
            (catalogue.rules[rule].id, here.paths[row], here.answers[rule, row], there.answers[rule, row])
            for rule, row in different[:5]
        ]
        assert told(there, catalogue) == told(here, catalogue)


def test_the_random_facts_bring_forth_every_answer_of_the_pushed_rules(edition, make_facts):
    catalogue = rules.catalogue(edition.id)
    verdicts = rules.judge(catalogue, facts_to_pandas(make_facts(edition, 300, 1)))
    unseen = {
        (rule.kind, answer.name)
        for rule in pushed_rules(catalogue)
        for answer in rules.KINDS[rule.kind].answers
    } - {
        (rule.kind, Answer(code).name)
        for rule in pushed_rules(catalogue)
        for code in np.unique(verdicts.of(rule.id)).tolist()
        if code in list(Answer)
    }
    assert unseen == set()


def test_where_the_database_judges_every_rule_only_reports_with_findings_are_fetched(
    database, edition, make_facts, put, monkeypatch
):
    facts = put(database, make_facts(edition, 300, 3))
    whole = rules.catalogue(edition.id)
    own = replace(whole, rules=tuple(rule for rule in whole.rules if rule.kind == "identity"))
    fetched = []
    judge_part = rules.judge

    def counted(catalogue, frame):
        fetched.append(len(frame))
        return judge_part(catalogue, frame)

    monkeypatch.setattr("gongkai.engines.sql._judge.judge", counted)
    there, here = judged_there(own, database, 2021), judged_here(own, facts, 2021)
    assert (there.answers == here.answers).all()
    assert told(there, own) == told(here, own)
    spoken = np.isin(here.answers, [Answer.VIOLATED, Answer.CANNOT_TELL]).any(axis=0)
    assert sum(fetched) == spoken.sum() < len(here.paths)


def test_rules_that_are_not_pushed_look_at_prose_or_at_other_reports(edition):
    catalogue = rules.catalogue(edition.id)
    pushed = pushed_rules(catalogue)
    assert {rule.kind for rule in pushed} == {
        *("report_edition", "year_period", "year_file", "section_present", "section_filled"),
        *("table_present", "cells_filled", "cell_numbers", "totals_filled", "identity"),
    }
    assert len(pushed) > len(catalogue.rules) / 2


def test_sums_of_a_rule_pack_are_pushed(database, edition, make_facts, put, tmp_path):
    first, second, third = edition.cell_ids[:3]
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        f"""
name: local
version: "1"
title: 本省规则包
rules:
  - id: local.compared
    editions: ["{edition.id}"]
    severity: warning
    title: {{zh: 比较, en: compared}}
    remedy: {{zh: 核对, en: check}}
    citation: 本省规定
    left: [{first}]
    right: [{{cell: {second}, times: 2}}, {third}]
    comparison: "<="
""",
        "utf-8",
    )
    read = rules.RulePack.read(pack)
    catalogue = rules.compile_catalogue(edition, read)
    facts = put(database, make_facts(edition, 200, 4))
    assert "local.compared" in {rule.id for rule in pushed_rules(catalogue)}
    there, here = judged_there(catalogue, database, 2020), judged_here(catalogue, facts, 2020)
    assert (there.of("local.compared") == here.of("local.compared")).all()
    assert len(set(here.of("local.compared").tolist())) > 1


def test_a_database_that_answers_otherwise_is_told(database, edition, make_facts, put, monkeypatch):
    put(database, make_facts(edition, 50, 5))
    catalogue = replace(rules.catalogue(edition.id), version="wrong")
    right = kinds._BY_KIND["identity"]

    def wrong(rule, facts):
        return sa.literal_column("3") - right(rule, facts)

    monkeypatch.setitem(kinds._BY_KIND, "identity", wrong)
    with pytest.raises(EnginesDisagreeError, match="结论不一致"):
        judged_there(catalogue, database, 2021)


@pytest.mark.parametrize("own_alone", [False, True])
@pytest.mark.parametrize(
    "spoiled", ["statuses = 'oo'", "statuses = NULL", "edition = 'other'", '"{cell}" = NULL']
)
def test_a_row_that_is_none_of_facts_is_told(database, edition, make_facts, put, spoiled, own_alone):
    facts = make_facts(edition, 20, 6)
    put(database, facts)
    whole = rules.catalogue(edition.id)
    catalogue = replace(whole, rules=pushed_rules(whole)) if own_alone else whole
    row = next(one for one in facts.to_pylist() if one["statuses"][0] == "o" and one["year"])
    engine = sa.create_engine(database.sqlalchemy_url)
    with engine.begin() as connection:
        change = spoiled.format(cell=edition.cell_ids[0])
        where = f"report_id = '{row['report_id']}'"
        connection.execute(sa.text(f"UPDATE gongkai_facts_{edition.id} SET {change} WHERE {where}"))
    engine.dispose()
    with pytest.raises(FactsError):
        judged_there(catalogue, database, row["year"])
