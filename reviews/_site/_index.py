"""Every report of a run with what was counted on it: small enough to be held whole, of however many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import pyarrow as pa

from gongkai.checkpoints import Run
from gongkai.loaders import Frames, Organs, StoredFrames
from gongkai.relations import Cities
from gongkai.reviews import _addresses
from gongkai.reviews._site._paths import Paths
from gongkai.reviews._site._told import Told
from gongkai.reviews._tally import WAIVED, Tally
from gongkai.rules import Rule

_COLUMNS: Final = ("report_id", "path", "organ", "organ_id", "region", "year", "edition")


class Key(NamedTuple):
    """A report: the same bytes under two paths are two."""

    report_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in a list.

    Attributes:
        organ: as recognised, None where none was.
        whose: what the organ's reports have in common: its id of the registry, else its name and folder,
            else the report's path.
        city: its name, `ELSEWHERE` where there is none.
        edition: its id, None where none was recognised.
        address: of its page, from the run's folder.
        tally: of its findings, those of the list of submissions included.
        rules: ids of the rules that are violated on it or cannot tell, waived ones aside, each once.
        findings: positions of its findings in the run's table.
    """

    key: Key
    organ: str | None
    whose: str
    city: str
    region: str
    year: int | None
    edition: str | None
    address: str
    tally: Tally
    rules: tuple[str, ...]
    findings: tuple[int, ...]

    @property
    def name(self) -> str:
        """The organ, else the path."""
        return self.organ or self.key.path


@dataclass(frozen=True)
class Index:
    """All reports of a run in the order of the frames; `told` has its findings in columns."""

    told: Told
    entries: tuple[Entry, ...]
    without_report: Mapping[int, str]
    """Positions of findings that stand on no report (an organ that submitted none) → the organ's city."""
    absent: Mapping[int, str]
    """The same positions → whose they are, as `Entry.whose` says it."""

    @property
    def run(self) -> Run:
        return self.told.run

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that the run was judged by; where editions word one differently, as the newest does."""
        editions = sorted({batch.edition for batch in self.run.batches})
        return {rule.id: rule for edition in editions for rule in self.run.catalogue(edition).rules}

    @cached_property
    def paths(self) -> Paths:
        """How lists print paths: those of all submissions decide it, also of those that were not read."""
        unread: list[Any] = self.run.failures["path"].to_pylist()
        return Paths.of([*(entry.key.path for entry in self.entries), *unread])

    @cached_property
    def by_key(self) -> Mapping[Key, Entry]:
        return {entry.key: entry for entry in self.entries}

    @cached_property
    def by_city(self) -> Mapping[str, tuple[Entry, ...]]:
        """City → its reports, by organ and year; cities by name, `ELSEWHERE` last."""
        groups = _grouped(self.entries, lambda entry: entry.city)
        return dict(sorted(groups.items(), key=lambda pair: (not pair[0], pair[0])))

    @cached_property
    def by_organ(self) -> Mapping[str, tuple[Entry, ...]]:
        """`Entry.whose` → its reports by year."""
        return _grouped(self.entries, lambda entry: entry.whose)

    @cached_property
    def whose(self) -> Mapping[str, str]:
        """An organ with its city, as histories name it → `Entry.whose`."""
        named = ((" · ".join(filter(None, (entry.organ, entry.city))), entry) for entry in self.entries)
        return {name: entry.whose for name, entry in named if entry.organ is not None}

    def rows(self, positions: Sequence[int]) -> list[dict[str, Any]]:
        """The findings at these positions, schema `FINDINGS`."""
        return self.run.findings.take(pa.array(positions, pa.int64())).to_pylist() if positions else []


def make_index(run: Run, frames: Frames | StoredFrames, organs: Organs | None) -> Index:
    """Reads only what a list needs of every report."""
    cities = Cities(organs)
    found = _positions(run.findings)
    told = Told.of(run)
    tallies = _tallies(told)
    rows = sorted(_reports(frames), key=lambda row: row["path"])
    places: Counter[tuple[str, int | None]] = Counter()
    entries: dict[Key, Entry] = {}
    for row in rows:
        key = Key(row["report_id"], row["path"])
        region = row["region"] or ""
        whose = whose_of(row["organ_id"], row["organ"], region, row["path"])
        place = places[whose, row["year"]]
        places[whose, row["year"]] += 1
        tally, rules = tallies.get(key, (Tally(), ()))
        entries[key] = Entry(
            key=key,
            organ=row["organ"],
            whose=whose,
            city=cities.of(row["organ_id"], region),
            region=region,
            year=row["year"],
            edition=row["edition"],
            address=_addresses.of_report(whose, row["year"], place),
            tally=tally,
            rules=rules,
            findings=found.get(key, ()),
        )
    order = (Key(row["report_id"], row["path"]) for row in _reports(frames))
    nowhere = sorted(at for key, positions in found.items() if key not in entries for at in positions)
    homes = list(_homes(run, nowhere, organs))
    return Index(
        told,
        tuple(entries[key] for key in order),
        {at: city for at, (_, city) in zip(nowhere, homes, strict=True)},
        {at: whose for at, (whose, _) in zip(nowhere, homes, strict=True)},
    )


def whose_of(organ_id: str | None, organ: str | None, region: str | None, path: str) -> str:
    """What an organ's reports have in common: see `Entry.whose`."""
    return organ_id or (f"{organ}\0{region or ''}" if organ else path)


def _homes(run: Run, positions: Sequence[int], organs: Organs | None) -> Iterator[tuple[str, str]]:
    """Whose each finding is, and the organ's city; findings name an organ as the registry does."""
    cities = Cities(organs)
    ids = {} if organs is None else {organ.name: organ.id for organ in organs}
    where = run.findings.select(["organ", "region", "path"]).take(pa.array(positions, pa.int64()))
    for row in where.to_pylist():
        organ_id = ids.get(row["organ"])
        yield (
            whose_of(organ_id, row["organ"], row["region"], row["path"] or ""),
            cities.of(organ_id, row["region"]),
        )


def _reports(frames: Frames | StoredFrames) -> Iterator[dict[str, Any]]:
    for piece in frames.pieces("reports", _COLUMNS):
        yield from piece.to_pylist()


def _keys(findings: pa.Table) -> Iterator[Key]:
    ids: list[Any] = findings["report_id"].to_pylist()
    paths: list[Any] = findings["path"].to_pylist()
    return map(Key, ids, paths)


def _positions(findings: pa.Table) -> dict[Key, tuple[int, ...]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for at, key in enumerate(_keys(findings)):
        groups[key].append(at)
    return {key: tuple(positions) for key, positions in groups.items()}


def _tallies(told: Told) -> dict[Key, tuple[Tally, tuple[str, ...]]]:
    counts: dict[Key, list[int]] = defaultdict(lambda: [0] * len(Tally._fields))
    rules: dict[Key, dict[str, None]] = defaultdict(dict)
    for key, counted, rule in zip(_keys(told.run.findings), told.counts, told.rules, strict=True):
        counts[key][counted] += 1
        if counted != WAIVED:
            rules[key][rule] = None
    return {key: (Tally(*own), tuple(rules[key])) for key, own in counts.items()}


def _grouped(entries: Iterable[Entry], of: Any) -> dict[str, tuple[Entry, ...]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[of(entry)].append(entry)
    return {name: tuple(sorted(own, key=_order)) for name, own in groups.items()}


def _order(entry: Entry) -> tuple[object, ...]:
    return entry.organ is None, entry.organ or "", entry.region, entry.year or 0, entry.key.path
