"""All rules of an edition, compiled from the form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

from gongkai import forms
from gongkai.forms import Edition
from gongkai.rules._kinds import KINDS
from gongkai.rules._parts import Part, parts
from gongkai.rules._rule import Rule

if TYPE_CHECKING:
    from gongkai.rules._pack import RulePack

VERSION: Final = "1.0.0"
"""Raised when a check changes what it answers; a change of the form alone shows in the hash."""

_NAME: Final = "gongkai-{}"


@dataclass(frozen=True)
class Catalogue:
    """The rules of one edition, in the order of `KINDS`, then of the form; those of a rule pack come last.

    `pack` is the rule pack that changed them, None where they are as installed; name, version and hash tell.
    """

    edition: Edition
    rules: tuple[Rule, ...]
    version: str = VERSION
    pack: RulePack | None = None

    @property
    def name(self) -> str:
        plain = _NAME.format(self.edition.id)
        return plain if self.pack is None else f"{plain}-{self.pack.name}"

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def places(self) -> dict[str, int]:
        """By id, where a rule stands among `rules`."""
        return {rule.id: place for place, rule in enumerate(self.rules)}

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id.

        Raises:
            KeyError: this edition has none of that name.
        """
        try:
            return self.by_id[rule_id]
        except KeyError:
            raise KeyError(
                f"版本 {self.edition.id} 没有规则 {rule_id!r}；gongkai rules 列出全部规则"
            ) from None

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The form's arithmetic, cut where no cell is shared."""
        return parts(self.edition)

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) over what the rules demand, not over how it is worded for people."""
        content = [
            (
                rule.id,
                rule.kind,
                rule.subject,
                rule.aspect,
                rule.severity,
                rule.citation,
                rule.standing,
                rule.operands,
                rule.formula.zh if rule.formula else None,
                sorted(rule.limits.items()),
                rule.off,
            )
            for rule in self.rules
        ]
        whole = [self.edition.id, self.version, content]
        if self.pack is not None:
            whole.append(self.pack.hash)
        text = json.dumps(whole, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def compile_catalogue(edition: Edition, pack: RulePack | None = None) -> Catalogue:
    """The rules that an edition implies, as a rule pack has them.

    `catalogue` gives those of the prescribed editions without one.
    """
    lists = edition.id == forms.SUBMISSIONS
    rules = tuple(rule for kind in KINDS.values() if kind.lists == lists for rule in kind.rules(edition))
    if pack is None:
        return Catalogue(edition, rules)
    return Catalogue(edition, pack.apply(edition, rules), f"{VERSION}+{pack.name}.{pack.version}", pack)


@cache
def catalogue(edition_id: str) -> Catalogue:
    """The rules of a prescribed edition, or of the list of submissions.

    Raises:
        KeyError: there is no such edition; the message lists the known ones.
    """
    return compile_catalogue(forms.edition(edition_id))


def catalogues() -> tuple[Catalogue, ...]:
    """One of each edition, oldest first."""
    return tuple(catalogue(edition.id) for edition in forms.editions())


def all_catalogues() -> tuple[Catalogue, ...]:
    """Those of the editions, then that of the list of submissions."""
    return (*catalogues(), catalogue(forms.SUBMISSIONS))
