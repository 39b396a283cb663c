"""The kinds of rule: how a requirement is drawn from the form, judged, and reported."""

from gongkai.rules._kinds import (
    cells,
    chains,
    claims,
    copied,
    copied_tables,
    edition,
    identity,
    jumps,
    lengths,
    local_linear,
    local_prose,
    numbers,
    other_organ,
    period,
    prose,
    rollups,
    section_order,
    sections,
    submissions,
    tables,
    totals,
    years,
    zero_tables,
)
from gongkai.rules._kinds._kind import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        edition.KIND,
        *years.KINDS,
        period.KIND,
        *sections.KINDS,
        section_order.KIND,
        lengths.KIND,
        *prose.KINDS,
        claims.KIND,
        tables.KIND,
        cells.KIND,
        numbers.KIND,
        totals.KIND,
        identity.KIND,
        chains.KIND,
        jumps.KIND,
        rollups.KIND,
        *copied.KINDS,
        other_organ.KIND,
        copied_tables.KIND,
        zero_tables.KIND,
        local_linear.KIND,
        local_prose.KIND,
        *submissions.KINDS,
    )
}
"""By name, in the order of a report: the report itself, its sections, tables, cells, arithmetic; what a rule
pack adds; then the list of submissions."""

__all__ = ["KINDS", "Kind"]
