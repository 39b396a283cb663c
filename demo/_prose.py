"""The running text of a made-up report; every number in it is taken from the same report's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final, TypeVar

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._landmarks import balances
from gongkai.demo._organs import Organ
from gongkai.demo._stated import Stated
from gongkai.demo._statements import Sentence, Speaker
from gongkai.demo._wording import fill, write

_Thing = TypeVar("_Thing")

_TITLES: Final = (
    "{organ}{year}年{name}",
    "{year}年{organ}{name}",
    "{organ}{year}年度{name}",
)
_PERIODS: Final = (
    "本报告由{organ}编制，<data>的统计期限自{year}年1月1日起至{year}年12月31日止。<welcome>。",
    "现公布{organ}上述年度报告，<data>统计自{year}年1月1日起，至{year}年12月31日止。<welcome>。",
    "<welcome>。报告中<data>的统计期间为{year}年1月1日至{year}年12月31日。",
    "<data>自{year}年1月1日起至{year}年12月31日止，<welcome>，可与{organ}联系。",
)
_PERIOD_PHRASES: Final[Mapping[str, Sequence[str]]] = {
    "data": ("所列数据", "各项数据", "文中数据", "表内数据", "所用数据"),
    "welcome": (
        "欢迎社会各界查阅",
        "请各位读者指正",
        "如有疑问请来电",
        "电子版可在网站下载",
        "纸质版可到大厅索取",
    ),
}
_HEADS: Final = ("（{number}）{topic}。", "在{topic}上，", "{topic}方面，", "说到{topic}，", "{topic}：")
_LEADS: Final = ("{year}年，", "回顾{year}年，", "过去的{year}年，", "", "这一年里，")
_BELOW: Final = {"below": ("详细数字见下表", "分类情况列于表中", "现列表如下", "其余以表格为准")}
_REQUESTS: Final = "requests"
_LIKELY: Final = 0.55
_ELSEWHERE: Final = 0.2


@dataclass(slots=True)
class Prose:
    """The paragraphs of every section by its id, none in some with a table, and what they state."""

    paragraphs: dict[str, tuple[str, ...]]
    stated: list[Stated] = field(default_factory=list)

    def put(self, section: str, sentences: Sequence[Sentence | str], head: str = "") -> None:
        """Adds a paragraph of these sentences."""
        texts = [one if isinstance(one, str) else one.text for one in sentences]
        self.paragraphs[section] = (*self.paragraphs.get(section, ()), head + "".join(texts))
        for one in sentences:
            if isinstance(one, Sentence):
                self.stated += one.within(section)


def title(seed: int, organ: Organ, year: int) -> str:
    chance = dice(seed, "title", organ.name, organ.region, year)
    name = forms.vocabulary().report_titles[0]
    return chance.choice(_TITLES).format(organ=organ.name, year=year, name=name)


def opening(seed: int, organ: Organ, period_year: int) -> tuple[str, ...]:
    """What stands between the title and the first section: the sentence with the data period."""
    chance = dice(seed, "period", organ.name, organ.region, period_year)
    text = fill(chance, chance.choice(_PERIODS), _PERIOD_PHRASES)
    return (text.format(organ=organ.name, year=period_year),)


def written(
    seed: int, organ: Organ, year: int, edition: forms.Edition, numbers: Mapping[str, Decimal]
) -> Prose:
    """The running text of all sections.

    Other numbers change the numbers in it, and of the words only those that say that there was none.
    """
    key = (seed, "prose", organ.name, organ.region, year)
    chance = dice(*key)
    tables = {table.id: table.section for table in edition.tables}
    of_requests = tables[edition.cells[balances(edition.id)[1].received].table]
    of_disputes = tables[edition.tables[-1].id]
    first, problems, last = (s.id for s in edition.sections if s.id not in tables.values())
    prose = Prose(dict.fromkeys(tables.values(), ()))
    speaker = Speaker(lambda about: dice(*key, about), edition, numbers)
    _overview(chance, year, prose, first, _stated(chance, speaker, first, governs=organ.governs))
    if chance.random() < _ELSEWHERE:
        prose.put(of_requests, [speaker.results(of_requests), fill(chance, "<below>。", _BELOW)])
    if chance.random() < _ELSEWHERE:
        prose.put(of_disputes, [speaker.disputes(of_disputes)])
    prose.put(problems, [write(chance, "problems"), *_maybe(chance, write(chance, "kept"))])
    prose.put(problems, [write(chance, "remedies")])
    whole = chance.choice(("全年", f"{year}年", "本年度", "当年", "年内"))
    fee = write(chance, "fee").format(whole=whole)
    prose.put(last, [fee, *_maybe(chance, speaker.aside(last), _ELSEWHERE)])
    return prose


def _overview(
    chance: Random, year: int, prose: Prose, section: str, stated: Mapping[str, Sequence[Sentence]]
) -> None:
    """A paragraph a topic, each called by its name."""
    lead = chance.choice(_LEADS).format(year=year)
    prose.put(section, [write(chance, "disclosure"), write(chance, "disclosure")], lead)
    head = chance.choice(_HEADS)
    for place, topic in enumerate(forms.claims().coverage):
        words = "service" if topic.id == _REQUESTS else topic.id
        sentences: list[Sentence | str] = [write(chance, words), *stated.get(topic.id, ())]
        if len(sentences) == 1:
            sentences.append(write(chance, words))
        chance.shuffle(sentences)
        prose.put(section, sentences, head.format(number="一二三四五六七八九十"[place], topic=topic.zh))


def _stated(chance: Random, speaker: Speaker, first: str, *, governs: bool) -> dict[str, list[Sentence]]:
    """The sentences with numbers, by the topic of the overview."""
    fees = speaker.fees()
    return {
        "disclosure": [
            *_maybe(chance, speaker.documents(governs=governs)),
            *_maybe(chance, speaker.acts()),
            *([] if fees is None else _maybe(chance, fees)),
        ],
        _REQUESTS: [speaker.requests(), *_maybe(chance, speaker.results(first))],
        "platform": _maybe(chance, speaker.aside(first)),
        "supervision": _maybe(chance, speaker.disputes(first)),
    }


def _maybe(chance: Random, thing: _Thing, share: float = _LIKELY) -> list[_Thing]:
    return [thing] if chance.random() < share else []
