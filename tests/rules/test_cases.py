"""Every rule of every catalogue, in each of its answers: cases are data, one folder a family of rules."""

from __future__ import annotations

import datetime as dt
import math
import re
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from gongkai import forms
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules import (
    KINDS,
    Answer,
    Catalogue,
    Facts,
    Finding,
    NotRun,
    Rule,
    RulePack,
    catalogues,
    compile_catalogue,
    describe,
    only_sentence,
    sentence,
)
from gongkai.rules._demand import Linear, Wording

LETTERS = {**STATUS_LETTERS, "nil_mark": NIL_LETTER}
CASES = Path(__file__).parent / "cases"
SELECTOR = re.compile(r"(?P<role>[a-z_]+)(\[(?P<place>-?\d+)\])?")
SHIFT = re.compile(r"(?P<sign>[+-])(?P<by>.+)")


PACK = RulePack.read(Path(__file__).parent / "packs" / "every_kind.yaml")


def of_every_kind() -> list[tuple[Catalogue, tuple[Rule, ...]]]:
    """The installed catalogues with all their rules, and those of a rule pack with the pack's own."""
    changed = [compile_catalogue(edition, PACK) for edition in forms.editions()]
    return [(one, one.rules) for one in catalogues()] + [
        (one, tuple(rule for rule in one.rules if rule.demand is not None)) for one in changed
    ]


def folder(rule: Rule) -> Path:
    own = CASES / f"{rule.kind}.{rule.aspect}"
    return own if own.is_dir() else CASES / rule.kind


def cases(rule: Rule) -> Iterator[dict[str, Any]]:
    for path in sorted(folder(rule).glob("*.yaml")):
        yield from yaml.safe_load(path.read_text("utf-8"))


def every() -> Iterator[Any]:
    for catalogue, rules in of_every_kind():
        for rule in rules:
            for case in cases(rule):
                yield pytest.param(catalogue, rule, case, id=f"{catalogue.name}-{rule.id}-{case['name']}")


def named(case: dict[str, Any]) -> Answer | NotRun:
    """The answer of a case, or in not_run.yaml why there is none."""
    name = case["answer"].upper()
    return Answer[name] if name in Answer.__members__ else NotRun[name]


