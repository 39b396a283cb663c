"""The committed suites are those that the catalogue gives."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from gongkai.expectations import BY_KIND, REBUILD, SUITES, build_suites, suite_texts
from gongkai.rules import Catalogue, catalogue, catalogues

FOLDER = files("gongkai.expectations") / "suites"
EVERY = pytest.mark.parametrize("pack", catalogues(), ids=lambda pack: pack.name)


def test_committed_suites_are_fresh() -> None:
    committed = {
        path.name: path.read_text("utf-8") for path in FOLDER.iterdir() if path.name.endswith(".json")
    }
    built = suite_texts()
    assert set(committed) == set(built)
    for name, text in built.items():
        assert committed[name] == text, f"{name} is stale: run `{REBUILD}`"


@EVERY
def test_a_suite_states_every_rule_and_its_pack(pack: Catalogue) -> None:
    suite = json.loads((FOLDER / f"{SUITES[pack.edition.id]}.json").read_text("utf-8"))
    meta = suite["meta"]["gongkai"]
    assert meta == {
        "pack": pack.name,
        "version": pack.version,
        "hash": pack.hash,
        "rules": len(pack.rules),
        "edition": pack.edition.id,
    }
    assert [one["kwargs"]["rule"] for one in suite["expectations"]] == [rule.id for rule in pack.rules]
    assert len({one["id"] for one in suite["expectations"]}) == len(pack.rules)
    for one in suite["expectations"]:
        rule = pack.rule(one["kwargs"]["rule"])
        assert one["type"] == BY_KIND[rule.kind].expectation_type
        assert one["description"] == rule.title.zh
        assert one["notes"] == rule.citation
        assert one["severity"] == {"error": "critical", "warning": "warning", "info": "info"}[rule.severity]
        assert one["meta"]["gongkai"]["formula"] == (rule.formula.zh if rule.formula else None)


def test_building_again_replaces_and_changes_nothing(context: Any) -> None:
    store = context.expectations_store
    first = [store.serialize(suite) for suite in build_suites(context)]
    second = [store.serialize(suite) for suite in build_suites(context)]
    assert first == second
    for edition_id, name in SUITES.items():
        assert len(context.suites.get(name).expectations) == len(catalogue(edition_id).rules)
