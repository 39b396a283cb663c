"""The prose names no organ that has no business in it: such a name is left over from a copied text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._kinds._lists import items_of
from gongkai.rules._rule import Rule, make_rule

_COLUMN: Final = "other_names"


def rules(edition: Edition) -> Iterator[Rule]:
    yield make_rule(
        edition,
        id="prose.other_organ_named",
        kind=KIND.name,
        subject="",
        wanted="warning",
        citation="own_work",
        title=Text("正文中没有误留其他机关的名称", "no other organ's name was left in the text"),
        message=Text(
            "正文写到与本机关没有隶属关系的“{organs}”，可能是套用别人的文稿时没有改掉。原句：“{said}”",
            "The text names {organs}, which is neither above nor below this organ nor of its government: "
            "perhaps left over from a copied text. It says: “{said}”",
        ),
        remedy=Text(
            "请核对这一句，误留的名称改为本机关；确有往来的，写明是什么往来。",
            "Check the sentence: put in the right name, or say what the two have to do with each other.",
        ),
        example=Text(
            "甲县教育局的报告里写“乙县教育局认真落实……”：提示；写“赴乙县教育局学习”：不提示。",
            "A bureau's report speaks of another county's bureau as its own: flagged. That it visited that "
            "bureau: not flagged.",
        ),
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    del rule
    if not facts.has(_COLUMN):
        return np.full(facts.count, NotRun.NO_RELATIONS, np.int8)
    names = facts.arrow(_COLUMN)
    known = np.asarray(names.is_valid().to_numpy(zero_copy_only=False), np.bool_)
    answers = np.full(facts.count, Answer.HOLDS, np.int8)
    if pa.types.is_list(names.type):
        answers[pc.list_parent_indices(names).to_numpy()] = Answer.VIOLATED
    return np.where(known, answers, NotRun.NO_REGISTRY).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    del rule
    named = items_of(facts, _COLUMN, row)
    sentences = tuple(dict.fromkeys(one["sentence"] for one in named))
    found = make_finding(
        facts,
        row,
        answer,
        params={"organs": "、".join(one["organ"] for one in named), "said": sentences[0]},
    )
    return [found._replace(sentence=sentences[0], passages=sentences[1:])]


KIND: Final = Kind("other_organ_named", rules, judge, findings, (Answer.HOLDS, Answer.VIOLATED))
