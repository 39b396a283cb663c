"""Faults of prose: a number that is not the tables', one that is lost, what is left out or too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Final

from gongkai import forms
from gongkai.demo._judge_prose import prose_sections
from gongkai.demo._prose import opening
from gongkai.demo._sample import Part, Sample
from gongkai.demo._stated import Saying, meaning, say

Plant = Callable[[Sample, Random], Sample]
Fault = tuple[str, tuple[str, ...], Plant]
"""The fault's id, the rules that it breaks, and how it is planted."""

_LOST: Final = (
    "年内通过网站公开各类文件共条，更新及时。",
    "全年发布信息XX条，来电来访均有记录。",
    "年内累计件，均按时登记。",
)
_PARTS: Final = (
    "本报告由总的情况、公开情况、申请情况、争议情况、改进情况和其他事项等三个部分组成。",
    "全文包括概述、公开情况、申请情况、争议情况五个部分。",
)
_EMPTY: Final = ("无。", "暂无", "……", "今后继续努力。", "没有需要改进的问题。")
_SHORT: Final = "人手较少，明年补齐。"
_PADDING: Final = "凡是能公开的都公开，凡是该说清的都说清，群众看得懂、找得到、用得上。"
_TIMES_PADDED: Final = 40
_COVERED: Final = {
    "disclosure": "主动公开各类文件，印发当日张贴。",
    "requests": "对依申请公开逐一登记，按时回信。",
    "management": "新文件编号归档，旧文件一并清理。",
    "platform": "网站与公众号同时更新。",
    "supervision": "年底培训一次，结果列入考核。",
}
"""By what is covered; no sentence has a word of another."""
_NO_FEE: Final = ("没有其他需要说明的情况。", "无其他报告事项。")
_END: Final = "12月31日"
_WRONG_ENDS: Final = ("12月30日", "1231日", "11月30日")


def prose_faults(edition: forms.Edition) -> Iterator[Fault]:
    """All faults of prose that can be planted in a report on that edition."""
    overview, problems, others = prose_sections(edition)
    for topic in forms.claims().topics:
        if topic.readings_in(edition):
            yield f"claims.{topic.id}.wrong", (f"claims.{topic.id}",), _wrong_number(topic)
    yield "prose.number_lost", ("prose.number_missing",), _added(overview, _LOST, "prose.number_missing")
    yield "prose.parts_miscounted", ("prose.parts",), _added(overview, _PARTS, "prose.parts")
    yield "report.period_broken", ("report.period.whole_year",), _break_period
    yield f"sections.{overview}.topic_left_out", (f"sections.{overview}.topics",), _leave_out(overview)
    yield f"sections.{overview}.too_long", (f"sections.{overview}.length",), _pad(overview)
    yield f"sections.{problems}.too_short", (f"sections.{problems}.length",), _rewritten(problems, (_SHORT,))
    rule = f"sections.{problems}.substance"
    yield f"sections.{problems}.without_substance", (rule,), _rewritten(problems, _EMPTY, rule)
    if edition.id in forms.claims().fee.editions:
        rule = f"sections.{others}.fee_stated"
        yield f"sections.{others}.no_fee", (rule,), _rewritten(others, _NO_FEE, rule)


def _change(sample: Sample, section: str, change: Callable[[Part], tuple[str, ...]]) -> Sample:
    parts = tuple(
        replace(part, paragraphs=change(part)) if part.section == section else part for part in sample.parts
    )
    return replace(sample, parts=parts)


def _wrong_number(topic: forms.Topic) -> Plant:
    def spoil(sample: Sample, chance: Random) -> Sample:
        numbers = {name: entry for name, entry in sample.cells.items() if isinstance(entry, Decimal)}
        right = [meaning(reading, numbers) for reading in topic.readings_in(sample.edition)]
        said = say(topic, max(right) + chance.randint(2, 9), numbers, sample.edition)
        overview = sample.edition.sections[0].id
        return _change(sample, overview, lambda part: (*part.paragraphs, said))

    return spoil


def _added(section: str, texts: tuple[str, ...], rule: str) -> Plant:
    def spoil(sample: Sample, chance: Random) -> Sample:
        said = Saying(chance.choice(texts), breaks=(rule,))
        return _change(sample, section, lambda part: (*part.paragraphs, said))

    return spoil


def _rewritten(section: str, texts: tuple[str, ...], *rules: str) -> Plant:
    def spoil(sample: Sample, chance: Random) -> Sample:
        said = Saying(chance.choice(texts), breaks=rules)
        return _change(sample, section, lambda _: (said,))

    return spoil


def _break_period(sample: Sample, chance: Random) -> Sample:
    wrong = chance.choice(_WRONG_ENDS)

    def spoilt(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            Saying(text.replace(_END, wrong), breaks=("report.period.whole_year",)) if _END in text else text
            for text in texts
        )

    changed = _change(sample, sample.parts[0].section, lambda part: spoilt(part.paragraphs))
    return replace(changed, opening=spoilt(sample.opening))


def _leave_out(section: str) -> Plant:
    """An overview of a sentence a topic, with no word of one of them; the period is stated above it."""

    def spoil(sample: Sample, chance: Random) -> Sample:
        left_out = chance.choice(list(_COVERED))
        said = tuple(Saying(text, covers=(name,)) for name, text in _COVERED.items() if name != left_out)
        stated = sample.opening or opening(sample.seed, sample.organ, sample.period_year)
        return replace(_change(sample, section, lambda _: said), opening=stated)

    return spoil


def _pad(section: str) -> Plant:
    return lambda sample, _: _change(
        sample, section, lambda part: (*part.paragraphs, _PADDING * _TIMES_PADDED)
    )
