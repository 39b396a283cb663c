"""Frames that are kept, joined with what was read: the same as reading everything."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import demo
from gongkai.loaders import FAILURES, Reading, StoredFrames, find_submissions, load_into
from gongkai.nightly._changes import changes
from gongkai.nightly._inbox import look
from gongkai.nightly._kept import assemble, merge
from gongkai.nightly._reading import Standing, are_sound, read, sums

NOW = 2_000_000_000.0
FRAMES = ("reports", "cells", "sections", "failures", "facts-2019", "facts-2021")


def archive(*members: demo.Rendered) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for number, member in enumerate(members):
            file.writestr(f"{number}/{member.name}", member.data)
    return data.getvalue()


@pytest.fixture(scope="module")
def versions() -> list[bytes]:
    """What a file may hold: reports of both editions, an archive of several, and what cannot be read."""
    made = list(demo.clean_reports(5, years=(2020, 2021, 2023), layouts=("text.tabs", "html.clean")))
    return [*(one.data for one in made[:3]), archive(*made[1:4]), b"\x00\x01\x02", b""]


NAMES = ("甲/一.txt", "甲/二.html", "乙/三.zip", "四.txt")
NIGHTS = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5), max_size=len(NAMES)), min_size=2, max_size=4
)


@given(nights=NIGHTS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_changes_the_frames_are_those_of_reading_everything(
    tmp_path_factory: pytest.TempPathFactory, versions: list[bytes], nights: list[dict[str, int]]
) -> None:
    home = tmp_path_factory.mktemp("kept")
    standing = Standing.nothing()
    reading = Reading(workers=1)
    for number, wanted in enumerate(nights):
        inbox_folder = home / "inbox"
        for name in NAMES:
            path = inbox_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name in wanted:
                path.write_bytes(versions[wanted[name]])
            else:
                path.unlink(missing_ok=True)
        inbox = look([inbox_folder], 0, NOW, standing.contents)
        found = changes(inbox, standing.contents, (), afresh=False)
        into, aside = home / "store" / str(number), home / "aside" / str(number)
        aside.mkdir(parents=True)
        tonight = read(inbox, found, standing, reading, None, into, aside)
        assert {one.name for one in found.to_read} == {
            name for name in inbox.contents if standing.contents.get(name) != inbox.contents[name]
        }
        standing = tonight.standing
        fresh = load_into(find_submissions([inbox_folder]), home / "fresh" / str(number), None, reading)
        same(tonight.frames, fresh)


def same(ours: StoredFrames, fresh: StoredFrames) -> None:
    for name in FRAMES:
        if fresh.path(name).exists():
            assert pq.read_table(ours.path(name)).equals(pq.read_table(fresh.path(name))), name
        else:
            assert not ours.path(name).exists() or not ours.rows(name)


@pytest.fixture
def kept(tmp_path: Path, versions: list[bytes]) -> tuple[Path, dict[str, Path]]:
    """The frames of three reports, by slot, and the folder of what was read."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, data in enumerate(versions[:3]):
        (inbox / f"{number}.txt").write_bytes(data)
    fresh = load_into(find_submissions([inbox]), tmp_path / "read", None, Reading(workers=1))
    paths = fresh.reports["path"].to_pylist()
    slots = merge({}, lambda _: None, fresh.directory, paths.index, 3, tmp_path / "store")
    return tmp_path, slots


def test_frames_are_kept_by_edition_and_year(kept: tuple[Path, dict[str, Path]]) -> None:
    _, slots = kept
    for name, folder in slots.items():
        reports = pq.read_table(folder / "reports.parquet")
        assert {f"{row['edition']}-{row['year']}" for row in reports.to_pylist()} == {name}
    assert len(slots) > 1


def test_what_did_not_change_is_not_written_again(
    kept: tuple[Path, dict[str, Path]],
) -> None:
    home, slots = kept
    fresh = load_into(find_submissions([]), home / "nothing", None, Reading(workers=1))
    paths = [
        path
        for folder in slots.values()
        for path in pq.read_table(folder / "reports.parquet")["path"].to_pylist()
    ]
    order = sorted(paths)
    gone = order[0]

    def rank(path: str) -> int | None:
        return None if path == gone else order.index(path)

    again = merge(slots, rank, fresh.directory, lambda _: None, 3, home / "again")
    changed = [
        name
        for name, folder in slots.items()
        if gone in pq.read_table(folder / "reports.parquet")["path"].to_pylist()
    ]
    for name, folder in slots.items():
        assert (again.get(name) == folder) is (name not in changed)


def test_a_file_that_is_damaged_or_gone_is_known(kept: tuple[Path, dict[str, Path]]) -> None:
    home, slots = kept
    said = sums(slots.values(), home)
    assert are_sound(said, home)
    victim = home / next(iter(said))
    data = victim.read_bytes()
    victim.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert not are_sound(said, home)
    victim.unlink()
    assert not are_sound(said, home)


def test_frames_that_do_not_fit_together_are_an_error(kept: tuple[Path, dict[str, Path]]) -> None:
    home, slots = kept
    folder = next(iter(slots.values()))
    cells = pq.read_table(folder / "cells.parquet")
    pq.write_table(cells.slice(0, cells.num_rows - 1), folder / "cells.parquet")
    fresh = load_into(find_submissions([]), home / "nothing", None, Reading(workers=1))
    order = sorted(pq.read_table(folder / "reports.parquet")["path"].to_pylist())
    with pytest.raises(ValueError, match="rows early"):
        assemble([folder], order.index, len(order), FAILURES.empty_table(), home / "whole")
    assert fresh.rows("reports") == 0
