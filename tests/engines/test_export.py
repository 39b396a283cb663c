"""Frames go into a database and come out of it as they were, whole or not at all."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
import sqlalchemy as sa

from gongkai import demo, loaders, relations
from gongkai.engines.sql import DatabaseRefusedError, export, fetch, open_database
from gongkai.engines.sql import _layout as layout
from gongkai.engines.sql._columns import stored, table_of
from gongkai.engines.sql._database import Stored
from gongkai.forms import Text

VALUES = pa.decimal128(24, 6)


@pytest.fixture(scope="module")
def frames():
    builder = loaders.FramesBuilder()
    for one in demo.clean_reports(12):
        builder.add(loaders.recognise(loaders.read_bytes(one.data, one.name)))
    builder.fail(loaders.Failure("某市/坏.docx", "corrupt", Text("坏了", "broken")))
    return builder.build()


def run(database, statement):
    engine = sa.create_engine(database.sqlalchemy_url)
    with engine.begin() as connection:
        found = connection.execute(sa.text(statement))
        rows = found.fetchall() if found.returns_rows else []
    engine.dispose()
    return rows


def test_what_comes_out_is_what_went_in(database, frames, tmp_path):
    related = relations.relate(frames)
    counts = export(frames, related, database)
    there = fetch(database, tmp_path / "out")
    for name, table in frames.tables():
        rows = [one for piece in there.frames.pieces(name) for one in piece.to_pylist()]
        key = str
        assert sorted(rows, key=key) == sorted(table.to_pylist(), key=key), name
        assert counts[layout.table_name(name)] == table.num_rows
    assert set(there.frames.facts) == set(frames.facts)
    for name, table in related.tables.items():
        # As text: a number that is not there is not equal to itself.
        assert sorted(map(str, there.relations.tables[name].to_pylist())) == sorted(
            map(str, table.to_pylist())
        )
    assert there.relations.submissions.to_pylist() == related.submissions.to_pylist()


def test_an_export_takes_the_place_of_the_last(database, frames, tmp_path):
    export(frames, relations.relate(frames), database)
    fewer = loaders.Frames(
        frames.reports.slice(0, 2), frames.cells.slice(0, 5), frames.sections.slice(0, 1), frames.failures
    )
    export(fewer, relations.relate(fewer), database)
    there = fetch(database, tmp_path / "out")
    assert there.frames.rows("reports") == 2
    assert not there.frames.facts


def test_one_that_fails_halfway_leaves_the_last(database, frames, tmp_path):
    export(frames, relations.relate(frames), database)
    before = run(database, "SELECT COUNT(*) FROM gongkai_reports")

    def halfway():
        schema = stored(loaders.REPORTS.empty_table()).schema
        yield Stored("gongkai_reports", schema, iter([schema.empty_table()]))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        database.replace(halfway())
    assert run(database, "SELECT COUNT(*) FROM gongkai_reports") == before
    assert fetch(database, tmp_path / "out").frames.rows("reports") == frames.reports.num_rows


def test_rows_that_are_gone_are_told(database, frames, tmp_path):
    export(frames, relations.relate(frames), database)
    run(database, "DELETE FROM gongkai_cells WHERE cell = (SELECT MIN(cell) FROM gongkai_cells)")
    with pytest.raises(DatabaseRefusedError, match="gongkai_cells"):
        fetch(database, tmp_path / "out")


def test_a_database_without_an_export_is_told(tmp_path, postgresql):
    for url in (f"sqlite:///{tmp_path / 'none.db'}", f"{postgresql}&options=-csearch_path%3Dnowhere"):
        with pytest.raises(DatabaseRefusedError):
            fetch(open_database(url), tmp_path / "out")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://a@b/c", "sqlite://", "sqlite:///:memory:", "://", "postgresql:/a"]
)
def test_what_is_no_database_of_ours_is_refused(url):
    with pytest.raises(DatabaseRefusedError) as caught:
        open_database(url)
    assert caught.value.message.en != caught.value.message.zh


def test_a_password_is_never_shown():
    database = open_database("postgresql://user:s3cret@127.0.0.1:9/db?connect_timeout=1")
    assert "s3cret" not in database.shown
    with pytest.raises(DatabaseRefusedError) as caught:
        list(database.read("SELECT 1", pa.schema([("a", pa.int64())])))
    assert "s3cret" not in "".join(caught.value.message)


KINDS = {
    "text": (pa.string(), ["a", None, "', \" \\ 数", "\x00"], ["a", None, "', \" \\ 数", "␀"]),
    "decimal": (VALUES, [Decimal("123456789012345678.654321"), None, Decimal("-0.000001"), Decimal(0)], None),
    "day": (pa.date32(), [dt.date(2021, 1, 31), None, dt.date(1, 1, 1), dt.date(9999, 12, 31)], None),
    "flag": (pa.bool_(), [True, None, False, True], None),
    "double": (pa.float64(), [0.1, None, -(2.0**60), 1e-300], None),
    "doubles": (pa.list_(pa.float64()), [[0.1, None], None, [], [2.0**53]], None),
    "struct": (
        pa.list_(pa.struct([("value", VALUES), ("day", pa.date32()), ("said", pa.string())])),
        [
            [{"value": Decimal("52.150000"), "day": dt.date(2020, 2, 29), "said": "“引用”"}],
            None,
            [{"value": None, "day": None, "said": None}],
            [],
        ],
        None,
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_values_of_every_kind_come_out_as_they_went_in(database, kind):
    type_, values, expected = KINDS[kind]
    table = pa.table({"kept": pa.array(values, type_)})
    kept = stored(table)
    database.replace([Stored("gongkai_kept", kept.schema, iter([kept]))])
    (there,) = database.read('SELECT "kept" FROM gongkai_kept', table.schema)
    assert there["kept"].to_pylist() == (values if expected is None else expected)
    rows = run(database, 'SELECT "kept" FROM gongkai_kept')
    assert table_of(rows, table.schema)["kept"].to_pylist() == there["kept"].to_pylist()


def test_a_number_that_is_not_there_stays_apart_from_none():
    table = pa.table({"kept": pa.array([[float("nan"), None, 1.0]], pa.list_(pa.float64()))})
    kept = stored(table)["kept"].to_pylist()
    (back,) = table_of([kept], table.schema)["kept"].to_pylist()
    assert str(back) == "[nan, None, 1.0]"
