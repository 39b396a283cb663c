"""Reports whose prose is another's: of their own year before, or of another organ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from gongkai.relations._alike import Mask, is_among, passages, share_of, size_of
from gongkai.relations._boilerplate import common_shingles
from gongkai.relations._candidates import candidates
from gongkai.relations._organs import of_other_organs
from gongkai.relations._prose import Written
from gongkai.relations._wording import Codes, distinct, own_names, wording_of

ALIKE: Final = pa.struct(
    [
        ("kind", pa.string()),
        ("report_id", pa.string()),
        ("path", pa.string()),
        ("organ", pa.string()),
        ("share", pa.float64()),
        ("passages", pa.list_(pa.string())),
    ]
)
_COLUMNS: Final[list[tuple[str, Any]]] = [
    ("report_id", pa.string()),
    ("path", pa.string()),
    ("likeness", pa.list_(ALIKE)),
    ("compared", pa.bool_()),
    ("has_others", pa.bool_()),
    ("kept_problems", pa.float64()),
]
LIKENESS: Final = pa.schema(_COLUMNS)
"""One row a report. `likeness` lists the reports that its prose is most like: `kind` "before" for the organ's
own of the year before (one at most), "other" for other organs' of the same or an earlier year (the likest).
`share` (0-1) is the part of the report's own wording that stands there in runs of `WIDTH` characters or more;
wording that many organs have in common counts on neither side, nor do figures, signs and the organ's name.
`passages` are the longest, as the report prints them; of a share under `_TOLD` there are none. Pairs with
half of their wording in common are found, of those with less only some.
`compared` is whether there is wording enough (`SHORTEST`) to say so; where it is false, `likeness` is empty.
`has_others` is whether there is a report of another organ of the same or an earlier year to compare it with.
`kept_problems` (0-1) is the part of the section on problems that stands in that section of the year before;
null where there is no report of that year, or the section is shorter than `SHORTEST_SECTION`."""

SHORTEST: Final = 200
"""Characters of own wording under which a report is not compared."""
SHORTEST_SECTION: Final = 30
_LEAST: Final = 0.1
_TOLD: Final = 0.3
_MOST_OTHERS: Final = 3


class _Text(NamedTuple):
    """A report's shingles, place by place; those that are its own; its different ones, sorted.

    `size` counts the characters of its own wording.
    """

    shingles: Codes
    own: Mask
    different: Codes
    size: int


class _Alike(NamedTuple):
    kind: str
    other: int
    share: float


def likeness_of(reports: list[Written]) -> pa.Table:
    """Every report with those that its prose is like; schema `LIKENESS`."""
    texts = _texts(reports)
    compared = [text.size >= SHORTEST for text in texts]
    befores = _befores(reports)
    found: dict[int, list[_Alike]] = defaultdict(list)
    for at in np.flatnonzero(compared).tolist():
        found[at] += _best(_shares("before", at, befores[at], texts), 1)
    for at, others in _others(reports, texts, compared).items():
        found[at] += _best(_shares("other", at, others, texts), _MOST_OTHERS)
    columns: dict[str, Any] = {
        "report_id": [report.report_id for report in reports],
        "path": [report.path for report in reports],
        "likeness": [[_told(at, one, reports, texts) for one in found[at]] for at in range(len(reports))],
        "compared": compared,
        "has_others": _have_others(reports),
        "kept_problems": [_kept(reports, at, befores[at]) for at in range(len(reports))],
    }
    return pa.table(columns, LIKENESS)


def _texts(reports: list[Written]) -> list[_Text]:
    all_shingles = [wording_of(report.prose, own_names(report.organ)).shingles for report in reports]
    different = [distinct(shingles) for shingles in all_shingles]
    common = common_shingles(different, _owners(reports))
    owns = [~is_among(shingles, common) for shingles in all_shingles]
    return [
        _Text(shingles, own, one, size_of(own))
        for shingles, own, one in zip(all_shingles, owns, different, strict=True)
    ]


def _owners(reports: list[Written]) -> list[int]:
    """A number an organ; reports that name none, or are the same bytes, are of one each."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(report.owner or report.report_id, len(numbers)) for report in reports]


def _befores(reports: list[Written]) -> list[list[int]]:
    """The reports of the year before of each report's organ."""
    by_owner: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, report in enumerate(reports):
        if report.owner is not None and report.year is not None:
            by_owner[*report.owner, report.year].append(at)
    return [
        [
            other
            for other in by_owner.get((*report.owner, report.year - 1), ())
            if reports[other].report_id != report.report_id
        ]
        if report.owner is not None and report.year is not None
        else []
        for report in reports
    ]


def _others(reports: list[Written], texts: list[_Text], compared: list[bool]) -> dict[int, list[int]]:
    """The reports of other organs that each may be like; none of a later year, which can only be the copy."""
    sets = [
        distinct(text.shingles[text.own]) if whether else np.empty(0, np.uint32)
        for text, whether in zip(texts, compared, strict=True)
    ]
    found: dict[int, list[int]] = defaultdict(list)
    for pair in candidates(sets, _owners(reports)).tolist():
        for at, other in (pair, pair[::-1]):
            if _not_later(reports[other], reports[at]) and of_other_organs(reports[at], reports[other]):
                found[at].append(other)
    return found


def _have_others(reports: list[Written]) -> list[bool]:
    """Whether each report has one of another organ that is not later."""
    first: dict[object, int] = {}
    for report in reports:
        if report.owner is not None and report.year is not None:
            first[report.owner] = min(first.get(report.owner, report.year), report.year)
    earliest = sorted(first.items(), key=lambda entry: entry[1])[:2]
    return [
        any(
            owner != report.owner and report.year is not None and year <= report.year
            for owner, year in earliest
        )
        for report in reports
    ]


def _not_later(other: Written, report: Written) -> bool:
    return other.year is not None and report.year is not None and other.year <= report.year


def _shares(kind: str, at: int, others: Iterable[int], texts: list[_Text]) -> Iterator[_Alike]:
    text = texts[at]
    for other in others:
        shared = is_among(text.shingles, texts[other].different)
        yield _Alike(kind, other, share_of(text.own, shared, text.size))


def _best(alikes: Iterable[_Alike], most: int) -> list[_Alike]:
    likely = (one for one in alikes if one.share >= _LEAST)
    return sorted(likely, key=lambda one: (-one.share, one.other))[:most]


def _told(at: int, one: _Alike, reports: list[Written], texts: list[_Text]) -> dict[str, object]:
    report, other = reports[at], reports[one.other]
    shown: list[str] = []
    if one.share >= _TOLD:
        wording = wording_of(report.prose, own_names(report.organ))
        its = wording_of(other.prose, own_names(other.organ))
        shared = is_among(texts[at].shingles, texts[one.other].different)
        shown = passages(report.prose, wording, texts[at].own, shared, its)
    return {
        "kind": one.kind,
        "report_id": other.report_id,
        "path": other.path,
        "organ": other.organ,
        "share": one.share,
        "passages": shown,
    }


def _kept(reports: list[Written], at: int, befores: list[int]) -> float | None:
    """Standard sentences count here: a section that is the same is the same."""
    if not befores:
        return None
    names = own_names(reports[at].organ)
    wording = wording_of(reports[at].problems, names)
    if len(wording.codes) < SHORTEST_SECTION:
        return None
    shingles = wording.shingles
    whole = np.ones(len(shingles), np.bool_)
    others = (distinct(wording_of(reports[before].problems, names).shingles) for before in befores)
    return max(share_of(whole, is_among(shingles, other), size_of(whole)) for other in others)
