"""What can be planted in a report: one fault each, every rule of an edition within reach of at least one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random
from typing import Final, Literal

from gongkai import forms
from gongkai.demo._defects_prose import prose_faults
from gongkai.demo._dice import dice
from gongkai.demo._judge_prose import ZERO_TABLES
from gongkai.demo._landmarks import balances, row_totals
from gongkai.demo._organs import Organ
from gongkai.demo._prose import opening
from gongkai.demo._sample import Entry, Part, Sample, clean_sample

Blanks = Literal["none", "inner", "all"]
"""Which blanks a layout can show: an `inner` one stands between the first and the last value of its row."""

Plant = Callable[[Sample, Random], Sample]

UNREADABLE: Final = ("若干", "见附件", "约三百", "O.?", "待核实")
_TABLE_LOST: Final = "本部分数据另附图片，此处从略。"


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault to plant. `triggers` names the rules it is made for; what else follows is for the judge.

    `blanks` is what a layout must be able to show for the fault to be seen; `at_end` is true where the
    fault is that nothing stands at the very end of the page; `in_words` where a cell prints words.
    """

    id: str
    triggers: tuple[str, ...]
    plant: Plant
    blanks: Blanks = "none"
    at_end: bool = False
    in_words: bool = False


@cache
def defects(edition_id: str) -> tuple[Defect, ...]:
    """All faults that can be planted in a report on that edition."""
    edition = forms.edition(edition_id)
    return (
        *(_sum_wrong(identity) for identity in edition.identities),
        _two_outcome_totals(edition),
        *(each for table in edition.tables for each in _in_table(edition, table)),
        *(each for section in edition.sections for each in _in_section(edition, section)),
        Defect("sections.swapped", ("sections.order",), _swap_last_sections),
        Defect("report.other_year_in_period", ("report.year.period",), _copy_last_period),
        Defect("report.other_year_in_file", ("report.year.file",), _misname_file),
        Defect("report.other_edition", ("report.edition",), _same),
        *(Defect(*fault) for fault in prose_faults(edition)),
        Defect("report.all_zero", (ZERO_TABLES,), _all_zero),
    )


def plant(seed: int, organ: Organ, year: int, defect_id: str) -> Sample:
    """A report with that fault. `report.other_edition` is printed on an edition not meant for `year`.

    Raises:
        KeyError: the edition for `year` has no such fault; the message names it.
        ValueError: no edition is prescribed for `year`.
    """
    prescribed = forms.edition_for_year(year)
    if prescribed is None:
        return clean_sample(seed, organ, year)
    defect = next((each for each in defects(prescribed.id) if each.id == defect_id), None)
    if defect is None:
        raise KeyError(f"{prescribed.name} 没有可埋设的缺陷 {defect_id!r}")
    edition_id = prescribed.id
    if "report.edition" in defect.triggers:
        edition_id = next(each.id for each in reversed(forms.editions()) if each.id != prescribed.id)
    sample = clean_sample(seed, organ, year, edition_id=edition_id)
    return replace(defect.plant(sample, dice("plant", *sample.key, defect_id)), defect=defect_id)


def _with_cells(sample: Sample, changed: dict[str, Entry]) -> Sample:
    return replace(sample, cells={**sample.cells, **changed})


def _number(sample: Sample, cell_id: str) -> Decimal:
    entry = sample.cells[cell_id]
    if not isinstance(entry, Decimal):
        raise TypeError(f"{cell_id} is no longer a number: {entry!r}")
    return entry


def _sum_wrong(identity: forms.Identity) -> Defect:
    """One operand off by a few: a sole left side is a total, so a part is as likely to be the wrong one."""

    def spoil(sample: Sample, chance: Random) -> Sample:
        wrong = chance.choice(identity.cells)
        return _with_cells(sample, {wrong: _number(sample, wrong) + chance.randint(1, 9)})

    return Defect(f"{identity.id}.wrong", (identity.id,), spoil)


def _two_outcome_totals(edition: forms.Edition) -> Defect:
    """A column's outcome total and the grand one off alike: every balance and every row total still holds."""
    columns, grand = balances(edition.id)
    names = {cell_id: each.id for each in edition.identities for cell_id in each.left if len(each.left) == 1}
    by_column = {each.left[0]: each.id for each in edition.identities if each.right == grand.outcomes}

    def spoil(sample: Sample, chance: Random) -> Sample:
        extra = chance.randint(1, 6)
        column = chance.choice(columns)
        wrong = (column.done, column.received, grand.done, grand.received)
        return _with_cells(sample, {cell: _number(sample, cell) + extra for cell in wrong})

    return Defect(f"{names[grand.done]}.balanced", (by_column[grand.done],), spoil)


