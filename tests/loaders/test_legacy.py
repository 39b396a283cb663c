"""Old documents by way of LibreOffice: every cell right, or told why not; and nothing it is made to do."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import pytest

from gongkai import demo
from gongkai.loaders import (
    Document,
    Grid,
    Paragraph,
    Reading,
    UnreadableError,
    _soffice,
    load,
    read_bytes,
    recognise,
)

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no LibreOffice: apt-get install libreoffice-writer-nogui"
)
FORMATS = ("doc", "rtf", "odt")
WORD_LAYOUTS = [name for name in demo.COMPLETE if demo.LAYOUTS[name].format == "docx"]
FIB = b"\xec\xa5\x01\x01"
"""How the main stream of a doc begins."""


def office(folder: Path, suffix: str) -> dict[str, bytes]:
    """Every docx of the folder in another format, by name: one start of LibreOffice for all."""
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", suffix, "--outdir", folder / suffix, *sorted(folder.glob("*.docx"))),
        ],
        check=True,
        capture_output=True,
        timeout=250,
    )
    return {file.stem: file.read_bytes() for file in (folder / suffix).iterdir()}


def printed(number: int) -> list[demo.Rendered]:
    reports = []
    for index, sample in enumerate(demo.clean_samples(number, seed=5)):
        layout = WORD_LAYOUTS[index % len(WORD_LAYOUTS)]
        reports.append(demo.render(sample, layout, style=demo.any_style(Random(index))))
    return reports


def outcomes(document: Document, report: demo.Rendered) -> Counter[str]:
    """How many cells are right, unread and wrong."""
    read = recognise(document).cells
    found: Counter[str] = Counter()
    for cell_id, truth in report.truth.cells.items():
        cell = read[cell_id]
        if (cell.status, cell.value) == (truth.status, truth.value):
            found["right"] += 1
        else:
            found["wrong" if cell.value is not None or cell.status == "blank" else "unread"] += 1
    return found


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[demo.Rendered], dict[str, dict[str, bytes]]]:
    """A few reports, and each in every format, by its number."""
    folder = tmp_path_factory.mktemp("old")
    reports = printed(2)
    for number, report in enumerate(reports):
        (folder / f"{number}.docx").write_bytes(report.data)
    return reports, {suffix: office(folder, suffix) for suffix in FORMATS}


Old = tuple[list[demo.Rendered], dict[str, dict[str, bytes]]]


@needs_office
@pytest.mark.parametrize(
    ("suffix", "name", "told"),
    [
        ("doc", "年报.doc", "doc"),
        ("doc", "年报.wps", "wps"),
        ("doc", "年报.docx", "doc"),
        ("rtf", "年报.doc", "rtf"),
        ("odt", "年报.odt", "odt"),
    ],
)
def test_every_cell_is_as_printed(old: Old, suffix: str, name: str, told: str) -> None:
    reports, files = old
    number = len(name + suffix) % len(reports)
    data = files[suffix][str(number)]
    document = read_bytes(data, name)
    assert (document.format, document.path, document.sha256) == (told, name, sha256(data).hexdigest())
    assert outcomes(document, reports[number]) == {"right": len(reports[number].truth.cells)}


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_hundred_reports(suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = printed(102)
    for number, report in enumerate(reports):
        (tmp_path / f"{number}.docx").write_bytes(report.data)
    files = office(tmp_path, suffix)
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(
            lambda number: outcomes(read_bytes(files[str(number)], f"a.{suffix}"), reports[number]),
            range(len(reports)),
        )
    total = sum(found, Counter[str]())
    with capsys.disabled():
        print(f"\n{suffix}: {len(reports)} reports, {dict(total)}")  # noqa: T201 - what it was run for
    assert total["wrong"] == total["unread"] == 0


@needs_office
def test_an_encrypted_document_is_told_before_it_is_converted(old: Old) -> None:
    data = bytearray(old[1]["doc"]["0"])
    data[data.index(FIB) + 11] |= 1
    error = refusal(bytes(data), "年报.doc")
    assert error.code == "damaged"
    assert "密码" in error.message.zh


@needs_office
def test_a_document_cut_off(old: Old) -> None:
    data = old[1]["doc"]["0"]
    for size in (600, len(data) // 3, len(data) - 5000):
        assert refusal(data[:size], "年报.doc").code in {"damaged", "unknown_format"}


@needs_office
def test_several_at_once_in_workers_of_little_memory(old: Old, tmp_path: Path) -> None:
    for number, data in old[1]["doc"].items():
        (tmp_path / f"{number}.doc").write_bytes(data)
    frames = load([tmp_path], reading=Reading(workers=2, mebibytes=64))
    assert frames.failures.to_pylist() == []
    assert frames.reports["format"].to_pylist() == ["doc", "doc"]


def shown(document: Document) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else [list(r.texts) for r in b.rows] for b in document.blocks]


def refusal(data: bytes, name: str = "年报.rtf") -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, name)
    assert name in caught.value.message.zh
    assert name in caught.value.message.en
    return caught.value


def field(instruction: str, shows: str) -> str:
    return rf"{{\field{{\*\fldinst {instruction}}}{{\fldrslt {shows}}}}}"


@needs_office
def test_figures_that_the_document_computes_stay_as_printed() -> None:
    row = r"\trowd\cellx2000\cellx4000\intbl {}\cell {}\cell\row"
    rows = row.format("1", "2") + row.format("3", field("=SUM(ABOVE)", "999"))
    document = read_bytes(rf"{{\rtf1\ansi {field('SEQ x', '42')}\par {rows}\pard x\par}}".encode(), "a.rtf")
    assert shown(document) == ["42", [["1", "2"], ["3", "999"]], "x"]


@needs_office
def test_a_date_that_changes_with_the_day_is_left_out() -> None:
    document = read_bytes(
        rf"{{\rtf1\ansi a {field('DATE', '2019-01-01')} b {field('AUTHOR', 'c')}\par}}".encode(), "a.rtf"
    )
    (line,) = shown(document)
    assert str(line).split() == ["a", "b", "c"]
    assert ["日期" in note.zh for note in document.notes] == [True]


@needs_office
def test_a_document_of_pictures_is_a_scan() -> None:
    png = demo_pixel().hex()
    assert refusal(rf"{{\rtf1\ansi {{\pict\pngblip\picw1\pich1 {png}}}\par}}".encode()).code == "scanned"


def demo_pixel() -> bytes:
    """The smallest PNG."""
    return bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe"
        "02fe0def46b80000000049454e44ae426082"
    )


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
MACRO = (
    '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
    'script:event-name="dom:load" xlink:type="simple" xlink:href="vnd.sun.star.script:Standard.Module1.Main?'
    'language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
)
BASIC = "http://openoffice.org/2000"


def open_document(body: str, scripts: str = "", **parts: str) -> bytes:
    names = "".join(f' xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "script"))
    content = (
        f'<office:document-content{names} xmlns:draw="{OFFICE}:drawing:1.0" '
        f'xmlns:svg="{OFFICE}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'office:version="1.2">{scripts}<office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (
            ("/", "application/vnd.oasis.opendocument.text"),
            ("content.xml", "text/xml"),
            *((name, "text/xml") for name in parts),
        )
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0">{entries}</manifest:manifest>',
        )
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


@needs_office
def test_a_macro_does_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    module = (
        f'<script:module xmlns:script="{BASIC}/script" script:name="Module1" script:language="StarBasic">'
    )
    library = f'xmlns:library="{BASIC}/library" library:name="Standard"'
    parts = {
        "Basic/Standard/Module1.xml": f'{module}Sub Main\nOpen "{trace}" For Output As #1\nClose #1\nEnd Sub'
        "</script:module>",
        "Basic/Standard/script-lb.xml": f"<library:library {library}>"
        '<library:element library:name="Module1"/></library:library>',
        "Basic/script-lc.xml": f'<library:libraries xmlns:library="{BASIC}/library">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>',
    }
    document = read_bytes(open_document("<text:p>甲</text:p>", MACRO, **parts), "a.odt")
    assert shown(document) == ["甲"]
    assert not trace.exists()


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """A server's port, and what it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the library looks for

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port, paths
        server.shutdown()
        thread.join()


