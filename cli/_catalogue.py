"""The rules of both editions, found by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.cli._exit import UsageError
from gongkai.cli._nearest import nearest
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.rules import Rule, RulePack


def all_rules(pack: RulePack | None = None) -> dict[str, list[Rule]]:
    """Every rule by its id, as a rule pack has it, oldest edition first.

    A list holds the same rule in the editions that have it.
    """
    from gongkai.rules import use

    found: dict[str, list[Rule]] = {}
    with use(pack) as catalogues:
        for one in catalogues.values():
            for rule in one.rules:
                found.setdefault(rule.id, []).append(rule)
    return found


def find_rule(say: Voice, asked: str, pack: RulePack | None = None) -> list[Rule]:
    """The rule of that id, in every edition that has it.

    Raises:
        UsageError: there is none; the message names the nearest ids.
    """
    rules = all_rules(pack)
    if asked not in rules:
        raise UsageError(
            say(
                f"没有规则 {asked}。{nearest(say, asked, rules)}用 gongkai rules 看全部规则。",
                f"There is no rule {asked}. {nearest(say, asked, rules)} See gongkai rules.",
            )
        )
    return rules[asked]


def standing_name(say: Voice, standing: str) -> str:
    """How surely a citation's wording is known."""
    from gongkai.forms import STANDINGS

    return say.text(STANDINGS[standing])