def _in_table(edition: forms.Edition, table: forms.Table) -> Iterator[Defect]:
    rule = f"{table.id}.cells"
    totals = {each.left[0] for each in edition.identities if len(each.left) == 1 and each.table == table.id}
    ends = {table.row_cells(row.id)[-1].id for row in table.rows}
    inner = [cell.id for cell in table.cells if cell.id not in totals | ends]
    yield Defect(f"{table.id}.absent", (f"{table.id}.present",), _lose_table(table))
    yield Defect(f"{table.id}.row_absent", (f"{rule}.missing",), _lose_row(table))
    yield Defect(
        f"{table.id}.unreadable",
        (f"{rule}.unreadable",),
        lambda sample, chance: _with_cells(
            sample, {chance.choice(table.cells).id: chance.choice(UNREADABLE)}
        ),
        in_words=True,
    )
    starts = {table.row_cells(row.id)[0].id for row in table.rows}
    between = [cell_id for cell_id in inner if cell_id not in starts]
    yield Defect(f"{table.id}.blank", (f"{rule}.blank",), _blank_out(between, ""), blanks="inner")
    yield Defect(
        f"{table.id}.all_blank",
        (f"{rule}.blank",),
        lambda sample, _: _with_cells(sample, {cell.id: "" for cell in table.cells}),
        blanks="all",
    )
    yield Defect(f"{table.id}.nil_mark", (f"{rule}.nil_mark",), _blank_out(inner, "/"))
    for kind in dict.fromkeys(cell.kind for cell in table.cells):
        yield from _bad_numbers(table, kind)
    if totals:
        name = f"{table.id}.totals.blank"
        yield Defect(name, (name,), _blank_totals(edition, table), blanks="all")


def _lose_table(table: forms.Table) -> Plant:
    def spoil(sample: Sample, _: Random) -> Sample:
        parts = tuple(
            replace(part, table=None, paragraphs=(*part.paragraphs, _TABLE_LOST))
            if part.table == table.id
            else part
            for part in sample.parts
        )
        return _with_cells(replace(sample, parts=parts), {cell.id: None for cell in table.cells})

    return spoil


def _lose_row(table: forms.Table) -> Plant:
    """A row goes, but never the only one under its heading."""
    rows = [row for block in table.blocks if len(block.rows) > 1 for row in block.rows]

    def spoil(sample: Sample, chance: Random) -> Sample:
        row = chance.choice(rows)
        return _with_cells(sample, {cell.id: None for cell in table.row_cells(row.id)})

    return spoil


def _blank_out(cell_ids: list[str], mark: str) -> Plant:
    def spoil(sample: Sample, chance: Random) -> Sample:
        return _with_cells(
            sample, dict.fromkeys(chance.sample(cell_ids, min(chance.randint(1, 3), len(cell_ids))), mark)
        )

    return spoil


def _bad_numbers(table: forms.Table, kind: str) -> Iterator[Defect]:
    cells = [cell.id for cell in table.cells if cell.kind == kind]
    rule = f"{table.id}.cells.{kind}"
    if kind != "change":
        yield Defect(
            f"{rule}.negative",
            (rule,),
            lambda sample, chance: _with_cells(
                sample, {chance.choice(cells): Decimal(-chance.randint(1, 9))}
            ),
        )
    if kind != "amount":
        yield Defect(
            f"{rule}.fraction",
            (rule,),
            lambda sample, chance: _with_cells(
                sample, {chance.choice(cells): Decimal(chance.randint(0, 9)) + Decimal("0.5")}
            ),
        )


def _blank_totals(edition: forms.Edition, table: forms.Table) -> Plant:
    """The total of every row with anything in it is left blank; at least one row is given something."""
    sums = [each for each in row_totals(edition.id) if each.table == table.id]

    def spoil(sample: Sample, chance: Random) -> Sample:
        changed: dict[str, Entry] = {each.left[0]: "" for each in sums if _number(sample, each.left[0]) > 0}
        if not changed:
            given = chance.choice(sums)
            changed = {given.right[0]: Decimal(chance.randint(1, 9)), given.left[0]: ""}
        return _with_cells(sample, changed)

    return spoil


def _in_section(edition: forms.Edition, section: forms.Section) -> Iterator[Defect]:
    last = section is edition.sections[-1]
    table = next((table for table in edition.tables if table.section == section.id), None)

    def unhead(sample: Sample, _: Random) -> Sample:
        if table is None:
            return _without_prose(sample, section.id, lambda part: replace(part, paragraphs=(), headed=False))
        return _without_prose(sample, section.id, lambda part: replace(part, headed=False))

    def empty(sample: Sample, _: Random) -> Sample:
        changed: dict[str, Entry] = {cell.id: None for cell in table.cells} if table else {}
        bare = _without_prose(sample, section.id, lambda part: replace(part, paragraphs=(), table=None))
        return replace(_with_cells(bare, changed), signed=bare.signed and not last)

    yield Defect(f"sections.{section.id}.absent", (f"sections.{section.id}.present",), unhead)
    yield Defect(f"sections.{section.id}.empty", (f"sections.{section.id}.not_empty",), empty, at_end=last)


def _without_prose(sample: Sample, section_id: str, change: Callable[[Part], Part]) -> Sample:
    """The section changed; the data period, should it stand there, is stated above the sections instead."""
    parts = tuple(change(part) if part.section == section_id else part for part in sample.parts)
    stated = sample.opening or opening(sample.seed, sample.organ, sample.period_year)
    if section_id == sample.parts[0].section:
        return replace(sample, parts=parts, opening=stated)
    return replace(sample, parts=parts)


def _swap_last_sections(sample: Sample, _: Random) -> Sample:
    *others, one, two = sample.parts
    return replace(sample, parts=(*others, two, one))


def _copy_last_period(sample: Sample, _: Random) -> Sample:
    return clean_sample(
        sample.seed, sample.organ, sample.year, edition_id=sample.edition_id, period_year=sample.year - 1
    )


def _misname_file(sample: Sample, _: Random) -> Sample:
    return replace(sample, file_year=sample.year - 1)


def _all_zero(sample: Sample, _: Random) -> Sample:
    return _with_cells(sample, dict.fromkeys(sample.cells, Decimal()))


def _same(sample: Sample, _: Random) -> Sample:
    return sample
