"""The parts of a form whose arithmetic hangs together, and what one wrong cell does to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongkai.forms import Edition, Identity


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Identities that share cells.

    Attributes:
        cells: of all its identities; `places` are their positions among the edition's cells.
        identities: their ids.
        sides: of each identity the positions in `cells` of those on its left, and on its right.
        wrongs: which cells may be wrong where exactly these identities fail: a column of signs as int8
            bytes, divided by its first entry that is not 0 → (position in `cells`, that entry).
        neighbours: beside each cell, the positions of those printed left, right, above and below it.
    """

    cells: tuple[str, ...]
    places: NDArray[np.intp]
    identities: tuple[str, ...]
    sides: tuple[tuple[NDArray[np.intp], NDArray[np.intp]], ...]
    wrongs: Mapping[bytes, tuple[tuple[int, int], ...]]
    neighbours: tuple[tuple[int, ...], ...]


def parts(edition: Edition) -> tuple[Part, ...]:
    """Every identity of the edition in one part; no cell in two."""
    groups: list[list[Identity]] = []
    for identity in edition.identities:
        joined = [group for group in groups if any(set(identity.cells) & set(other.cells) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([other for group in joined for other in group] + [identity])
    return tuple(_part(edition, group) for group in groups)


def _part(edition: Edition, identities: list[Identity]) -> Part:
    cells = tuple(dict.fromkeys(cell_id for identity in identities for cell_id in identity.cells))
    place = {cell_id: position for position, cell_id in enumerate(cells)}

    def places(side: tuple[str, ...]) -> NDArray[np.intp]:
        return np.array([place[cell_id] for cell_id in side], np.intp)

    sides = tuple((places(identity.left), places(identity.right)) for identity in identities)
    signs = np.zeros((len(identities), len(cells)), dtype=np.int8)
    for row, (left, right) in enumerate(sides):
        signs[row, left], signs[row, right] = 1, -1
    return Part(
        cells,
        np.array([edition.cell_ids.index(cell_id) for cell_id in cells], dtype=np.intp),
        tuple(identity.id for identity in identities),
        sides,
        _wrongs(signs.T),
        tuple(_neighbours(edition, cell_id, place) for cell_id in cells),
    )


def _wrongs(columns: Iterable[NDArray[np.int8]]) -> dict[bytes, tuple[tuple[int, int], ...]]:
    found: dict[bytes, tuple[tuple[int, int], ...]] = {}
    for position, column in enumerate(columns):
        first = int(column[column != 0][0])
        key = (column * first).tobytes()
        found[key] = (*found.get(key, ()), (position, first))
    return found


def _neighbours(edition: Edition, cell_id: str, place: Mapping[str, int]) -> tuple[int, ...]:
    """Of those beside the cell, the ones that are part of the same arithmetic."""
    table = edition.table(edition.cells[cell_id].table)
    same_row = [cell.id for cell in table.cells if cell.row.id == edition.cells[cell_id].row.id]
    same_column = [cell.id for cell in table.cells if cell.column.id == edition.cells[cell_id].column.id]
    found = []
    for line in (same_row, same_column):
        where = line.index(cell_id)
        found += line[max(where - 1, 0) : where] + line[where + 1 : where + 2]
    return tuple(place[cell] for cell in found if cell in place)
