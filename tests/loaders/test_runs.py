"""Tables run together, against a solver that tries everything; and what became of real layouts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import forms
from gongkai.loaders._runs import Around, Recovered, Run, recover
from gongkai.loaders._splits import Digits, digits_of

Table = dict[str, int]
Part = tuple[int | None, ...]


def cell(row: str, column: str, kind: str = "count") -> forms.Cell:
    return forms.Cell(
        f"t.{row}.{column}",
        "t",
        forms.Row(row, row, row, row, ()),
        forms.Column(column, column, column, kind, "件", ()),  # type: ignore[arg-type]
    )


def identity(left: Iterable[str], right: Iterable[str], name: str) -> forms.Identity:
    return forms.Identity(f"t.{name}", name, "t", "row", name, tuple(left), tuple(right), "c")


COLUMNS = "xyz"
ROWS = "abs"
"""Row s is the sum of the others, and so is column z."""
CELLS = {row: tuple(cell(row, column) for column in COLUMNS) for row in ROWS}
ROW_SUMS = [identity([f"t.{row}.z"], [f"t.{row}.x", f"t.{row}.y"], f"row_{row}") for row in ROWS]
COLUMN_SUMS = [
    identity([f"t.s.{column}"], [f"t.a.{column}", f"t.b.{column}"], f"column_{column}") for column in COLUMNS
]
BOTH = Around([*ROW_SUMS, *COLUMN_SUMS], {}, blanks=False)


def printed_parts(text: str, cells: int) -> Iterator[Part]:
    """Every way in which a row can print its text: with a number in each cell, or with one blank."""
    for filled in (cells, cells - 1):
        for places in itertools.combinations(range(1, len(text)), filled - 1):
            parts = [text[start:end] for start, end in itertools.pairwise((0, *places, len(text)))]
            if not all(part == "0" or part[:1] not in ("0", "") for part in parts):
                continue
            numbers = [int(part) for part in parts]
            if filled == cells:
                yield tuple(numbers)
            else:
                for place in range(cells):
                    yield (*numbers[:place], None, *numbers[place:])


def holds(table: Mapping[str, int], sums: Iterable[forms.Identity]) -> bool:
    return all(sum(table[c] for c in each.left) == sum(table[c] for c in each.right) for each in sums)


def mends(table: Mapping[str, int | None], sums: Sequence[forms.Identity]) -> bool:
    """Whether all sums hold, or would if one cell printed another number; a blank is such a cell."""
    blanks = [cell_id for cell_id, value in table.items() if value is None]
    if not blanks and holds({c: v or 0 for c, v in table.items()}, sums):
        return True
    for wrong in blanks or table:
        rest = {c: v or 0 for c, v in table.items()}
        for each in sums:
            if wrong in each.cells:
                rest[wrong] = 0
                gap = sum(rest[c] for c in each.right) - sum(rest[c] for c in each.left)
                rest[wrong] = gap if wrong in each.left else -gap
                break
        if rest[wrong] >= 0 and holds(rest, sums):
            return True
    return False


def by_trying(texts: Sequence[str]) -> list[tuple[Part, ...] | None]:
    """For each row its split where it is the only one, in exact tables and in such with one wrong cell."""
    sums = [*ROW_SUMS, *COLUMN_SUMS]
    ids = [each.id for row in ROWS for each in CELLS[row]]
    exact: list[set[Part]] = [set() for _ in texts]
    possible: list[set[Part]] = [set() for _ in texts]
    for parts in itertools.product(*(list(printed_parts(text, 3)) for text in texts)):
        table = dict(zip(ids, itertools.chain.from_iterable(parts), strict=True))
        if sum(value is None for value in table.values()) > 1:
            continue
        if None not in table.values() and holds({c: v or 0 for c, v in table.items()}, sums):
            for found, part in zip(exact, parts, strict=True):
                found.add(part)
        if mends(table, sums):
            for found, part in zip(possible, parts, strict=True):
                found.add(part)
    return [
        (next(iter(one)),) if len(one) == 1 and every <= one else None
        for one, every in zip(exact, possible, strict=True)
    ]


small = st.integers(0, 13)


@st.composite
def texts_of_tables(draw: st.DrawFn) -> list[str]:
    """The strings of a table whose sums hold, of which one cell may then be spoilt."""
    a, b = ([draw(small), draw(small)] for _ in range(2))
    rows = [[*row, sum(row)] for row in (a, b, [a[0] + b[0], a[1] + b[1]])]
    if draw(st.booleans()):
        rows[draw(st.integers(0, 2))][draw(st.integers(0, 2))] = draw(st.integers(0, 40))
    return ["".join(map(str, row)) for row in rows]


@settings(max_examples=150, deadline=None)
@given(texts_of_tables())
def test_a_row_is_recovered_exactly_where_trying_everything_leaves_one_split(texts: list[str]) -> None:
    runs = [Run(Digits(text), CELLS[row]) for row, text in zip(ROWS, texts, strict=True)]
    told = recover(runs, BOTH)
    for text, (part,), split in zip(texts, told, by_trying(texts), strict=True):
        if text == "000":
            assert part.values == (0, 0, 0)
        elif split is None:
            assert part.values is None
            assert part.doubt in ("no_split", "several", "one_wrong")
        else:
            assert part.values == split[0]


CHAIN = tuple(cell(row, column) for row in "ab" for column in COLUMNS)
APART = Around(ROW_SUMS[:2], {}, blanks=False)


@given(st.lists(small, min_size=4, max_size=4), st.none() | st.tuples(st.integers(0, 5), st.integers(0, 40)))
def test_rows_in_one_string_are_recovered_where_one_wrong_number_leaves_no_other_split(
    numbers: list[int], spoilt: tuple[int, int] | None
) -> None:
    row = [*numbers[:2], sum(numbers[:2]), *numbers[2:], sum(numbers[2:])]
    if spoilt is not None:
        row[spoilt[0]] = spoilt[1]
    text = "".join(map(str, row))
    exact: list[set[Part]] = [set(), set()]
    possible: list[set[Part]] = [set(), set()]
    for part in printed_parts(text, 6):
        if None in part:
            continue
        halves = part[:3], part[3:]
        wrong = [sum(half[:2]) != half[2] for half in halves]  # type: ignore[arg-type]
        for place in range(2):
            if not any(wrong):
                exact[place].add(halves[place])
            if not all(wrong):
                possible[place].add(halves[place])
    (parts,) = recover([Run(Digits(text), CHAIN)], APART)
    if text == "000000":
        assert [part.values for part in parts] in ([(0,) * 3] * 2, [(0,) * 6])
        return
    for part, one, every in zip(parts, exact, possible, strict=True):
        if len(one) == 1 and every == one:
            assert part.values == next(iter(one))
        else:
            assert part.values is None
            assert part.splits == (0 if not one else len(one) if len(one) > 1 else len(every))


def told(texts: Sequence[str], around: Around = BOTH, rows: str = ROWS) -> list[Recovered]:
    runs = [Run(Digits(text), CELLS[row]) for row, text in zip(rows, texts, strict=True)]
    return [part for (part,) in recover(runs, around)]


def test_zeros_are_recovered_even_where_the_table_does_not_add_up() -> None:
    zeros, one, total = told(["000", "101", "102"])
    assert zeros.values == (0, 0, 0)
    assert (one.values, one.doubt) == (None, "no_split")
    assert (total.values, total.doubt) == (None, "no_split")


def test_what_was_read_elsewhere_is_reckoned_with() -> None:
    known = {"t.b.x": 2, "t.b.y": 5, "t.b.z": 7}
    first, total = told(["12315", "14822"], Around(BOTH.identities, known, blanks=False), "as")
    assert first.values == (12, 3, 15)
    assert total.values == (14, 8, 22)
    spoilt = Around(BOTH.identities, known | {"t.b.z": 8}, blanks=False)
    assert {part.doubt for part in told(["12315", "14822"], spoilt, "as")} == {"no_split"}


def test_a_row_that_is_not_there_leaves_the_others_to_their_own_sums() -> None:
    """12+3=15 is the only split that adds up, but a slip may have made that of 1, 2 and 315."""
    (part,) = told(["12315"], BOTH, "a")
    assert (part.doubt, part.splits) == ("one_wrong", 6)
    (part,) = told(["101"], BOTH, "a")
    assert part.values == (1, 0, 1)


def test_where_cells_are_blank_only_zeros_are_sure() -> None:
    zeros, one, total = told(["000", "101", "101"], Around(BOTH.identities, {}, blanks=True))
    assert zeros.values == (0, 0, 0)
    assert (one.values, one.doubt, one.splits) == (None, "blanks", 1)
    assert total.doubt == "blanks"


def test_a_space_inside_a_run_divides_two_numbers() -> None:
    runs = [
        Run(digits_of(text.split()), CELLS[row]) for row, text in zip("ab", ("12315", "123 15"), strict=True)
    ]
    around = Around(ROW_SUMS[:2], {}, blanks=False)
    assert [(part.doubt, part.splits) for (part,) in recover(runs, around)] == [
        ("one_wrong", 6),
        ("one_wrong", 3),
    ]


def test_changes_and_amounts_have_no_sums() -> None:
    cells = (cell("f", "n"), cell("f", "m", "amount"))
    ((part,),) = recover([Run(Digits("00"), cells)], Around([], {}, blanks=False))
    assert part.values == (0, 0)
    ((part,),) = recover([Run(Digits("123.5"), cells)], Around([], {}, blanks=False))
    assert (part.values, part.doubt, part.splits) == (None, "no_sum", 2)


@pytest.mark.parametrize("text", ["1" * 60, "12" * 40, "9" * 119])
def test_hostile_strings_end_at_the_limit(text: str) -> None:
    edition = forms.editions()[-1]
    for table in edition.tables:
        around = Around([each for each in edition.identities if each.table == table.id], {}, blanks=False)
        runs = [Run(Digits(text), table.row_cells(row.id)) for row in table.rows]
        strip = [Run(Digits(text), table.cells)]
        for tried in (runs, strip):
            assert {part.values for parts in recover(tried, around) for part in parts} == {None}
