"""JUnit XML, as continuous integration shows tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

from lxml import etree

from gongkai.forms import Text
from gongkai.outputs._result import Result, Row
from gongkai.reviews import visible

_UNREAD: Final = "unreadable"
_OTHERS: Final = Text("其余 {n} 份", "{n} others")
_NOT_RUN: Final = Text("未运行 {n} 份：{why}", "not run on {n}: {why}")
_CANNOT_TELL: Final = Text("无法判断：{said}", "cannot tell: {said}")
_WAIVED: Final = Text(
    "已豁免：{reason}（{person}，至 {until}）", "waived: {reason} ({person}, until {until})"
)


class _Case(NamedTuple):
    """A test: `outcome` is failure, error, skipped, system-out or None for a plain pass."""

    rule: str
    name: str
    outcome: str | None = None
    kind: str = ""
    message: str = ""


def write_junit(result: Result, target: Path) -> None:
    """A suite a batch, and in it a case a finding.

    A case for every rule and report would be a million lines of passes for a province. So each rule of a
    batch has one more case, which stands for the reports of which it says nothing, and one for each reason
    why it was not run. An error that is violated is a failure; warnings and notes pass, with what they say;
    what cannot be told and what is waived is skipped. What could not be read, or not be run, is an error.
    """
    counts: dict[str, Counter[str]] = {}
    for suite, cases in _suites(result):
        counted = counts.setdefault(suite, Counter())
        for case in cases:
            counted["tests"] += 1
            counted[case.outcome or "passed"] += 1
    total = sum(counts.values(), Counter())
    with etree.xmlfile(str(target), encoding="utf-8") as file:
        file.write_declaration()
        with file.element("testsuites", _numbers(total), name="gongkai"):
            for suite, cases in _suites(result):
                stamp = {"name": suite, "timestamp": result.run["started"][:19]}
                with file.element("testsuite", stamp | _numbers(counts[suite])):
                    for case in cases:
                        file.write(_element(suite, case))


def _numbers(counts: Counter[str]) -> dict[str, str]:
    names = {"tests": "tests", "failures": "failure", "errors": "error", "skipped": "skipped"}
    return {name: str(counts[key]) for name, key in names.items()}


def _element(suite: str, case: _Case) -> Any:
    element = etree.Element("testcase", classname=f"gongkai.{suite}.{case.rule}", name=_text(case.name))
    if case.outcome == "system-out":
        etree.SubElement(element, "system-out").text = _text(f"{case.kind}: {case.message}")
    elif case.outcome is not None:
        inner = etree.SubElement(element, case.outcome, message=_text(case.message))
        if case.kind:
            inner.set("type", case.kind)
    return element


def _text(text: str) -> str:
    """Text that XML can hold."""
    return str(visible(text))


def _suites(result: Result) -> Iterator[tuple[str, Iterator[_Case]]]:
    if result.failures:
        unread = (_Case("reading", row["path"], "error", row["code"], row["said"]) for row in result.failures)
        yield _UNREAD, unread
    rows = groupby(result.findings(), key=lambda row: row["batch"])
    ahead = next(rows, None)
    for batch in result.run["batches"]:
        mine: Iterator[Row] = iter(())
        if ahead is not None and ahead[0] == batch["id"]:
            mine = ahead[1]
        yield batch["id"], _cases(result, batch, mine)
        if ahead is not None and ahead[0] == batch["id"]:
            ahead = next(rows, None)


def _cases(result: Result, batch: Row, findings: Iterator[Row]) -> Iterator[_Case]:
    for row in findings:
        yield _case(result, row)
    for problem in result.problems:
        if problem["batch"] == batch["id"]:
            yield _Case(problem["rule_id"] or "batch", batch["id"], "error", "problem", problem["said"])
    for row in result.not_run:
        if row["batch"] == batch["id"]:
            said = result.text(_NOT_RUN.format(n=row["count"], why=row["said"]))
            yield _Case(row["rule_id"], row["reason"], "skipped", "not_run", said)
    for rule, outcome in batch["outcomes"].items():
        if held := outcome["holds"] + outcome["holds_with_blanks"]:
            yield _Case(rule, result.text(_OTHERS.format(n=held)))


def _case(result: Result, row: Row) -> _Case:
    name = row["path"] or row["organ"] or ""
    waiver = row["waiver"]
    if waiver is not None:
        return _Case(row["rule_id"], name, "skipped", "waived", result.text(_WAIVED.format(**waiver)))
    if row["answer"] != "violated":
        said = result.text(_CANNOT_TELL.format(said=row["said"]))
        return _Case(row["rule_id"], name, "skipped", "cannot_tell", said)
    outcome = "failure" if row["severity"] == "error" else "system-out"
    return _Case(row["rule_id"], name, outcome, row["severity"], row["said"])
