"""勾稽关系: the sum of the left side equals the sum of the right side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from gongkai.forms import Edition, Identity, Text
from gongkai.rules._answer import FINDING_ANSWERS, Answer, Answers, Finding
from gongkai.rules._facts import EXACT, Bools, Facts, Floats
from gongkai.rules._kinds._kind import Kind, cannot_tell
from gongkai.rules._rule import Rule, make_rule

_DECIMALS: Final = 6
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
    left, right = _sides(facts.edition, rule)
    residual = _residual(facts, left, right)
    operands = facts.columns(rule.operands)
    usable = (facts.read[:, operands] | facts.blank[:, operands]).all(axis=1)
    usable &= (np.abs(facts.zeros[:, operands]) <= EXACT).all(axis=1)
    blank_left = facts.blank[:, facts.columns(left)].any(axis=1)
    blank_right = facts.blank[:, facts.columns(right)].any(axis=1)
    may_hold = np.where(residual > 0, blank_right, blank_left)
    answers = np.where(may_hold, Answer.CANNOT_TELL, Answer.VIOLATED)
    holds = np.where(blank_left | blank_right, Answer.HOLDS_WITH_BLANKS, Answer.HOLDS)
    answers = np.where(residual == 0, holds, answers)
    return np.where(usable, answers, Answer.CANNOT_TELL).astype(np.int8)


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    if facts.table_absent(facts.edition.cells[rule.operands[0]].table)[row]:
        return [cannot_tell(facts, row, "table_absent")]
    operands = facts.columns(rule.operands)
    numbers = facts.values[row, operands]
    reason: str | None = None
    concerned: tuple[str, ...] = ()
    difference: float | None = None
    reported: float | None = None
    computed: float | None = None
    unusable = ~(facts.read[row, operands] | facts.blank[row, operands])
    if unusable.any():
        reason, concerned = "operand_unavailable", _pick(rule.operands, unusable)
    elif (np.abs(facts.zeros[row, operands]) > EXACT).any():
        reason, concerned = "too_large", _pick(rule.operands, np.abs(facts.zeros[row, operands]) > EXACT)
    else:
        left, right = _sides(facts.edition, rule)
        sums = [float(facts.zeros[row, facts.columns(side)].sum()) for side in (left, right)]
        single = len(left) == 1
        reported, computed = sums if single else reversed(sums)
        difference = round(reported - computed, _DECIMALS)
        if single and facts.blank[row, facts.index[left[0]]]:
            reported = None
        if answer is Answer.CANNOT_TELL:
            side = right if sums[0] > sums[1] else left
            reason, concerned = "blanks_may_hold", _pick(side, facts.blank[row, facts.columns(side)])
    return [
        Finding(
            report_id=facts.report_ids[row],
            path=facts.paths[row],
            answer=FINDING_ANSWERS[answer],
            cells=rule.operands,
            values=tuple(None if number != number else number for number in numbers.tolist()),  # noqa: PLR0124 - NaN
            reported=reported,
            computed=computed,
            difference=difference,
            reason=reason,
            params={"concerned": concerned} if concerned else {},
        )
    ]


def _sides(edition: Edition, rule: Rule) -> tuple[tuple[str, ...], tuple[str, ...]]:
    identity = next(identity for identity in edition.identities if identity.id == rule.subject)
    return identity.left, identity.right


def _residual(facts: Facts, left: tuple[str, ...], right: tuple[str, ...]) -> Floats:
    sums = [facts.zeros[:, facts.columns(side)].sum(axis=1) for side in (left, right)]
    # Amounts have six decimals at most; rounding takes away what float64 adds to them.
    return np.asarray(np.round(sums[0] - sums[1], _DECIMALS))


def _pick(cells: Sequence[str], mask: Bools) -> tuple[str, ...]:
    return tuple(cell_id for cell_id, taken in zip(cells, mask, strict=True) if taken)


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
    subject = _subject(edition, identity)
    if len(identity.left) == 1:
        return Text(
            f"{subject.zh}：{left.zh}填报为 {{reported}}，各项相加为 {{computed}}，相差 {{difference}}。",
            f"{subject.en}: {left.en} is reported as {{reported}}, its parts add up to {{computed}}, "
            "a difference of {difference}.",
        )
    return Text(
        f"{subject.zh}：{right.zh} = {{reported}}，而{left.zh} = {{computed}}，相差 {{difference}}。",
        f"{subject.en}: {right.en} = {{reported}}, but {left.en} = {{computed}}, "
        "a difference of {difference}.",
    )


def _example(edition: Edition, identity: Identity) -> Text:
    left, right = (_terms(edition, identity, side) for side in (identity.left, identity.right))
    if len(identity.left) == 1:
        return Text(
            f"各项相加为 7，{left.zh}却填 8：违反；各项有空白、{left.zh}填 8：无法判定，空白应合计为 1。",
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
)
