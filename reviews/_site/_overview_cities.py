"""The cities of the first page: what came in, what was found, and the heat map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from gongkai.reviews import _addresses
from gongkai.reviews._families import FAMILIES
from gongkai.reviews._overview_model import Cities, CityLine, HeatCell
from gongkai.reviews._site._count import Count
from gongkai.reviews._tally import Tally

CITIES_SHOWN: Final = 40
"""More than any province has; without a registry every outermost folder is a city."""
_STEPS: Final = 5

Steps = tuple[tuple[int, int], ...]


def cities(count: Count, unread: Mapping[str, int], families: Sequence[int]) -> Cities:
    """Every city in a line or in the sum of the rest.

    Args:
        count: of all findings.
        unread: city → submissions that could not be read.
        families: places in `FAMILIES` of those that the heat map has.
    """
    darkest = int(count.standing.max()) if count.cities else 0
    steps = _steps(darkest)
    lines = [
        _line(count, city, unread.get(city, 0), families, steps) for city in {**_places(count), **unread}
    ]
    lines.sort(key=_worst_first)
    listed, others = lines[:CITIES_SHOWN], lines[CITIES_SHOWN:]
    rest = _sum(others, steps) if others else None
    return Cities(tuple(listed), rest, len(others), _sum(lines, ()), steps)


def share(part: int, whole: int) -> str:
    """In per cent; 0 and 100 only where it is none or all, "" where there is nothing."""
    if not whole:
        return ""
    if part in {0, whole}:
        return "100%" if part else "0%"
    return f"{min(99.9, max(0.1, 100 * part / whole)):.1f}%"


def _places(count: Count) -> dict[str, int]:
    return {city: place for place, city in enumerate(count.cities)}


def _line(count: Count, city: str, unread: int, families: Sequence[int], steps: Steps) -> CityLine:
    place = _places(count).get(city)
    own = count.index.by_city.get(city, ())
    clean = sum(entry.tally.state == "clean" for entry in own)
    address = "" if place is None else _addresses.of_city(city)
    numbers = [0] * len(FAMILIES) if place is None else count.standing[place].tolist()
    return CityLine(
        name=city or None,
        address=address,
        received=len(own) + unread,
        read=len(own),
        clean=clean,
        share=share(clean, len(own)),
        tally=Tally() if place is None else count.of_city(place),
        heat=tuple(
            HeatCell(numbers[family], _step(numbers[family], steps), f"{address}#{FAMILIES[family].anchor}")
            for family in families
        ),
    )


def _worst_first(line: CityLine) -> tuple[object, ...]:
    return line.name is None, line.tally.worst_first, line.name or ""


def _sum(lines: Sequence[CityLine], steps: Steps) -> CityLine:
    columns = zip(*(line.heat for line in lines), strict=True)
    heat = [sum(cell.count for cell in column) for column in columns]
    clean, read = sum(line.clean for line in lines), sum(line.read for line in lines)
    return CityLine(
        name=None,
        address="",
        received=sum(line.received for line in lines),
        read=read,
        clean=clean,
        share=share(clean, read),
        tally=sum((line.tally for line in lines), Tally()),
        heat=tuple(HeatCell(number, _step(number, steps), "") for number in heat),
    )


def _steps(darkest: int) -> Steps:
    """Ranges of numbers: one number each where there are few, else each several times the one before."""
    if darkest <= _STEPS:
        return tuple((number, number) for number in range(1, darkest + 1))
    ends: list[int] = [0]
    for step in range(1, _STEPS + 1):
        ends.append(max(ends[-1] + 1, round(darkest ** (step / _STEPS))))
    return tuple((ends[step] + 1, ends[step + 1]) for step in range(_STEPS))


def _step(number: int, steps: Steps) -> int:
    """From 0 for none; a sum may be more than any one cell and is as dark as the darkest."""
    return sum(number >= least for least, _ in steps)
