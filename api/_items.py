"""Reports as files of tests, rules as tests."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow.parquet as pq
import pytest

from gongkai.api._collected import Collected
from gongkai.reviews import visible

_RANKS: Final = ("error", "warning", "info")
Row = dict[str, Any]


class Said(NamedTuple):
    """What came of a rule on a report: `outcome` is failed, passed, skipped, xfailed or broken."""

    outcome: str
    text: str = ""


class ReportFile(pytest.File):
    """A submission."""

    def collect(self) -> list[pytest.Item]:
        return []


class RuleItem(pytest.Item):
    """A rule on a report."""

    def __init__(self, *, said: Said, **more: Any) -> None:
        super().__init__(**more)
        self._said = said
        if said.outcome == "passed" and said.text:
            self.user_properties.append(("gongkai", f"{self.nodeid}: {said.text}"))

    def setup(self) -> None:
        if self._said.outcome == "broken":
            pytest.fail(self._said.text, pytrace=False)

    def runtest(self) -> None:
        # Where in Python this is raised says nothing: the sentence of the finding stands alone.
        if self._said.outcome == "failed":
            pytest.fail(self._said.text, pytrace=False)
        if self._said.outcome == "skipped":
            pytest.skip(self._said.text)
        if self._said.outcome == "xfailed":
            pytest.xfail(self._said.text)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.name}: {self.name}"


def items_of(session: pytest.Session, collected: Collected) -> Iterator[pytest.Item]:
    """A test for every report and every rule of its batch; one for each submission that was not read."""
    told = _Told(collected)
    for row in told.failures:
        yield _item(session, row["path"], "reading", Said("broken", row[collected.lang]))
    for row in told.reports:
        for rule in told.rules_of(row):
            yield _item(session, row["path"], rule, told.said(row, rule))
    for row in told.absent:
        said = told.of_findings([row])
        yield _item(session, f"{row['year']}", f"{row['rule_id']}[{row['organ']}]", said)
    for problem in told.run["problems"]:
        name = problem["rule_id"] or "batch"
        yield _item(session, problem["batch"] or "gongkai", name, Said("broken", problem[collected.lang]))


def _item(session: pytest.Session, path: str, name: str, said: Said) -> RuleItem:
    """What a submission is called and says may command a terminal, or be no XML: it is shown escaped."""
    shown, own = _shown(path), session.config.invocation_params.dir
    file = ReportFile.from_parent(session, path=own / shown, name=shown)
    return RuleItem.from_parent(file, name=_shown(name), said=said._replace(text=_shown(said.text)))


def _shown(text: str) -> str:
    return str(visible(text))


class _Told:
    """The tables of an audit, by report and rule."""

    def __init__(self, collected: Collected) -> None:
        folder, self._collected = collected.folder, collected
        self.run: Row = json.loads((folder / "run.json").read_text("utf-8"))
        self.failures: list[Row] = pq.read_table(folder / "failures.parquet").to_pylist()
        columns = ["report_id", "path", "year", "edition"]
        self.reports: list[Row] = pq.read_table(folder / "reports.parquet", columns=columns).to_pylist()
        self._rules = {batch["id"]: list(batch["outcomes"]) for batch in self.run["batches"]}
        self._found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        self.absent: list[Row] = []
        for row in pq.read_table(folder / "findings.parquet").to_pylist():
            if row["report_id"]:
                self._found[row["report_id"], row["path"], row["rule_id"]].append(row)
            else:
                self.absent.append(row)
        not_run = pq.read_table(folder / "not_run.parquet").to_pylist()
        keys = ((row["report_id"], row["path"], row["rule_id"]) for row in not_run)
        self._not_run = dict(zip(keys, (row[collected.lang] for row in not_run), strict=True))

    def rules_of(self, report: Row) -> list[str]:
        """Those that its batch, and the list of submissions of its year, were judged by."""
        year = "unknown" if report["year"] is None else report["year"]
        own = self._rules.get(f"{report['edition']}-{year}", [])
        return [*own, *self._rules.get(f"submissions-{year}", [])]

    def said(self, report: Row, rule: str) -> Said:
        """What came of a rule on a report."""
        key = report["report_id"], report["path"], rule
        found = self._found.get(key)
        if found:
            return self.of_findings(found)
        unrun = self._not_run.get(key)
        return Said("passed") if unrun is None else Said("skipped", unrun)

    def of_findings(self, found: list[Row]) -> Said:
        """Of several findings the gravest decides."""
        message = "message" if self._collected.lang == "zh" else "message_en"
        standing = [row for row in found if row["waiver"] is None]
        violated = [row for row in standing if row["answer"] == "violated"]
        if violated:
            least = _RANKS.index(self._collected.fail_on)
            fails = any(_RANKS.index(row["severity"]) <= least for row in violated)
            return Said("failed" if fails else "passed", "\n".join(row[message] for row in violated))
        if standing:
            return Said("skipped", "; ".join(row[message] for row in standing))
        waiver = found[0]["waiver"]
        return Said("xfailed", f"{waiver['reason']} ({waiver['person']}, {waiver['until'].isoformat()})")
