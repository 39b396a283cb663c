"""Scenes of copied work: prose and tables that are another report's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from gongkai import forms
from gongkai.demo._judge import Expected
from gongkai.demo._landmarks import balances
from gongkai.demo._organs import Organ
from gongkai.demo._prose import opening, written
from gongkai.demo._sample import Entry, Sample, clean_sample
from gongkai.demo._scene import SEED, Scene, cast

_PROBLEMS: Final = "problems"
_DIGITS: Final = 12
"""Of different figures, which two organs cannot have in common by chance."""
_TIMES: Final = 1009
"""Sums stay true when all that is added up is multiplied."""
_TOLD: Final = 12
"""Requests that the prose beside tables of zeros tells of."""
_LEFT_OVER: Final = "{organ}把公开当作分内事，一直做得扎实。"


def scenes(edition_id: str) -> Iterator[Scene]:
    yield _last_problems(edition_id)
    yield _last_year(edition_id)
    yield _other_organ(edition_id)
    yield _other_name(edition_id)
    yield _same_tables(edition_id)
    yield _large_tables(edition_id)
    yield _zero_tables(edition_id)


def _last_problems(edition_id: str) -> Scene:
    """The section on problems is last year's."""
    name = f"copied.problems_of_last_year.{edition_id}"
    city, organ = cast(name, 1)
    year = _year(edition_id)
    before, now = (clean_sample(SEED, organ, each) for each in (year - 1, year))
    (text,) = (part.paragraphs for part in before.parts if part.section == _PROBLEMS)
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(_unchanged().rule_id,),
        samples=(before, _with_prose(now, {_PROBLEMS: text})),
        findings=((), (_unchanged(),)),
        organs=(city, organ),
    )


def _last_year(edition_id: str) -> Scene:
    """All prose is last year's; year and figures are new."""
    name = f"copied.last_year.{edition_id}"
    city, organ = cast(name, 1)
    year = _year(edition_id)
    before, now = (clean_sample(SEED, organ, each) for each in (year - 1, year))
    copied = Expected("prose.copied.year_before", "violated", "warning")
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(copied.rule_id, _unchanged().rule_id),
        samples=(before, written_by(now, organ, year - 1)),
        findings=((), (copied, _unchanged())),
        organs=(city, organ),
    )


def _other_organ(edition_id: str) -> Scene:
    """All prose is another organ's; which of the two copied nobody can see."""
    name = f"copied.other_organ.{edition_id}"
    city, first, second = cast(name, 2)
    year = _year(edition_id)
    one, other = (clean_sample(SEED, organ, year) for organ in (first, second))
    copied = Expected("prose.copied.other_organ", "violated", "warning")
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(copied.rule_id,),
        samples=(one, written_by(other, first, year)),
        findings=((copied,), (copied,)),
        organs=(city, first, second),
    )


def _other_name(edition_id: str) -> Scene:
    """The name of another city's organ stands in the prose."""
    name = f"copied.other_name.{edition_id}"
    city, organ = cast(name, 1)
    other_city, other = cast(f"{name}.other", 1)
    sample = clean_sample(SEED, organ, _year(edition_id))
    first, *rest = sample.parts
    *texts, last = first.paragraphs
    part = replace(first, paragraphs=(*texts, last + _LEFT_OVER.format(organ=other.name)))
    named = Expected("prose.other_organ_named", "violated", "warning")
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(named.rule_id,),
        samples=(replace(sample, parts=(part, *rest)),),
        findings=((named,),),
        organs=(city, organ, other_city, other),
    )


def _same_tables(edition_id: str) -> Scene:
    """Two organs print the same figures, and each has prose of its own that agrees with them."""
    name = f"copied.tables.{edition_id}"
    city, first, second = cast(name, 2)
    year = _year(edition_id)
    one, other = (clean_sample(SEED, organ, year) for organ in (first, second))
    found = tuple(_copied_tables(one))
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=tuple(each.rule_id for each in found),
        samples=(one, written_by(replace(other, cells=one.cells), second, year)),
        findings=(found, found),
        organs=(city, first, second),
    )


