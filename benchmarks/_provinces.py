"""A folder of many different reports: made-up provinces, organ by organ, some reports with a fault."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count, cycle, islice
from pathlib import Path
from typing import Final

from gongkai import demo

YEARS: Final = (2022, 2023)
_CITIES: Final = 30
_PROVINCE: Final = 90
"""Organs that are taken of one made-up province; another seed gives another."""
_FAULTY: Final = 3
"""One report of so many has a planted fault."""


def put(folder: Path, number: int, layouts: Sequence[str]) -> Path:
    """Reports of two years in these layouts by turns, in a folder a city; the same bytes every time."""
    provinces = ((folder, at, _PROVINCE, layouts) for at in range(number // len(YEARS) // _PROVINCE))
    rest = number // len(YEARS) % _PROVINCE
    with ProcessPoolExecutor() as processes:
        for _ in processes.map(put_province, [*provinces, (folder, number, rest, layouts)]):
            pass
    return folder


def put_province(task: tuple[Path, int, int, Sequence[str]]) -> None:
    """Folder, number of the province, organs, layouts."""
    folder, at, organs, layouts = task
    home = folder / f"第{at % _CITIES:02}市" / str(at)
    home.mkdir(parents=True)
    seed = demo.SEED + at
    throws = zip(count(at), cycle(layouts), strict=False)
    for place, organ in enumerate(islice(demo.organs(seed), organs)):
        for year in YEARS:
            turn, layout = next(throws)
            faults = demo.defects(demo.make_sample(seed, organ, year).edition_id)
            fault = None if turn % _FAULTY else faults[turn // _FAULTY % len(faults)].id
            try:
                sample = demo.make_sample(seed, organ, year, fault)
            except KeyError:  # not every organ can have every fault
                sample = demo.make_sample(seed, organ, year)
            rendered = demo.render(sample, layout)
            (home / f"{place}-{year}-{rendered.name}").write_bytes(rendered.data)
