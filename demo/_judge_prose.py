"""What an auditor must say of a report's prose, worked out from the form alone: a second opinion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, NamedTuple, Protocol

from gongkai import forms
from gongkai.demo._stated import Stated

_Answer = Literal["violated", "cannot_tell"]
_Said = tuple[str, _Answer, tuple[str, ...]]


ZERO_TABLES: Final = "prose.zero_tables"


class _Cell(Protocol):
    @property
    def value(self) -> Decimal | None: ...
    @property
    def status(self) -> str: ...


class _Range(NamedTuple):
    """What a sum of cells can be; `value` is with blanks as 0, None where a cell was not read."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None


def prose_rules(edition_id: str) -> Iterator[str]:
    """The ids of the rules on prose that the edition implies."""
    edition = forms.edition(edition_id)
    overview, problems, others = prose_sections(edition)
    yield from ("report.period.whole_year", "prose.number_missing", "prose.parts", ZERO_TABLES)
    yield from (f"sections.{overview}.topics", f"sections.{overview}.length", f"sections.{problems}.length")
    yield f"sections.{problems}.substance"
    if edition_id in forms.claims().fee.editions:
        yield f"sections.{others}.fee_stated"
    yield from (f"claims.{topic.id}" for topic in forms.claims().topics if topic.readings_in(edition))


def prose_sections(edition: forms.Edition) -> tuple[str, str, str]:
    """The sections without a table: the overview, the problems, the other matters."""
    tables = {table.section for table in edition.tables}
    one, two, three = (section.id for section in edition.sections if section.id not in tables)
    return one, two, three


def claim_findings(
    edition: forms.Edition, stated: Iterable[Stated], cells: Mapping[str, _Cell]
) -> Iterator[_Said]:
    """What must be said of the numbers in prose, beside those of the tables."""
    numbers = list(stated)
    for topic in forms.claims().topics:
        readings = topic.readings_in(edition)
        answers = {
            _weigh(one, [_reading(edition, reading, cells) for reading in readings])
            for one in numbers
            if one.topic == topic.id and readings
        }
        operands = {cell for reading in readings for cell in reading.cells}
        for answer in ("violated", "cannot_tell"):
            if answer in answers:
                yield f"claims.{topic.id}", answer, tuple(c for c in edition.cell_ids if c in operands)
                break


def zero_table_findings(stated: Iterable[Stated], cells: Mapping[str, _Cell]) -> Iterator[_Said]:
    """All cells are 0, as far as they can be read, and the text states figures."""
    kinds = {topic.id: topic.kind for topic in forms.claims().topics}
    positive = any(kinds[one.topic] != "percent" and one.value > 0 for one in stated)
    if positive and not any(cell.value for cell in cells.values()):
        sure = all(cell.status == "ok" for cell in cells.values())
        yield ZERO_TABLES, "violated" if sure else "cannot_tell", ()


def _weigh(stated: Stated, ranges: list[_Range]) -> _Answer | None:
    """None where a reading holds."""
    slack = stated.slack
    if any(one.value is not None and abs(one.value - stated.value) <= slack for one in ranges):
        return None
    for one in ranges:
        low = one.low is None or stated.value >= one.low - slack
        high = one.high is None or stated.value <= one.high + slack
        if low and high:
            return "cannot_tell"
    return "violated"


def _reading(edition: forms.Edition, reading: forms.Reading, cells: Mapping[str, _Cell]) -> _Range:
    plus, minus = (_sum(edition, side, cells) for side in (reading.plus, reading.minus))
    part = _Range(_less(plus.value, minus.value), _less(plus.low, minus.high), _less(plus.high, minus.low))
    if not reading.over:
        return part
    whole = _sum(edition, reading.over, cells)
    if part.value is None or whole.value is None:
        return _Range(None, None, None)
    if whole.value == 0:
        return _Range(Decimal(), Decimal(), Decimal() if whole.high == 0 else None)
    low = Decimal() if whole.high is None else 100 * (part.low or Decimal()) / whole.high
    high = None if part.high is None else 100 * part.high / whole.value
    return _Range(100 * part.value / whole.value, low, high)


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _sum(edition: forms.Edition, names: Sequence[str], cells: Mapping[str, _Cell]) -> _Range:
    value: Decimal | None = Decimal()
    low: Decimal | None = Decimal()
    high: Decimal | None = Decimal()
    for name in names:
        one = _cell(edition, name, cells)
        value, low, high = (_more(*pair) for pair in zip((value, low, high), one, strict=True))
    return _Range(value, low, high)


def _more(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _cell(edition: forms.Edition, name: str, cells: Mapping[str, _Cell]) -> _Range:
    """A blank is at least 0; a blank total at least what its row adds up to."""
    cell = cells[name]
    if cell.status == "ok" and cell.value is not None:
        return _Range(cell.value, cell.value, cell.value)
    if cell.status != "blank":
        return _Range(None, None, None)
    least = Decimal()
    for identity in edition.identities:
        if identity.left == (name,) and identity.each == "row":
            if any(cells[part].status not in ("ok", "blank") for part in identity.right):
                return _Range(None, None, None)
            least = sum((cells[part].value or Decimal() for part in identity.right), Decimal())
    return _Range(least, least, None)
