"""What becomes of findings from night to night, against a plain retelling of the nights."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import history
from gongkai.history import Retention, extend, nights, of_finding, repeat, trend

RULES = ("a.sum", "b.text")
ORGANS = ("甲局", "乙局", "丙局")
YEAR = 2023
KEEP = Retention(nights=100, months=100)

Night = dict[str, Any]
"""Organ → None where its report is not there, else rule → violated, cannot_tell, not_run or holds."""


def finding_id(organ: str, rule: str) -> str:
    return f"{ORGANS.index(organ)}{RULES.index(rule)}" * 8


def write_run(
    folder: Path, night: Night, rules: tuple[str, ...] = RULES, waived: tuple[str, ...] = ()
) -> Path:
    """The files of a run that a history is made from."""
    folder.mkdir(parents=True)
    read = {organ: answers for organ, answers in night.items() if answers is not None}
    reports = [
        {
            "report_id": f"r{organ}",
            "path": f"{organ}.txt",
            "organ": organ,
            "organ_id": None,
            "year": YEAR,
            "edition": "2021",
        }
        for organ in read
    ]
    found = [
        {
            "finding_id": finding_id(organ, rule),
            "rule_id": rule,
            "severity": "error",
            "answer": answer,
            "organ": organ,
            "region": "某市",
            "year": YEAR,
            "path": f"{organ}.txt",
            "report_id": f"r{organ}",
            "waiver": {"reason": "已核对"} if finding_id(organ, rule) in waived else None,
        }
        for organ, answers in read.items()
        for rule, answer in answers.items()
        if answer in ("violated", "cannot_tell") and rule in rules
    ]
    not_run = [
        {"rule_id": rule, "report_id": f"r{organ}", "path": f"{organ}.txt"}
        for organ, answers in read.items()
        for rule, answer in answers.items()
        if answer == "not_run"
    ]
    text = pa.string()
    put(
        folder / "reports.parquet",
        reports,
        {
            "report_id": text,
            "path": text,
            "organ": text,
            "organ_id": text,
            "year": pa.int16(),
            "edition": text,
        },
    )
    names = ("finding_id", "rule_id", "severity", "answer", "organ", "region", "path", "report_id")
    put(
        folder / "findings.parquet",
        found,
        dict.fromkeys(names, text) | {"year": pa.int16(), "waiver": pa.struct([("reason", text)])},
    )
    put(folder / "not_run.parquet", not_run, dict.fromkeys(("rule_id", "report_id", "path"), text))
    said = {
        "counts": {"submissions": len(night), "reports": len(read), "failures": len(night) - len(read)},
        "batches": [{"id": f"2021-{YEAR}", "outcomes": {rule: {} for rule in rules}}],
        "packs": {"2021": {"hash": "x"}},
        "versions": {"gongkai": "0"},
    }
    (folder / "run.json").write_text(json.dumps(said), "utf-8")
    return folder


def put(path: Path, rows: list[dict[str, Any]], schema: dict[str, Any]) -> None:
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(list(schema.items()))), path)


class History:
    """Nights one after another."""

    def __init__(self, home: Path, retention: Retention = KEEP) -> None:
        self.home = home
        self.retention = retention
        self.count = 0
        self.last: Path | None = None

    @property
    def run(self) -> str:
        return (dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC) + dt.timedelta(days=self.count - 1)).strftime(
            "%Y%m%dT%H%M%SZ"
        )

    def add(self, night: Night, **more: Any) -> dict[str, int]:
        self.count += 1
        result = write_run(self.home / f"run-{self.count}", night, **more)
        into = self.home / f"history-{self.count}"
        started = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=self.count)
        counts = extend(
            self.last, result, into, self.run, started, lambda _, region: region or "", self.retention
        )
        self.last = into
        return counts

    def repeat(self) -> None:
        self.count += 1
        into = self.home / f"history-{self.count}"
        started = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=self.count)
        repeat(self.last, into, self.run, started, self.retention)
        self.last = into

    def states(self) -> dict[str, str]:
        rows = pq.read_table(self.last / "book.parquet").to_pylist()
        return {row["finding_id"]: row["state"] for row in rows}


ANSWERS = st.dictionaries(
    st.sampled_from(RULES), st.sampled_from(("violated", "cannot_tell", "not_run", "holds")), min_size=2
)
NIGHTS = st.lists(
    st.fixed_dictionaries({organ: st.none() | ANSWERS for organ in ORGANS}), min_size=1, max_size=6
)


@given(nights_=NIGHTS)
@settings(max_examples=40, deadline=None)
def test_every_finding_is_in_its_state_every_night(
    tmp_path_factory: pytest.TempPathFactory, nights_: list[Night]
) -> None:
    told = History(tmp_path_factory.mktemp("nights"))
    state: dict[str, str] = {}
    for night in nights_:
        counts = told.add(night)
        before = dict(state)
        for organ in ORGANS:
            for rule in RULES:
                key = finding_id(organ, rule)
                answers = night[organ]
                answer = None if answers is None else answers[rule]
                was = before.get(key)
                if answer in ("violated", "cannot_tell"):
                    state[key] = (
                        "new"
                        if was is None
                        else "standing"
                        if was in ("new", "standing", "returned")
                        else "returned"
                    )
                elif was in ("new", "standing", "returned", "gone"):
                    state[key] = "corrected" if answer == "holds" else "gone"
        assert told.states() == state
        row = nights(told.last)[-1]
        for name in ("new", "standing", "returned"):
            assert (
                row[name]
                == counts[name]
                == sum(state[key] == name for key in state if state[key] in ("new", "standing", "returned"))
            )
        assert row["corrected"] == sum(state[key] == "corrected" != before.get(key) for key in state)
        assert row["gone"] == sum(state[key] == "gone" != before.get(key) for key in state)
        assert row["errors"] + row["cannot_tell"] == row["new"] + row["standing"] + row["returned"]


@pytest.fixture
def told(tmp_path: Path) -> History:
    return History(tmp_path)


BAD = dict.fromkeys(RULES, "violated")
GOOD = dict.fromkeys(RULES, "holds")


def test_a_rule_that_is_switched_off_corrects_nothing(told: History) -> None:
    told.add({"甲局": BAD})
    told.add({"甲局": {**BAD, RULES[1]: "holds"}}, rules=RULES[:1])
    assert told.states() == {finding_id("甲局", RULES[0]): "standing", finding_id("甲局", RULES[1]): "gone"}


def test_a_report_that_comes_back_clean_was_corrected(told: History) -> None:
    told.add({"甲局": BAD})
    told.add({"甲局": None})
    assert set(told.states().values()) == {"gone"}
    told.add({"甲局": GOOD})
    assert set(told.states().values()) == {"corrected"}
    told.add({"甲局": BAD})
    assert set(told.states().values()) == {"returned"}
    row = of_finding(told.last, finding_id("甲局", RULES[0]))
    assert (row["first"], row["last"], row["returns"]) == ("20260101T020000Z", told.run, 1)


def test_nights_without_changes_stand(told: History) -> None:
    told.add({"甲局": BAD, "乙局": GOOD})
    told.repeat()
    told.repeat()
    assert [row["same_as"] for row in nights(told.last)] == [None, "20260101T020000Z", "20260101T020000Z"]
    assert [row["new"] for row in nights(told.last)] == [2, 0, 0]
    assert [row["standing"] for row in nights(told.last)] == [0, 2, 2]
    assert set(told.states().values()) == {"standing"}
    told.add({"甲局": GOOD, "乙局": GOOD})
    assert nights(told.last)[-1]["corrected"] == 2


def test_waived_findings_are_followed_and_counted_apart(told: History) -> None:
    told.add({"甲局": BAD}, waived=(finding_id("甲局", RULES[0]),))
    row = nights(told.last)[-1]
    assert (row["errors"], row["waived"], row["new"]) == (1, 1, 2)
    assert trend(told.last, "rule_id").names == (RULES[1],)


def test_trends_are_of_every_night(told: History) -> None:
    told.add({"甲局": BAD, "乙局": BAD})
    told.repeat()
    told.add({"甲局": BAD, "乙局": GOOD})
    of_organs = trend(told.last, "organ")
    assert of_organs.runs == tuple(row["run"] for row in nights(told.last))
    assert dict(zip(of_organs.names, of_organs.counts, strict=True)) == {
        "甲局 · 某市": (2, 2, 2),
        "乙局 · 某市": (2, 2, 0),
    }
    assert trend(told.last, "city").counts == ((4, 4, 2),)
    assert trend(told.last, "rule_id", RULES[0]).counts == ((2, 2, 1),)
    assert trend(told.last, "organ", "甲局").names == ("甲局 · 某市",)
    assert len(trend(told.last, "organ", most=1).names) == 1


def test_names_may_be_anything(told: History) -> None:
    told.add({"甲局": BAD})
    for name in ("'; DROP TABLE x; --", "%", "\\", "甲'局"):
        assert trend(told.last, "organ", name).counts == ()


def test_nights_leave_by_the_policy_and_take_their_findings_along(tmp_path: Path) -> None:
    told = History(tmp_path, Retention(nights=3, months=1))
    for day in range(40):
        told.add({"甲局": BAD if day != 1 else GOOD, "乙局": BAD if day < 2 else GOOD})
    runs = [row["run"] for row in nights(told.last)]
    assert runs == ["20260206T020000Z", "20260207T020000Z", "20260208T020000Z", "20260209T020000Z"]
    assert sorted(path.stem for path in (told.last / "findings").iterdir()) == runs
    assert set(told.states()) == {finding_id("甲局", rule) for rule in RULES}


def test_the_last_night_of_each_month_is_kept() -> None:
    retention = Retention(nights=2, months=2)
    runs = [f"2026{month:02}{day:02}T020000Z" for month in (1, 2, 3, 4) for day in (1, 15, 28)]
    assert (
        retention.kept(runs)
        == ["20260328T020000Z", "20260401T020000Z", "20260415T020000Z", "20260428T020000Z"][-4:]
    )
    assert retention.kept(runs[:1]) == runs[:1]
    assert retention.kept([]) == []


def test_files_of_other_nights_are_shared_and_never_written_again(told: History) -> None:
    told.add({"甲局": BAD})
    first = told.last / "findings" / f"{told.run}.parquet"
    data = first.read_bytes()
    told.add({"甲局": GOOD})
    assert (told.last / "findings" / first.name).stat().st_ino == first.stat().st_ino
    assert first.read_bytes() == data


def test_a_folder_without_a_history_is_told(tmp_path: Path) -> None:
    with pytest.raises(history.NoHistoryError, match="gongkai nightly"):
        nights(tmp_path)
    (tmp_path / "runs.parquet").write_bytes(b"PAR1")
    with pytest.raises(history.NoHistoryError, match=r"runs\.parquet"):
        nights(tmp_path)
