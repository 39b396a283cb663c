"""All rules of an edition, compiled from the form."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from gongkai import forms
from gongkai.forms import Edition
from gongkai.rules._kinds import KINDS
from gongkai.rules._parts import Part, parts
from gongkai.rules._rule import Rule

VERSION: Final = "1.0.0"
"""Raised when a check changes what it answers; a change of the form alone shows in the hash."""

_NAME: Final = "gongkai-{}"


@dataclass(frozen=True)
class Catalogue:
    """The rule pack of one edition; `rules` stand in the order of `KINDS`, then of the form."""

    edition: Edition
    rules: tuple[Rule, ...]
    version: str = VERSION

    @property
    def name(self) -> str:
        return _NAME.format(self.edition.id)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

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
        text = json.dumps([self.edition.id, self.version, content], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def compile_catalogue(edition: Edition) -> Catalogue:
    """The rules that an edition implies; `catalogue` gives those of the prescribed editions."""
    return Catalogue(edition, tuple(rule for kind in KINDS.values() for rule in kind.rules(edition)))


@cache
def catalogue(edition_id: str) -> Catalogue:
    """The rules of a prescribed edition.

    Raises:
        KeyError: there is no such edition; the message lists the known ones.
    """
    return compile_catalogue(forms.edition(edition_id))


def catalogues() -> tuple[Catalogue, ...]:
    """One of each edition, oldest first."""
    return tuple(catalogue(edition.id) for edition in forms.editions())
