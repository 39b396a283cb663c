"""The made-up province on disk, and endless clean reports for measuring."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count, cycle, islice
from pathlib import Path, PurePosixPath
from random import Random
from typing import Any, Final, TypeVar

from gongkai import forms
from gongkai.demo._again import NEEDED, Extra, called_short, extras
from gongkai.demo._defects import Defect, defects, plant
from gongkai.demo._dice import dice
from gongkai.demo._judge import Expected
from gongkai.demo._layouts import LAYOUTS
from gongkai.demo._organs import Organ, organs, unregistered
from gongkai.demo._packing import Report, pack
from gongkai.demo._printing import printed
from gongkai.demo._registry import REGISTRY, registry
from gongkai.demo._render import Rendered
from gongkai.demo._sample import Sample, clean_sample

_Thing = TypeVar("_Thing")

VERSION: Final = 2
SEED: Final = 711
YEARS: Final = (2019, 2020, 2021, 2022, 2023)
ORGANS: Final = 16
_ONE_IN = 3
_OTHERS_TO_A_SUM = 3
_SHORT_SHARE = 0.15
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
        yield printed(sample, layout)


def write_province(
    directory: Path, *, seed: int = SEED, number_of_organs: int = ORGANS, years: Sequence[int] = YEARS
) -> Path:
    """Writes `reports/<city>/<county>/…`, `registry.csv` and, last, `truth.json` into `directory`.

    The same bytes every time. Returns the path of truth.json. About one report in three has one fault
    planted; a few others are laid out so that values are lost (their truth says which), and the rest is
    clean. Some departments are called by their short names alone; one report is there twice, one in two
    layouts, and one is of an organ that the registry has not. A few are in archives or records of a JSON
    file (see `pack`); truth.json calls each by the archive's path with the place inside.

    Raises:
        OSError: the directory cannot be written.
        ValueError: no edition is prescribed for one of `years`.
    """
    submitted: list[Extra] = []
    clean: list[Rendered] = []
    for rendered in _province(seed, list(islice(organs(seed), number_of_organs)), years):
        submitted.append(Extra(rendered, rendered.name))
        if len(clean) < NEEDED and _may_come_again(rendered):
            clean.append(rendered)
    submitted += extras(clean, seed, years[-1])
    packed = pack([Report(_folder(one.rendered), one.name, one.places, one.rendered) for one in submitted])
    for place, data in packed.files.items():
        _put(directory / place, data)
    _put(directory / REGISTRY, registry(organs(seed)))
    truth = {"version": VERSION, "seed": seed, "reports": list(_told_of(submitted, packed.paths))}
    path = directory / "truth.json"
    _put(path, (json.dumps(truth, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def _told_of(submitted: Sequence[Extra], paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What truth.json says of each report; `paths` are what a reader calls them."""
    for one, path in zip(submitted, paths, strict=True):
        told = _told(path, one.rendered)
        if one.first is not None:
            first = next(place for place, other in enumerate(submitted) if other.rendered is one.first)
            told["duplicate"] = {"kind": one.kind, "first": paths[first]}
        yield told


def _folder(rendered: Rendered) -> PurePosixPath:
    return PurePosixPath("reports", *rendered.sample.organ.region[1:])


def _may_come_again(rendered: Rendered) -> bool:
    return rendered.sample.defect is None and rendered.layout.complete and bool(rendered.layout.suffix)


def _province(seed: int, chosen: Sequence[Organ], years: Sequence[int]) -> Iterator[Rendered]:
    chance = dice(seed, "province")
    waiting: dict[str, Iterator[Defect]] = {
        edition.id: _mixed(edition, chance) for edition in forms.editions()
    }
    layouts = _endless(tuple(LAYOUTS.values()), chance)
    for number, (organ, year) in enumerate((organ, year) for organ in chosen for year in years):
        prescribed = forms.edition_for_year(year)
        if prescribed is None or number % _ONE_IN:
            yield printed(_named(make_sample(seed, organ, year)), next(layouts).name)
        else:
            defect = next(waiting[prescribed.id])
            layout = next(layout for layout in layouts if layout.shows(defect))
            yield printed(make_sample(seed, organ, year, defect.id), layout.name)


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


def _named(sample: Sample) -> Sample:
    """Some departments are called by their short names; the folder tells which is meant."""
    chance = dice("called", *sample.key)
    return sample if sample.organ.governs or chance.random() > _SHORT_SHARE else called_short(sample)


def _put(path: Path, data: bytes) -> None:
    """Written beside and renamed, so that no one ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)


def _told(path: str, rendered: Rendered) -> dict[str, Any]:
    """`may_infer` are the numbers of unreadable cells, for a reader that can prove them.

    Which findings there are then depends on it: those in `may_find` may come out or not.
    """
    sample, truth = rendered.sample, rendered.truth
    recovered = rendered.truth_if(rendered.recoverable).findings
    certain = [finding for finding in truth.findings if finding in recovered]
    return {
        "path": path,
        "organ": sample.organ.name,
        "called": sample.named,
        "registered": sample.organ != unregistered(sample.seed),
        "region": "/".join(sample.organ.region),
        "level": sample.organ.level,
        "parent": sample.organ.parent,
        "region_code": sample.organ.region_code,
        "duplicate": None,
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
        "may_infer": {cell_id: _json_number(number) for cell_id, number in rendered.recoverable.items()},
        "must_find": list(map(_json_finding, certain)),
        "may_find": [
            _json_finding(finding)
            for finding in dict.fromkeys((*truth.findings, *recovered))
            if finding not in certain
        ],
    }


def _json_finding(finding: Expected) -> dict[str, Any]:
    return {
        "rule_id": finding.rule_id,
        "answer": finding.answer,
        "severity": finding.severity,
        "cells": list(finding.cells),
    }


def _json_number(value: Decimal | None) -> int | float | None:
    """A float prints back as the same few decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
