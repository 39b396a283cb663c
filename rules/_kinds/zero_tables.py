"""Tables are not all 0 while the prose tells of figures that belong in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai import forms
from gongkai.forms import Edition, Text, Topic
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Bools, Facts
from gongkai.rules._kinds._kind import Kind, cannot_tell, make_finding
from gongkai.rules._rule import Rule, make_rule

_MOST: Final = 5


def rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="prose.zero_tables",
        kind=KIND.name,
        subject="",
        wanted="warning",
        citation="own_work",
        title=Text("正文写有数字时表格不全为 0", "tables are not all 0 while the text tells of figures"),
        message=Text(
            "各表每一格都是 0，正文却写有数字：“{said}”",
            "Every cell of the tables is 0, but the text tells of figures: “{said}”",
        ),
        remedy=Text(
            "请对照台账补填表格；确实没有发生的，改正正文。",
            "Fill in the tables from the records, or correct the text if nothing happened.",
        ),
        example=Text(
            "表格全填 0，正文写“收到申请 12 件”：提示。",
            "All cells are 0 and the text says that 12 requests were received: flagged.",
        ),
        operands=tuple(edition.cell_ids),
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    """A blank or unread cell may hold the figures that the prose tells of."""
    del rule
    stated = np.zeros(facts.count, np.bool_)
    positive = stated.copy()
    for topic in _topics(facts.edition):
        said = facts.said.of(topic.id)
        stated[said.rows[~np.isnan(said.values)]] = True
        positive[said.rows[said.values > 0]] = True
    answers = np.where(_printed_zero(facts), Answer.VIOLATED, Answer.CANNOT_TELL)
    answers = np.where((facts.zeros != 0).any(axis=0) | ~positive, Answer.HOLDS, answers)
    return np.where(stated, answers, NotRun.NO_CLAIM).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    if answer is Answer.CANNOT_TELL:
        places = ~(facts.read[:, row])
        cells = tuple(cell for cell, at in facts.index.items() if places[at])
        return [cannot_tell(facts, row, "operand_unavailable", concerned=cells)]
    claims = []
    for topic in _topics(facts.edition):
        said = facts.said.of(topic.id)
        claims += [facts.said.claim(int(at)) for at in said.places[(said.rows == row) & (said.values > 0)]]
    sentences = tuple(dict.fromkeys(claim["sentence"] for claim in claims))[:_MOST]
    found = make_finding(facts, row, answer, params={"said": sentences[0]})
    return [found._replace(sentence=sentences[0], passages=sentences[1:])]


def _topics(edition: Edition) -> list[Topic]:
    return [
        topic
        for topic in forms.claims().topics
        if topic.kind in ("count", "amount") and topic.readings_in(edition)
    ]


def _printed_zero(facts: Facts) -> Bools:
    """(reports,): every cell was read, and is 0."""
    return np.asarray(facts.read.all(axis=0) & (facts.zeros == 0).all(axis=0))


KIND: Final = Kind("zero_tables", rules, judge, findings)
