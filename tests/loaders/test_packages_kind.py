"""What a zip or an OLE2 file holds, by its own directory."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import demo
from gongkai.loaders import _limits as limits
from gongkai.loaders._packages_kind import OLE2, kind_of

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "application/vnd.oasis.opendocument.text"


def zipped(**parts: str) -> bytes:
    """A zip whose entries' names are given with "__" for "/"."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/"), text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(zipped(**{"word__document.xml": ""}), "docx", id="docx"),
        pytest.param(zipped(**{"word__document2.xml": ""}), "docx", id="docx_of_another_producer"),
        pytest.param(zipped(**{"xl__workbook.xml": ""}), "xlsx", id="xlsx"),
        pytest.param(zipped(**{"xl__workbook.bin": ""}), "xlsx", id="xlsb"),
        pytest.param(zipped(**{"xl\\workbook.xml": ""}), "xlsx", id="xlsx_with_backslashes"),
        pytest.param(zipped(**{"ppt__presentation.xml": ""}), "pptx", id="pptx"),
        pytest.param(zipped(**{"OFD.xml": ""}), "ofd", id="ofd"),
        pytest.param(zipped(mimetype=SPREADSHEET), "ods", id="ods"),
        pytest.param(zipped(mimetype=f"{SPREADSHEET}-template"), "ods", id="ots"),
        pytest.param(zipped(mimetype=TEXT), "odt", id="odt"),
        pytest.param(
            zipped(**{"META-INF__manifest.xml": f'"{TEXT}" "{SPREADSHEET}"'}),
            "odt",
            id="odt_without_mimetype",
        ),
        pytest.param(zipped(**{"content.xml": ""}), "zip", id="content_of_nothing"),
        pytest.param(zipped(**{"a.txt": "xl/workbook.xml"}), "zip", id="archive"),
        pytest.param(zipped(**{"附件__word__document.xml": ""}), "zip", id="archive_of_parts"),
        pytest.param(zipped(), "zip", id="empty_zip"),
        pytest.param(b"PK\x03\x04", "zip", id="only_a_signature"),
        pytest.param(zipped(**{"word__document.xml": ""})[:-4], "zip", id="cut_zip"),
        pytest.param(OLE2, "ole2", id="only_an_ole2_signature"),
        pytest.param(OLE2 + bytes(2000), "ole2", id="empty_ole2"),
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"<html>xl/workbook.xml", None, id="no_container"),
    ],
)
def test_kinds(data: bytes, kind: str | None) -> None:
    assert kind_of(data) == kind


def test_a_directory_of_too_many_entries_is_not_listed() -> None:
    parts = {f"{number}": "" for number in range(limits.MAX_ENTRIES)}
    assert kind_of(zipped(**parts, **{"word__document.xml": ""})) == "zip"


WORD = demo.render(next(demo.clean_samples(1)), "docx.clean").data


@given(st.sampled_from([WORD, OLE2 + bytes(1024)]), st.integers(0, 10_000), st.binary(max_size=40))
def test_damage_is_never_an_error(data: bytes, at: int, damage: bytes) -> None:
    at %= len(data)
    assert kind_of(data[:at] + damage + data[at + len(damage) :]) in {"docx", "zip", "ole2", None}
