"""Numbers stated in prose agree with the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gongkai import forms
from gongkai.forms import Edition, Reading, Text, Topic
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._facts import Bools, Facts, Floats
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._meanings import Meaning, meaning
from gongkai.rules._rule import Rule, make_rule
from gongkai.rules._said import Statements

_ROUNDING: Final = 1e-6
_RANKS: Final = np.array(
    [Answer.HOLDS, Answer.HOLDS_WITH_BLANKS, Answer.CANNOT_TELL, Answer.VIOLATED], np.int8
)
"""Worse answers later: a report that states a number twice has the worse of the two answers."""
_HOLDS, _WITH_BLANKS, _UNSURE, _WRONG = range(4)
_MOST_FINDINGS: Final = 5
_DECIMALS: Final = 4
_MONEY_UNIT: Final = "万元"


def rules(edition: Edition) -> Iterator[Rule]:
    for topic in forms.claims().topics:
        readings = topic.readings_in(edition)
        if readings:
            yield _rule(edition, topic, readings)


def _rule(edition: Edition, topic: Topic, readings: tuple[Reading, ...]) -> Rule:
    cells = {cell_id for reading in readings for cell_id in reading.cells}
    unit = {"count": "", "amount": f" {_MONEY_UNIT}", "percent": "%"}[topic.kind]
    english = {"count": "", "amount": " (10,000 yuan)", "percent": "%"}[topic.kind]
    return make_rule(
        edition,
        id=f"claims.{topic.id}",
        kind=KIND.name,
        subject=topic.id,
        wanted="warning",
        citation="claims",
        title=Text(f"正文所写“{topic.zh}”与表格一致", f"the text's number agrees with the table: {topic.en}"),
        message=Text(
            f"正文写{topic.zh}是 {{reported}}{unit}，表中是 {{computed}}{unit}，相差 {{difference}}。"
            "原句：“{sentence}”",
            f"The text says {{reported}}{english} for {topic.en}, the table {{computed}}{english}, "
            "a difference of {difference}. It says: “{sentence}”",
        ),
        remedy=Text(
            "请核对台账，更正正文或表格中写错的一处。",
            "Check the records and correct the text or the table, whichever is wrong.",
        ),
        example=Text(
            f"表中{topic.zh}是 7{unit}，正文写 9{unit}：提示。",
            f"The table says 7{english} for {topic.en}, the text 9{english}: flagged.",
        ),
        operands=tuple(cell_id for cell_id in edition.cell_ids if cell_id in cells),
    )


def judge(rule: Rule, facts: Facts) -> Answers:
    """A claim contradicts the tables only when no reading of it can hold."""
    said = facts.said.of(rule.subject)
    answers = np.full(facts.count, NotRun.NO_CLAIM, np.int8)
    if len(said.rows):
        ranks = np.full(facts.count, -1, np.int8)
        np.maximum.at(ranks, said.rows, _ranks(rule, facts, said))
        stated = ranks >= 0
        answers[stated] = _RANKS[ranks[stated]]
    return answers


def _ranks(rule: Rule, facts: Facts, said: Statements) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """(claims,): how each fares with the reading that suits it best, as a place in _RANKS."""
    best = np.full(len(said.rows), _WRONG, np.int8)
    slack = _slack(rule, facts, said)
    for reading in _readings(rule):
        meant = meaning(facts, reading, said.rows)
        best = np.minimum(best, _rank(said.values, meant, slack))
    return best


def _rank(stated: Floats, meant: Meaning, slack: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    meets: Bools = np.abs(meant.value - stated) <= slack
    possible: Bools = np.isnan(meant.low) | np.isnan(meant.high) | _between(stated, meant, slack)
    unmet = np.where(possible, _UNSURE, _WRONG)
    return np.where(meets, np.where(meant.exact, _HOLDS, _WITH_BLANKS), unmet).astype(np.int8)


def _between(stated: Floats, meant: Meaning, slack: Floats) -> Bools:
    return np.asarray((stated >= meant.low - slack) & (stated <= meant.high + slack) & ~meant.exact)


def _slack(rule: Rule, facts: Facts, said: Statements) -> Floats:
    """How far a number may be from the sum: one in its last decimal, since some round and some cut."""
    topic = forms.claims().topic(rule.subject)
    if topic.kind == "count":
        return np.full(len(said.rows), _ROUNDING)
    places = [len(raw.partition(".")[2]) for raw in facts.said.raws(said)]
    step = np.power(10.0, -np.array(places, dtype=np.float64))
    if topic.kind == "amount":
        units = np.array([_unit(facts, place) for place in said.places.tolist()])
        step = np.where(said.values == 0, 0.0, step * units)
    return np.asarray(step + _ROUNDING)


def _unit(facts: Facts, place: int) -> float:
    """How many 万元 one of the printed number is."""
    claim = facts.said.claim(place)
    printed = float(claim["raw"].replace(",", "").replace("，", "") or 0)
    return float(claim["value"]) / printed if printed else 1.0


def findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    said = facts.said.of(rule.subject)
    own = slice(*np.searchsorted(said.rows, (row, row + 1)).tolist())
    mine = Statements(said.rows[own], said.values[own], said.places[own])
    ranks = _ranks(rule, facts, mine)
    wanted = _WRONG if answer is Answer.VIOLATED else _UNSURE
    found: dict[float, Finding] = {}
    for place, value, rank in zip(mine.places.tolist(), mine.values.tolist(), ranks.tolist(), strict=True):
        if rank == wanted and value not in found:
            found[value] = _finding(rule, facts, row, answer, place, value)
    return list(found.values())[:_MOST_FINDINGS]


def _finding(rule: Rule, facts: Facts, row: int, answer: Answer, place: int, value: float) -> Finding:
    claim = facts.said.claim(place)
    sums = [float(meaning(facts, reading, np.array([row])).value[0]) for reading in _readings(rule)]
    known = [one for one in sums if not np.isnan(one)]
    nearest: float | None = None
    if known:
        gaps = [abs(one - value) for one in known]
        nearest = round(known[gaps.index(min(gaps))], _DECIMALS)
    reason: str | None = None
    concerned: tuple[str, ...] = ()
    if answer is Answer.CANNOT_TELL:
        reason, concerned = _open(rule, facts, row)
    return make_finding(
        facts,
        row,
        answer,
        cells=rule.operands,
        values=facts.row_values(row, rule.operands),
        reported=value,
        computed=nearest,
        difference=None if nearest is None else round(value - nearest, _DECIMALS),
        reason=reason,
        params={"concerned": concerned},
        sentence=claim["sentence"],
    )


def _open(rule: Rule, facts: Facts, row: int) -> tuple[str, tuple[str, ...]]:
    """Why it cannot be told, and by which cells."""
    places = facts.places(rule.operands)
    blank, read = facts.blank[places, row], facts.read[places, row]
    unread = ~(blank | read)
    if unread.any():
        return "operand_unavailable", _named(rule, unread)
    return "claim_beside_blanks", _named(rule, blank)


def _named(rule: Rule, taken: Bools) -> tuple[str, ...]:
    return tuple(cell for cell, one in zip(rule.operands, taken.tolist(), strict=True) if one)


def _readings(rule: Rule) -> tuple[Reading, ...]:
    return forms.claims().topic(rule.subject).readings_in(forms.edition(rule.edition))


KIND: Final = Kind(
    "claims",
    rules,
    judge,
    findings,
    (Answer.HOLDS, Answer.VIOLATED, Answer.CANNOT_TELL, Answer.HOLDS_WITH_BLANKS),
)
