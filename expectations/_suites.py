"""The committed suites: one an edition, one expectation a rule, built by the API from the catalogue."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import great_expectations as gx
from great_expectations.core import ExpectationSuite
from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
from great_expectations.expectations.metadata_types import FailureSeverity

from gongkai.expectations._kinds import BY_KIND
from gongkai.expectations._rule_expectation import RuleExpectation
from gongkai.rules import Catalogue, Rule, all_catalogues

SUITES: Final = {catalogue.edition.id: catalogue.name for catalogue in all_catalogues()}
"""Edition id, or that of the list of submissions → name of its suite."""

REBUILD: Final = "python -m gongkai.expectations"
"""The command that rebuilds the committed suites."""

_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://gongkai.invalid/rules")
_SEVERITY: Final = {
    "error": FailureSeverity.CRITICAL,
    "warning": FailureSeverity.WARNING,
    "info": FailureSeverity.INFO,
}


def build_suites(context: AbstractDataContext) -> list[ExpectationSuite]:
    """Puts the suite of every catalogue into the context's store, in place of one of the same name.

    Ids follow from the rule ids: building again gives the same suites to the byte.
    """
    return [build_suite(context, catalogue) for catalogue in all_catalogues()]


def build_suite(context: AbstractDataContext, catalogue: Catalogue) -> ExpectationSuite:
    """Puts the suite of a catalogue into the context's store, in place of one of the same name.

    That of a rule pack can be run where the pack is in use (`rules.use`).
    """
    suite = _suite(catalogue)
    store = context.expectations_store
    key = store.get_key(name=suite.name)
    if not store.has_key(key=key):
        store.add(key=key, value=suite)
    # Adding gives out random ids, and a suite refuses new expectations that have one.
    suite.id = _id(suite.name)
    for expectation, rule in zip(suite.expectations, catalogue.rules, strict=True):
        expectation.id = _id(f"{suite.name}/{rule.id}")
    store.update(key=key, value=suite)
    return suite


def suite_texts() -> dict[str, str]:
    """File name → JSON of every suite, as Great Expectations stores it."""
    context = gx.get_context(mode="ephemeral")
    suites = build_suites(context)
    serialize: Callable[[ExpectationSuite], str] = context.expectations_store.serialize
    return {f"{suite.name}.json": serialize(suite) for suite in suites}


def write_suites() -> list[Path]:
    """Rebuilds the suites beside this module, which is where the repository keeps them."""
    with as_file(files("gongkai.expectations") / "suites") as folder:
        paths = []
        for name, text in suite_texts().items():
            path = folder / name
            path.write_text(text, "utf-8")
            paths.append(path)
        return paths


def _suite(catalogue: Catalogue) -> ExpectationSuite:
    return ExpectationSuite(
        name=catalogue.name,
        expectations=[_expectation(catalogue, rule) for rule in catalogue.rules],
        meta={
            "gongkai": {
                "pack": catalogue.name,
                "version": catalogue.version,
                "hash": catalogue.hash,
                "rules": len(catalogue.rules),
                "edition": catalogue.edition.id,
                **_pack(catalogue),
            }
        },
        notes=catalogue.edition.name,
    )


def _pack(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The rule pack that the rules are changed by; nothing where there is none."""
    pack = catalogue.pack
    if pack is None:
        return {}
    return {"rule_pack": {"name": pack.name, "version": pack.version, "hash": pack.hash}}


def _expectation(catalogue: Catalogue, rule: Rule) -> RuleExpectation:
    return BY_KIND[rule.kind](
        rule=rule.id,
        pack=catalogue.name,
        pack_hash=catalogue.hash,
        severity=_SEVERITY[rule.severity],
        description=rule.title.zh,
        notes=rule.citation,
        meta={"gongkai": _meta(rule)},
    )


def _meta(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "title": rule.title.zh,
        "title_en": rule.title.en,
        "formula": rule.formula.zh if rule.formula else None,
        "citation": rule.citation,
        "standing": rule.standing,
    }


def _id(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))
