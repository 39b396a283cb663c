"""Zip archives and what they say about themselves: names, sizes, flags."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders import Found, Submission, unpack

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


def test_what_an_office_package_is_called_by_others(take: Take) -> None:
    assert names(take(zipped([("content.xml", PAGE), ("内/OFD.xml", PAGE)]))) == ["content.xml", "内/OFD.xml"]


def test_names_without_a_mark_are_chinese(take: Take) -> None:
    for encoding in ("gb18030", "utf-8"):
        raw = raw_zip(
            text.encode(encoding) for text in ("云州市/教育局.html", "站.html", "昞.html", "a.html")
        )
        assert names(take(raw)) == ["a.html", "云州市/教育局.html", "昞.html", "站.html"]
    assert names(take(raw_zip([b"\xff\xfe.html"]))) == ["\\udcff\\udcfe.html"]


def test_one_name_twice_is_two_members(take: Take) -> None:
    found = take(raw_zip([b"a.html", b"a.html", b"a (2).html"]))
    assert names(found) == ["a (2) (2).html", "a (2).html", "a.html"]


def test_a_size_that_lies_is_damage(take: Take) -> None:
    assert codes(take(raw_zip([b"a.html"], size=10))) == ["damaged"]
    # Its bytes and their checksum agree: nothing is lost.
    assert names(take(raw_zip([b"a.html"], size=100_000))) == ["a.html"]


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
    found = take(raw_zip([name.encode()]))
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
    assert codes(take(zipped([("a.html", PAGE)], method))) == ["damaged"]


def test_members_that_share_bytes_are_a_bomb(take: Take) -> None:
    found = take(overlapping(1000, 1024 * 1024))
    assert (codes(found), found.submissions) == (["limit"], [])


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
