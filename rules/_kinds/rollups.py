"""A government's figures are the sums of its organs' figures.

The form says so of governments of county level and above, and the citation is confirmed. The rule is a
warning all the same: which organs are to be added is the province's own setting, what the government does
itself stands in no organ's report where its office is not in the registry, and the organs' reports may be
the wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from gongkai.forms import Edition, Text
from gongkai.rules._answer import Answer, Answers, Finding, Param
from gongkai.rules._facts import Bools, Facts, Floats
from gongkai.rules._kinds._kind import Kind, by_row, cannot_tell, make_finding, table_name
from gongkai.rules._rollup import Sums
from gongkai.rules._rule import Rule, make_rule

_DECIMALS: Final = 6
_ROUNDING: Final = 0.005
"""万元 by which a printed amount may differ from the exact one."""
_AMOUNT, _SIGNED = "amount", "change"
_OTHERS_SHOWN: Final = 50
_NAMES_SHOWN: Final = 5


def rules(edition: Edition) -> Iterator[Rule]:
    for table in edition.tables:
        name = table_name(edition, table)
        yield make_rule(
            edition,
            id=f"{table.id}.rollup",
            kind=KIND.name,
            subject=table.id,
            wanted="warning",
            citation="rollup",
            title=Text(f"{name.zh}等于所属机关之和", f"{name.en} is the sum of the organs'"),
            message=Text(
                f"{name.zh}与所属机关合计不符：{{compared}}。合计了 {{added}} 份机关报告。{{unheard}}",
                f"{name.en} differs from the sum of the organs: {{compared}}. {{added}} reports of organs "
                "were added up. {unheard}",
            ),
            remedy=Text(
                "请核对政府报告和所列机关报告，更正填错的一方；属于本级政府自身、没有机关报送的，请补报或说明。",
                "Check the government's report against the organs' and correct the wrong one; what the "
                "government did itself and no organ reports should be reported or explained.",
            ),
            example=Text(
                "三个局各填 2，政府填 5：违反。政府填 7，另有一个局没有报告：无法判断。",
                "Three organs say 2 each and the government 5: violated. It says 7, and a fourth organ has "
                "no report: cannot tell.",
            ),
            operands=tuple(cell.id for cell in table.cells),
            limits={"rounding": _ROUNDING},
        )


class _Compared(NamedTuple):
    """(reports, cells), in the order of `Sums` and of the rule's cells."""

    wrong: Bools
    open: Bools
    blank: Bools


def judge(rule: Rule, facts: Facts) -> Answers:
    """What was not read and who is missing can only add to a count: a sum too large is wrong already."""
    answers = facts.rollup.state.copy()
    compared = _compare(rule, facts, facts.rollup.sums)
    found = np.where(compared.blank.any(axis=1), Answer.HOLDS_WITH_BLANKS, Answer.HOLDS)
    found = np.where(compared.open.any(axis=1), Answer.CANNOT_TELL, found)
    answers[facts.rollup.sums.rows] = np.where(compared.wrong.any(axis=1), Answer.VIOLATED, found)
    return answers


def _compare(rule: Rule, facts: Facts, sums: Sums) -> _Compared:
    cells = facts.places(rule.operands)
    own = np.ix_(cells, sums.rows)
    kinds = [facts.edition.cells[cell_id].kind for cell_id in rule.operands]
    slack = np.outer(sums.added + 1, [rule.limits["rounding"] if kind == _AMOUNT else 0 for kind in kinds])
    signed = np.array([kind == _SIGNED for kind in kinds])
    over = np.round(facts.zeros[own].T - sums.values[:, cells], _DECIMALS)
    whole = sums.whole[:, cells] & (sums.missing == 0)[:, np.newaxis]
    blank, read = facts.blank[own].T, (facts.usable & facts.read)[own].T
    less, more = over < -slack, over > slack
    wrong = read & ((less & (whole | ~signed)) | (more & whole))
    left_open = ((less | more) & ~wrong) | ~(read | blank)
    return _Compared(wrong, left_open, blank | sums.blank[:, cells])


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    """Of a violation one a printed row; what is left open in one for the table."""
    if facts.table_absent(rule.subject)[row]:
        return [cannot_tell(facts, row, "table_absent")]
    compared = _compare(rule, facts, facts.rollup.one(row))
    if answer is Answer.VIOLATED:
        wrong = _pick(rule, compared.wrong[0])
        return [_told(facts, row, answer, cells, None) for cells in by_row(facts.edition, wrong)]
    own = facts.places(rule.operands)
    unread = ~((facts.usable & facts.read) | facts.blank)[own, row]
    found = []
    if unread.any():
        concerned = tuple(_pick(rule, unread))
        found.append(
            make_finding(
                facts,
                row,
                answer,
                cells=concerned,
                values=facts.row_values(row, concerned),
                reason="operand_unavailable",
                params={"concerned": concerned},
            )
        )
    if rest := _pick(rule, compared.open[0] & ~unread):
        found.append(_told(facts, row, answer, rest, "rollup_open"))
    return found


def _told(facts: Facts, row: int, answer: Answer, cells: Sequence[str], reason: str | None) -> Finding:
    """The numbers are of the last cell, which in most rows is the total; `params` have those of all."""
    named = tuple(cells)
    rollup = facts.rollup
    sums: Floats = rollup.one(row).values[0, facts.places(named)]
    values, missing, others = facts.row_values(row, named), rollup.missing(row), rollup.organs(row)
    params: dict[str, Param] = {
        "differing": named,
        "sums": tuple(f"{number:.6f}".rstrip("0").rstrip(".") for number in sums.tolist()),
        "added": float(len(others)),
        "organs_missing": "、".join(missing[:_NAMES_SHOWN]),
        "number_missing": float(len(missing)),
    }
    reported, computed = values[-1], round(float(sums[-1]), _DECIMALS)
    found = make_finding(
        facts,
        row,
        answer,
        cells=named,
        values=values,
        reported=reported,
        computed=computed,
        difference=round((reported or 0.0) - computed, _DECIMALS),
        reason=reason,
        params=params,
    )
    return found._replace(others=others[:_OTHERS_SHOWN])


def _pick(rule: Rule, mask: Bools) -> list[str]:
    return [cell_id for cell_id, taken in zip(rule.operands, mask, strict=True) if taken]


KIND: Final = Kind(
    "rollup",
    rules,
    judge,
    findings,
    (Answer.HOLDS, Answer.VIOLATED, Answer.CANNOT_TELL, Answer.HOLDS_WITH_BLANKS),
)