@needs_office
def test_nothing_outside_the_document_is_opened(asked: tuple[int, list[str]], tmp_path: Path) -> None:
    port, paths = asked
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    link = (
        '<text:section text:name="S{}"><text:section-source xlink:href="{}"/><text:p>甲</text:p>'
        "</text:section>"
    )
    body = (
        '<text:p><draw:frame svg:width="1cm" svg:height="1cm" text:anchor-type="as-char"><draw:image '
        f'xlink:href="http://127.0.0.1:{port}/1.png" xlink:type="simple"/></draw:frame></text:p>'
        + link.format(1, f"http://127.0.0.1:{port}/2.txt")
        + link.format(2, (tmp_path / "secret.txt").as_uri())
    )
    document = read_bytes(open_document(body), "a.odt")
    rich = field(f'INCLUDEPICTURE "http://127.0.0.1:{port}/3.png"', "") + field(
        f'INCLUDETEXT "{tmp_path}/secret.txt"', "b"
    )
    in_rich = read_bytes(rf"{{\rtf1\ansi a {rich}\par}}".encode(), "a.rtf")
    assert paths == []
    assert shown(document) == ["甲", "甲"]
    assert "SECRET" not in str(shown(in_rich))


@needs_office
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"{\\rtf1" + b"{" * 200_000 + b"1" + b"}" * 200_000 + b"}", id="nested groups"),
        pytest.param(b"{\\rtf1" + b"\\trowd\\itap" * 20_000 + b" 1}", id="nested tables"),
        pytest.param(b"{\\rtf1\\bin999999999 1}", id="more bytes than there are"),
        pytest.param(b"{\\rtf1\\ansi", id="cut off"),
    ],
)
def test_hostile_rich_text_gives_a_document_or_a_reason(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_soffice, "SECONDS", 3)
    begin = time.monotonic()
    try:
        read_bytes(data, "a.rtf")
    except UnreadableError as error:
        assert error.code in {"damaged", "empty", "limit"}  # noqa: PT017 - a document is as good an outcome
    assert time.monotonic() - begin < 10


