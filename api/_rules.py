"""The catalogue of rules, for reading."""

from __future__ import annotations

import pandas as pd

from gongkai import forms
from gongkai.rules import Rule, all_catalogues


def catalogue(edition: str | None = None) -> pd.DataFrame:
    """The rules of an edition of the form, by default of all editions.

    Args:
        edition: "2019" or "2021".

    Returns:
        A row a rule: edition, rule_id, kind, severity, title (Chinese), title_en, citation.

    Raises:
        KeyError: there is no such edition.

    >>> table = catalogue("2021")
    >>> table.loc[table.rule_id == "requests.balance.total", "severity"].item()
    'error'
    """
    known = {one.edition.id: one for one in all_catalogues()}
    chosen = known.values() if edition is None else [known[edition]]
    return pd.DataFrame(
        [
            {
                "edition": one.edition.id,
                "rule_id": rule.id,
                "kind": rule.kind,
                "severity": rule.severity,
                "title": rule.title.zh,
                "title_en": rule.title.en,
                "citation": rule.citation,
            }
            for one in chosen
            for rule in one.rules
        ]
    )


def explain(rule_id: str, lang: forms.Language = "zh") -> str:
    """What a rule asks, its formula, what to do and its source; as the newest edition words it.

    Raises:
        KeyError: there is no such rule.

    >>> print(explain("requests.balance.total", lang="en").splitlines()[0])
    requests.balance.total (error)
    """
    rule = _newest(rule_id)
    lines = [f"{rule.id} ({rule.severity})", rule.title.of(lang)]
    if rule.formula is not None:
        lines.append(rule.formula.of(lang))
    return "\n".join([*lines, rule.remedy.of(lang), rule.citation])


def _newest(rule_id: str) -> Rule:
    for one in reversed(all_catalogues()):
        if rule_id in one.by_id:
            return one.by_id[rule_id]
    raise KeyError(rule_id)
