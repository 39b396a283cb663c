"""The kinds of rule: how a requirement is drawn from the form, judged, and reported."""

from gongkai.rules._kinds import (
    cells,
    edition,
    identity,
    numbers,
    section_order,
    sections,
    tables,
    totals,
    years,
)
from gongkai.rules._kinds._kind import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        edition.KIND,
        *years.KINDS,
        *sections.KINDS,
        section_order.KIND,
        tables.KIND,
        cells.KIND,
        numbers.KIND,
        totals.KIND,
        identity.KIND,
    )
}
"""By name, in the order of a report: the report itself, its sections, tables, cells, arithmetic."""

__all__ = ["KINDS", "Kind"]
