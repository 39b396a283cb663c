"""A line a finding, as the pages of rules, organs and cities list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from gongkai.relations import ELSEWHERE
from gongkai.reviews import _addresses
from gongkai.reviews._site._finding import said_of
from gongkai.reviews._site._index import Key
from gongkai.reviews._site._site import Site
from gongkai.reviews._tally import GRAVEST, WAIVED
from gongkai.reviews._words import Mark, answer_mark, severity_mark, waived

SHOWN: Final = 300
"""Lines of one list; the page says how many there are."""

_COLUMNS: Final = (
    *("finding_id", "report_id", "path", "organ", "year", "edition", "rule_id", "severity", "answer"),
    *("message", "message_en", "sentence", "others", "waiver"),
)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A finding in a list.

    Attributes:
        organ: as recognised, None where none was.
        path: of the report, below the common folder; "" where the finding stands on none.
        city: `ELSEWHERE` where there is none.
        year: None where it is not known.
        rule_address: of the rule's page, from the run's folder.
        said: the sentence before, in and after what it quotes of the text; all before where it has none.
        waived: why and until when it is accepted; None where it stands.
        way: to the finding on its report's page, from the run's folder; "" where it stands on none.
    """

    organ: str | None
    path: str
    city: str
    year: int | None
    severity: Mark
    answer: Mark
    title: str
    rule_address: str
    said: tuple[str, str, str]
    waived: str | None
    way: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The first findings that stand and the first that are waived, the gravest first."""

    standing: tuple[FoundRow, ...]
    accepted: tuple[FoundRow, ...]


def listed(site: Site, positions: Sequence[int]) -> Listed:
    """Takes positions in the run's findings; those as grave as each other stay in their order."""
    counts = site.index.told.counts
    ranked = sorted(positions, key=lambda at: GRAVEST.index(counts[at]))
    standing = [at for at in ranked if counts[at] != WAIVED]
    accepted = ranked[len(standing) :]
    return Listed(tuple(_rows(site, standing[:SHOWN])), tuple(_rows(site, accepted[:SHOWN])))


def _rows(site: Site, positions: Sequence[int]) -> Iterator[FoundRow]:
    if not positions:
        return
    table = site.run.findings.select(_COLUMNS).take(pa.array(positions, pa.int64()))
    for at, row in zip(positions, table.to_pylist(), strict=True):
        yield _row(site, at, row)


def _row(site: Site, at: int, row: Mapping[str, Any]) -> FoundRow:
    lang, index, waiver = site.lang, site.index, row["waiver"]
    rule = site.run.catalogue(row["edition"]).rule(row["rule_id"])
    entry = index.by_key.get(Key(row["report_id"], row["path"]))
    city = index.without_report.get(at, ELSEWHERE) if entry is None else entry.city
    message, quoted = said_of(row, rule).of(lang), row["sentence"]
    if quoted:
        said = message.partition(quoted)
    else:
        said = index.paths.within(message, (row["path"], *row["others"])), "", ""
    return FoundRow(
        organ=row["organ"],
        path=index.paths.short(row["path"]),
        city=city,
        year=row["year"],
        severity=severity_mark(row["severity"], lang),
        answer=answer_mark(row["answer"], lang),
        title=rule.title.of(lang),
        rule_address=_addresses.of_rule(rule.id),
        said=said,
        waived=None if waiver is None else waived(waiver["reason"], waiver["person"], waiver["until"], lang),
        way="" if entry is None else f"{entry.address}#f-{row['finding_id']}",
    )
