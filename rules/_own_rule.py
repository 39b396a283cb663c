"""A rule that a person wrote, made a rule of an edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.forms import Edition, Text
from gongkai.rules._demand import ANYWHERE, OPENING, Demand, Linear, Wording
from gongkai.rules._rule import Rule, Severity

LINEAR: Final = "local_linear"
WORDING: Final = "local_prose"
LOCAL: Final = "local"

_ASPECTS: Final = {"=": "equal", "<=": "at_most", ">=": "at_least"}
_SIGNS: Final = {"=": "=", "<=": "≤", ">=": "≥"}
_SHOULD: Final = {
    "=": Text("两者应当相等", "they should be equal"),
    "<=": Text("前者不应大于后者", "the first should not be more than the second"),
    ">=": Text("前者不应小于后者", "the first should not be less than the second"),
}


@dataclass(frozen=True)
class OwnRule:
    """A rule of a pack. `editions` are ids; `message` is a template, None for the usual one."""

    id: str
    editions: tuple[str, ...]
    demand: Demand
    severity: Severity
    title: Text
    message: Text | None
    remedy: Text
    citation: str

    @property
    def reads_prose(self) -> bool:
        return isinstance(self.demand, Wording)

    def of(self, edition: Edition) -> Rule:
        """The rule of an edition that has what it speaks of."""
        demand = self.demand
        linear = isinstance(demand, Linear)
        formula = _formula(edition, demand) if isinstance(demand, Linear) else None
        return Rule(
            id=self.id,
            kind=LINEAR if linear else WORDING,
            edition=edition.id,
            subject="" if isinstance(demand, Linear) else demand.section,
            severity=self.severity,
            title=self.title,
            message=self.message or _message(edition, demand, self.title),
            remedy=self.remedy,
            example=_example(demand, formula, self.title),
            citation_id=LOCAL,
            citation=self.citation,
            standing=LOCAL,
            operands=demand.cells if isinstance(demand, Linear) else (),
            formula=formula,
            aspect=_aspect(demand),
            demand=demand,
        )


def place_name(edition: Edition, section: str) -> Text:
    """What people call a part of the prose."""
    if section == ANYWHERE:
        return Text("全文（不含表格）", "the text (without its tables)")
    if section == OPENING:
        return Text("正文开头", "the opening")
    found = edition.section(section)
    return Text(f"“{found.heading}”", f"section “{found.en}”")


def _aspect(demand: Demand) -> str:
    if isinstance(demand, Linear):
        return _ASPECTS[demand.comparison]
    return "must_contain" if demand.wanted else "must_not_contain"


def _formula(edition: Edition, linear: Linear) -> Text:
    left, right = _sides(edition, linear)
    sign = _SIGNS[linear.comparison]
    return Text(f"{left.zh} {sign} {right.zh}", f"{left.en} {sign} {right.en}")


def _sides(edition: Edition, linear: Linear) -> tuple[Text, Text]:
    times = linear.times or (1,) * len(linear.cells)
    cut = len(linear.left)
    return _side(edition, linear.left, times[:cut]), _side(edition, linear.right, times[cut:])


def _side(edition: Edition, cell_ids: Sequence[str], times: Sequence[int]) -> Text:
    terms = [
        (edition.cells[cell_id], "" if by == 1 else f"{by}×")
        for cell_id, by in zip(cell_ids, times, strict=True)
    ]
    return Text(
        " + ".join(by + cell.label for cell, by in terms), " + ".join(by + cell.en for cell, by in terms)
    )


def _message(edition: Edition, demand: Demand, title: Text) -> Text:
    if isinstance(demand, Linear):
        left, right = _sides(edition, demand)
        # As the finding has it: one total on the left is what is reported, else the right side is.
        first, second = ("reported", "computed") if len(demand.left) == 1 else ("computed", "reported")
        should = _SHOULD[demand.comparison]
        return Text(
            f"{left.zh}为 {{{first}}}，{right.zh}为 {{{second}}}，{should.zh}，相差 {{difference}}。",
            f"{left.en} is {{{first}}}, {right.en} is {{{second}}}; {should.en}; difference {{difference}}.",
        )
    where = place_name(edition, demand.section)
    asked = Text(*map(_plain, title))
    if demand.wanted:
        return Text(
            f"{where.zh}没有“{asked.zh}”所要求的表述。", f"{where.en} lacks what “{asked.en}” asks for."
        )
    return Text(
        f"{where.zh}有“{asked.zh}”不容许的表述：“{{found}}”。",
        f"{where.en} has what “{asked.en}” does not allow: “{{found}}”.",
    )


def _example(demand: Demand, formula: Text | None, title: Text) -> Text:
    if isinstance(demand, Linear) and formula is not None:
        return Text(
            f"各格都读到了数字，而“{formula.zh}”不成立：违反。",
            f"All cells have numbers, and “{formula.en}” does not hold: violated.",
        )
    lacks = isinstance(demand, Wording) and demand.wanted
    return Text(
        f"正文{'没有' if lacks else '有'}与“{title.zh}”的模式相符的文字：违反。",
        f"The text has {'nothing' if lacks else 'something'} that matches “{title.en}”: violated.",
    )


def _plain(text: str) -> str:
    """As a template that says just this."""
    return text.replace("{", "{{").replace("}", "}}")
