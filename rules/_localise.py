"""Which one cell, changed, would make the arithmetic hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gongkai.forms import Edition, Identity
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules._catalogue import Catalogue
from gongkai.rules._facts import EXACT
from gongkai.rules._slips import slip_rank

if TYPE_CHECKING:
    import pandas as pd

_USABLE: Final = frozenset((STATUS_LETTERS["ok"], STATUS_LETTERS["blank"], NIL_LETTER))


@dataclass(frozen=True, slots=True)
class Correction:
    """A smallest correction: put `meant` for `printed` (None: a blank) in `cell`."""

    cell: str
    printed: int | None
    meant: int

    def to_dict(self) -> dict[str, str | int | None]:
        """With the names of the findings table: cell, from, to."""
        return {"cell": self.cell, "from": self.printed, "to": self.meant}


@dataclass(frozen=True, slots=True)
class _Component:
    """Identities that share cells. `signs` is int64 (identities, cells): 1 on the left, -1 on the right."""

    cells: tuple[str, ...]
    signs: NDArray[np.int64]


def localise(catalogue: Catalogue, facts: Mapping[str, object] | pd.Series) -> list[Correction]:
    """All one-cell corrections of a report, the likeliest slip first; ties are all listed.

    Each part of the form whose identities hang together is searched by itself: a correction mends every
    broken identity of its part. Nothing is proposed where the arithmetic holds, where an operand is
    missing, unreadable or inferred, or where only a change of several cells would do. A blank counts as 0.

    Args:
        catalogue: of the report's edition.
        facts: one row of the facts frame; needs `statuses` and the cells.
    """
    edition = catalogue.edition
    statuses = dict(zip(edition.cell_ids, str(facts["statuses"]), strict=True))
    found: list[tuple[int, Correction]] = []
    for component in _components(edition.identities):
        numbers = _whole_numbers(component, statuses, facts)
        if numbers is not None:
            found += _search(edition, component, statuses, numbers)
    return [correction for _, correction in sorted(found, key=lambda ranked: ranked[0])]


def _search(
    edition: Edition, component: _Component, statuses: Mapping[str, str], numbers: NDArray[np.int64]
) -> list[tuple[int, Correction]]:
    residual = component.signs @ numbers
    broken = residual != 0
    if not broken.any():
        return []
    touches = component.signs != 0
    # A cell explains the residual when it stands in every broken identity, in no other, and one
    # change mends them all.
    fits = (touches == broken[:, np.newaxis]).all(axis=0)
    first = int(np.flatnonzero(broken)[0])
    found = []
    for position in np.flatnonzero(fits).tolist():
        signs = component.signs[:, position]
        delta = int(-residual[first] * signs[first])
        meant = int(numbers[position]) + delta
        if meant >= 0 and (residual + signs * delta == 0).all():
            cell_id = component.cells[position]
            printed = int(numbers[position]) if statuses[cell_id] == STATUS_LETTERS["ok"] else None
            near = [
                int(numbers[component.cells.index(cell)]) for cell in _neighbours(edition, component, cell_id)
            ]
            found.append((slip_rank(printed, meant, near), Correction(cell_id, printed, meant)))
    return found


def _whole_numbers(
    component: _Component, statuses: Mapping[str, str], facts: Mapping[str, object] | pd.Series
) -> NDArray[np.int64] | None:
    """The component's numbers with blanks as 0; None where one is not to be had or is no whole number."""
    if any(statuses[cell_id] not in _USABLE for cell_id in component.cells):
        return None
    values = np.array(
        [facts[cell] if statuses[cell] == STATUS_LETTERS["ok"] else 0 for cell in component.cells],
        dtype=np.float64,
    )
    if not (np.abs(values) <= EXACT).all() or (values != np.floor(values)).any():
        return None
    return values.astype(np.int64)


def _neighbours(edition: Edition, component: _Component, cell_id: str) -> list[str]:
    """The cells printed left, right, above and below, where they are part of the same arithmetic."""
    table = edition.table(edition.cells[cell_id].table)
    same_row = [cell.id for cell in table.cells if cell.row.id == edition.cells[cell_id].row.id]
    same_column = [cell.id for cell in table.cells if cell.column.id == edition.cells[cell_id].column.id]
    found = []
    for line in (same_row, same_column):
        place = line.index(cell_id)
        found += line[max(place - 1, 0) : place] + line[place + 1 : place + 2]
    return [cell for cell in found if cell in component.cells]


@cache
def _components(identities: tuple[Identity, ...]) -> tuple[_Component, ...]:
    groups: list[list[Identity]] = []
    for identity in identities:
        joined = [group for group in groups if any(set(identity.cells) & set(other.cells) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([other for group in joined for other in group] + [identity])
    return tuple(_component(group) for group in groups)


def _component(identities: list[Identity]) -> _Component:
    cells = tuple(dict.fromkeys(cell_id for identity in identities for cell_id in identity.cells))
    place = {cell_id: position for position, cell_id in enumerate(cells)}
    signs = np.zeros((len(identities), len(cells)), dtype=np.int64)
    for row, identity in enumerate(identities):
        signs[row, [place[cell_id] for cell_id in identity.left]] = 1
        signs[row, [place[cell_id] for cell_id in identity.right]] = -1
    return _Component(cells, signs)
