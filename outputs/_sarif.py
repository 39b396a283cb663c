"""SARIF 2.1.0, as code hosts and editors show findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from gongkai.outputs._result import Result, Row
from gongkai.reviews import visible

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_MARK: Final = "@results@"


def write_sarif(result: Result, target: Path) -> None:
    """One run, its results one after the other: a province's do not stand in memory at once."""
    head, tail = json.dumps(_log(result), ensure_ascii=False, indent=1).split(f'"{_MARK}"')
    with target.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
        file.write(head)
        for number, row in enumerate(result.findings()):
            file.write(",\n" if number else "")
            file.write(json.dumps(_result(row), ensure_ascii=False))
        file.write(tail + "\n")


def _log(result: Result) -> Row:
    run = result.run
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "gongkai",
                        "version": run["versions"]["gongkai"],
                        "language": "zh-CN" if result.lang == "zh" else "en",
                        "rules": list(_rules(result)),
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": not result.failures and not result.problems,
                        "startTimeUtc": _moment(run["started"]),
                        "endTimeUtc": _moment(run["finished"]),
                        "toolExecutionNotifications": list(_notifications(result)),
                    }
                ],
                "results": [_MARK],
            }
        ],
    }


def _moment(text: str) -> str:
    return f"{text[:19]}Z"


def _rules(result: Result) -> Iterator[Row]:
    """Every rule that the run was judged by, as the newest of its editions words it."""
    rules: dict[str, Any] = {}
    for edition in sorted({batch["edition"] for batch in result.run["batches"]}):
        for rule in result.catalogue(edition).rules:
            rules[rule.id] = rule
    for rule in rules.values():
        yield {
            "id": rule.id,
            "shortDescription": {"text": rule.title.of(result.lang)},
            "fullDescription": {"text": f"{rule.title.of(result.lang)} ({rule.citation})"},
            "help": {"text": rule.remedy.of(result.lang)},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }


def _notifications(result: Result) -> Iterator[Row]:
    for row in result.failures:
        yield {
            "level": "error",
            "descriptor": {"id": row["code"]},
            "message": {"text": _text(row["said"])},
            "locations": [{"physicalLocation": _artifact(row["path"])}],
        }
    for row in result.problems:
        yield {"level": "error", "descriptor": {"id": "problem"}, "message": {"text": _text(row["said"])}}


def _result(row: Row) -> Row:
    violated = row["answer"] == "violated"
    made: Row = {
        "ruleId": row["rule_id"],
        "kind": "fail" if violated else "review",
        # A result that is not a failure has no level.
        "level": _LEVELS[row["severity"]] if violated else "none",
        "message": {"text": _text(row["said"])},
        "partialFingerprints": {"gongkaiFindingId/v1": row["finding_id"]},
        "locations": [_location(row)],
        "properties": {"organ": row["organ"], "year": row["year"], "edition": row["edition"]},
    }
    if row["waiver"] is not None:
        said = f"{row['waiver']['reason']} ({row['waiver']['person']}, {row['waiver']['until'].isoformat()})"
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": _text(said)}]
    return made


def _location(row: Row) -> Row:
    made: Row = {}
    if row["path"]:
        made["physicalLocation"] = _artifact(row["path"])
        line = (row["locator"] or {}).get("line")
        if line:
            made["physicalLocation"]["region"] = {"startLine": line}
    named = [{"fullyQualifiedName": cell["cell"], "kind": "member"} for cell in row["cells"]]
    made["logicalLocations"] = named or [{"name": _text(row["organ"] or row["path"] or "-")}]
    return made


def _artifact(path: str) -> Row:
    """A path as an address: every letter that it may not have stands as its bytes."""
    said = quote(path.replace("\\", "/").encode("utf-8", "surrogateescape"), safe="/")
    return {"artifactLocation": {"uri": f"file://{said}" if said.startswith("/") else said}}


def _text(text: str) -> str:
    return str(visible(text))
