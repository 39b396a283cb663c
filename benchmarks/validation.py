"""Validation of large batches: our rules of sums and counts against others' that find the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

import pandas as pd
from benchmarks import _ours
from benchmarks._arithmetic import COUNTS, IDENTITIES, OURS, Failing, Side, narrow
from benchmarks._facts import EDITION, facts
from benchmarks._pairs import Clock, Comparison, Fact, Target, WrongResultError, by_turns, measure
from benchmarks._peers import (
    dataframely_peer,
    numpy_peer,
    pandera_pandas,
    pandera_polars,
    pointblank_peer,
    stock_gx,
)
from benchmarks.memory import peak

from gongkai.rules import catalogue

_GROWTH: Final = Target("at most", 11)
_MEMORY: Final = Target("at most", 6)
_GIBI: Final = 1 << 30
_JUDGE: Final = "import sys; from benchmarks.validation import judge_once; judge_once(int(sys.argv[1]))"


class Peer(NamedTuple):
    """`clock` is of wall time where the peer works in several threads, as polars does: we have one."""

    name: str
    prepare: Callable[[pd.DataFrame], Side]
    clock: Clock


PEERS: Final = {
    "stock": Peer("stock Great Expectations", stock_gx.prepare, "cpu"),
    "pandera-pandas": Peer("pandera, pandas", pandera_pandas.prepare, "cpu"),
    "pandera-polars": Peer("pandera, polars", pandera_polars.prepare, "wall"),
    "pointblank": Peer("pointblank, polars", pointblank_peer.prepare, "wall"),
    "dataframely": Peer("dataframely", dataframely_peer.prepare, "wall"),
    "numpy": Peer("numpy, nothing more", numpy_peer.prepare, "cpu"),
}

_Targets = Mapping[str, Target | None]
_FEW: Final[_Targets] = {
    "stock": Target("at least", 10),
    "pandera-pandas": Target("at least", 2),
    "pointblank": Target("at least", 8),
}
_MANY: Final[_Targets] = {
    "stock": Target("at least", 5),
    "pandera-pandas": Target("at least", 4),
    "pandera-polars": None,
    "pointblank": Target("at least", 3),
    "dataframely": Target("at most", 1.5),
    "numpy": Target("at most", 5),
}
_MOST: Final[_Targets] = {"dataframely": Target("at most", 1), "numpy": None}


def few(pairs: int, number: int) -> list[Comparison | Fact]:
    """Against the peers that small batches are for, and what all of our rules take."""
    return [*_compared(pairs, facts(number, OURS), _FEW), _whole(number)]


def many(pairs: int, number: int) -> list[Comparison]:
    """Against every peer."""
    return list(_compared(pairs, facts(number, OURS), _MANY))


def most(pairs: int, number: int, fewer: int) -> list[Comparison | Fact]:
    """Against the quickest peers; against ourselves on fewer reports; and the memory that it takes."""
    memory = _memory(number)
    frame = facts(number, OURS)
    return [*_compared(pairs, frame, _MOST), _growth(pairs, frame, facts(fewer, OURS)), memory]


def judge_once(number: int) -> None:
    """Our side alone; run in a process of its own, whose memory is looked at."""
    with _ours.prepared(facts(number, OURS)) as ours:
        print(f"{len(ours())} failing", file=sys.stderr)


def _compared(pairs: int, frame: pd.DataFrame, targets: _Targets) -> Iterator[Comparison]:
    """One comparison a peer, on the same frame.

    Raises:
        WrongResultError: a peer does not find what we find, or nothing is found.
    """
    with _ours.prepared(frame) as ours:
        found = ours()
        said = _told(len(frame), found)
        for name, target in targets.items():
            peer = PEERS[name]
            its = peer.prepare(narrow(frame))
            check(peer.name, found, its())
            yield Comparison(
                f"validation of {len(frame):,}, {name}",
                f"{_rules()} rules, through Great Expectations",
                peer.name,
                by_turns(ours, its, pairs),
                peer.clock,
                target,
                said,
            )
            said = f"the same reports, and both name the same {len(found):,} failures"


def check(peer: str, ours: Failing, its: Failing) -> None:
    """Both name the same reports and what fails in them.

    Raises:
        WrongResultError: they do not, or there is neither a failing sum nor a negative count.
    """
    if ours != its or not all(_by_kind(ours)):
        raise WrongResultError(f"{len(ours)} by ours, {len(its)} by {peer}; in one: {sorted(ours ^ its)[:3]}")


def _by_kind(failing: Failing) -> tuple[int, int]:
    """How many sums fail, and how many counts are negative."""
    sums = {identity.id for identity in IDENTITIES}
    of_sums = sum(what in sums for _, what in failing)
    return of_sums, len(failing) - of_sums


def _told(number: int, found: Failing) -> str:
    sums, negatives = _by_kind(found)
    return (
        f"{number:,} reports of edition {EDITION.id}: {len(IDENTITIES)} sums, and {len(COUNTS)} counts that "
        f"are at least 0; both name the same {sums:,} failing sums and {negatives:,} counts, report by "
        "report; each side is given the columns that it looks at; ours finds corrections besides"
    )


def _rules() -> int:
    return sum(map(_ours.asked, catalogue(EDITION.id).rules))


def _whole(number: int) -> Fact:
    """All rules, on all columns; only what compares reports has nothing to compare."""
    with _ours.prepared(facts(number), lambda _: True) as ours:
        ours()
        taken = measure(ours)
    rules = len(catalogue(EDITION.id).rules)
    return Fact(
        f"validation of {number:,}, all {rules} rules on all columns", f"{taken.cpu:.2f} s of CPU time"
    )


def _growth(pairs: int, frame: pd.DataFrame, fewer: pd.DataFrame) -> Comparison:
    with _ours.prepared(frame) as ours, _ours.prepared(fewer) as few_ours:
        taken = by_turns(ours, few_ours, pairs)
    return Comparison(
        "validation, growth",
        f"{len(frame):,} reports",
        f"ours, {len(fewer):,} reports",
        taken,
        "cpu",
        _GROWTH,
        "the same rules of ours on more reports",
    )


def _memory(number: int) -> Fact:
    most_held = peak([sys.executable, "-W", "ignore", "-c", _JUDGE, str(number)]) / _GIBI
    verdict = "met" if _MEMORY.met(most_held) else "short"
    return Fact(
        f"validation of {number:,}, memory of the process",
        f"at most {most_held:.1f} GiB, the frame of facts included (target {_MEMORY} GiB: {verdict})",
    )
