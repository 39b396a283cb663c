"""What an auditor must say about a printed report, worked out here from the form alone.

This is the second opinion on the rule catalogue: it shares no code with it, and is written the slow,
plain way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from gongkai import forms
from gongkai.demo._judge_prose import claim_findings, prose_rules, zero_table_findings
from gongkai.demo._stated import Stated

Status = Literal["ok", "blank", "missing", "unreadable", "inferred"]
Answer = Literal["violated", "cannot_tell"]
Severity = Literal["error", "warning", "info"]

_WARNINGS = (".cells.blank", ".cells.nil_mark", "sections.order", "report.year.file")
_WARNINGS_OF_PROSE = frozenset(rule for edition in forms.editions() for rule in prose_rules(edition.id))
_BY_ROW = ("missing", "unreadable", "blank", "nil_mark")


class PrintedCell(NamedTuple):
    """A cell as the page shows it: `value` (amounts in 万元) is None unless `status` is ok or inferred.

    `mark` is the mark printed for nothing ("/"), "" for a plain blank, None for the other statuses.
    """

    value: Decimal | None
    status: Status
    mark: str | None = None


class Expected(NamedTuple):
    """A finding that must come out.

    `cells` are those it speaks of: an identity's, in its own order (for a blank total, its sum's), or those
    of one printed row; empty where it is about a section, the report, or numbers of which there are none.
    """

    rule_id: str
    answer: Answer
    severity: Severity
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A report as the page shows it; `sections` are the headed ones in printed order, with whether empty.

    `stated` are the numbers in its prose, `told` what whoever planted a fault there says must come out.
    """

    edition_id: str
    title_year: int
    period_year: int
    file_year: int
    sections: tuple[tuple[str, bool], ...]
    cells: Mapping[str, PrintedCell]
    stated: tuple[Stated, ...] = ()
    told: tuple[Expected, ...] = ()


def rule_ids(edition_id: str) -> tuple[str, ...]:
    """The ids of all rules that the edition implies."""
    edition = forms.edition(edition_id)
    ids = ["report.edition", "report.year.period", "report.year.file", "sections.order"]
    for section in edition.sections:
        ids += [f"sections.{section.id}.present", f"sections.{section.id}.not_empty"]
    for table in edition.tables:
        ids.append(f"{table.id}.present")
        ids += _cell_rules(edition, table)
    return (*ids, *prose_rules(edition_id), *(identity.id for identity in edition.identities))


def findings(printed: Printed) -> tuple[Expected, ...]:
    """Every finding that must come out, and so none besides at error or warning."""
    edition = forms.edition(printed.edition_id)
    said = [*_report(printed), *_sections(printed, edition)]
    said += claim_findings(edition, printed.stated, printed.cells)
    said += zero_table_findings(printed.stated, printed.cells)
    for table in edition.tables:
        said += _table(printed.cells, edition, table)
    worked_out = (Expected(rule, answer, severity(rule), cells) for rule, answer, cells in said)
    return (*worked_out, *printed.told)


def severity(rule_id: str) -> Severity:
    return "warning" if rule_id.endswith(_WARNINGS) or rule_id in _WARNINGS_OF_PROSE else "error"


_Said = tuple[str, Answer, tuple[str, ...]]


def weigh(identity: forms.Identity, cells: Mapping[str, PrintedCell]) -> Answer | None:
    """None where the identity holds; a blank is an unknown of at least 0."""
    if any(cells[operand].status not in ("ok", "blank") for operand in identity.cells):
        return "cannot_tell"
    left, right = (
        sum((cells[operand].value or Decimal() for operand in side), Decimal())
        for side in (identity.left, identity.right)
    )
    if left == right:
        return None
    short = identity.right if left > right else identity.left
    return "cannot_tell" if any(cells[operand].status == "blank" for operand in short) else "violated"


def _report(printed: Printed) -> Iterator[_Said]:
    prescribed = forms.edition_for_year(printed.title_year)
    if prescribed is None or prescribed.id != printed.edition_id:
        yield "report.edition", "violated", ()
    if printed.period_year != printed.title_year:
        yield "report.year.period", "violated", ()
    if printed.file_year != printed.title_year:
        yield "report.year.file", "violated", ()


def _sections(printed: Printed, edition: forms.Edition) -> Iterator[_Said]:
    there = dict(printed.sections)
    for section in edition.sections:
        if section.id not in there:
            yield f"sections.{section.id}.present", "violated", ()
            yield f"sections.{section.id}.not_empty", "cannot_tell", ()
        elif there[section.id]:
            yield f"sections.{section.id}.not_empty", "violated", ()
    if list(there) != [section.id for section in edition.sections if section.id in there]:
        yield "sections.order", "violated", ()


def _cell_rules(edition: forms.Edition, table: forms.Table) -> Iterator[str]:
    for name in (*_BY_ROW, *dict.fromkeys(cell.kind for cell in table.cells)):
        yield f"{table.id}.cells.{name}"
    if any(_is_total(identity, table) for identity in edition.identities):
        yield f"{table.id}.totals.blank"


def _is_total(identity: forms.Identity, table: forms.Table) -> bool:
    return identity.table == table.id and len(identity.left) == 1


def _table(cells: Mapping[str, PrintedCell], edition: forms.Edition, table: forms.Table) -> Iterator[_Said]:
    identities = [identity for identity in edition.identities if identity.table == table.id]
    if all(cells[cell.id].status == "missing" for cell in table.cells):
        yield f"{table.id}.present", "violated", ()
        for rule in (*_cell_rules(edition, table), *(identity.id for identity in identities)):
            yield rule, "cannot_tell", ()
        return
    yield from _cells(cells, table)
    yield from _blank_totals(cells, edition, table)
    for identity in identities:
        answer = weigh(identity, cells)
        if answer is not None:
            yield identity.id, answer, identity.cells


def _cells(cells: Mapping[str, PrintedCell], table: forms.Table) -> Iterator[_Said]:
    for row in table.rows:
        faults: dict[str, list[str]] = {}
        for cell in table.row_cells(row.id):
            fault = _fault(cell, cells[cell.id])
            if fault is not None:
                faults.setdefault(fault, []).append(cell.id)
        for fault, concerned in faults.items():
            yield f"{table.id}.cells.{fault}", "violated", tuple(concerned)
    for kind in dict.fromkeys(cell.kind for cell in table.cells):
        if all(cells[cell.id].status != "ok" for cell in table.cells if cell.kind == kind):
            yield f"{table.id}.cells.{kind}", "cannot_tell", ()


def _fault(cell: forms.Cell, printed: PrintedCell) -> str | None:
    """Which rule on single cells the printed cell breaks: the last part of its id."""
    if printed.status == "blank":
        return "nil_mark" if printed.mark else "blank"
    if printed.status == "inferred":
        # Inferred as a number of this kind, which says nothing of its kind.
        return None
    if printed.value is None:
        return printed.status
    whole = printed.value == printed.value.to_integral_value()
    broken = {
        "count": not whole or printed.value < 0,
        "amount": printed.value < 0,
        "change": not whole,
    }
    return cell.kind if broken[cell.kind] else None


def _blank_totals(
    cells: Mapping[str, PrintedCell], edition: forms.Edition, table: forms.Table
) -> Iterator[_Said]:
    for identity in edition.identities:
        read = [cells[part].value or Decimal() for part in identity.right if cells[part].status == "ok"]
        if _is_total(identity, table) and cells[identity.left[0]].status == "blank" and sum(read) > 0:
            yield f"{table.id}.totals.blank", "violated", identity.cells
