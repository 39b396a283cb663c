"""A finding as every page of the site shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.checkpoints import Run
from gongkai.forms import Edition, Language, Text
from gongkai.loaders import Locator
from gongkai.reviews import _addresses, _labels
from gongkai.reviews._batch import CORRECTIONS_SHOWN, OTHERS_SHOWN, PASSAGES_SHOWN, cut
from gongkai.reviews._corrections import changes
from gongkai.reviews._labels import Term
from gongkai.reviews._model import Figure, FindingRow
from gongkai.reviews._words import Mark, answer_mark, severity_mark, waived
from gongkai.reviews._words_report import CELL_WORDS
from gongkai.rules import Rule, number_text, only_sentence

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """A formula in numbers: what stands on each side, a word for a cell without a number, and the sums.

    `sign` is ≠ where the sides differ, ? where that cannot be told; a sum is None where there is one term, or
    none could be worked out.
    """

    left: tuple[str, ...]
    left_sum: str | None
    sign: str
    right: tuple[str, ...]
    right_sum: str | None


@dataclass(frozen=True, slots=True)
class SiteFinding:
    """A finding with its rule, in one language.

    Attributes:
        id: the fingerprint, the same from run to run: the anchor on pages.
        said: what is shown of the finding itself, as in Data Docs.
        rule_address: the rule's page, from the run's folder.
        formula: of an identity, else empty.
        written: the same in this report's numbers; None where there is no formula.
        cells: ids of the cells that it names, in printed order.
        city: of its report; `ELSEWHERE` where there is none.
        year: None where it is not known.
        place: where in the submission, for a person; "" where nothing of it stands there.
        page: the page of a submission that has pages, else None.
    """

    id: str
    said: FindingRow
    rule_id: str
    rule_address: str
    title: str
    severity: Mark
    answer: Mark
    formula: tuple[Term, ...]
    written: Written | None
    citation: str
    confirmed: bool
    remedy: str
    cells: tuple[str, ...]
    city: str
    year: int | None
    place: str
    page: int | None

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
        written=_written(row, rule, catalogue.edition, lang),
        citation=rule.citation,
        confirmed=rule.standing == "confirmed",
        remedy=rule.remedy.of(lang),
        cells=tuple(cell["cell"] for cell in row["cells"]),
        city=city,
        year=row["year"],
        place="" if row["locator"] is None else Locator(**row["locator"]).text(lang),
        page=None if row["locator"] is None else row["locator"]["page"],
    )


def said_of(row: Row, rule: Rule) -> Text:
    """What is wrong, alone: without the report's name and the remedy."""
    where = row["path"] or row["organ"] or ""
    return only_sentence(rule, Text(row["message"], row["message_en"]), where, row["answer"])


def _said(row: Row, rule: Rule, edition: Edition, lang: Language, report: str) -> FindingRow:
    message, waiver = said_of(row, rule), row["waiver"]
    return FindingRow(
        organ=row["organ"],
        path=row["path"],
        report_link=report,
        message=message.of(lang),
        reported=number_text(row["reported"]),
        computed=number_text(row["computed"]),
        difference=number_text(row["difference"]),
        figures=_figures(row["cells"], edition, lang),
        corrections=changes(row["corrections"][:CORRECTIONS_SHOWN], edition, lang),
        corrections_total=len(row["corrections"]),
        waived=None if waiver is None else waived(waiver["reason"], waiver["person"], waiver["until"], lang),
        sentence=None if row["sentence"] is None else cut(row["sentence"]),
        passages=tuple(map(cut, row["passages"][:PASSAGES_SHOWN])),
        others=tuple(row["others"][:OTHERS_SHOWN]),
        others_total=len(row["others"]),
    )


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


def _written(row: Row, rule: Rule, edition: Edition, lang: Language) -> Written | None:
    identity = next((one for one in edition.identities if one.id == rule.subject), None)
    if rule.formula is None or identity is None:
        return None
    printed = {cell["cell"]: cell for cell in row["cells"]}
    if not printed.keys() >= {*identity.left, *identity.right}:
        return None
    total = len(identity.left) == 1
    # Of a total the printed one is reported and its parts are computed; of two sides the right is reported.
    left, right = (row["reported"], row["computed"]) if total else (row["computed"], row["reported"])
    return Written(
        tuple(_number(printed[cell], lang) for cell in identity.left),
        None if total else number_text(left),
        "≠" if row["answer"] == "violated" else "?",
        tuple(_number(printed[cell], lang) for cell in identity.right),
        number_text(right),
    )


def _number(cell: Row, lang: Language) -> str:
    if cell["value"] is not None:
        return number_text(float(cell["value"])) or ""
    return CELL_WORDS["unreadable" if (cell["raw"] or "").strip() else "blank"].of(lang)
