"""A folder of documents made to bring a reader down: each is refused with its reason, all others are audited.

Each entry of HOSTILE is (name, what writes it, the codes it may be refused with); an archive is refused with
some of what is in it, so that its failures are those whose path begins with its name.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest

from gongkai import demo

GOOD = 20
PIPE = "pipe.html"
"""Nobody writes to it: who reads it waits for ever."""
MEGA = 1 << 20
SECONDS = 15
"""What a document may take. None of these should: they are refused before."""
DEADLINE = 150
"""Of the whole run, far more than it needs."""

LETTERS = "abcdefghijklmnopqrst"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for other, one in pairwise(LETTERS))
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(document: bytes) -> bytes:
    """A Word document with this as its text."""
    (rendered,) = demo.clean_reports(1, layouts=["docx.clean"])
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(rendered.data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
    return made.getvalue()


def word(head: str, body: str) -> bytes:
    text = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>'
    )
    return docx((head + text).encode())


def page(body: str, head: str = "") -> bytes:
    return f"{head}<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def in_itself(data: bytes, times: int) -> bytes:
    for level in range(times):
        data = zipped({f"{level}.zip": data})
    return data


def pdf(*objects: str) -> bytes:
    """A PDF of these objects, the first being its root, without a table of them."""
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer\n<< /Root 1 0 R /Size {len(objects) + 1} >>\n%%EOF\n".encode("latin-1")


def stream(data: bytes, text: str = "") -> str:
    return f"<< /Length {len(data)} {text} >>\nstream\n{data.decode('latin-1')}\nendstream"


def deflated_twice() -> str:
    data = zlib.compress(zlib.compress(bytes(400 * MEGA), 9), 9)
    return stream(data, "/Filter [/FlateDecode /FlateDecode]")


PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
ROOT = "<< /Type /Catalog /Pages 2 0 R >>"


OFFICE = "http://schemas.openxmlformats.org"
RELATION = f"{OFFICE}/officeDocument/2006/relationships"
SHEET = f"{OFFICE}/spreadsheetml/2006/main"


def xlsx(sheet: str) -> bytes:
    """A workbook of one sheet."""
    types = '<Default Extension="xml" ContentType="text/xml"/>'
    one = '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{OFFICE}/package/2006/content-types">{types}</Types>',
            "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATION}">{one}</workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{sheet}</worksheet>',
        }
    )


def related(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{RELATION}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{one}</Relationships>'


def ods(table: str) -> bytes:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">{table}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def cell(place: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>x</t></is></c>'


def nested_parts(times: int) -> bytes:
    """A mail in a mail in a mail …"""
    head = "MIME-Version: 1.0\n"
    for level in range(times):
        head += f'Content-Type: multipart/related; boundary="b{level}"\n\n--b{level}\n'
    return head.encode()


REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row>'
)
CORNER = f'<sheetData><row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row></sheetData>'
MERGED = (
    f'<sheetData><row r="1">{cell("A1")}</row></sheetData>'
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
)
WITH_FORM = PAGE.replace("/Contents", "/Resources << /XObject << /X 5 0 R >> >> /Contents")
IN_ITSELF = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"


class Hostile(NamedTuple):
    name: str
    write: Callable[[Path], object]
    codes: set[str]


def put(data: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data())


def sparse(path: Path) -> None:
    """200 MB that take no room on the disk."""
    with path.open("wb") as file:
        file.write(b"<html><body>")
        file.truncate(200 * MEGA)


HOSTILE = [
    Hostile("bomb.docx", put(lambda: docx(bytes(100 * MEGA))), {"limit"}),
    Hostile("entities.docx", put(lambda: word(ENTITIES, "&t;")), {"damaged", "limit", "no_report"}),
    Hostile("outside.docx", put(lambda: word(OUTSIDE, "&a;")), {"damaged", "no_report", "empty"}),
    Hostile("entities.html", put(lambda: page("&t;", ENTITIES)), {"no_report", "limit"}),
    Hostile(
        "entities.xhtml", put(lambda: page("&t;", f"<?xml version='1.0'?>{ENTITIES}")), {"no_report", "limit"}
    ),
    Hostile("outside.html", put(lambda: page("&a;", OUTSIDE)), {"no_report", "empty"}),
    Hostile(
        "spans.html",
        put(lambda: page("<table>" + "<tr><td colspan=99999999 rowspan=99999999>x" * 5000 + "</table>")),
        {"limit", "no_report"},
    ),
    Hostile("nested.html", put(lambda: page("<table><tr><td>" * 100_000)), {"limit", "no_report"}),
    Hostile("more-nested.html", put(lambda: page("<table><tr><td>" * 1_000_000)), {"limit", "no_report"}),
    Hostile("tags.html", put(lambda: page("<b>" * 2_000_000)), {"limit"}),
    Hostile("sparse.html", sparse, {"too_large"}),
    Hostile("garbage.html", put(lambda: random.Random(1).randbytes(MEGA)), {"not_text", "unknown_format"}),
    Hostile("garbage.docx", put(lambda: b"PK\x03\x04" + random.Random(2).randbytes(MEGA)), {"damaged"}),
    Hostile("zeros.txt", put(lambda: bytes(10 * MEGA)), {"empty"}),
    Hostile("bomb.zip", put(lambda: zipped({"a.txt": bytes(600 * MEGA)})), {"limit", "too_large"}),
    Hostile("deep.zip", put(lambda: in_itself(zipped({"a.txt": b"x"}), 30)), {"limit"}),
    Hostile(
        "traversal.zip", put(lambda: zipped({"../../escaped.txt": b"x", "/escaped.txt": b"x"})), {"unsafe"}
    ),
    Hostile("traversal.tgz", put(lambda: tarred((entry("../../escaped.txt"), b"x"))), {"unsafe"}),
    Hostile(
        "links.tgz",
        put(
            lambda: tarred(
                (entry("link.txt", tarfile.SYMTYPE, "/etc/passwd"), b""),
                (entry("pipe.txt", tarfile.FIFOTYPE), b""),
            )
        ),
        {"unsafe"},
    ),
    Hostile("empty.zip", put(lambda: zipped({})), {"empty"}),
    Hostile(
        "loop.pdf",
        put(lambda: pdf(ROOT, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>")),
        {"damaged", "limit"},
    ),
    Hostile(
        "bomb.pdf",
        put(lambda: pdf(ROOT, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", PAGE, deflated_twice())),
        {"damaged", "limit"},
    ),
    Hostile(
        "forms.pdf",
        put(
            lambda: pdf(
                ROOT,
                "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                WITH_FORM,
                stream(b"/X Do " * 1000),
                stream(b"/X Do " * 1000, IN_ITSELF),
            )
        ),
        {"damaged", "limit", "scanned", "empty", "crashed"},
    ),
    Hostile("corner.xlsx", put(lambda: xlsx(CORNER)), {"limit", "no_report"}),
    Hostile("merged.xlsx", put(lambda: xlsx(MERGED)), {"limit", "no_report"}),
    Hostile("rows.xlsx", put(lambda: xlsx("<sheetData>" + "<row/>" * 3_000_000)), {"limit", "damaged"}),
    Hostile("repeated.ods", put(lambda: ods(REPEATED)), {"limit", "no_report"}),
    Hostile("parts.mht", put(lambda: nested_parts(50_000)), {"limit", "damaged", "empty", "no_report"}),
    Hostile("quotes.csv", put(lambda: b'a,"' * (4 * MEGA)), {"limit", "no_report", "damaged", "not_text"}),
    Hostile("nested.md", put(lambda: b">" * MEGA + b"# x"), {"limit", "no_report"}),
]


class Ended(NamedTuple):
    code: int
    out: str
    err: str
    seconds: float
    folder: Path


def good(number: int) -> str:
    """The folder of a good report."""
    return f"{number:02}"


pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox") / "reports"
    folder.mkdir()
    for number, rendered in enumerate(demo.clean_reports(GOOD)):
        for place, data in rendered.places.items():
            path = folder / good(number) / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for hostile in HOSTILE:
        hostile.write(folder / hostile.name)
    os.mkfifo(folder.parent / PIPE)
    return folder


@pytest.fixture(scope="module")
def ended(inbox: Path) -> Ended:
    """The audit of all of them."""
    out = inbox.parent / "out"
    command = [
        sys.executable,
        "-m",
        "gongkai.cli",
        "audit",
        str(inbox),
        str(inbox.parent / PIPE),
        "-o",
        str(out),
    ]
    command += ["--workers", "2", "--timeout", str(SECONDS), "--memory", "512"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / ".dev"), "PYTHONUTF8": "1"}
    begun = time.monotonic()
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=2 * DEADLINE
    )
    return Ended(done.returncode, done.stdout, done.stderr, time.monotonic() - begun, out)


def test_the_run_goes_on_to_its_end(ended: Ended) -> None:
    assert ended.code == 3, ended.out + ended.err
    assert "Traceback" not in ended.err
    assert ended.seconds < DEADLINE
    assert (ended.folder / "index.html").exists()


def test_every_good_report_is_audited(ended: Ended, inbox: Path) -> None:
    read = pq.read_table(ended.folder / "reports.parquet")["path"].to_pylist()
    assert [Path(path).relative_to(inbox).parts[0] for path in read] == [good(n) for n in range(GOOD)]
    assert sum(pq.read_metadata(path).num_rows for path in ended.folder.glob("facts-*")) == GOOD


@pytest.mark.parametrize("hostile", HOSTILE, ids=[hostile.name for hostile in HOSTILE])
def test_each_is_refused_with_its_reason(ended: Ended, inbox: Path, hostile: Hostile) -> None:
    failures = pq.read_table(ended.folder / "failures.parquet").to_pylist()
    own = [failure for failure in failures if failure["path"].startswith(str(inbox / hostile.name))]
    assert own
    assert {failure["code"] for failure in own} <= hostile.codes, own
    for failure in own:
        assert hostile.name in failure["zh"]
        assert hostile.name in failure["en"]


def test_a_pipe_is_not_waited_for(ended: Ended, inbox: Path) -> None:
    failures = pq.read_table(ended.folder / "failures.parquet").to_pylist()
    assert [failure["code"] for failure in failures if failure["path"] == str(inbox.parent / PIPE)] == [
        "damaged"
    ]


def test_nothing_is_written_beside_the_results(ended: Ended, inbox: Path) -> None:
    assert {path.name for path in inbox.parent.iterdir()} == {"reports", "out", PIPE}
    assert not list(inbox.parents[1].rglob("escaped*"))
    assert [path.name for path in ended.folder.iterdir() if path.name.startswith(".")] == []
