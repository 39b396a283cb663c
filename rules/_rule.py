"""A rule: one requirement of the form, said in the form's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from gongkai.forms import Edition, Text
from gongkai.rules._demand import Demand

Severity = Literal["error", "warning", "info"]

_SURE: Final = "confirmed"


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, with everything a person needs to understand and mend a breach of it.

    Attributes:
        id: stable, speaks of the form (`requests.balance.enterprise`).
        kind: the check that judges it (a key of `KINDS`).
        edition: id of the edition it belongs to.
        subject: what of the form the check looks at: a table, section or identity id; "" for the report.
        aspect: what the check looks for there (a cell status or a kind of number); "" where it has one aim.
        severity: never above `warning` where the citation is not confirmed.
        message: template of a violation; its fields are listed in `sentence`.
        citation: the source in words; `citation_id` is its key in the edition.
        operands: the cells it reads, in printed order; empty for rules on sections and years.
        formula: of an identity, in the form's words; None for the others.
        limits: named thresholds that the check works with, which a rule pack may set; their meaning is the
            kind's.
        demand: of a rule that a rule pack adds, what it asks; None for those of the form.
        off: whether a rule pack has switched it off; it stays in the catalogue, and is listed as not run.
    """

    id: str
    kind: str
    edition: str
    subject: str
    severity: Severity
    title: Text
    message: Text
    remedy: Text
    example: Text
    citation_id: str
    citation: str
    standing: str
    operands: tuple[str, ...] = ()
    formula: Text | None = None
    aspect: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)
    off: bool = False
    demand: Demand | None = None


def make_rule(
    edition: Edition,
    *,
    id: str,  # noqa: A002 - the field's own name
    kind: str,
    subject: str,
    wanted: Severity,
    citation: str,
    title: Text,
    message: Text,
    remedy: Text,
    example: Text,
    operands: tuple[str, ...] = (),
    formula: Text | None = None,
    aspect: str = "",
    limits: Mapping[str, float] | None = None,
) -> Rule:
    """A rule with its citation looked up, and its severity capped by how sure that citation is."""
    source = edition.citations[citation]
    severity: Severity = "warning" if wanted == "error" and source.standing != _SURE else wanted
    return Rule(
        id=id,
        kind=kind,
        edition=edition.id,
        subject=subject,
        severity=severity,
        title=Text(title.zh, title.en[:1].upper() + title.en[1:]),
        message=Text(message.zh, message.en[:1].upper() + message.en[1:]),
        remedy=remedy,
        example=example,
        citation_id=citation,
        citation=source.text,
        standing=source.standing,
        operands=operands,
        formula=formula,
        aspect=aspect,
        limits=limits or {},
    )
