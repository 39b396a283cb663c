"""A scene: several reports that together show what none of them shows alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gongkai.demo._dice import dice
from gongkai.demo._judge import Expected
from gongkai.demo._organs import PROVINCE, Organ, city, department, government_of_the_province
from gongkai.demo._printing import printed
from gongkai.demo._render import Rendered
from gongkai.demo._sample import Sample

SEED: Final = 4711
"""Of the figures and words of every scene."""

_SIGNS: Final = "云松鹤溪岭湾荷枫荻菱茅槐柏橘梨杏桃柳竹兰蕙芷萍蓼葵榆桐楠樟桂梅茶麦稻粟禾"
_SIGNS_OF_A_NAME: Final = 3
_KINDS: Final = ("教育局", "民政局", "水务局", "审计局", "统计局", "司法局", "财政局", "医疗保障局")


@dataclass(frozen=True, slots=True)
class Scene:
    """`samples` are its reports, `findings` beside them what must come out because they stand together.

    What a report would show alone is for the demo's judge (`Rendered.truth`) and is not repeated here;
    `expected` has both. At error and warning nothing else may come out. `triggers` are the rules that
    are violated in it. `organs` are put into the registry that the audit is given, whether they report
    or not, each with the government above it (but the province's). `settings` are those
    by which organs are compared, by name, where they are not the usual ones. `missing` are those of its
    organs that must be found to have sent no report, in a scene whose settings say what years are due.

    No organ is in two scenes (see `cast`), so that all scenes can be audited together.
    """

    id: str
    edition_id: str
    triggers: tuple[str, ...]
    samples: tuple[Sample, ...]
    findings: tuple[tuple[Expected, ...], ...]
    organs: tuple[Organ, ...]
    settings: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[Organ, ...] = ()

    def __post_init__(self) -> None:
        """Raises ValueError: `findings` are not beside `samples`."""
        if len(self.samples) != len(self.findings):
            raise ValueError(
                f"{self.id}: {len(self.samples)} samples, {len(self.findings)} lists of findings"
            )

    def rendered(self, layout: str) -> tuple[Rendered, ...]:
        """Its reports in one layout, in their order."""
        return tuple(printed(sample, layout) for sample in self.samples)

    def expected(self, number: int, rendered: Rendered) -> tuple[Expected, ...]:
        """All findings that must come out on the report of that number in `samples`."""
        return (*rendered.truth.findings, *self.findings[number])


def cast(scene_id: str, departments: int = 0) -> tuple[Organ, ...]:
    """A city's government that is in that scene alone, and so many departments of it.

    The government's figures are the sums of its departments', where it has any.
    """
    chance = dice("cast", scene_id)
    place = "".join(chance.sample(_SIGNS, _SIGNS_OF_A_NAME)) + "市"
    code = f"98{chance.randrange(10_000):04}"
    above = government_of_the_province()
    alone = city(place, above, code)
    kinds = chance.sample(_KINDS, departments)
    return (city(place, above, code, kinds), *(department(alone, kind) for kind in kinds))


def submitted_in(sample: Sample) -> tuple[str, ...]:
    """The folders that its report is submitted in."""
    return tuple(place for place in sample.organ.region if place != PROVINCE)
