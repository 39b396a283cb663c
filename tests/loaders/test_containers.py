"""Archives, honest and hostile: what is in them is found, and nothing else happens."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
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


def raw_zip(names: Iterable[bytes], flags: int = 0, size: int | None = None) -> bytes:
    """A stored zip with names as bytes; each member says it is of that size, and holds PAGE."""
    body, directory, number = b"", b"", 0
    for name in names:
        sizes = (len(PAGE), len(PAGE) if size is None else size)
        common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 33, zlib.crc32(PAGE), *sizes, len(name), 0)
        place = struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + place + name
        body += b"PK\3\4" + common + name + PAGE
        number += 1
    end = struct.pack("<HHHHIIH", 0, 0, number, number, len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def overlapping(times: int, size: int) -> bytes:
    """Members that are all the same bytes, as in D. Fifield's bomb."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(size)) + packer.flush()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(bytes(size)), len(packed), size, 1, 0)
    body = b"PK\3\4" + common + b"a" + packed
    entry = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<HHHHIIH", 0, 0, times, times, len(entry) * times, len(body), 0)
    return body + entry * times + b"PK\5\6" + end


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


def test_what_an_office_package_is_called_by_others(take: Take) -> None:
    assert names(take(zipped([("content.xml", PAGE), ("内/OFD.xml", PAGE)]))) == ["content.xml", "内/OFD.xml"]


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


def test_names_without_a_mark_are_chinese(take: Take) -> None:
    for encoding in ("gb18030", "utf-8"):
        raw = raw_zip(
            text.encode(encoding) for text in ("云州市/教育局.html", "站.html", "昞.html", "a.html")
        )
        assert names(take(raw)) == ["a.html", "云州市/教育局.html", "昞.html", "站.html"]
    assert names(take(raw_zip([b"\xff\xfe.html"]))) == ["\\udcff\\udcfe.html"]


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


def test_one_name_twice_is_two_members(take: Take) -> None:
    found = take(raw_zip([b"a.html", b"a.html", b"a (2).html"]))
    assert names(found) == ["a (2) (2).html", "a (2).html", "a.html"]


def test_damage_stops_no_other_member(take: Take) -> None:
    data = bytearray(zipped([(f"{name}.html", PAGE) for name in "abc"], zipfile.ZIP_STORED))
    data[data.find(PAGE, data.find(b"b.html")) + 5] ^= 1
    found = take(bytes(data))
    assert names(found) == ["a.html", "c.html"]
    assert [(one.path, one.code) for one in found.refused] == [("云州市.zip/b.html", "damaged")]


def test_a_size_that_lies_is_damage(take: Take) -> None:
    assert codes(take(raw_zip([b"a.html"], size=10))) == ["damaged"]
    # Its bytes and their checksum agree: nothing is lost.
    assert names(take(raw_zip([b"a.html"], size=100_000))) == ["a.html"]


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


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(take: Take, kind: bytes) -> None:
    found = take(linked(kind), "a.tar")
    assert names(found) == ["乙.html"]
    assert [(one.path, one.code) for one in found.refused] == [("a.tar/甲.html", "unsafe")]


def test_a_link_in_a_zip_is_refused(take: Take) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("甲.html", EPOCH)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert codes(take(file.getvalue())) == ["unsafe"]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b.html",
        "C:\\x.html",
        "c:/x",
        "\\\\host\\x",
        "..\\x.html",
        "a/" * 40 + "x",
    ],
)
def test_names_that_lead_out_are_refused(take: Take, name: str) -> None:
    for found in (take(raw_zip([name.encode()])), take(tarred([(name, PAGE)]), "a.tar")):
        assert codes(found) == ["unsafe"]
        assert found.submissions == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("甲\u202egpj.html", "甲\\u202egpj.html"),
        ("甲\x00.html", "甲\\x00.html"),
        ("\x1b[31m甲\n.html", "\\x1b[31m甲\\x0a.html"),
        ("<script>.html", "<script>.html"),
        ("长" * 5000 + ".html", "长" * 114 + "….html"),
        ("./a//b.html", "a/b.html"),
        ("a\\b.html", "a/b.html"),
        (" ", " "),
    ],
)
def test_names_are_shown_as_they_are_and_hide_nothing(take: Take, name: str, shown: str) -> None:
    assert names(take(raw_zip([name.encode()]))) == [shown]


def test_passwords_are_told(take: Take) -> None:
    found = take(raw_zip([b"a.html", b"b.html"], flags=1))
    assert [(one.path, one.code) for one in found.refused] == [("云州市.zip", "damaged")]
    assert "密码" in found.refused[0].message.zh


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_told(take: Take, method: int) -> None:
    assert codes(take(zipped(MEMBERS, method))) == ["damaged"] * 3


def test_members_that_share_bytes_are_a_bomb(take: Take) -> None:
    found = take(overlapping(1000, 1024 * 1024))
    assert (codes(found), found.submissions) == (["limit"], [])


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


NASTY = st.lists(
    st.sampled_from(
        ["/", "\\", "..", ".", ":", "C", "\x00", "\n", "甲", "\u202e", "~", "a", " ", "$", "*", "%", "\ud800"]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(NASTY, max_size=6), st.booleans())
def test_whatever_the_names_nothing_is_written_elsewhere(texts: list[str], plain: bool) -> None:
    raw = [text.encode("utf-8", "surrogatepass")[:60000] for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        into = top / "a" / "b" / "into"
        into.mkdir(parents=True)
        data = raw_zip(raw, flags=0 if plain else 0x800) if raw else zipped(())
        (top / "x").write_bytes(data)
        found = unpack(Submission(top / "x", "x.zip"), into)
        assert found is not None
        files = {path for path in top.rglob("*") if path.is_file()} - {top / "x"}
        assert all(path.parent == into and path.name.isdigit() for path in files)
        assert {one.path for one in found.submissions} <= files
        for one in found.submissions:
            one.name.encode()
            assert one.name.isprintable()


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
