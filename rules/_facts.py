"""A batch of reports as matrices: what the checks look at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongkai.forms import Edition
from gongkai.loaders import NIL_LETTER, STATUS_LETTERS
from gongkai.rules._before import Before
from gongkai.rules._columns import Columns
from gongkai.rules._past import Past
from gongkai.rules._rollup import Rollup
from gongkai.rules._said import Said

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Days = NDArray[np.datetime64]

EXACT: Final = 2.0**47
"""Sums of a column of whole numbers up to this size are exact in float64."""

_RELOAD: Final = "请用 gongkai load 重新生成 facts 表"
_MISSING: Final = ord(STATUS_LETTERS["missing"])
_KNOWN: Final = frozenset((*STATUS_LETTERS.values(), NIL_LETTER))
_IS_KNOWN: Final = np.isin(np.arange(256), [ord(letter) for letter in _KNOWN])
"""By the code of a letter."""


class FactsError(ValueError):
    """A frame that is no facts frame of this edition; the message names the column and the mend."""


class Facts:
    """The facts of a batch, or of some of its reports, checked once.

    `values` is float64 (cells, reports), NaN for no number; `statuses` uint8 (cells, reports), the letters
    of `loaders.STATUS_LETTERS`. A cell is a row, because a rule adds up cells over all reports.

    Args:
        edition: of the form.
        frame: a facts frame of it.
        rows: positions of the reports that are looked at, all where it is None.

    Raises:
        FactsError: a column is missing or no number, a row of `statuses` does not fit the form or
            contradicts the numbers beside it, or a row belongs to another edition.
    """

    def __init__(
        self, edition: Edition, frame: pd.DataFrame | Columns, rows: slice | Indices | None = None
    ) -> None:
        self.edition = edition
        self._columns = frame if isinstance(frame, Columns) else Columns(frame)
        self._rows = rows
        self._texts: dict[str, list[str]] = {}
        self._numbers: dict[str, Floats] = {}
        self._days: dict[str, Days] = {}
        check_columns(edition, self._columns)
        self.count = len(self._column("report_id"))
        self.index = {cell_id: position for position, cell_id in enumerate(edition.cell_ids)}
        self._positions: dict[tuple[str, ...], Indices] = {}
        self.values = self._read_values(edition.cell_ids)
        self.statuses = self._read_statuses()
        self._check_agreement()

    @property
    def report_ids(self) -> list[str]:
        return self.texts("report_id")

    @property
    def paths(self) -> list[str]:
        return self.texts("path")

    @cached_property
    def organs(self) -> list[str | None]:
        return [organ if isinstance(organ, str) else None for organ in self.texts("organ")]

    def places(self, cells: tuple[str, ...]) -> Indices:
        """Positions of these cells in `values` and `statuses`."""
        if cells not in self._positions:
            self._positions[cells] = np.array([self.index[cell_id] for cell_id in cells], dtype=np.intp)
        return self._positions[cells]

    def texts(self, name: str) -> list[str]:
        """A column of text or ids as Python objects."""
        if name not in self._texts:
            self._texts[name] = list(self._column(name).to_numpy(dtype=object))
        return self._texts[name]

    def numbers(self, name: str) -> Floats:
        """A numeric column as float64, NaN for null.

        Raises:
            FactsError: the column is missing or holds no numbers.
        """
        if name not in self._numbers:
            column = self._column(name)
            if column.dtype.kind not in "iuf" and not column.isna().all():
                raise FactsError(f"列 {name} 应为数字，实为 {column.dtype}；{_RELOAD}")
            self._numbers[name] = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return self._numbers[name]

    def has(self, name: str) -> bool:
        """Whether the frame has that column: what compares reports is there only where they were compared."""
        return name in self._columns.names

    def arrow(self, name: str) -> Any:
        """A column as one Arrow array: lists and structs as they are.

        Raises:
            FactsError: the column is missing.
        """
        array: Any = pa.array(self._column(name).array)
        return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array

    def years(self, name: str) -> Floats:
        """The year of a date column, NaN for null.

        Raises:
            FactsError: the column is missing or holds no dates.
        """
        if name not in self._numbers:
            self._numbers[name] = self._read_years(name)
        return self._numbers[name]

    def days(self, name: str) -> Days:
        """A date column as days, NaT for null.

        Raises:
            FactsError: the column is missing or holds no dates.
        """
        if name not in self._days:
            column = self._column(name)
            try:
                days = column.to_numpy(dtype="datetime64[D]", na_value=np.datetime64("NaT"))
            except (TypeError, ValueError) as error:
                raise FactsError(f"列 {name} 应为日期，实为 {column.dtype}；{_RELOAD}") from error
            self._days[name] = days
        return self._days[name]

    def is_status(self, *letters: str) -> Bools:
        """(cells, reports): whether a cell has one of these status letters."""
        found = np.zeros(self.statuses.shape, dtype=np.bool_)
        for letter in letters:
            found |= self.statuses == ord(letter)
        return found

    @cached_property
    def read(self) -> Bools:
        """(cells, reports): printed as a number and read from the page, not inferred."""
        return self.is_status(STATUS_LETTERS["ok"])

    @cached_property
    def printed(self) -> Floats:
        """`values` of the cells that were `read`, else NaN: an inferred number is no evidence."""
        return np.where(self.read, self.values, np.nan)

    @cached_property
    def blank(self) -> Bools:
        """(cells, reports): printed empty, or as a mark that stands for nothing."""
        return self.is_status(STATUS_LETTERS["blank"], NIL_LETTER)

    @cached_property
    def usable(self) -> Bools:
        """(cells, reports): printed as a number that adds up exactly, or blank."""
        return np.asarray((self.read | self.blank) & (np.abs(self.zeros) <= EXACT))

    @cached_property
    def zeros(self) -> Floats:
        """`values` with 0 where there is no number."""
        return np.nan_to_num(self.values, nan=0.0)

    def table_absent(self, table_id: str) -> Bools:
        """(reports,): no cell of the table is in the document."""
        return self._absent[table_id]

    @cached_property
    def _absent(self) -> dict[str, Bools]:
        missing = self.statuses == _MISSING
        return {
            table.id: missing[self.places(tuple(cell.id for cell in table.cells))].all(axis=0)
            for table in self.edition.tables
        }

    @cached_property
    def before(self) -> Before:
        """The organs' reports of the year before."""
        return Before(self)

    @cached_property
    def rollup(self) -> Rollup:
        """The sums of what stands below a government."""
        return Rollup(self)

    @cached_property
    def past(self) -> Past:
        """What the organs printed in earlier years."""
        return Past(self)

    @cached_property
    def said(self) -> Said:
        """What the reports' prose states."""
        return Said(self)

    def row_values(self, row: int, cells: tuple[str, ...]) -> tuple[float | None, ...]:
        """The numbers of some cells of one report, None where there is none."""
        return self.rows_values(np.array([row]), cells)[0]

    def rows_values(self, rows: Indices, cells: tuple[str, ...]) -> list[tuple[float | None, ...]]:
        """The numbers of some cells of each of some reports, None where there is none."""
        numbers = self.values[self.places(cells)[:, np.newaxis], rows]
        missing = np.isnan(numbers)
        if missing.any():
            numbers = numbers.astype(object)
            numbers[missing] = None
        return list(zip(*numbers.tolist(), strict=True)) if cells else [()] * len(rows)

    def _column(self, name: str) -> pd.Series:
        if name not in self._columns.names:
            raise FactsError(f"缺少列 {name}：{_RELOAD}")
        column = self._columns.frame[name]
        return column if self._rows is None else column.iloc[self._rows]

    def _read_years(self, name: str) -> Floats:
        column = self._column(name)
        if column.dtype.kind == "M":
            return np.asarray(column.dt.year.to_numpy(dtype=np.float64, na_value=np.nan))
        blank = column.isna().to_numpy()
        try:
            found = [np.nan if empty else day.year for empty, day in zip(blank, column, strict=True)]
        except AttributeError as error:
            raise FactsError(f"列 {name} 应为日期，实为 {column.dtype}；{_RELOAD}") from error
        return np.array(found, dtype=np.float64)

    def _read_values(self, cell_ids: Sequence[str]) -> Floats:
        values = np.empty((len(cell_ids), self.count))
        for place, name in enumerate(cell_ids):
            numbers = self._columns.numbers(name)
            if numbers is None:
                kind = self._column(name).dtype
                raise FactsError(f"单元格列 {name} 应为 float64，实为 {kind}；{_RELOAD}")
            values[place] = numbers if self._rows is None else numbers[self._rows]
        if np.isinf(values).any():
            raise FactsError(f"单元格列中有无穷大：facts 表已损坏，{_RELOAD}")
        return values

    def _read_statuses(self) -> NDArray[np.uint8]:
        width = len(self.edition.cell_ids)
        whole = self._columns.letters("statuses", width)
        if whole is not None:
            codes = whole if self._rows is None else whole[self._rows]
        else:
            for path, text in zip(self.paths, self.texts("statuses"), strict=True):
                if not isinstance(text, str) or len(text) != width or not text.isascii():
                    raise FactsError(
                        f"{path} 的 statuses 应为 {width} 个字母，与版本 {self.edition.id} 的单元格一一对应"
                    )
            joined = "".join(self.texts("statuses")).encode("ascii")
            codes = np.frombuffer(joined, dtype=np.uint8).reshape(self.count, width)
        if not _IS_KNOWN[codes].all():
            unknown = set(map(chr, np.unique(codes).tolist())) - _KNOWN
            raise FactsError(f"statuses 中有未知字母 {sorted(unknown)}，已知字母：{sorted(_KNOWN)}")
        return np.ascontiguousarray(codes.T)

    def _check_agreement(self) -> None:
        number = self.is_status(STATUS_LETTERS["ok"], STATUS_LETTERS["inferred"])
        wrong = np.argwhere(number == np.isnan(self.values))
        if len(wrong):
            place, row = wrong[0]
            cell_id = self.edition.cell_ids[place]
            raise FactsError(f"{self.paths[row]} 的 {cell_id}：statuses 与数值互相矛盾，{_RELOAD}")


def check_columns(edition: Edition, columns: Columns) -> None:
    """Refuses a frame that lacks a column of facts, or has reports of another edition.

    Raises:
        FactsError: see above.
    """
    if not columns.checked:
        names = ("report_id", "path", "organ", "edition", "statuses", *edition.cell_ids)
        missing = [name for name in names if name not in columns.names]
        if missing:
            raise FactsError(
                f"缺少列 {'、'.join(missing[:5])}：这不是版本 {edition.id} 的 facts 表，{_RELOAD}"
            )
        if others := set(columns.frame["edition"].unique()) - {edition.id}:
            raise FactsError(
                f"批次中混有其他版本的报告：{sorted(map(str, others))}，应只有 {edition.id}；请按版本分批"
            )
        columns.checked = True
