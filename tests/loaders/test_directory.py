"""A zip's directory and entries are as the standard library says, or it is asked."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders._directory import content_of, directory_of

MEMBERS = {"[Content_Types].xml": b"<Types/>" * 40, "xl/workbook.xml": b"<workbook/>", "empty": b""}


def zipped(method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"", names: tuple[str, ...] = ()) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = comment
        for name, content in (MEMBERS | dict.fromkeys(names, b"x")).items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_is_written_as_usual_is_read(method: int) -> None:
    data = zipped(method)
    entries = directory_of(data)
    assert entries is not None
    assert {entry.filename: content_of(data, entry) for entry in entries} == MEMBERS


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"PK\x05\x06", zipped(comment=b"c"), zipped(names=("\u7532.xml",)), b"before" + zipped()),
        *(zipped()[:-1], zipped() + b"x", zipped()[:200] + zipped()[220:]),
    ],
)
def test_what_is_not_is_left_to_the_standard_library(data: bytes) -> None:
    assert directory_of(data) is None


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_are_not_unpacked(method: int) -> None:
    data = zipped(method)
    assert {content_of(data, entry) for entry in directory_of(data) or ()} == {None}


def test_no_more_is_unpacked_than_is_said() -> None:
    """A size that is a lie is one, in both directions."""
    data = zipped()
    for entry in directory_of(data) or ():
        for lie in (-1, 1):
            assert content_of(data, entry._replace(file_size=max(entry.file_size + lie, 1))) is None


def test_entries_that_share_bytes_are_left_to_the_standard_library() -> None:
    data = zipped()
    first, second, _ = (entry.header_offset for entry in directory_of(data) or ())
    at = data.rindex(second.to_bytes(4, "little"))
    assert directory_of(data[:at] + first.to_bytes(4, "little") + data[at + 4 :]) is None


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=3))
@settings(deadline=None, max_examples=600)
def test_whatever_is_read_of_a_damaged_zip_is_what_the_standard_library_reads(
    changes: list[tuple[int, int]],
) -> None:
    damaged = bytearray(zipped())
    for at, byte in changes:
        damaged[-1 - at % len(damaged)] = byte
    data = bytes(damaged)
    entries = directory_of(data)
    if entries is None:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
        names = (
            "filename",
            "flag_bits",
            "compress_type",
            "CRC",
            "compress_size",
            "file_size",
            "header_offset",
        )
        assert [tuple(getattr(one, name) for name in names) for one in listed] == [*entries]
        for one, entry in zip(listed, entries, strict=True):
            content = content_of(data, entry)
            assert content is None or content == archive.read(one)
