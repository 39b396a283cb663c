"""One made-up report before it is printed: what stands in it, in no format yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai import forms
from gongkai.demo._dice import dice
from gongkai.demo._figures import figures
from gongkai.demo._judge import Expected
from gongkai.demo._organs import Organ
from gongkai.demo._prose import opening, title, written
from gongkai.demo._stated import Stated

Entry = Decimal | str | None
"""A number (amounts in 万元) · the text printed where there is none ("" for a blank) · None: not printed."""

_PERIOD_INSIDE = 0.4
"""How often the data period is stated inside the first section rather than above it."""
_SIGNED = 0.3
"""How often the organ's name and the day of publication stand under the text."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section as printed: `headed` is false where its heading is left out, `table` None without one."""

    section: str
    paragraphs: tuple[str, ...]
    table: str | None
    headed: bool = True

    @property
    def empty(self) -> bool:
        return not (self.paragraphs or self.table)


@dataclass(frozen=True, slots=True)
class Sample:
    """One report. `year` is the one of its title, `period_year` of its data period, `file_year` of its file.

    `cells` holds every cell of the edition; `defect` is the id of what was planted, None in a clean one.
    `called` is the short name that it gives its organ, None where it names it in full. `published` is
    the day of publication, which web pages with something around the report state, and which stands under
    the text where it is `signed`.

    `stated` are the numbers in the text; where a sentence is left out, its numbers count no more. `told` are
    findings that whoever planted a fault in the text says must come out: the judge takes his word.
    """

    seed: int
    organ: Organ
    year: int
    period_year: int
    file_year: int
    edition_id: str
    title: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    cells: Mapping[str, Entry]
    defect: str | None = None
    called: str | None = None
    published: dt.date | None = None
    signed: bool = False
    stated: tuple[Stated, ...] = ()
    told: tuple[Expected, ...] = ()

    @property
    def signature(self) -> tuple[str, ...]:
        """The lines under the text."""
        if not self.signed or self.published is None:
            return ()
        day = self.published
        return (self.named, f"{day.year}年{day.month}月{day.day}日")

    @property
    def named(self) -> str:
        """What the report calls its organ."""
        return self.called or self.organ.name

    @property
    def edition(self) -> forms.Edition:
        return forms.edition(self.edition_id)

    @property
    def key(self) -> tuple[object, ...]:
        """What chance about this report is seeded by."""
        return (self.seed, *self.organ.region, self.organ.name, self.year, self.edition_id, self.defect)


def clean_sample(
    seed: int,
    organ: Organ,
    year: int,
    *,
    edition_id: str | None = None,
    period_year: int | None = None,
) -> Sample:
    """A report without fault; `edition_id` and `period_year` default to those that `year` demands.

    Raises:
        ValueError: no edition is prescribed for `year`, and none was named.
    """
    prescribed = forms.edition_for_year(year)
    if edition_id is None:
        if prescribed is None:
            raise ValueError(f"{year} 年没有规定格式；请用 {forms.editions()[0].first_year} 年及以后的年份")
        edition_id = prescribed.id
    edition = forms.edition(edition_id)
    numbers = figures(seed, organ, year, edition_id)
    tables = {table.section: table.id for table in edition.tables}
    period = year if period_year is None else period_year
    text = written(seed, organ, year, edition, numbers)
    above = opening(seed, organ, period)
    if dice(seed, "period inside", organ.name, organ.region, year).random() < _PERIOD_INSIDE:
        overview = edition.sections[0].id
        text.paragraphs[overview], above = (*above, *text.paragraphs[overview]), ()
    return Sample(
        seed=seed,
        organ=organ,
        year=year,
        period_year=period,
        file_year=year,
        edition_id=edition_id,
        title=title(seed, organ, year),
        opening=above,
        parts=tuple(
            Part(section.id, text.paragraphs[section.id], tables.get(section.id))
            for section in edition.sections
        ),
        cells=numbers,
        stated=tuple(text.stated),
        published=_published(seed, organ, year),
        signed=dice(seed, "signed", organ.name, organ.region, year).random() < _SIGNED,
    )


def _published(seed: int, organ: Organ, year: int) -> dt.date:
    """In time: organs have January, governments the first three months."""
    chance = dice(seed, "published", organ.name, organ.region, year)
    return dt.date(year + 1, 1, 5) + dt.timedelta(chance.randint(0, 80 if organ.governs else 25))
