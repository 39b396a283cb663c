"""Which organ of a province reports on which years, in which layout and with which fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import PurePath
from random import Random
from typing import Final, TypeVar

from gongkai import forms
from gongkai.demo._again import Extra, called_short
from gongkai.demo._defects import Defect, defects, plant
from gongkai.demo._dice import dice
from gongkai.demo._layouts import LAYOUTS
from gongkai.demo._organs import Organ
from gongkai.demo._printing import printed
from gongkai.demo._render import Rendered
from gongkai.demo._sample import Sample, clean_sample
from gongkai.demo._scene import Scene
from gongkai.demo._scenes import scenes

_Thing = TypeVar("_Thing")

_FAMILIES: Final = 2
_OTHERS_TO_A_SUM: Final = 3
_ONE_CLEAN_IN: Final = 3
_SHORT_SHARE: Final = 0.15
SETTINGS: Final[Mapping[str, object]] = {"scope": "departments"}
"""Of a province's audit: governments add up their departments."""
COMPLETE: Final = tuple(layout.name for layout in LAYOUTS.values() if layout.complete)
_SHOWING_ALL: Final = tuple(
    layout.name
    for layout in LAYOUTS.values()
    if layout.complete and layout.suffix and layout.blanks == "all" and layout.closed and layout.cells
)


def families(chosen: Sequence[Organ]) -> list[list[Organ]]:
    """The first governments, each with those of its departments that are among `chosen`.

    They report on all years, without fault: each year follows from the year before, and the government's
    figures are the sums of its departments'.
    """
    found: list[list[Organ]] = []
    for organ in chosen:
        theirs = tuple(department for department in organ.departments if department in chosen)
        if theirs and len(found) < _FAMILIES:
            found.append([replace(organ, departments=theirs), *theirs])
    return found


def loners(chosen: Sequence[Organ]) -> list[Organ]:
    """The others; governments with departments among them do not report: nobody adds up what these say."""
    inside = {organ.name for family in families(chosen) for organ in family}
    return [organ for organ in chosen if organ.name not in inside and not organ.departments]


def of_families(seed: int, chosen: Sequence[Organ], years: Sequence[int]) -> Iterator[Rendered]:
    """Their reports, in layouts that lose nothing."""
    layouts = _endless(COMPLETE, dice(seed, "families"))
    for family in families(chosen):
        for organ in family:
            for year in years:
                yield printed(_named(clean_sample(seed, organ, year)), next(layouts))


def of_loners(seed: int, chosen: Sequence[Organ], years: Sequence[int]) -> Iterator[Rendered]:
    """Their reports, on every other year, so that a fault stays in its own report: most have one planted.

    The others are clean, some of them laid out so that values are lost.
    """
    chance = dice(seed, "province")
    waiting = {edition.id: _mixed(edition, chance) for edition in forms.editions()}
    layouts = _endless(tuple(LAYOUTS.values()), chance)
    number = 0
    for place, organ in enumerate(loners(chosen)):
        for year in years[place % 2 :: 2] or years:
            number += 1
            prescribed = forms.edition_for_year(year)
            if prescribed is None or number % _ONE_CLEAN_IN == 0:
                yield printed(_named(clean_sample(seed, organ, year)), next(layouts).name)
            else:
                defect = next(waiting[prescribed.id])
                layout = next(layout for layout in layouts if layout.shows(defect))
                yield printed(plant(seed, organ, year, defect.id), layout.name)


def staged() -> list[Scene]:
    """One scene of each kind, the editions by turns; none that needs other `SETTINGS`."""
    kinds: dict[str, list[Scene]] = {}
    for scene in scenes():
        if scene.settings.items() <= SETTINGS.items():
            kinds.setdefault(scene.id.removesuffix(scene.edition_id), []).append(scene)
    return [alike[place % len(alike)] for place, alike in enumerate(kinds.values())]


def of_scenes(played: Iterable[Scene]) -> Iterator[Extra]:
    """Their reports, in layouts that show everything."""
    layouts = cycle(_SHOWING_ALL)
    names: set[tuple[object, ...]] = set()
    for scene in played:
        for sample, findings in zip(scene.samples, scene.findings, strict=True):
            rendered = printed(sample, next(layouts))
            name = PurePath(rendered.name)
            # Of some organs there are several reports on one year; the first sorts first.
            stem = next(
                each
                for each in (name.stem, *(f"{name.stem}（{again}）" for again in range(2, 9)))
                if (sample.organ.region, each) not in names
            )
            names.add((sample.organ.region, stem))
            yield Extra(rendered, f"{stem}{name.suffix}", scene=scene.id, together=findings)


def _mixed(edition: forms.Edition, chance: Random) -> Iterator[Defect]:
    """The many faults of a single sum by turns with the few of everything else."""
    sums = {identity.id for identity in edition.identities}
    arithmetic = [defect for defect in defects(edition.id) if sums.issuperset(defect.triggers)]
    others = [defect for defect in defects(edition.id) if not sums.issuperset(defect.triggers)]
    wrong_sums, rest = _endless(arithmetic, chance), _endless(others, chance)
    while True:
        yield next(wrong_sums)
        yield from islice(rest, _OTHERS_TO_A_SUM)


def _endless(things: Sequence[_Thing], chance: Random) -> Iterator[_Thing]:
    while True:
        order = list(things)
        chance.shuffle(order)
        yield from order


def _named(sample: Sample) -> Sample:
    """Some departments are called by their short names; the folder tells which is meant."""
    chance = dice("called", *sample.key)
    return sample if sample.organ.governs or chance.random() > _SHORT_SHARE else called_short(sample)
