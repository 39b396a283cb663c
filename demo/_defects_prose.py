"""Faults of prose: a number that is not the tables', one that is lost, what is left out or too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final

from gongkai import forms
from gongkai.demo._judge import Expected
from gongkai.demo._judge_prose import prose_sections
from gongkai.demo._prose import opening
from gongkai.demo._sample import Part, Sample
from gongkai.demo._stated import Stated, meant

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
_EMPTY: Final = ("无。", "暂无", "今后继续努力。", "没有需要改进的问题。")
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
_TENTH: Final = Decimal("0.1")
_END: Final = "12月31日"
_DAYS: Final = ("12月30日", "11月30日")
_WRONG_ENDS: Final = (*_DAYS, "1231日")
_YEAR_UNTOLD: Final = Expected("report.year.period", "cannot_tell", "error")
"""A period of which one end is no date has no year that could be the title's."""


def prose_faults(edition: forms.Edition) -> Iterator[Fault]:
    """All faults of prose that can be planted in a report on that edition."""
    overview, problems, others = prose_sections(edition)
    for topic in forms.claims().topics:
        if topic.readings_in(edition):
            yield f"claims.{topic.id}.wrong", (f"claims.{topic.id}",), _wrong_number(topic)
    yield "prose.number_lost", ("prose.number_missing",), _added(overview, _LOST, "prose.number_missing")
    yield "prose.parts_miscounted", ("prose.parts",), _added(overview, _PARTS, "prose.parts")
    yield "report.period_broken", ("report.period.whole_year",), _break_period
    rule = f"sections.{overview}.topics"
    yield f"sections.{overview}.topic_left_out", (rule,), _leave_out(overview, rule)
    rule = f"sections.{overview}.length"
    yield f"sections.{overview}.too_long", (rule,), _pad(overview, rule)
    rule = f"sections.{problems}.length"
    yield f"sections.{problems}.too_short", (rule,), _rewritten(problems, (_SHORT,), rule)
    rule = f"sections.{problems}.substance"
    yield f"sections.{problems}.without_substance", (rule,), _rewritten(problems, _EMPTY, rule)
    if edition.id in forms.claims().fee.editions:
        rule = f"sections.{others}.fee_stated"
        yield f"sections.{others}.no_fee", (rule,), _rewritten(others, _NO_FEE, rule)


def _change(sample: Sample, section: str, change: Callable[[Part], tuple[str, ...]], *rules: str) -> Sample:
    """A section with other paragraphs, and the rules that they break."""
    parts = tuple(
        replace(part, paragraphs=change(part)) if part.section == section else part for part in sample.parts
    )
    told = tuple(Expected(rule, "violated", "warning") for rule in rules)
    return replace(sample, parts=parts, told=(*sample.told, *told))


def _wrong_number(topic: forms.Topic) -> Plant:
    def spoil(sample: Sample, chance: Random) -> Sample:
        numbers = {name: entry for name, entry in sample.cells.items() if isinstance(entry, Decimal)}
        wrong = max(meant(each, numbers) for each in topic.readings_in(sample.edition)) + chance.randint(2, 9)
        stated = tuple(_said(topic, wrong, numbers, sample.edition))
        first = sample.edition.sections[0].id
        changed = _change(sample, first, lambda part: (*part.paragraphs, stated[-1].sentence))
        return replace(changed, stated=(*sample.stated, *stated))

    return spoil


def _said(
    topic: forms.Topic, number: Decimal, numbers: Mapping[str, Decimal], edition: forms.Edition
) -> Iterator[Stated]:
    """The topic's own example with that number; a share is said with one decimal, beside its count."""
    section = edition.sections[0].id
    if topic.of is None:
        step = Decimal(1).scaleb(int(number.as_tuple().exponent)) if topic.kind == "amount" else Decimal()
        yield Stated(topic.id, number, f"{topic.example.format(n=number)}。", section, step)
        return
    share = number.quantize(_TENTH, ROUND_HALF_UP)
    count = meant(forms.claims().topic(topic.of).readings_in(edition)[0], numbers)
    sentence = f"{topic.example.format(of=count, n=share)}。"
    yield Stated(topic.of, count, sentence, section, Decimal())
    yield Stated(topic.id, share, sentence, section, _TENTH)


def _added(section: str, texts: tuple[str, ...], rule: str) -> Plant:
    return lambda sample, chance: _change(
        sample, section, lambda part: (*part.paragraphs, chance.choice(texts)), rule
    )


def _rewritten(section: str, texts: tuple[str, ...], rule: str) -> Plant:
    return lambda sample, chance: _change(sample, section, lambda _: (chance.choice(texts),), rule)


def _break_period(sample: Sample, chance: Random) -> Sample:
    wrong = chance.choice(_WRONG_ENDS)

    def spoilt(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text.replace(_END, wrong) for text in texts)

    overview = sample.parts[0].section
    changed = _change(sample, overview, lambda part: spoilt(part.paragraphs), "report.period.whole_year")
    told = changed.told if wrong in _DAYS else (*changed.told, _YEAR_UNTOLD)
    return replace(changed, opening=spoilt(sample.opening), told=told)


def _leave_out(section: str, rule: str) -> Plant:
    """An overview of a sentence a topic, with no word of one of them; the period is stated above it."""

    def spoil(sample: Sample, chance: Random) -> Sample:
        left_out = chance.choice(list(_COVERED))
        said = tuple(text for name, text in _COVERED.items() if name != left_out)
        stated = sample.opening or opening(sample.seed, sample.organ, sample.period_year)
        return replace(_change(sample, section, lambda _: said, rule), opening=stated)

    return spoil


def _pad(section: str, rule: str) -> Plant:
    return lambda sample, _: _change(
        sample, section, lambda part: (*part.paragraphs, _PADDING * _TIMES_PADDED), rule
    )