class Roles:
    """What the words of a case stand for, given the rule."""

    def __init__(self, catalogue: Catalogue, rule: Rule, printed: dict[str, float]) -> None:
        edition = catalogue.edition
        identities = [i for i in edition.identities if i.id == rule.subject] or [
            i for i in edition.identities if i.table == rule.subject and len(i.left) == 1
        ]
        self.printed = printed
        self.rule = rule
        self.edition = edition
        self.cells: dict[str, tuple[str, ...]] = {"operands": rule.operands}
        if rule.operands:
            first = edition.cells[rule.operands[0]]
            table = edition.table(first.table)
            self.cells["table"] = tuple(cell.id for cell in table.cells)
            widest = max((table.row_cells(row.id) for row in table.rows), key=len)
            self.cells["row"] = tuple(cell.id for cell in widest)
        if identities:
            self.cells |= {"left": identities[0].left, "right": identities[0].right}
        for chain in edition.chains:
            if chain.id == rule.subject:
                self.cells |= {"left": chain.left, "right": chain.right, "before": chain.before}
        order = [section.id for section in edition.sections]
        other = next(one for one in forms.editions() if one.id != edition.id).first_year
        if isinstance(rule.demand, Linear):
            self.cells |= {"left": rule.demand.left, "right": rule.demand.right}
        self.tokens: dict[str, object] = {
            "$long": f"{'甲' * 400}待补充{'乙' * 400}。",
            "$long_cut": f"{'甲' * 148}待补充{'乙' * 149}",
            "aspect": rule.aspect,
            "$other_year": other,
            "$other_date": dt.date(other, 12, 31),
            "$other_first": dt.date(other, 1, 1),
            "$second_day": dt.date(edition.first_year, 1, 2),
            "$limit": rule.limits.get("longest") or rule.limits.get("shortest"),
            "$beyond": rule.limits["longest"] + 1
            if rule.limits.get("longest")
            else rule.limits.get("shortest", 0) - 1,
            "$early_year": forms.editions()[0].first_year - 1,
            "$reversed": " ".join(reversed(order)),
            "$without_second": " ".join(order[:1] + order[2:]),
            "$first": order[0],
            "$subject": rule.subject,
            "$cut": f"cut.{rule.subject}",
        }
        self.section = f"section.{rule.subject}"

    def of(self, word: str) -> tuple[str, ...]:
        """The columns a selector names."""
        match = SELECTOR.fullmatch(word)
        if match is None or match["role"] not in self.cells:
            return (self.section,) if word == "section" else (word,)
        found = self.cells[match["role"]]
        return found if match["place"] is None else (found[int(match["place"])],)

    def many(self, words: str | list[str]) -> tuple[str, ...]:
        return tuple(
            cell for word in ([words] if isinstance(words, str) else words) for cell in self.of(word)
        )

    def claims(self, case: dict[str, Any]) -> list[dict[str, Any]]:
        """The claims of a case. `reading`: the number is what that reading of the rule's topic comes to."""
        found = []
        for told in case["set"]["claims"]:
            claim = {"section": "overview", "topic": self.rule.subject, "kind": "count", **told}
            claim["topic"] = self.tokens.get(claim["topic"], claim["topic"])
            if "reading" in told:
                number = self.readings(case)[claim.pop("reading")] + claim.pop("add", 0)
                claim["value"] = round(number, claim.pop("decimals", 9))
            claim["raw"] = str(told.get("raw", claim.get("value", "")))
            found.append({"value": None, "sentence": "本机关的一句话。", "start": 0, "stop": 1, **claim})
        return found

    def readings(self, case: dict[str, Any]) -> list[float]:
        """What each reading of the rule's topic comes to, blanks being what is left of their row."""
        blank = {cell for word, set_to in case["set"].items() if set_to == "blank" for cell in self.of(word)}
        parts = {i.left[0]: i.right for i in self.edition.identities if i.each == "row" and len(i.left) == 1}

        def number(cell: str) -> float:
            if cell not in blank:
                return self.printed[cell]
            return sum(self.printed[part] for part in parts.get(cell, ()) if part not in blank)

        def total(cells: tuple[str, ...]) -> float:
            return sum(map(number, cells))

        topic = forms.claims().topic(self.rule.subject)
        return [
            (100 * total(one.plus) / total(one.over) if one.over else total(one.plus) - total(one.minus))
            for one in topic.readings_in(self.edition)
        ]

    def value(self, column: str, value: object) -> object:
        """What a case sets a column to; columns of lists hold the tokens too."""
        if isinstance(value, list):
            return [self.value(column, one) for one in value]
        if isinstance(value, dict):
            return {name: self.value(column, one) for name, one in value.items()}
        if isinstance(value, str) and (shift := SHIFT.fullmatch(value)):
            by = float(shift["by"]) if shift["by"].isdigit() else self.printed[self.of(shift["by"])[0]]
            return self.printed[column] + (by if shift["sign"] == "+" else -by)
        return self.tokens.get(value, value) if isinstance(value, str) else value

    def changes(self, case: dict[str, Any]) -> dict[str, object]:
        changes = {
            column: self.value(column, value)
            for word, value in case.get("set", {}).items()
            for column in self.of(word)
        }
        if isinstance(self.rule.demand, Wording):
            said = changes.pop("prose")
            changes |= {f"prose.{one.id}": None for one in forms.edition(self.rule.edition).sections}
            first = self.rule.demand.section if self.rule.demand.section != "any" else "overview"
            changes |= {"prose.opening": None, f"prose.{first}": said}
        if "claims" in changes:
            changes["claims"] = self.claims(case)
        if "before" in case:
            changes |= self.before(**case["before"])
        if "rollup" in case:
            changes |= self.rollup(**case["rollup"])
        if "history" in case:
            changes["history"] = self.history(case["history"])
        return changes

    def before(self, number: int = 1, *, disputed: bool = False, **changes: float | str) -> dict[str, object]:
        """The columns of the report of the year before, which agrees but for `changes`: numbers are added."""
        first, *others = self.cells["before"]
        more = sum(self.printed[cell] for cell in (*self.cells["right"], *others))
        agreeing = sum(self.printed[cell] for cell in self.cells["left"]) - more
        numbers = {cell: self.printed[cell] for cell in self.edition.cell_ids} | {first: agreeing}
        letters = dict.fromkeys(self.edition.cell_ids, LETTERS["ok"])
        for word, value in changes.items():
            for cell in self.of(word):
                if isinstance(value, str):
                    letters[cell] = LETTERS[value]
                    numbers[cell] = numbers[cell] if value == "inferred" else math.nan
                else:
                    numbers[cell] += value
        return {
            "before_number": number,
            "before_path": "before.html",
            "before_edition": self.edition.id,
            "before_statuses": "".join(letters.values()),
            "before_values": list(numbers.values()),
            "years_disputed": disputed,
        }

    def rollup(
        self,
        missing: tuple[str, ...] = (),
        letters: dict[str, str] | None = None,
        **changes: float | str,
    ) -> dict[str, object]:
        """The columns of a sum that agrees but for `changes`: numbers are added, texts stand for the sum."""
        sums = {cell: self.printed[cell] for cell in self.edition.cell_ids}
        for word, value in changes.items():
            for cell in self.of(word):
                sums[cell] = float(value) if isinstance(value, str) else sums[cell] + value
        read = dict.fromkeys(self.edition.cell_ids, LETTERS["ok"])
        read |= {cell: letter for word, letter in (letters or {}).items() for cell in self.of(word)}
        return {
            "rollup_state": "summed",
            "rollup_values": list(sums.values()),
            "rollup_statuses": "".join(read.values()),
            "rollup_organs": ["organ-0.html", "organ-1.html"],
            "rollup_missing": list(missing),
        }

    def history(self, numbers: list[float]) -> list[dict[str, object]]:
        """What the organ printed in the years before, the same in every cell."""
        scaled = [math.log1p(number) for number in numbers]
        median = statistics.median(scaled)
        fields = {
            "number": float(len(numbers)),
            "median": median,
            "spread": 1.4826 * statistics.median(abs(one - median) for one in scaled),
            "least": float(min(numbers)),
            "most": float(max(numbers)),
            "first_year": float(self.edition.first_year - len(numbers)),
            "last_year": float(self.edition.first_year - 1),
        }
        return [{"cell": cell, **fields} for cell in self.edition.watched]


