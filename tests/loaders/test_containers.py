"""Archives, honest and hostile: what is in them is found, and nothing else happens."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders import Found, Room, Submission, unpack
from gongkai.loaders import _spool as spool

EPOCH = (1980, 1, 1, 0, 0, 0)
PAGE = b"<html>" + b"x" * 1000
Members = Iterable[tuple[str, bytes]]
Take = Callable[..., Found]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for number, (name, data) in enumerate(members):
            info = zipfile.ZipInfo(str(number), EPOCH)
            info.filename, info.compress_type = name, method
            archive.writestr(info, data)
    return file.getvalue()


def tarred(
    members: Members, mode: str = "w", kind: int = tarfile.PAX_FORMAT, encoding: str = "utf-8"
) -> bytes:
    file = io.BytesIO()
    with tarfile.open(None, mode, file, format=kind, encoding=encoding) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def linked(kind: bytes) -> bytes:
    """A tar with a member that is no file, and one that is."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("甲.html")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
        info = tarfile.TarInfo("乙.html")
        info.size = len(PAGE)
        archive.addfile(info, io.BytesIO(PAGE))
    return file.getvalue()


ZEROS = bytes(40 * 1024 * 1024)


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Unpacks bytes as a file of that name in a folder of its own."""

    numbers = count()

    def unpacked(data: bytes, name: str = "云州市.zip", **fields: object) -> Found:
        path = tmp_path / f"submitted {next(numbers)}"
        path.write_bytes(data)
        found = unpack(Submission(path, name, **fields), tmp_path / f"into {next(numbers)}")  # type: ignore[arg-type]
        assert found is not None
        return found

    return unpacked


def names(found: Found) -> list[str]:
    return [one.name.partition("/")[2] for one in found.submissions]


def codes(found: Found) -> list[str]:
    return [one.code for one in found.refused]


MEMBERS = (("甲/一.html", PAGE), ("甲/二.docx", b"2"), ("三.txt", b"3"))
ARCHIVES = [
    pytest.param("a.zip", zipped(MEMBERS), id="zip"),
    pytest.param("a.zip", zipped(MEMBERS, zipfile.ZIP_STORED), id="stored"),
    pytest.param("a.tar", tarred(MEMBERS), id="tar"),
    pytest.param("a.tar", tarred(MEMBERS, kind=tarfile.GNU_FORMAT, encoding="gb18030"), id="gbk-tar"),
    pytest.param("a.tar.gz", tarred(MEMBERS, "w:gz"), id="gz"),
    pytest.param("a.tbz2", tarred(MEMBERS, "w:bz2"), id="bz2"),
    pytest.param("a.txz", tarred(MEMBERS, "w:xz"), id="xz"),
]


@pytest.mark.parametrize(("name", "data"), ARCHIVES)
def test_members_are_submissions_with_bytes_name_and_region(take: Take, name: str, data: bytes) -> None:
    found = take(data, name, region="云州市")
    assert names(found) == ["三.txt", "甲/一.html", "甲/二.docx"]
    assert [one.path.read_bytes() for one in found.submissions] == [b"3", PAGE, b"2"]
    assert [one.region for one in found.submissions] == ["云州市/a", "云州市/a/甲", "云州市/a/甲"]
    assert found.aside == []
    assert found.refused == []


@pytest.mark.parametrize("suffix", [".docx", ".html", ""])
def test_what_holds_no_others_is_told(tmp_path: Path, suffix: str) -> None:
    for number, data in enumerate(
        (
            zipped([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]),
            zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]),
            zipped([("OFD.xml", b"<x/>")]),
            zipped([("word/document2.xml", b"<x/>")]),
            zipped(MEMBERS)[:-10],
            PAGE,
            b"",
        )
    ):
        path = tmp_path / str(number)
        path.write_bytes(data)
        assert unpack(Submission(path, f"报告{suffix}"), tmp_path / "into") is None
    assert unpack(Submission(tmp_path / "nowhere", "a.zip"), tmp_path / "into") is None


def test_an_archive_stands_for_a_folder_unless_it_was_given_itself(take: Take) -> None:
    plain = zipped([("教育局/一.html", PAGE), ("二.html", PAGE)])
    assert [one.region for one in take(plain).submissions] == ["云州市", "云州市/教育局"]
    wrapped = zipped([("云州市/教育局/一.html", PAGE), ("云州市/二.html", PAGE)])
    assert [one.region for one in take(wrapped).submissions] == ["云州市", "云州市/教育局"]


@pytest.mark.parametrize("given_itself", [False, True])
def test_a_folder_given_itself_is_no_region_nor_is_an_archive(take: Take, given_itself: bool) -> None:
    found = take(zipped([("教育局/一.html", PAGE)]), region=None, given=given_itself)
    assert [one.region for one in found.submissions] == ["教育局" if given_itself else "云州市/教育局"]
    assert not found.submissions[0].given


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_compressed_by_itself_keeps_its_name_and_region(
    take: Take, pack: Callable[[bytes], bytes]
) -> None:
    suffix = {gzip.compress: ".gz", bz2.compress: ".bz2", lzma.compress: ".xz"}[pack]
    found = take(pack(PAGE), f"某局.html{suffix}", region="云州市", given=True)
    (one,) = found.submissions
    assert (one.name, one.region, one.given) == (f"某局.html{suffix}/某局.html", "云州市", True)
    assert one.path.read_bytes() == PAGE


def test_archives_in_archives_are_taken_apart_in_turn_to_a_depth(tmp_path: Path) -> None:
    data = zipped([("一.html", PAGE)])
    for _ in range(5):
        data = zipped([("内.zip", data)])
    (tmp_path / "a").write_bytes(data)
    here = Submission(tmp_path / "a", "外.zip")
    depth = 0
    while (found := unpack(here, tmp_path / f"into {depth}")) is not None and found.submissions:
        (here,), depth = found.submissions, depth + 1
    assert depth == 4
    assert found is not None
    assert [(one.path, one.code) for one in found.refused] == [("外.zip" + "/内.zip" * 4, "limit")]


def test_what_lies_beside_documents_is_aside(take: Take) -> None:
    litter = ["__MACOSX/._甲.html", ".DS_Store", "a/._b.html", "Thumbs.db", "style.css", "~$甲.docx"]
    found = take(zipped([(name, b"x") for name in litter] + [("甲.html", PAGE)]))
    assert names(found) == ["甲.html"]
    assert sorted(found.aside) == sorted(f"云州市.zip/{name}" for name in litter)


def test_damage_stops_no_other_member(take: Take) -> None:
    data = bytearray(zipped([(f"{name}.html", PAGE) for name in "abc"], zipfile.ZIP_STORED))
    data[data.find(PAGE, data.find(b"b.html")) + 5] ^= 1
    found = take(bytes(data))
    assert names(found) == ["a.html", "c.html"]
    assert [(one.path, one.code) for one in found.refused] == [("云州市.zip/b.html", "damaged")]


@pytest.mark.parametrize(("cut", "whole"), [(30, 0), (700, 0), (1500, 0), (1536, 1), (2500, 1), (5000, 3)])
def test_an_archive_cut_off_gives_what_it_has(take: Take, cut: int, whole: int) -> None:
    members = [(f"{number}.html", PAGE) for number in range(4)]
    # What a zip holds is written at its end.
    assert codes(take(zipped(members, zipfile.ZIP_STORED)[:cut], "a.zip")) in (["damaged"], [])
    if cut > 512:
        found = take(tarred(members)[:cut], "a.tar")
        assert len(found.submissions) == whole
        assert bool(found.refused) == (cut != 1536)
        packed = take(gzip.compress(tarred(members), 0)[:cut], "a.tgz")
        assert len(packed.submissions) <= whole
        assert codes(packed)[-1] == "damaged"


def test_damage_inside_a_tar_is_told(take: Take) -> None:
    data = bytearray(tarred([(f"{number}.html", PAGE) for number in range(4)]))
    data[1536 + 10] ^= 1
    found = take(bytes(data), "a.tar")
    assert names(found) == ["0.html"]
    assert codes(found) == ["damaged"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.html"])
def test_names_that_lead_out_of_a_tar_are_refused(take: Take, name: str) -> None:
    assert codes(take(tarred([(name, PAGE)]), "a.tar")) == ["unsafe"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(take: Take, kind: bytes) -> None:
    found = take(linked(kind), "a.tar")
    assert names(found) == ["乙.html"]
    assert [(one.path, one.code) for one in found.refused] == [("a.tar/甲.html", "unsafe")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.zip", zipped([("a.html", ZEROS)]), id="zip"),
        pytest.param("a.html.gz", gzip.compress(ZEROS), id="gz"),
        pytest.param("a.html.bz2", bz2.compress(ZEROS), id="bz2"),
        pytest.param("a.html.xz", lzma.compress(ZEROS, preset=0), id="xz"),
        pytest.param("a.tgz", tarred([("a.html", ZEROS)], "w:gz"), id="tgz"),
    ],
)
def test_what_grows_absurdly_is_a_bomb(take: Take, tmp_path: Path, name: str, data: bytes) -> None:
    found = take(data, name)
    assert found.submissions == []
    assert set(codes(found)) == {"limit"}
    assert written(tmp_path) == 0


def test_a_window_of_memory_is_not_given(take: Take) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 512 * 1024 * 1024}]
    assert codes(take(lzma.compress(PAGE, filters=filters), "a.html.xz")) == ["damaged"]


def test_a_header_without_end_is_not_read(take: Take) -> None:
    """The extended header of a tar, which is kept in memory."""
    info = tarfile.TarInfo("a.html")
    info.type, info.size = tarfile.XHDTYPE, 1 << 40
    found = take(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(4096)), "a.tgz")
    assert (codes(found), found.submissions) == (["limit"], [])


def test_members_too_large_are_refused_and_the_rest_is_read(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "MAX_BYTES", 2000)
    members = [("大.html", PAGE * 3), ("小.html", PAGE), ("内.zip", zipped([("一.html", PAGE)], 0) * 3)]
    for data, name in ((zipped(members), "a.zip"), (tarred(members), "a.tar")):
        found = take(data, name)
        assert names(found) == ["内.zip", "小.html"]
        assert [(one.path, one.code) for one in found.refused] == [(f"{name}/大.html", "too_large")]


@pytest.mark.parametrize("room", [Room(4, 2500, 100), Room(4, 10**9, 2)])
def test_when_the_room_is_used_up_the_rest_is_told(take: Take, tmp_path: Path, room: Room) -> None:
    members = [(f"{number}.html", PAGE) for number in range(5)]
    for data, name in ((zipped(members), "a.zip"), (tarred(members), "a.tar")):
        found = take(data, name, room=room)
        assert names(found) == ["0.html", "1.html"]
        assert [(one.path, one.code) for one in found.refused] == [(name, "limit")]
    assert written(tmp_path) == 4 * len(PAGE)


def test_archives_inside_share_the_room(tmp_path: Path) -> None:
    """However many archives lie in archives, no more comes out than the first had room for."""
    inner = zipped([(f"{number}.html", PAGE) for number in range(10)])
    outer = zipped([(f"{number}.zip", inner) for number in range(10)] + [("a.docx", inner)])
    (tmp_path / "a.zip").write_bytes(zipped([("内.zip", outer)]))
    waiting = [Submission(tmp_path / "a.zip", "a.zip", room=Room(4, 50_000, 1000))]
    refused, levels = [], set()
    for number in count():
        if not waiting:
            break
        one = waiting.pop()
        levels.add(one.room.levels)
        found = unpack(one, tmp_path / f"into {number}")
        if found is not None:
            waiting += found.submissions
            refused += found.refused
    assert levels == {4, 3, 2, 0}
    assert written(tmp_path) <= 50_000
    assert {one.code for one in refused} == {"limit"}


def written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("into*/*"))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([*range(len(ARCHIVES))]), st.data())
def test_whatever_is_damaged_nothing_breaks(kind: int, data: st.DataObject) -> None:
    name, whole = ARCHIVES[kind].values
    assert isinstance(name, str)
    assert isinstance(whole, bytes)
    damaged = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    with tempfile.TemporaryDirectory() as folder:
        for number, tried in enumerate((bytes(damaged), bytes(damaged[:cut]))):
            path = Path(folder, str(number))
            path.write_bytes(tried)
            found = unpack(Submission(path, name), Path(folder, f"into {number}"))
            for one in found.submissions if found else ():
                assert one.path.is_file()
