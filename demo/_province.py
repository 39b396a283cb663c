"""The made-up province on disk, and endless clean reports for measuring."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count, cycle, islice
from pathlib import Path, PurePosixPath
from typing import Final

from gongkai.demo._again import DUPLICATED, Extra, extras
from gongkai.demo._defects import plant
from gongkai.demo._organs import Organ, organs
from gongkai.demo._packing import Report, pack
from gongkai.demo._plan import COMPLETE, SETTINGS, of_families, of_loners, of_scenes, staged
from gongkai.demo._printing import printed
from gongkai.demo._registry import REGISTRY, registry
from gongkai.demo._render import Rendered
from gongkai.demo._sample import Sample, clean_sample
from gongkai.demo._truth import told_of

VERSION: Final = 3
SEED: Final = 711
YEARS: Final = (2019, 2020, 2021, 2022, 2023)
ORGANS: Final = 26


def make_sample(seed: int, organ: Organ, year: int, defect: str | None = None) -> Sample:
    """One report on the edition prescribed for `year`; `defect` is the id of a fault to plant in it.

    Raises:
        ValueError: no edition is prescribed for `year`.
        KeyError: that edition has no such fault.
    """
    return clean_sample(seed, organ, year) if defect is None else plant(seed, organ, year, defect)


def clean_samples(number: int, seed: int = SEED, years: Sequence[int] = YEARS) -> Iterator[Sample]:
    """That many reports without fault; after the last organ of a province another province follows."""
    return islice(
        (
            clean_sample(province, organ, year)
            for province in count(seed)
            for organ in organs(province)
            for year in years
        ),
        number,
    )


def clean_reports(
    number: int, seed: int = SEED, layouts: Sequence[str] = COMPLETE, years: Sequence[int] = YEARS
) -> Iterator[Rendered]:
    """As `clean_samples`, printed in `layouts` by turns, in any encoding and style."""
    for sample, layout in zip(clean_samples(number, seed, years), cycle(layouts), strict=False):
        yield printed(sample, layout)


def write_province(
    directory: Path, *, seed: int = SEED, number_of_organs: int = ORGANS, years: Sequence[int] = YEARS
) -> Path:
    """Writes `reports/<city>/<county>/…`, `registry.csv` and, last, `truth.json` into `directory`.

    The same bytes every time. Two governments and their departments report on all years, without fault. The
    other organs report on every other year, most with one fault planted; a few reports are laid out so that
    values are lost (their truth says which). In a whole province a scene of every kind is played. Some
    departments are called by their short names alone; one report is there twice, one in two layouts, and one
    is of an organ that the registry has not. A few are in archives or records of a JSON file (see `pack`);
    truth.json calls each by the archive's path with the place inside. What must be found is found by an audit
    with that registry and the `settings` that truth.json names.

    Raises:
        OSError: the directory cannot be written.
        ValueError: no edition is prescribed for one of `years`.
    """
    chosen = list(islice(organs(seed), number_of_organs))
    played = staged() if number_of_organs >= ORGANS else []
    everyone = [*of_families(seed, chosen, years), *of_loners(seed, chosen, years)]
    again = _coming_again(everyone, years[-1])
    submitted = [
        Extra(one, one.name, together=(DUPLICATED,) if any(one is each for each in again) else ())
        for one in everyone
    ]
    submitted += extras(again, seed, years[-1])
    submitted += of_scenes(played)
    packed = pack([Report(_folder(one.rendered), one.name, one.places, one.rendered) for one in submitted])
    for place, data in packed.files.items():
        _put(directory / place, data)
    _put(
        directory / REGISTRY,
        registry((*organs(seed), *(organ for scene in played for organ in scene.organs))),
    )
    truth = {
        "version": VERSION,
        "seed": seed,
        "settings": SETTINGS,
        "reports": list(told_of(submitted, packed.paths)),
    }
    path = directory / "truth.json"
    _put(path, (json.dumps(truth, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def _folder(rendered: Rendered) -> PurePosixPath:
    return PurePosixPath("reports", *rendered.sample.organ.region[1:])


def _coming_again(everyone: Sequence[Rendered], year: int) -> list[Rendered]:
    """A clean report of an organ, and one of a government: no later year and no sum hangs on those."""
    able = [
        rendered
        for rendered in everyone
        if rendered.sample.defect is None
        and rendered.sample.year == year
        and rendered.layout.complete
        and rendered.layout.suffix
    ]
    able.sort(key=lambda rendered: len(rendered.sample.organ.region))
    one = [rendered for rendered in able if not rendered.sample.organ.governs]
    return [*one[:1], *[rendered for rendered in able if rendered.sample.organ.governs][:1]]


def _put(path: Path, data: bytes) -> None:
    """Written beside and renamed, so that no one ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
