"""A finding as every page of the site shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.checkpoints import Run
from gongkai.forms import Edition, Language, Text
from gongkai.reviews import _labels
from gongkai.reviews._batch import CORRECTIONS_SHOWN, OTHERS_SHOWN, PASSAGES_SHOWN, cut
from gongkai.reviews._labels import Term
from gongkai.reviews._model import Change, Figure, FindingRow
from gongkai.reviews._site import _addresses
from gongkai.reviews._words import SUPPORT, Mark, answer_mark, severity_mark, waived
from gongkai.rules import Rule, number_text, only_sentence

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the submission: each counted from 1, None where the format has no such thing."""

    page: int | None
    table: int | None
    row: int | None
    column: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """A finding with its rule, in one language.

    Attributes:
        id: the fingerprint, the same from run to run: the anchor on pages.
        said: what is shown of the finding itself, as in Data Docs.
        rule_address: the rule's page, from the run's folder.
        formula: of an identity, else empty.
        cells: ids of the cells that it names, in printed order.
        city: of its report; `ELSEWHERE` where there is none.
        year: None where it is not known.
        place: None where nothing of it stands in the document.
    """

    id: str
    said: FindingRow
    rule_id: str
    rule_address: str
    title: str
    severity: Mark
    answer: Mark
    formula: tuple[Term, ...]
    citation: str
    confirmed: bool
    remedy: str
    cells: tuple[str, ...]
    city: str
    year: int | None
    place: Place | None

    @property
    def waived(self) -> bool:
        return self.said.waived is not None


def site_finding(row: Row, run: Run, lang: Language, *, report: str, city: str) -> SiteFinding:
    """Takes a row of the findings; `report` is the way to the report's page, "" where there is none."""
    catalogue = run.catalogue(row["edition"])
    rule = catalogue.rule(row["rule_id"])
    return SiteFinding(
        id=row["finding_id"],
        said=_said(row, rule, catalogue.edition, lang, report),
        rule_id=rule.id,
        rule_address=_addresses.of_rule(rule.id),
        title=rule.title.of(lang),
        severity=severity_mark(row["severity"], lang),
        answer=answer_mark(row["answer"], lang),
        formula=() if rule.formula is None else _labels.terms(rule.formula.of(lang)),
        citation=rule.citation,
        confirmed=rule.standing == "confirmed",
        remedy=rule.remedy.of(lang),
        cells=tuple(cell["cell"] for cell in row["cells"]),
        city=city,
        year=row["year"],
        place=_place(row["locator"]),
    )


def _said(row: Row, rule: Rule, edition: Edition, lang: Language, report: str) -> FindingRow:
    where = row["path"] or row["organ"] or ""
    message = only_sentence(rule, Text(row["message"], row["message_en"]), where, row["answer"])
    waiver = row["waiver"]
    return FindingRow(
        organ=row["organ"],
        path=row["path"],
        report_link=report,
        message=message.of(lang),
        reported=number_text(row["reported"]),
        computed=number_text(row["computed"]),
        difference=number_text(row["difference"]),
        figures=_figures(row["cells"], edition, lang),
        corrections=tuple(_change(one, edition, lang) for one in row["corrections"][:CORRECTIONS_SHOWN]),
        corrections_total=len(row["corrections"]),
        waived=None if waiver is None else waived(waiver["reason"], waiver["person"], waiver["until"], lang),
        sentence=None if row["sentence"] is None else cut(row["sentence"]),
        passages=tuple(map(cut, row["passages"][:PASSAGES_SHOWN])),
        others=tuple(row["others"][:OTHERS_SHOWN]),
        others_total=len(row["others"]),
    )


def _change(one: Row, edition: Edition, lang: Language) -> Change:
    support = tuple(SUPPORT[name].of(lang) for name in one["support"] if name in SUPPORT)
    label = _labels.cell_label(edition, one["cell"], lang)
    return Change(label, number_text(one["from"]), str(one["to"]), support)


def _figures(cells: Sequence[Row], edition: Edition, lang: Language) -> tuple[Figure, ...]:
    """The cells and what stands in them; none where none holds a number: the sentence names them."""
    if all(cell["value"] is None for cell in cells):
        return ()
    return tuple(
        Figure(
            _labels.cell_label(edition, cell["cell"], lang),
            None if cell["value"] is None else number_text(float(cell["value"])),
        )
        for cell in cells
    )


def _place(locator: Row | None) -> Place | None:
    if locator is None:
        return None
    return Place(*(locator[name] for name in ("page", "table", "row", "column", "line")))
