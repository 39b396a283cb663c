"""Sentences that state numbers of the tables, in the words of many hands, each with its record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final, NamedTuple

from gongkai import forms
from gongkai.demo._stated import Stated, meant, term
from gongkai.demo._wording import fill

_SLOT: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
_TERM: Final = "term"
_ASIDE: Final[Mapping[str, int]] = {"any": 900, "few": 9}
_CENT: Final = Decimal("0.01")
_TO_YUAN: Final = Decimal(10_000)

_PHRASES: Final[Mapping[str, Sequence[str]]] = {
    "span": ("全年", "本年度", "当年", "一年来", "这一年", "年内", "岁末盘点，全年"),
    "short": ("全年", "当年", "本年度", ""),
    "got": ("收到", "共收到", "新收", "受理", "接到", "接收"),
    "our": ("政府信息公开", "公开", "信息公开", "", "各类"),
    "last": ("上年结转", "上年度结转", "上年转来", "去年结转"),
    "done": ("办结", "已办结", "按期办结", "均依法办理，办结", "答复", "已书面答复"),
    "next": ("结转下年度", "转入下年", "结转至下年", "结转下年", "结转到下一年度"),
    "results": ("申请的去向是：", "就申请的答复而言，", "从申请的结果看，", "各类申请中，", "答复申请时，"),
    "share": ("占", "占比", "占办结总数的", "占申请总数的"),
    "issued": ("制发", "印发", "制定", "出台"),
    "act": ("作出", "依法作出", "累计作出", "办理并作出"),
    "fees": ("收取", "共收", "依标准收取", "入库"),
    "because": ("因信息公开", "就信息公开事项", "在信息公开方面", "因公开工作"),
    "suffered": ("被申请", "被提起", "发生"),
    "cause": ("因信息公开", "由公开工作", "因政府信息公开"),
    "hotline": ("热线转来咨询", "12345热线交办工单", "信箱收到来信", "网站留言"),
    "replied": ("件件有回音", "均已回复", "当日办理", "全部答复"),
    "visits": ("网站访问量", "公众号阅读量", "办事指南下载"),
    "papers": ("人大代表建议", "政协提案", "议案"),
    "more": ("较上年增加", "比上年减少", "较去年多", "同比增加"),
    "channel": ("网上提交", "信函寄来", "当面递交", "邮箱发来"),
}  # fmt: skip

REQUESTS: Final = (
    "<span><got><our>申请{received}件，<last>{carried_in}件，<done>{handled}件，<next>{carried_out}件。",
    "<span><got>{received}件<our>申请，<done>{handled}件，<next>{carried_out}件。",
    "<span><got><our>申请{received}件，<more>{few}件。其中<channel>的{few}件。",
    "<span>受理<our>申请{received:1}件（含<last>{carried_in}件），<done>{handled}件，<next>{carried_out}件。",
    "<span>收到申请{received:1}件，<done>{handled}件，<next>{carried_out}件。",
    "<last>申请{carried_in}件，<span>新收{received}件，<done>{handled}件，<next>{carried_out}件。",
)
"""`{received:1}` is the second way to mean it: with those of last year."""
NO_REQUESTS: Final = (
    "<span>未收到<our>申请。",
    "<span>没有收到<our>申请。",
    "<span>无人提出申请，未收到<our>申请。",
)
DOCUMENTS: Final = (
    "<span><issued>{term:normative_documents}{normative_documents}件。",
    (
        "<span><issued>{term:normative_documents}{normative_documents}件，"
        "现行有效{term:normative_documents}{normative_documents_in_force}件。"
    ),
    "年末现行有效的{term:normative_documents}{normative_documents_in_force}件。",
)
REGULATIONS: Final = (
    "<span><issued>{term:regulations}{regulations}件，{term:normative_documents}{normative_documents}件。",
    (
        "现行有效的{term:regulations}{regulations_in_force}件，"
        "{term:normative_documents}{normative_documents_in_force}件。"
    ),
)
ACTS: Final = (
    "<span><act>{term:licensing}决定{licensing}件，{term:penalties}决定{penalties}件。",
    (
        "<span><act>{term:licensing}处理决定{licensing}件、{term:penalties}处理决定{penalties}件、"
        "{term:coercion}决定{coercion}件。"
    ),
    "<span><act>{term:penalties}决定{penalties}件，<more>{few}件。",
)
FEES: Final = (
    "<span><fees>{term:fees}{fees}。",
    "{term:fees}<short>共{fees}，均已公示标准。",
)
DISPUTES: Final = (
    (
        "<span><because><suffered>{term:reconsideration}{reconsideration}件，"
        "<suffered>{term:litigation}{litigation}件。"
    ),
    "<because><suffered>的{term:reconsideration}{reconsideration:1}件。",
    "<span><because><suffered>{term:reconsideration}案件{reconsideration}件。",
    "<because><suffered>{term:litigation}{litigation}件，<more>{few}件。",
)
"""`{reconsideration:1}` leaves out those that are not yet decided."""
NO_DISPUTES: Final = (
    "<span>未发生<cause>引起的{term:reconsideration}、{term:litigation}。",
    "<span>没有<cause>引起的{term:reconsideration}和{term:litigation}情况。",
)
ASIDES: Final = (
    "<hotline>{any}件，<replied>。",
    "办理<papers>{any}件，<replied>。",
    "<visits>{any}人次。",
)
"""Numbers that are none of the tables'."""

