"""Reports as delimited text, as spreadsheets save it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from gongkai.demo._page import Page
from gongkai.demo._sheets import Placing, sheets


@dataclass(frozen=True, slots=True)
class Shape:
    """`rectangular`: every row has as many fields as the widest; else those at its end are left out."""

    delimiter: str = ","
    gap: int = 0
    rectangular: bool = True


def write(page: Page, shape: Shape) -> str:
    """The page's sheet with a record a row; what is merged in it leaves empty fields."""
    (cells,) = sheets(page, Placing(merged=False, gap=shape.gap))
    height = max(cell.row for cell in cells) + 1
    width = max(cell.column for cell in cells) + 1
    rows = [[""] * width for _ in range(height)]
    for cell in cells:
        rows[cell.row][cell.column] = cell.text
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=shape.delimiter)
    writer.writerows(rows if shape.rectangular else map(_trimmed, rows))
    return file.getvalue()


def _trimmed(fields: list[str]) -> list[str]:
    filled = [column for column, field in enumerate(fields) if field]
    return fields[: filled[-1] + 1] if filled else []
