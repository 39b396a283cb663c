"""Scenes of one organ in several years."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count, pairwise
from typing import Final

from gongkai import forms
from gongkai.demo._figures import Figures, figures
from gongkai.demo._judge import Expected, Severity
from gongkai.demo._organs import Organ
from gongkai.demo._sample import Sample, clean_sample
from gongkai.demo._scene import SEED, Scene, cast
from gongkai.demo._scenes_copied import written_by

_YEARS: Final = 4
_SPREADS: Final = 5
_NORMAL: Final = 1.4826
_LEAST_SPREAD: Final = 0.2
_LEAST_CHANGE: Final = 20
_HUGE: Final = Decimal(30_000)
"""Of every cell that is no total, in a year like no other."""


def scenes(edition_id: str) -> Iterator[Scene]:
    yield _unlinked(edition_id)
    yield _blank_before(edition_id)
    yield _jump(edition_id)
    if forms.edition_for_year(forms.edition(edition_id).first_year - 1) is not None:
        yield _change_of_edition(edition_id)


def _unlinked(edition_id: str) -> Scene:
    """What two reports of one organ carry over does not agree, though each is right in itself."""
    edition = forms.edition(edition_id)
    return _two_years(f"years.unlinked.{edition_id}", edition, edition.first_year + 1)


def _change_of_edition(edition_id: str) -> Scene:
    """The same, the first of the two on the edition before: what that does not have is not compared."""
    edition = forms.edition(edition_id)
    return _two_years(f"years.change_of_edition.{edition_id}", edition, edition.first_year)


def _two_years(name: str, edition: forms.Edition, year: int) -> Scene:
    city, organ = cast(name, 1)
    before = clean_sample(SEED, organ, year - 1)
    for seed in count(SEED + 1):
        now = clean_sample(seed, organ, year)
        found = tuple(_unlinked_in(now, before))
        if {chain.name for chain in _comparable(edition, before)} == _names(edition, found):
            break
    return Scene(
        id=name,
        edition_id=edition.id,
        triggers=tuple(one.rule_id for one in found),
        samples=(before, now),
        findings=((), found),
        organs=(city, organ),
    )


def _blank_before(edition_id: str) -> Scene:
    """Last year's report leaves blank what this one carries in."""
    name = f"years.blank_before.{edition_id}"
    city, organ = cast(name, 1)
    edition = forms.edition(edition_id)
    year = edition.first_year + 1
    totals = {identity.left[0] for identity in edition.identities if identity.each == "row"}
    copied = [chain for chain in edition.chains if not chain.right and totals.isdisjoint(chain.left)]
    for seed in count(SEED):
        now = figures(seed, organ, year, edition_id)
        there = [chain for chain in copied if len(chain.before) == 1 and now[chain.left[0]]]
        if there:
            break
    chain = there[0]
    before = clean_sample(seed, organ, year - 1)
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=(),
        samples=(
            replace(before, cells={**before.cells, chain.before[0]: ""}),
            clean_sample(seed, organ, year),
        ),
        findings=((), (Expected(chain.id, "cannot_tell", _severity(chain), chain.left + chain.right),)),
        organs=(city, organ),
    )


def _jump(edition_id: str) -> Scene:
    """After four years of small numbers, one in which every number is huge."""
    name = f"years.jump.{edition_id}"
    city, organ = cast(name, 1)
    edition = forms.edition(edition_id)
    *earlier, last = range(edition.first_year, edition.first_year + _YEARS + 1)
    numbers = _huge(edition)
    seed = next(seed for seed in count(SEED) if _is_far(seed, organ, earlier, edition, numbers))
    samples = [clean_sample(seed, organ, year, edition_id=edition_id) for year in (*earlier, last)]
    samples[-1] = written_by(replace(samples[-1], cells=numbers), organ, last)
    linked = [(), *(tuple(_unlinked_in(now, before)) for before, now in pairwise(samples))]
    jumps = tuple(Expected(f"{cell}.jump", "violated", "info", (cell,)) for cell in edition.watched)
    return Scene(
        id=name,
        edition_id=edition_id,
        triggers=tuple(one.rule_id for one in (*jumps, *linked[-1])),
        samples=tuple(samples),
        findings=(*linked[:-1], (*linked[-1], *jumps)),
        organs=(city, organ),
    )


def _huge(edition: forms.Edition) -> Figures:
    numbers = dict.fromkeys(edition.cell_ids, _HUGE)
    for _ in edition.tables:  # totals of totals settle after a round each
        for identity in edition.identities:
            first, *others = identity.left
            numbers[first] = sum((numbers[cell] for cell in identity.right), Decimal())
            numbers[first] -= sum((numbers[cell] for cell in others), Decimal())
    return numbers


def _is_far(seed: int, organ: Organ, years: Sequence[int], edition: forms.Edition, numbers: Figures) -> bool:
    """Whether every watched number is unlike those of these years."""
    past = [figures(seed, organ, year, edition.id) for year in years]
    for cell in edition.watched:
        scaled = [math.log1p(one[cell]) for one in past]
        middle = statistics.median(scaled)
        spread = max(_LEAST_SPREAD, _NORMAL * statistics.median(abs(one - middle) for one in scaled))
        away = math.log1p(numbers[cell]) - middle
        if away <= _SPREADS * spread or numbers[cell] - Decimal(math.expm1(middle)) < _LEAST_CHANGE:
            return False
    return True


def _unlinked_in(now: Sample, before: Sample) -> Iterator[Expected]:
    """The chains that two reports without blanks break."""
    for chain in _comparable(now.edition, before):
        left, right = (_sum(now, cells) for cells in (chain.left, chain.right))
        if left != right + _sum(before, chain.before):
            yield Expected(chain.id, "violated", _severity(chain), chain.left + chain.right)


def _comparable(edition: forms.Edition, before: Sample) -> list[forms.Chain]:
    return [chain for chain in edition.chains if before.cells.keys() >= set(chain.before)]


def _names(edition: forms.Edition, found: Sequence[Expected]) -> set[str]:
    broken = {one.rule_id for one in found}
    return {chain.name for chain in edition.chains if chain.id in broken}


def _sum(sample: Sample, cells: Sequence[str]) -> Decimal:
    return sum((entry for cell in cells if isinstance(entry := sample.cells[cell], Decimal)), Decimal())


def _severity(chain: forms.Chain) -> Severity:
    return "warning" if chain.soft else "error"