_RESULTS: Final = ("granted", "partly_granted", "refused", "unavailable", "declined")


_Number = tuple[str, Decimal, Decimal]
"""Topic, value and slack, as `Stated` has them."""


class Sentence(NamedTuple):
    """A sentence, or two, and the numbers of the tables in it."""

    text: str
    numbers: tuple[_Number, ...]

    def within(self, section: str) -> Iterator[Stated]:
        """The records of its numbers, where it stands in that section."""
        for topic, value, slack in self.numbers:
            yield Stated(topic, value, self.text, section, slack)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what one report's numbers are.

    `chance_of` gives the chance of each sentence, so that other numbers change no other words.
    """

    chance_of: Callable[[str], Random]
    edition: forms.Edition
    numbers: Mapping[str, Decimal]

    def requests(self) -> Sentence:
        """What was received, and what became of it."""
        templates = REQUESTS if self._number("received") else NO_REQUESTS
        return self._say("requests", templates, none=("received",))

    def results(self, place: str) -> Sentence:
        """What became of the requests, some kinds of results with their share; elsewhere in other words."""
        chance = self.chance_of(f"kinds of results, {place}")
        kinds = chance.sample(_RESULTS, chance.randint(2, len(_RESULTS)))
        before, after, sign = chance.choice(
            (("，<share>", "", "；"), ("（<share>", "）", "，"), ("", "", "，"))
        )
        before = fill(chance, before, _PHRASES)
        with_share = before and self._number("handled")
        parts = [
            f"{{term:{kind}}}{{{kind}}}件" + (f"{before}{{{kind}_share}}{after}" if with_share else "")
            for kind in kinds
        ]
        return self._say(f"results, {place}", [f"<results>{sign.join(parts)}。"])

    def documents(self, *, governs: bool) -> Sentence:
        return self._say("documents", REGULATIONS if governs else DOCUMENTS)

    def acts(self) -> Sentence:
        return self._say("acts", ACTS)

    def fees(self) -> Sentence | None:
        """None on an edition that counts the fees, but not the money."""
        return self._say("fees", FEES) if self._readings("fees") else None

    def disputes(self, place: str) -> Sentence:
        some = self._number("reconsideration") or self._number("litigation")
        return self._say(
            f"disputes, {place}", DISPUTES if some else NO_DISPUTES, none=("reconsideration", "litigation")
        )

    def aside(self, place: str) -> Sentence:
        """A sentence with numbers that are none of the tables'."""
        return self._say(f"aside, {place}", ASIDES)

    def _number(self, topic: str, reading: int = 0) -> Decimal:
        return meant(self._readings(topic)[reading], self.numbers)

    def _readings(self, topic: str) -> tuple[forms.Reading, ...]:
        return forms.claims().topic(topic).readings_in(self.edition)

    def _say(self, about: str, templates: Sequence[str], none: Sequence[str] = ()) -> Sentence:
        """`none` are the topics of which a sentence without their number says that there was none."""
        chance = self.chance_of(about)
        words = fill(chance, chance.choice(templates), _PHRASES)
        stated: list[_Number] = []
        text = _SLOT.sub(lambda match: self._slot(match[1], match[2], chance, stated), words)
        return Sentence(text, tuple(stated or [(topic, Decimal(), Decimal()) for topic in none]))

    def _slot(self, name: str, rest: str | None, chance: Random, stated: list[_Number]) -> str:
        if name == _TERM:
            return term(rest or "", self.edition)
        if name in _ASIDE:
            return str(chance.randint(2, _ASIDE[name]))
        value = self._number(name, int(rest or 0))
        kind = forms.claims().topic(name).kind
        if kind == "percent":
            value = value.quantize(Decimal(chance.choice(("0.01", "0.1", "1"))), ROUND_HALF_UP)
            stated.append((name, value, _step(value)))
            return f"{value}%"
        if kind == "amount":
            return _amount(name, value, chance, stated)
        stated.append((name, value, Decimal()))
        return f"{value:f}"


def _amount(topic: str, value: Decimal, chance: Random, stated: list[_Number]) -> str:
    """In 万元 as in the table, rounded to its cents, or in 元."""
    way = chance.choice(("table", "rounded", "yuan")) if value else "table"
    rounded = value.quantize(_CENT, ROUND_HALF_UP)
    if way == "yuan":
        yuan = value * _TO_YUAN
        yuan = yuan.quantize(Decimal(1)) if yuan == yuan.to_integral_value() else yuan.normalize()
        stated.append((topic, value, _step(yuan) / _TO_YUAN))
        return f"{yuan:f}元"
    if way == "rounded" and rounded:
        value = rounded
    stated.append((topic, value, _step(value) if value else Decimal()))
    return f"{value:f}万元"


def _step(printed: Decimal) -> Decimal:
    """One of its last decimal place."""
    exponent = printed.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal()
