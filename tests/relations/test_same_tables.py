"""The same figures in two organs' tables are found where chance could not have made them so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai import forms
from gongkai.loaders import STATUS_LETTERS, Frames
from gongkai.relations._same_tables import same_tables_of

Make = Callable[..., Frames]
TABLE = next(
    table
    for table in forms.editions()[-1].tables
    if any(identity.table == table.id for identity in forms.editions()[-1].identities)
)
CELLS = {cell.id: 1000 + at for at, cell in enumerate(TABLE.cells)}


def found(frames: Frames) -> list[list[tuple[str, str]]]:
    rows = same_tables_of(frames).to_pylist()
    return [[(one["table"], one["path"]) for one in row["same_tables"]] for row in rows]


def test_the_same_figures_are_found_in_both_reports(frames: Make) -> None:
    other = CELLS | {TABLE.cells[0].id: 7}
    assert found(frames({"cells": CELLS}, {"cells": CELLS}, {"cells": other})) == [
        [(TABLE.id, "1.html")],
        [(TABLE.id, "0.html")],
        [],
    ]


def test_digits_are_of_different_figures_that_are_no_totals(frames: Make) -> None:
    totals = {identity.left[0] for identity in forms.editions()[-1].identities if len(identity.left) == 1}
    parts = [cell.id for cell in TABLE.cells if cell.id not in totals]
    cells = dict.fromkeys(totals, 123456) | dict(zip(parts, (12, 12, 345, 6), strict=False))
    cells = {cell: value for cell, value in cells.items() if cell in CELLS}
    rows = same_tables_of(frames({"cells": cells}, {"cells": cells})).to_pylist()
    assert rows[0]["same_tables"][0]["digits"] == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"year": 2022}),
        ({"cells": {}}, {"cells": {}}),
        ({"cells": {TABLE.cells[0].id: 12}}, {"cells": {TABLE.cells[0].id: 12}}),
        ({"organ": "某县教育局"}, {"organ": "县教育局"}),
        ({"organ": "某县教育局"}, {"organ": "某县人民政府"}),
        ({"organ": "某市人民政府"}, {"organ": "某区人民政府办公室"}),
        ({"organ": None}, {}),
        ({"organ_id": "a"}, {"organ_id": "a"}),
        ({"year": None}, {"year": None}),
        ({"report_id": "same"}, {"report_id": "same"}),
        ({"statuses": {TABLE.cells[0].id: STATUS_LETTERS["unreadable"]}}, {}),
        ({"statuses": {TABLE.cells[0].id: STATUS_LETTERS["inferred"]}}, {}),
    ],
    ids=[
        "other-year", "zeros", "few-digits", "short-name", "its-government", "governments-of-unknown-levels",
        "nameless", "same-organ", "no-year", "same-bytes", "unread", "inferred",
    ],
)  # fmt: skip
def test_what_proves_nothing_is_not_listed(frames: Make, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert found(frames({"cells": CELLS, **one}, {"cells": CELLS, **other})) == [[], []]


def test_governments_of_one_level_are_compared(frames: Make) -> None:
    governments = [
        {"cells": CELLS, "organ": organ, "level": "county"} for organ in ("某县人民政府", "另县人民政府")
    ]
    assert found(frames(*governments)) == [[(TABLE.id, "1.html")], [(TABLE.id, "0.html")]]


def test_few_of_many_are_listed(frames: Make) -> None:
    many = found(frames(*({"cells": CELLS} for _ in range(9))))
    assert all(len(row) == 3 for row in many)
    assert found(frames()) == []