def test_an_open_document_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_soffice, "find_libreoffice", lambda: pytest.fail("it was opened"))
    assert refusal(open_document("<text:p/>", **{"a.xml": " " * 9_000_000}), "a.odt").code == "limit"


RICH = rb"{\rtf1\ansi a\par}"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the temporary folders of conversions are made."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_without_libreoffice_the_message_says_what_to_install(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(_soffice, "_PLACES", ())
    monkeypatch.setattr(_soffice, "_PACKAGED", (str(room), "*"))
    error = refusal(RICH)
    assert error.code == "needs_libreoffice"
    assert "apt-get install libreoffice-writer-nogui" in error.message.zh
    assert "docx" in error.message.zh
    assert list(room.iterdir()) == []


def test_it_is_found_where_it_is_usually_installed(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("libreoffice7.6", "libreoffice24.2"):
        program = room / version / "program" / "soffice"
        program.parent.mkdir(parents=True)
        program.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(_soffice, "_PLACES", ())
    monkeypatch.setattr(_soffice, "_PACKAGED", (str(room), _soffice._PACKAGED[1]))
    assert _soffice.find_libreoffice() in {str(path) for path in room.glob("*/program/soffice")}


@pytest.fixture
def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Path) -> Iterator[Path]:
    """A script that is taken for LibreOffice; what it leaves in its room must be gone afterwards."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.touch(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    yield program
    assert list(room.iterdir()) == []


def write(program: Path, *lines: str) -> None:
    program.write_text("\n".join(("#!/bin/sh", *lines, "")), "utf-8")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["exit 1"], "damaged"),
        (["kill -SEGV $$"], "damaged"),
        (["exit 0"], "damaged"),
        (["mkdir out", "echo broken > out/submission.docx"], "damaged"),
        (["mkdir out", f"truncate -s {_soffice.MAX_BYTES + 1} out/submission.docx"], "limit"),
        (["mkdir -p out/submission.docx"], "damaged"),
        (["exec /nonexistent/program"], "damaged"),
    ],
)
def test_a_conversion_that_fails(instead: Path, lines: list[str], code: str) -> None:
    write(instead, *lines)
    assert refusal(RICH).code == code


def test_a_conversion_that_hangs_is_ended_with_all_that_it_started(
    instead: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_soffice, "SECONDS", 1.5)
    pids = tmp_path / "pids"
    write(instead, "trap '' TERM HUP INT", "sleep 500 &", f'echo "$$ $!" > {pids}', "wait", "sleep 500")
    error = refusal(RICH)
    assert error.code == "limit"
    assert "秒" in error.message.zh
    deadline = time.monotonic() + 5
    numbers = [int(pid) for pid in pids.read_text("utf-8").split()]
    while (alive := [pid for pid in numbers if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(numbers) == 2
    assert alive == []


def is_running(pid: int) -> bool:
    """Not so where it is dead and only waits to be collected by the first process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] not in {"Z", "X"}
    except FileNotFoundError:
        return False


def test_what_the_converter_is_given(instead: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://example.invalid")
    monkeypatch.setenv("HOME", "/nonexistent")
    seen = tmp_path / "seen"
    write(
        instead,
        f'{{ printf "%s\\n" "$@"; env; cat profile/user/registrymodifications.xcu; ls; }} > {seen}',
    )
    refusal(RICH, "; rm -rf $(x) '年报'.rtf")
    text = seen.read_text("utf-8")
    assert "rm -rf" not in text
    assert "PROXY=" not in text
    assert "/nonexistent" not in text
    assert "submission.rtf" in text
    for setting in ('"MacroSecurityLevel" oor:op="fuse"><value>3<', '"DisableMacrosExecution"', '"Link"'):
        assert setting in text


def test_blocks_of_every_kind_come_from_the_docx(instead: Path, tmp_path: Path) -> None:
    report = printed(1)[0]
    (tmp_path / "ready.docx").write_bytes(report.data)
    write(instead, "mkdir out", f"cp {tmp_path}/ready.docx out/submission.docx")
    document = read_bytes(RICH, "a.rtf")
    assert {type(block) for block in document.blocks} == {Paragraph, Grid}
    assert document.format == "rtf"
