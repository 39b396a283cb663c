"""Words that a rule pack asks for in the running text, or does not want there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gongkai.forms import Edition
from gongkai.rules._answer import Answer, Answers, Finding, NotRun
from gongkai.rules._demand import ANYWHERE, OPENING, Wording
from gongkai.rules._facts import Facts
from gongkai.rules._kinds._kind import Kind, make_finding
from gongkai.rules._own_rule import WORDING
from gongkai.rules._rule import Rule

_COLUMN: Final = "prose.{}"
_WHITE: Final = r"[\s\p{Z}\p{Cf}]+"
_NOTHING: Final = r"^\s*$"
_ENDS: Final = "。！？；!?;\n"
_MOST: Final = 300


def _rules(edition: Edition) -> Iterator[Rule]:
    """None: the form has no such rule, rule packs have."""
    del edition
    return iter(())


def _judge(rule: Rule, facts: Facts) -> Answers:
    """No running text under a heading may be a picture or a table that says it: that cannot be told."""
    wording = _wording(rule)
    if not all(facts.has(name) for name in _columns(facts.edition, wording)):
        return np.full(facts.count, NotRun.NO_PROSE, dtype=np.int8)
    text = _text(facts, wording)
    has = _bools(pc.match_substring_regex(text, wording.pattern))
    answers = np.where(has == wording.wanted, Answer.HOLDS, Answer.VIOLATED)
    silent = _bools(pc.match_substring_regex(text, _NOTHING))
    answers = np.where(silent, Answer.CANNOT_TELL, answers)
    return np.where(_bools(pc.is_null(text)), NotRun.SECTION_ABSENT, answers).astype(np.int8)


def _findings(rule: Rule, facts: Facts, row: int, answer: Answer) -> list[Finding]:
    wording = _wording(rule)
    sections = () if wording.section in {OPENING, ANYWHERE} else (wording.section,)
    params: dict[str, Any] = {"sections": sections} if sections else {}
    if answer is Answer.CANNOT_TELL:
        return [make_finding(facts, row, answer, reason="prose_not_read", params=params)]
    if wording.wanted:
        return [make_finding(facts, row, answer, params=params)]
    text = _text(facts, wording, row)
    before, found, after = _first_match(text, wording.pattern)
    made = make_finding(facts, row, answer, params=params | {"found": found[:_MOST]})
    return [made._replace(sentence=_sentence(before, found, after))]


def _first_match(text: Any, pattern: str) -> tuple[str, str, str]:
    """What stands before, in and after it. Arrow gives no end of a match, so it is taken out once."""
    data = text[0].as_py().encode()
    start = pc.find_substring_regex(text, pattern)[0].as_py()
    without = pc.replace_substring_regex(text, pattern, "", max_replacements=1)[0].as_py().encode()
    stop = start + len(data) - len(without)
    return data[:start].decode(), data[start:stop].decode(), data[stop:].decode()


def _sentence(before: str, found: str, after: str) -> str:
    """The sentence that the match stands in, of at most `_MOST` characters."""
    start = max(before.rfind(end) for end in _ENDS) + 1
    ends = [place for place in map(after.find, _ENDS) if place >= 0]
    if found[-1:] in _ENDS:
        ends.append(-1)
    sentence = before[start:] + found + after[: min(ends, default=len(after)) + 1]
    room = max(0, (_MOST - len(found)) // 2)
    first = max(0, len(before) - start - room)
    return sentence[first : first + _MOST]


def _text(facts: Facts, wording: Wording, row: int | None = None) -> Any:
    """(reports,): the text without white space, null where the report has no such part; or of one report."""
    columns = [_part(facts, name, row) for name in _columns(facts.edition, wording)]
    if len(columns) == 1:
        return columns[0]
    present = pc.is_valid(columns[0])
    for column in columns[1:]:
        present = pc.or_(present, pc.is_valid(column))
    # A new line between the parts: no pattern matches across it unless it says so.
    joined = pc.binary_join_element_wise(*columns, "\n", null_handling="skip")
    return pc.if_else(present, joined, None)


def _part(facts: Facts, name: str, row: int | None) -> Any:
    column = facts.arrow(name)
    own = (column if row is None else column.slice(row, 1)).cast(pa.string())
    return pc.replace_substring_regex(own, _WHITE, "")


def _columns(edition: Edition, wording: Wording) -> Sequence[str]:
    if wording.section != ANYWHERE:
        return [_COLUMN.format(wording.section)]
    return [_COLUMN.format(one) for one in (OPENING, *(section.id for section in edition.sections))]


def _bools(array: Any) -> Any:
    return array.fill_null(pa.scalar(False)).to_numpy(zero_copy_only=False)


def _wording(rule: Rule) -> Wording:
    if not isinstance(rule.demand, Wording):
        raise TypeError(f"{rule.id} asks for no words")
    return rule.demand


KIND: Final = Kind(WORDING, _rules, _judge, _findings)
