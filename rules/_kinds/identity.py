"""勾稽关系: the sum of the left side equals the sum of the right side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gongkai.forms import Edition, Identity, Text
from gongkai.rules._answer import Answer, Answers, Finding
from gongkai.rules._demand import Linear
from gongkai.rules._facts import Facts, Indices
from gongkai.rules._kinds._kind import Corrections, Kind
from gongkai.rules._kinds._linear import (
    judge_linear,
    judge_plain_equation,
    linear_findings,
    linear_violations,
)
from gongkai.rules._plain import PlainFacts
from gongkai.rules._rule import Rule, make_rule

_REMEDY: Final = Text(
    "请对照原始台账逐项核对，更正填错的数字。",
    "Check each number against the records and correct the wrong one.",
)


def rules(edition: Edition) -> Iterator[Rule]:
    for identity in edition.identities:
        formula = Text(edition.formula(identity), _english(edition, identity))
        yield make_rule(
            edition,
            id=identity.id,
            kind=KIND.name,
            subject=identity.id,
            wanted="error",
            citation=identity.citation,
            title=_title(edition, identity, formula),
            message=_message(edition, identity),
            remedy=_REMEDY,
            example=_example(edition, identity),
            operands=identity.cells,
            formula=formula,
        )


def judge(rule: Rule, facts: Facts) -> Answers:
    """Blanks are unknowns of at least 0: they may make up the side they stand on, never lower it."""
    return judge_linear(_linear(rule, facts), facts)


def judge_plain(rule: Rule, facts: PlainFacts) -> Answers:
    identity = facts.cells.edition.identity(rule.subject)
    return judge_plain_equation(identity.left, identity.right, facts)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    return linear_findings(_linear(rule, facts), facts, row, answer)


def violations(
    rule: Rule, facts: Facts, rows: Indices, corrections: Iterable[Corrections]
) -> Iterator[list[Finding]]:
    return linear_violations(_linear(rule, facts), facts, rows, corrections)


def _linear(rule: Rule, facts: Facts) -> Linear:
    identity = facts.edition.identity(rule.subject)
    return Linear(identity.left, identity.right)


def _terms(edition: Edition, identity: Identity, cell_ids: Sequence[str]) -> Text:
    cells = [edition.cells[cell_id] for cell_id in cell_ids]
    if identity.each == "row":
        names = [(cell.column.label, cell.column.en) for cell in cells]
    else:
        names = [(cell.row.short, cell.row.en) for cell in cells]
    return Text(" + ".join(zh for zh, _ in names), " + ".join(en for _, en in names))


def _subject(edition: Edition, identity: Identity) -> Text:
    cell = edition.cells[identity.left[0]]
    return Text(edition.subject_label(identity), cell.row.en if identity.each == "row" else cell.column.en)


def _english(edition: Edition, identity: Identity) -> str:
    left, right = (_terms(edition, identity, side).en for side in (identity.left, identity.right))
    return f"{left} = {right} ({_subject(edition, identity).en})"


def _title(edition: Edition, identity: Identity, formula: Text) -> Text:
    if len(identity.left) > 1:
        return formula
    total, subject = _terms(edition, identity, identity.left), _subject(edition, identity)
    return Text(
        f"{total.zh}等于各项之和（{subject.zh}）", f"{total.en} equals the sum of its parts ({subject.en})"
    )


def _message(edition: Edition, identity: Identity) -> Text:
    left = _terms(edition, identity, identity.left)
    right = _terms(edition, identity, identity.right)
    line = _line(edition, identity)
    if len(identity.left) == 1:
        return Text(
            f"{line.zh}：{left.zh}印的是 {{reported}}，各项相加为 {{computed}}，相差 {{difference}}。",
            f"{line.en}: {left.en} is printed as {{reported}}, its parts add up to {{computed}}, "
            "a difference of {difference}.",
        )
    return Text(
        f"{line.zh}两边不等：{right.zh} = {{reported}}，{left.zh} = {{computed}}，相差 {{difference}}。",
        f"{line.en}, the two sides differ: {right.en} = {{reported}}, {left.en} = {{computed}}, "
        "a difference of {difference}.",
    )


def _line(edition: Edition, identity: Identity) -> Text:
    """The printed row or column that is added up, and the table it stands in."""
    table = edition.table(identity.table)
    name, subject = edition.section(table.section).ordinal, _subject(edition, identity)
    across = identity.each == "row" and not edition.cells[identity.left[0]].row.from_header
    what = Text("行", "row") if across else Text("列", "column")
    return Text(f"表{name}“{subject.zh}”{what.zh}", f"Table “{table.en}”, {what.en} “{subject.en}”")


def _example(edition: Edition, identity: Identity) -> Text:
    left, right = (_terms(edition, identity, side) for side in (identity.left, identity.right))
    if len(identity.left) == 1:
        return Text(
            f"各项相加为 7，{left.zh}却填 8：违反；各项有空白、{left.zh}填 8：无法判断，空白应合计为 1。",
            f"The parts add up to 7 but {left.en} says 8: violated. With a blank part: cannot tell, "
            "the blanks would have to hold 1.",
        )
    return Text(
        f"{left.zh} = 9，而{right.zh} = 8：违反，相差 -1。",
        f"{left.en} = 9 but {right.en} = 8: violated, a difference of -1.",
    )


KIND: Final = Kind(
    "identity",
    rules,
    judge,
    findings,
    (Answer.HOLDS, Answer.VIOLATED, Answer.CANNOT_TELL, Answer.HOLDS_WITH_BLANKS),
    judge_plain=judge_plain,
    violations=violations,
)