def _large_tables(edition_id: str) -> Scene:
    """Two governments print the same figures, so large that every table has digits enough."""
    name = f"copied.large_tables.{edition_id}"
    (one,), (other,) = cast(name), cast(f"{name}.other")
    year = _year(edition_id)
    drawn = clean_sample(SEED, one, year)
    large = {
        cell: entry * _TIMES if isinstance(entry, Decimal) else entry for cell, entry in drawn.cells.items()
    }
    found = tuple(_copied_tables(replace(drawn, cells=large)))
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=tuple(each.rule_id for each in found),
        samples=tuple(
            written_by(replace(clean_sample(SEED, organ, year), cells=large), organ, year)
            for organ in (one, other)
        ),
        findings=(found, found),
        organs=(one, other),
    )


def _zero_tables(edition_id: str) -> Scene:
    """Every cell is 0; the prose tells of requests."""
    name = f"copied.zero_tables.{edition_id}"
    city, organ = cast(name, 1)
    year = _year(edition_id)
    grand = balances(edition_id)[1]
    sample = clean_sample(SEED, organ, year)
    zeros: dict[str, Entry] = dict.fromkeys(sample.cells, Decimal())
    told = written_by(replace(sample, cells={**zeros, grand.received: Decimal(_TOLD)}), organ, year)
    found = (Expected("prose.zero_tables", "violated", "warning"),)
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=tuple(each.rule_id for each in found),
        samples=(replace(told, cells=zeros),),
        findings=(found,),
        organs=(city, organ),
    )


def _year(edition_id: str) -> int:
    """A year on that edition, the one before which is on it too."""
    return forms.edition(edition_id).first_year + 1


def _unchanged() -> Expected:
    return Expected(f"sections.{_PROBLEMS}.unchanged", "violated", "warning")


def written_by(sample: Sample, organ: Organ, year: int) -> Sample:
    """The report with what this organ writes of that year; year and figures are the report's own."""
    numbers = {cell: entry for cell, entry in sample.cells.items() if isinstance(entry, Decimal)}
    prose = written(SEED, organ, year, sample.edition, numbers)
    changed = {
        section: tuple(_own(text, sample, organ, year) for text in texts)
        for section, texts in prose.paragraphs.items()
    }
    if not sample.opening:
        overview = sample.edition.sections[0].id
        stated = opening(SEED, sample.organ, sample.period_year)
        changed[overview] = (*stated, *changed[overview])
    return replace(_with_prose(sample, changed), stated=tuple(prose.stated))


def _own(text: str, sample: Sample, organ: Organ, year: int) -> str:
    return text.replace(f"{year}年", f"{sample.year}年").replace(organ.name, sample.organ.name)


def _with_prose(sample: Sample, prose: Mapping[str, tuple[str, ...]]) -> Sample:
    parts = tuple(replace(part, paragraphs=prose.get(part.section, part.paragraphs)) for part in sample.parts)
    return replace(sample, parts=parts)


def _copied_tables(sample: Sample) -> Iterator[Expected]:
    """Tables whose different figures, without totals, have digits enough."""
    totals = {identity.left[0] for identity in sample.edition.identities if len(identity.left) == 1}
    for table in sample.edition.tables:
        figures = {cell.id: entry for cell in table.cells if (entry := sample.cells[cell.id])}
        different = {str(entry) for cell, entry in figures.items() if cell not in totals}
        digits = sum(len(_bare(text)) for text in different)
        if digits >= _DIGITS:
            yield Expected(f"tables.copied.{table.id}", "violated", "warning", tuple(figures))


def _bare(text: str) -> str:
    """The digits of a number from the first that is not 0; 0s at the end of decimals say nothing."""
    text = text.lstrip("-")
    return (text.rstrip("0") if "." in text else text).replace(".", "").lstrip("0")
