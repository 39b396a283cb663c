"""The committed suites, and the guard against the false pass.

Great Expectations leaves out expectations whose plugin it does not know, and calls what is left a success.
So what a suite holds is read from its JSON, not from what was loaded of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

from gongkai.expectations import REBUILD, SUITES, build_suite
from gongkai.forms import Text
from gongkai.rules import Catalogue


@dataclass(frozen=True, slots=True)
class StoredSuite:
    """A suite as its store holds it: `text` is the JSON."""

    name: str
    text: str


@cache
def committed_suite(edition: str) -> StoredSuite:
    """The suite of an edition, as it came with the package.

    Raises:
        KeyError: there is no such edition.
    """
    name = SUITES[edition]
    return StoredSuite(name, (files("gongkai.expectations") / "suites" / f"{name}.json").read_text("utf-8"))


def suite_for(context: AbstractDataContext, catalogue: Catalogue) -> StoredSuite:
    """The suite to judge by: the committed one, or that of a rule pack, made now as the store has it."""
    if catalogue.pack is None:
        return committed_suite(catalogue.edition.id)
    suite = build_suite(context, catalogue)
    store: Any = context.expectations_store
    return StoredSuite(suite.name, str(store.serialize(suite)))


def guard(suite: StoredSuite, catalogue: Catalogue) -> Text | None:
    """Why the suite is not the catalogue's, None where it is: same pack, same rules, more than none."""
    stored: dict[str, Any] = json.loads(suite.text)
    meta = stored["meta"].get("gongkai", {})
    number = len(stored["expectations"])
    rules = [one["kwargs"].get("rule") for one in stored["expectations"]]
    if meta.get("hash") != catalogue.hash:
        return _text(
            suite,
            f"规则包不同（{meta.get('hash')} ≠ {catalogue.hash}）",
            f"its rules are not the installed ones ({meta.get('hash')} ≠ {catalogue.hash})",
        )
    if number == 0 or not number == meta.get("rules") == len(catalogue.rules):
        return _text(
            suite,
            f"规则数不符：文件 {number} 条，自称 {meta.get('rules')} 条，规则包 {len(catalogue.rules)} 条",
            f"the number of rules differs: {number} in the file, {meta.get('rules')} by its own account, "
            f"{len(catalogue.rules)} in the pack",
        )
    if set(rules) != set(catalogue.by_id):
        return _text(suite, "规则编号与规则包不符", "its rules have other ids than the pack's")
    return None


def _text(suite: StoredSuite, zh: str, en: str) -> Text:
    return Text(
        f"套件 {suite.name} 不可用：{zh}。请运行 {REBUILD} 重建套件，或重新安装 gongkai。",
        f"Suite {suite.name} cannot be used: {en}. Rebuild it with {REBUILD}, or install gongkai anew.",
    )