@pytest.mark.parametrize(("catalogue", "rule", "case"), list(every()))
def test_case(
    catalogue: Catalogue,
    rule: Rule,
    case: dict[str, Any],
    make_row: Callable[..., dict[str, Any]],
    make_frame: Callable[..., pd.DataFrame],
) -> None:
    roles = Roles(catalogue, rule, make_row(catalogue.edition))
    facts = Facts(catalogue.edition, make_frame(catalogue.edition, roles.changes(case)))
    kind = KINDS[rule.kind]
    code = kind.judge(rule, facts)[0]
    assert code == named(case)
    if isinstance(named(case), NotRun):
        return
    answer = Answer(code)
    assert answer in kind.answers, "add it to the kind's `answers`"
    expected = case.get("findings", [])
    found = kind.findings(rule, facts, 0, answer) if expected else []
    assert len(found) == len(expected)
    for finding, fields in zip(found, expected, strict=True):
        check(finding, fields, roles, facts)
        assert finding.answer == case["answer"]
        described, where = describe(rule, finding), finding.path or finding.organ or ""
        assert only_sentence(rule, described, where, finding.answer) == sentence(rule, finding)
        for text in described:
            assert finding.path in text
            assert not re.search(r"[{}]|nan|None", text)
        assert Finding.from_dict(finding.to_dict()) == finding


