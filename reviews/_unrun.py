"""What was not run, for people: by reason, those that kept most from being run first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from gongkai.forms import Language, Text
from gongkai.reviews._model import UnrunReason, UnrunRule
from gongkai.reviews._result import Evaluated
from gongkai.reviews._words import severity_mark
from gongkai.rules import UNRUN, Catalogue, NotRun

REASONS_SHOWN: Final = 3
"""Reasons in a line that only tells what it was mostly; the counts of all are in run.json."""


class Unrun(NamedTuple):
    """How often any rule was not run on any report, and the main reasons, each with its share of that."""

    times: int
    reasons: tuple[tuple[Text, int], ...]
    more: bool


def main_reasons(unrun: Mapping[str, Mapping[str, int]]) -> Unrun:
    """Sums up `Run.unrun`."""
    times: Counter[str] = Counter()
    for reasons in unrun.values():
        times.update(reasons)
    first = tuple((_word(reason), count) for reason, count in times.most_common(REASONS_SHOWN))
    return Unrun(times.total(), first, len(times) > REASONS_SHOWN)


def by_reason(
    evaluated: Iterable[Evaluated], catalogue: Catalogue, lang: Language
) -> tuple[UnrunReason, ...]:
    """The rules that were not run on some report of a batch, in the order given under each reason."""
    groups: dict[str, list[UnrunRule]] = {}
    for one in evaluated:
        rule = catalogue.rule(one.rule_id)
        for row in one.unrun:
            groups.setdefault(row.reason, []).append(
                UnrunRule(
                    rule_id=rule.id,
                    title=rule.title.of(lang),
                    severity=severity_mark(rule.severity, lang),
                    reports=row.reports,
                    whole=not one.run_on,
                    first=row.first,
                )
            )
    found = [UnrunReason(_word(reason).of(lang), tuple(rules)) for reason, rules in groups.items()]
    return tuple(sorted(found, key=lambda group: -group.times))


def _word(reason: str) -> Text:
    return UNRUN[NotRun[reason.upper()]]
