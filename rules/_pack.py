"""A rule pack: what a province sets, switches off and adds, in a YAML file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from gongkai.forms import Edition
from gongkai.rules._own_rule import OwnRule
from gongkai.rules._pack_file import Level, matches, read_changes
from gongkai.rules._pack_rules import read_own
from gongkai.rules._rule import Rule
from gongkai.rules._settings import Entry, finish, read_settings, settings_of


@dataclass(frozen=True)
class RulePack:
    """Changes to the installed rules, and rules of one's own.

    Attributes:
        thresholds: pattern of rule ids, limit, value; a later one goes before an earlier.
        levels: pattern of rule ids and the severity, or "off"; likewise.
        own: in the order of the file.
    """

    name: str
    version: str
    title: str
    thresholds: tuple[tuple[str, str, float], ...] = ()
    levels: tuple[tuple[str, Level], ...] = ()
    own: tuple[OwnRule, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Reads a file as docs/packs.md describes it.

        Raises:
            SettingsError: it is none; the message names line and key of everything that is wrong.
            OSError: it cannot be opened.
        """
        return cls._of(read_settings(path))

    @classmethod
    def parse(cls, text: str, source: str = "pack.yaml") -> Self:
        """The same of a text; `source` is what the errors call it.

        Raises:
            SettingsError: see `read`.
        """
        return cls._of(settings_of(text, source))

    @classmethod
    def _of(cls, entry: Entry) -> Self:
        name, version, title, thresholds, levels, fields = read_changes(entry)
        own = read_own(fields)
        finish(entry)
        return cls(name, version, title, thresholds, levels, own)

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) over all that the pack says, however its file is laid out."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()

    @property
    def needs_prose(self) -> bool:
        """Whether any of its rules reads the running text."""
        return any(one.reads_prose for one in self.own)

    def apply(self, edition: Edition, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        """An edition's rules as this pack has them, its own last."""
        changed = tuple(self._changed(rule) for rule in rules)
        return changed + tuple(own.of(edition) for own in self.own if edition.id in own.editions)

    def _changed(self, rule: Rule) -> Rule:
        limits = {**rule.limits, **dict(self._limits(rule))}
        levels = [level for pattern, level in self.levels if matches(pattern, rule.id)]
        if not levels:
            return replace(rule, limits=limits)
        level = levels[-1]
        if level == "off":
            return replace(rule, limits=limits, off=True)
        return replace(rule, limits=limits, severity=level)

    def _limits(self, rule: Rule) -> Iterator[tuple[str, float]]:
        for pattern, limit, value in self.thresholds:
            if limit in rule.limits and matches(pattern, rule.id):
                yield limit, value
