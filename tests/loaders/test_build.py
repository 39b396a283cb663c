"""Frames: schemas, nulls with their reason, whole files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongkai import forms
from gongkai.forms import Text
from gongkai.loaders import (
    CELLS,
    Document,
    Failure,
    Frames,
    FramesBuilder,
    facts_schema,
    facts_to_pandas,
    recognise,
    write_parquet,
)

Make = Callable[..., Document]
Numbered = Callable[[forms.Edition], dict[str, str]]


@pytest.fixture
def frames(make_document: Make, numbered: Numbered) -> Frames:
    builder = FramesBuilder()
    for edition in forms.editions():
        values = numbered(edition)
        blank, nil = edition.cell_ids[20], edition.cell_ids[21]
        builder.add(recognise(make_document(edition, values | {blank: "", nil: "/"}), region="云州/青川县"))
    builder.fail(Failure("坏.docx", "damaged", Text("坏.docx：损坏", "damaged")))
    return builder.build()


def test_one_row_a_report_a_cell_and_a_failure(frames: Frames) -> None:
    editions = forms.editions()
    assert frames.reports.num_rows == len(editions)
    assert frames.cells.num_rows == sum(len(edition.cells) for edition in editions)
    assert frames.cells.schema == CELLS
    assert frames.failures.column("path").to_pylist() == ["坏.docx"]
    assert set(frames.facts) == {edition.id for edition in editions}


def test_facts_keep_why_a_value_is_null(frames: Frames) -> None:
    for edition in forms.editions():
        facts = frames.facts[edition.id]
        assert facts.schema == facts_schema(edition)
        row = facts.to_pylist()[0]
        assert len(row["statuses"]) == len(edition.cells)
        assert row["statuses"][20:22] == "bn"
        assert row["statuses"].count("o") == len(edition.cells) - 2
        assert row[edition.cell_ids[20]] is None
        assert row["section_order"].split() == [section.id for section in edition.sections]
        assert row["region"] == "云州/青川县"


def test_cells_carry_raw_status_and_place(frames: Frames) -> None:
    rows = frames.cells.to_pylist()
    assert {row["status"] for row in rows} == {"ok", "blank"}
    assert all(row["raw"] == f"{row['value']:.0f}" for row in rows if row["status"] == "ok")
    assert all(row["locator"]["table"] and row["locator"]["column"] for row in rows)


def test_pandas_counts_are_exact(frames: Frames) -> None:
    for edition in forms.editions():
        table = frames.to_pandas()[f"facts-{edition.id}"]
        assert str(table.dtypes[edition.cell_ids[0]]) == "float64"
        assert table[edition.cell_ids[0]].tolist() == [1000.0]
        assert table[edition.cell_ids[20]].isna().all()


def test_files_are_whole_or_not_there(frames: Frames, tmp_path: Path) -> None:
    written = frames.write(tmp_path / "out")
    assert {path.stem for path in written} == {name for name, _ in frames.tables()}
    for path in written:
        assert pq.read_table(path).num_rows == dict(frames.tables())[path.stem].num_rows
    broken = pa.table({"a": [1]})
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_parquet(broken, tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []


def test_numbers_without_nulls_are_not_copied_for_pandas() -> None:
    numbers = pa.array(np.arange(1000, dtype=np.float64))
    holes = pa.array([1.0, None] * 500)
    frame = facts_to_pandas(pa.table({"a": numbers, "b": numbers, "holes": holes}))
    assert np.shares_memory(frame["a"].to_numpy(), numbers.to_numpy())
    assert frame["b"].tolist() == numbers.to_pylist()
    assert frame["holes"].isna().sum() == 500
