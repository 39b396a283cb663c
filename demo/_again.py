"""Reports for which a registry and an eye for what is there twice are needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Final, Literal, NamedTuple

from gongkai.demo._judge import Expected
from gongkai.demo._layouts import LAYOUTS
from gongkai.demo._organs import unregistered
from gongkai.demo._printing import printed
from gongkai.demo._render import Rendered
from gongkai.demo._sample import Sample, clean_sample

DUPLICATED: Final = Expected("submissions.duplicated", "violated", "warning")
"""Of an organ's reports on one year it is said once, where the first of them is."""


class Extra(NamedTuple):
    """A report that is added to a province, under a file name of its own.

    `first` is the report that it repeats, None where it repeats none; `kind` says how. `scene` is the id of
    the scene that it is part of, `together` what must be found on it because of the scene's other reports.
    """

    rendered: Rendered
    name: str
    kind: Literal["content", "organ_year"] | None = None
    first: Rendered | None = None
    scene: str | None = None
    together: tuple[Expected, ...] = ()

    @property
    def places(self) -> Mapping[str, bytes]:
        """The bytes of all files by their place in the folder that the report is put into."""
        old = self.rendered.name
        return {self.name + place.removeprefix(old): data for place, data in self.rendered.places.items()}


def extras(clean: Sequence[Rendered], seed: int, year: int) -> Iterator[Extra]:
    """A copy, a correction that corrects nothing, and a report of an organ that the registry has not.

    The first two repeat reports of `clean`, which are without fault and each one file.
    """
    for same in clean[:1]:
        yield Extra(same, _renamed(same, "（副本）"), "content", same)
    for first in clean[1:2]:
        other = next(
            name
            for name, layout in LAYOUTS.items()
            if layout.complete and layout.format != first.layout.format
        )
        again = printed(first.sample, other)
        yield Extra(again, _renamed(again, "（更正）"), "organ_year", first)
    unknown = printed(clean_sample(seed, unregistered(seed), year), clean[0].layout.name)
    yield Extra(unknown, unknown.name)


def called_short(sample: Sample) -> Sample:
    """The report with its organ called as people there call it (市教育局), in title, text and file name."""
    full, short = sample.organ.name, sample.organ.short_name
    return replace(
        sample,
        called=short,
        title=sample.title.replace(full, short),
        opening=tuple(text.replace(full, short) for text in sample.opening),
        parts=tuple(
            replace(part, paragraphs=tuple(text.replace(full, short) for text in part.paragraphs))
            for part in sample.parts
        ),
    )


def _renamed(rendered: Rendered, mark: str) -> str:
    name = PurePath(rendered.name)
    return f"{name.stem}{mark}{name.suffix}"
