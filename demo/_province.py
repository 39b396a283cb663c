"""The made-up province on disk, and endless clean reports for measuring."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count, cycle, islice
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar

from gongkai import forms
from gongkai.demo._defects import Defect, defects, plant
from gongkai.demo._dice import dice
from gongkai.demo._layouts import LAYOUTS, encodings
from gongkai.demo._organs import Organ, organs
from gongkai.demo._render import Rendered, render
from gongkai.demo._sample import Sample, clean_sample
from gongkai.demo._style import PLAIN, any_style

_Thing = TypeVar("_Thing")

VERSION: Final = 1
SEED: Final = 711
YEARS: Final = (2019, 2020, 2021, 2022, 2023)
ORGANS: Final = 16
_ONE_IN = 3
_OTHERS_TO_A_SUM = 3
_PLAIN_SHARE = 0.4
COMPLETE: Final = tuple(layout.name for layout in LAYOUTS.values() if layout.complete)


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
        yield _print(sample, layout)


def write_province(
    directory: Path, *, seed: int = SEED, number_of_organs: int = ORGANS, years: Sequence[int] = YEARS
) -> Path:
    """Writes `reports/<city>/<county>/…` and, last, `truth.json` into `directory`; the same bytes every time.

    Returns the path of truth.json. About one report in three has one fault planted; a few others are
    laid out so that values are lost (their truth says which), and the rest is clean.

    Raises:
        OSError: the directory cannot be written.
        ValueError: no edition is prescribed for one of `years`.
    """
    told: list[dict[str, Any]] = []
    for rendered in _province(seed, list(islice(organs(seed), number_of_organs)), years):
        folder = Path("reports", *rendered.sample.organ.region[1:])
        for place, data in rendered.places.items():
            _put(directory / folder / place, data)
        told.append(_told(folder / rendered.name, rendered))
    truth = {"version": VERSION, "seed": seed, "reports": told}
    path = directory / "truth.json"
    _put(path, (json.dumps(truth, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def _province(seed: int, chosen: Sequence[Organ], years: Sequence[int]) -> Iterator[Rendered]:
    chance = dice(seed, "province")
    waiting: dict[str, Iterator[Defect]] = {
        edition.id: _mixed(edition, chance) for edition in forms.editions()
    }
    layouts = _endless(tuple(LAYOUTS.values()), chance)
    for number, (organ, year) in enumerate((organ, year) for organ in chosen for year in years):
        prescribed = forms.edition_for_year(year)
        if prescribed is None or number % _ONE_IN:
            yield _print(make_sample(seed, organ, year), next(layouts).name)
        else:
            defect = next(waiting[prescribed.id])
            layout = next(layout for layout in layouts if layout.shows(defect))
            yield _print(make_sample(seed, organ, year, defect.id), layout.name)


def _mixed(edition: forms.Edition, chance: Random) -> Iterator[Defect]:
    """The many faults of a single sum by turns with the few of everything else."""
    sums = {identity.id for identity in edition.identities}
    arithmetic = [defect for defect in defects(edition.id) if sums.issuperset(defect.triggers)]
    others = [defect for defect in defects(edition.id) if not sums.issuperset(defect.triggers)]
    wrong_sums, rest = _endless(arithmetic, chance), _endless(others, chance)
    while True:
        yield next(wrong_sums)
        yield from islice(rest, _OTHERS_TO_A_SUM)


def _endless(things: Iterable[_Thing], chance: Random) -> Iterator[_Thing]:
    while True:
        order = list(things)
        chance.shuffle(order)
        yield from order


def _print(sample: Sample, layout: str) -> Rendered:
    chance = dice("print", *sample.key, layout)
    style = PLAIN if chance.random() < _PLAIN_SHARE else any_style(chance)
    names = encodings(LAYOUTS[layout].format)
    return render(sample, layout, encoding=chance.choice(names) if names else "utf-8", style=style)


def _put(path: Path, data: bytes) -> None:
    """Written beside and renamed, so that no one ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)


def _told(path: Path, rendered: Rendered) -> dict[str, Any]:
    sample, truth = rendered.sample, rendered.truth
    return {
        "path": path.as_posix(),
        "organ": sample.organ.name,
        "region": "/".join(sample.organ.region),
        "level": sample.organ.level,
        "year": sample.year,
        "edition": sample.edition_id,
        "format": rendered.layout.format,
        "layout": rendered.layout.name,
        "encoding": rendered.encoding,
        "defect": sample.defect,
        "cells": {
            cell_id: {"value": _json_number(cell.value), "status": cell.status}
            for cell_id, cell in truth.cells.items()
        },
        "must_find": [
            {
                "rule_id": finding.rule_id,
                "answer": finding.answer,
                "severity": finding.severity,
                "cells": list(finding.cells),
            }
            for finding in truth.findings
        ],
    }


def _json_number(value: Decimal | None) -> int | float | None:
    """A float prints back as the same few decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
