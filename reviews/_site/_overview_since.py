"""What the first page tells of the run before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from gongkai import forms
from gongkai.checkpoints import Difference
from gongkai.forms import Language
from gongkai.reviews import _addresses, _labels
from gongkai.reviews._overview_model import ChangeLine, Since
from gongkai.rules import Rule


def since(of: Difference, rules: Mapping[str, Rule], lang: Language) -> Since:
    """Words a difference; `rules` are those of this run, which have a page."""
    lines = []
    for rule_id, states in of.rules.items():
        own = [states.get(state, 0) for state in ("new", "gone", "changed")]
        if any(own):
            # A rule of the run before may be no more.
            title = rules[rule_id].title.of(lang) if rule_id in rules else rule_id
            lines.append(
                ChangeLine(rule_id, title, _addresses.of_rule(rule_id) if rule_id in rules else "", *own)
            )
    lines.sort(key=lambda line: (-line.all, line.rule_id))
    states = Counter[str]()
    for counts in of.rules.values():
        states.update(counts)
    where = _by_report(of)
    return Since(
        new=states["new"],
        gone=states["gone"],
        changed=states["changed"],
        unchanged=states["unchanged"],
        of_new_reports=where["new", "after"],
        of_missing_reports=where["gone", "before"],
        lines=tuple(lines),
        packs=tuple(
            _labels.edition_name(forms.edition(edition), lang)
            for edition, (before, after) in of.packs.items()
            if before is not None and after is not None
        ),
    )


def _by_report(of: Difference) -> Counter[tuple[str, str]]:
    rows = of.findings.group_by(["state", "report"]).aggregate([([], "count_all")]).to_pylist()
    return Counter({(row["state"], row["report"]): row["count_all"] for row in rows})