def check(finding: Finding, fields: dict[str, Any], roles: Roles, facts: Facts) -> None:  # noqa: C901, PLR0912
    numbers = {cell: facts.zeros[facts.index[cell], 0] for cell in facts.edition.cell_ids}
    assert finding.reason == fields.get("reason")
    assert len(finding.values) == len(finding.cells)
    if "cells" in fields:
        assert finding.cells == roles.many(fields["cells"])
        assert [value or 0 for value in finding.values] == [numbers[cell] for cell in finding.cells]  # noqa: PD011 - a finding is no frame
    if "sentence" in fields:
        assert finding.sentence == roles.tokens.get(fields["sentence"], fields["sentence"])
    if "passages" in fields:
        assert list(finding.passages) == fields["passages"]
    if "others" in fields:
        assert list(finding.others) == fields["others"]
    if "values" in fields:
        assert list(finding.values) == fields["values"]
    if "concerned" in fields:
        assert finding.params["concerned"] == roles.many(fields["concerned"])
    if "computed" in fields:
        assert finding.computed == sum(numbers[cell] for cell in roles.of(fields["computed"]))
    if "step" in fields:
        left, right = (sum(numbers[cell] for cell in roles.cells[side]) for side in ("left", "right"))
        assert left - right == fields["step"]
        single = len(roles.cells["left"]) == 1
        assert (finding.reported, finding.computed) == ((left, right) if single else (right, left))
        assert finding.difference == (left - right if single else right - left)
    if "reported" in fields:
        assert finding.reported == fields["reported"]
    if "difference" in fields:
        assert finding.difference == fields["difference"]
    if "listed" in fields:
        assert finding.params == {name: tuple(ids) for name, ids in fields["listed"].items()}
    if "step_beyond" in fields:
        assert abs(finding.difference or 0) == fields["step_beyond"]
    if "gap" in fields:
        assert finding.difference is not None
        assert abs(finding.difference) == roles.printed[roles.of(fields["gap"])[0]]


@pytest.mark.parametrize("rules", [rules for _, rules in of_every_kind()])
def test_every_rule_has_a_case_for_each_of_its_answers(rules: tuple[Rule, ...]) -> None:
    for rule in rules:
        shown = {answer for case in cases(rule) if isinstance(answer := named(case), Answer)}
        wanted = set(KINDS[rule.kind].answers)
        assert shown == wanted, f"{rule.id}: write cases in {folder(rule)} for {wanted ^ shown}"
        for path in folder(rule).glob("*.yaml"):
            answers = {case["answer"] for case in yaml.safe_load(path.read_text("utf-8"))}
            assert path.stem in answers or path.stem == "not_run"


def test_no_case_folder_is_left_over() -> None:
    used = {folder(rule) for _, rules in of_every_kind() for rule in rules}
    assert {path for path in CASES.iterdir() if path.is_dir()} == used


@pytest.mark.parametrize("catalogue", catalogues(), ids=lambda catalogue: catalogue.name)
def test_kinds_without_cannot_tell_never_give_it(
    catalogue: Catalogue, make_frame: Callable[..., pd.DataFrame]
) -> None:
    edition = catalogue.edition
    rng = np.random.default_rng(1)
    words = [5.0, "blank", "missing", "unreadable", "nil_mark"]
    reports = [
        {cell: words[rng.choice(5, p=mix)] for cell in edition.cell_ids}
        for mix in rng.dirichlet(np.full(5, 0.1), 40)
    ]
    facts = Facts(edition, make_frame(edition, *reports))
    for rule in catalogue.rules:
        kind = KINDS[rule.kind]
        assert set(np.unique(kind.judge(rule, facts))) <= {*kind.answers, *NotRun}, rule.id
