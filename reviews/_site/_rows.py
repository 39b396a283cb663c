"""A line a report, and a line an organ without one, as the pages of cities and organs list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.reviews import _addresses
from gongkai.reviews._site._finding import said_of
from gongkai.reviews._site._index import Entry
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import GRAVEST, WAIVED, Tally
from gongkai.reviews._words import Mark, answer_mark

VERDICTS: Final = {"error": "violated", "warning": "warned", "cannot_tell": "cannot_tell", "clean": "holds"}
"""The mark of a report's state."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """`main` is the title of the gravest finding, "" for none; `path` is below the common folder.

    Addresses are from the run's folder.
    """

    organ: str | None
    organ_address: str
    path: str
    address: str
    year: int | None
    state: Mark
    tally: Tally
    main: str


@dataclass(frozen=True, slots=True)
class AbsentRow:
    """An organ that submitted nothing on a year, and what is said of that."""

    organ: str | None
    address: str
    year: int | None
    answer: Mark
    message: str
    waived: bool


def report_row(entry: Entry, site: Site) -> ReportRow:
    told = site.index.told
    standing = [at for at in entry.findings if told.counts[at] != WAIVED]
    main = min(standing, key=lambda at: GRAVEST.index(told.counts[at]), default=None)
    return ReportRow(
        organ=entry.organ,
        organ_address=_addresses.of_organ(entry.whose),
        path=site.index.paths.short(entry.key.path),
        address=entry.address,
        year=entry.year,
        state=answer_mark(VERDICTS[entry.tally.state], site.lang),
        tally=entry.tally,
        main="" if main is None else site.index.rules[told.rules[main]].title.of(site.lang),
    )


def absent_rows(site: Site, positions: Sequence[int]) -> Iterator[AbsentRow]:
    """The findings at these positions, which stand on no report, by organ and year."""
    rows = zip(positions, site.index.rows(positions), strict=True)
    for at, row in sorted(rows, key=lambda pair: (pair[1]["organ"] or "", pair[1]["year"] or 0)):
        message = said_of(row, site.run.catalogue(row["edition"]).rule(row["rule_id"])).of(site.lang)
        yield AbsentRow(
            organ=row["organ"],
            address=_addresses.of_organ(site.index.absent[at]),
            year=row["year"],
            answer=answer_mark(row["answer"], site.lang),
            message=site.index.paths.within(message, row["others"]),
            waived=row["waiver"] is not None,
        )
