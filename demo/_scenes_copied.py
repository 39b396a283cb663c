"""Scenes of copied work: prose and tables that are another report's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gongkai import forms
from gongkai.demo._judge import Expected
from gongkai.demo._sample import Sample, clean_sample
from gongkai.demo._scene import SEED, Scene, cast


def scenes(edition_id: str) -> Iterator[Scene]:
    yield _last_problems(edition_id)


def _last_problems(edition_id: str) -> Scene:
    """The section on problems is last year's."""
    name = f"copied.problems_of_last_year.{edition_id}"
    organs = cast(name, 1)
    organ = organs[1]
    year = forms.edition(edition_id).first_year + 1
    before, now = (clean_sample(SEED, organ, each) for each in (year - 1, year))
    section = "problems"
    rule = f"sections.{section}.unchanged"
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(rule,),
        samples=(before, _with_section_of(now, before, section)),
        findings=((), (Expected(rule, "violated", "warning"),)),
        organs=organs,
    )


def _with_section_of(sample: Sample, other: Sample, section: str) -> Sample:
    (text,) = (part.paragraphs for part in other.parts if part.section == section)
    parts = tuple(
        replace(part, paragraphs=text) if part.section == section else part for part in sample.parts
    )
    return replace(sample, parts=parts)
