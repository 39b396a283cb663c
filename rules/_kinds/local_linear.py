"""Sums of cells that a rule pack compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gongkai.forms import Edition
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._demand import Linear
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind
from gongkai.rules._kinds._linear import judge_linear, linear_findings
from gongkai.rules._own_rule import LINEAR
from gongkai.rules._rule import Rule


def _rules(edition: Edition) -> Iterator[Rule]:
    """None: the form has no such rule, rule packs have."""
    del edition
    return iter(())


def _judge(rule: Rule, facts: Facts) -> Answers:
    return judge_linear(_linear(rule), facts)


def _findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    return linear_findings(_linear(rule), facts, row, answer)


def _linear(rule: Rule) -> Linear:
    if not isinstance(rule.demand, Linear):
        raise TypeError(f"{rule.id} compares no sums")
    return rule.demand


KIND: Final = Kind(
    LINEAR,
    _rules,
    _judge,
    _findings,
    (Answer.HOLDS, Answer.VIOLATED, Answer.CANNOT_TELL, Answer.HOLDS_WITH_BLANKS),
)
