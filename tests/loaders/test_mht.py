"""Web archives into blocks: the page they are of, and nothing of what comes with it."""

from __future__ import annotations

import base64
import quopri
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.loaders import Document, Grid, Paragraph, UnreadableError, read_bytes
from gongkai.loaders import _limits as limits

PAGE = "<html><body><p>标题</p><table><tr><td>甲</td><td>12</td></tr></table></body></html>"


def part(
    page: str, encoding: str = "utf-8", transfer: str = "8bit", place: str = "", kind: str = "text/html"
) -> bytes:
    data = page.encode(encoding)
    written = {
        "8bit": lambda: data,
        "base64": lambda: base64.encodebytes(data),
        "quoted-printable": lambda: quopri.encodestring(data),
    }[transfer]()
    said = "gb2312" if encoding == "gb18030" else encoding
    where = f"Content-Location: {place}\r\n" if place else ""
    headers = (
        f'{where}Content-Type: {kind}; charset="{said}"\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n'
    )
    return headers.encode() + written


def archive(*parts: bytes, more: str = "", before: str = "") -> bytes:
    head = (
        f'{before}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--=_X"{more}\r\n\r\n'
    )
    body = b"".join(b"----=_X\r\n" + each + b"\r\n" for each in parts)
    return head.encode() + b"This is a multi-part message.\r\n\r\n" + body + b"----=_X--\r\n"


def shown(document: Document) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else [list(r.texts) for r in b.rows] for b in document.blocks]


def refusal(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "年报.mht")
    assert "年报.mht" in caught.value.message.zh
    return caught.value


@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16-le")]
)
def test_every_encoding(encoding: str, told: str, transfer: str) -> None:
    if (encoding, transfer) == ("utf-16", "8bit"):
        pytest.skip("no mail can hold it")
    document = read_bytes(archive(part(PAGE, encoding, transfer)), "年报.mht")
    assert (document.format, document.encoding) == ("mht", told)
    assert shown(document) == ["标题", [["甲", "12"]]]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert (grid.locator.table, grid.locator.xpath, grid.locator.page) == (1, "(//table)[1]", None)


@pytest.mark.parametrize("name", ["a.doc", "a.html", "a.txt", "a"])
@pytest.mark.parametrize(
    "before",
    [
        "",
        "\r\n",
        "From: <Saved by a browser>\r\nSubject: =?utf-8?Q?=E5=B9=B4?=\r\n =?utf-8?Q?=E6=8A=A5?=\r\n",
    ],
)
def test_the_content_tells_whatever_the_name(name: str, before: str) -> None:
    assert read_bytes(archive(part(PAGE), before=before), name).format == "mht"


def test_the_encoding_that_the_headers_name() -> None:
    big5 = part("<p>年報，資訊公開</p>", "big5hkscs")
    assert read_bytes(archive(big5), "a.mht").encoding == "big5hkscs"


def test_the_page_named_as_the_start() -> None:
    named = b"Content-ID: <start@1>\r\n" + part(PAGE)
    data = archive(part("<p>别的</p>"), named, more='; start="<start@1>"; type="text/html"')
    assert shown(read_bytes(data, "a.mht"))[0] == "标题"


def test_only_the_first_page_counts() -> None:
    data = archive(
        part(PAGE),
        part("<p>页眉 3</p>", place="1.files/header.htm"),
        part("GIF89a", transfer="base64", kind="image/gif"),
    )
    assert shown(read_bytes(data, "a.mht")) == ["标题", [["甲", "12"]]]


def test_a_page_among_alternatives() -> None:
    inner = archive(part("甲", kind="text/plain"), part(PAGE)).replace(b"--=_", b"--=in")
    assert shown(read_bytes(archive(inner), "a.mht"))[0] == "标题"


def test_a_page_alone() -> None:
    assert shown(read_bytes(b"MIME-Version: 1.0\r\n" + part(PAGE, "gb18030", "base64"), "a.mht"))[0] == "标题"


FRAMES = "<html><frameset rows='*,9'><frame src='1.files/{}'><frame src={}></frameset></html>"


def test_frames_are_read_in_their_order() -> None:
    root = part(FRAMES.format("b.htm", "1.files/a.htm"), place="file:///C:/x/1.htm")
    first = part(PAGE, place="file:///C:/x/1.files/a.htm")
    second = part(PAGE.replace("12", "7"), place="1.files/b.htm")
    document = read_bytes(archive(root, first, second), "a.mht")
    assert shown(document) == ["标题", [["甲", "7"]], "标题", [["甲", "12"]]]
    assert [(b.locator.page, b.locator.table) for b in document.blocks] == [
        (1, None),
        (1, 1),
        (2, None),
        (2, 2),
    ]


def test_the_sheets_of_a_workbook_are_read_once_each() -> None:
    links = "".join(f'<link id="shLink" href="1.files/{name}.htm">' for name in ("a", "b"))
    root = part(links + FRAMES.format("a.htm", "1.files/tabs.htm"), place="file:///C:/1.htm")
    sheets = [part(f"<p>{name}</p>", place=f"file:///C:/1.files/{name}.htm") for name in ("tabs", "b", "a")]
    assert shown(read_bytes(archive(root, *sheets), "a.mht")) == ["a", "b", "tabs"]


def test_frames_that_are_not_there_leave_the_page_itself() -> None:
    root = part(FRAMES.format("a.htm", "http://[bad") + "<noframes>甲</noframes>")
    assert shown(read_bytes(archive(root), "a.mht")) == ["甲"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><link href="http://127.0.0.1:9/1.css">'
    page += '<img src="http://127.0.0.1:9/1.png"><iframe src="http://127.0.0.1:9/"></iframe><p>甲</p>'
    frames = part(FRAMES.format("a.htm", "http://127.0.0.1:9/b.htm") + page)
    assert shown(read_bytes(archive(part(page)), "a.mht")) == ["甲"]
    assert shown(read_bytes(archive(frames), "a.mht")) == ["甲"]


def test_an_archive_that_is_cut_off_is_read_with_a_note() -> None:
    without_end = archive(part(PAGE)).removesuffix(b"----=_X--\r\n")
    part_cut = archive(part(PAGE, transfer="base64").rstrip(b"=\n")[:-1])
    for data in (without_end, part_cut):
        (note,) = read_bytes(data, "a.mht").notes
        assert "没有存全" in note.zh


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(archive(), "damaged", id="no parts"),
        pytest.param(archive(part("甲", kind="text/plain")), "damaged", id="no page"),
        pytest.param(archive(part("<img src=1>")), "scanned", id="only pictures"),
        pytest.param(archive(part("<p></p>")), "empty", id="nothing"),
        pytest.param(
            archive(part(PAGE, transfer="base64").replace(b"PGh0", b"PG!h0")),
            "damaged",
            id="base64 with a hole",
        ),
        pytest.param(archive(part(PAGE, transfer="base64").rstrip(b"=\n")[:-2]), "damaged", id="base64 cut"),
        pytest.param(
            b"".join(archive(b"")[:60].replace(b"=_", b"=%d" % n) + b"\n--" for n in range(1000)),
            "limit",
            id="nested a thousand deep",
        ),
        pytest.param(
            b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 5000, "limit", id="mails in mails"
        ),
        pytest.param(archive(*[b"\r\n"] * (limits.MAX_MIME_PARTS + 1)), "limit", id="too many parts"),
    ],
)
def test_hostile_and_damaged_archives(data: bytes, code: str) -> None:
    begin = time.process_time()
    assert refusal(data).code == code
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"MIME-Version: 1.0\n" + b"X: 1\n" * 200_000, id="headers"),
        pytest.param(b"MIME-Version: 1.0\nX: 1\n" + b" 1\n" * 200_000, id="a folded header"),
        pytest.param(archive(part(PAGE), b"--" * 500_000), id="dashes"),
        pytest.param(archive(part("<frameset>" + "<frame " * 100_000)), id="frames without end"),
    ],
)
def test_long_ones_take_no_longer_than_they_are(data: bytes) -> None:
    begin = time.process_time()
    try:
        read_bytes(data, "a.mht")
    except UnreadableError as error:
        assert error.code in {"damaged", "empty", "limit"}  # noqa: PT017 - a document is as good an outcome
    assert time.process_time() - begin < 10


PIECES = st.sampled_from(
    [
        *("MIME-Version: 1.0\n", "Content-Type: multipart/related; boundary=b\n", "--b\n", "--b--\n", "\n"),
        *(
            "Content-Type: text/html; charset*=x''%ff\n",
            "Content-Transfer-Encoding: base64\n",
            "=ZZ",
            "PHA+MQ==",
        ),
        *(
            "Content-Transfer-Encoding: x-uuencode\n",
            "begin 644 a\n",
            "<p>甲</p>",
            "Content-Type: \n",
            " ; x=\n",
        ),
        *("<frameset><frame src=//[>", "Content-ID: <é>\n", "Content-Type: text/html; charset=unicode\n"),
        *("Content-Transfer-Encoding: quoted-printable\n", "Content-Type: multipart/related; start*0*=é\n"),
    ]
)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["utf-8", "gb18030"]))
@settings(deadline=None)
def test_any_archive_gives_a_document_or_a_reason(pieces: list[str], encoding: str) -> None:
    try:
        read_bytes(("MIME-Version: 1.0\n" + "".join(pieces)).encode(encoding), "a.mht")
    except UnreadableError as error:
        assert error.code in {"damaged", "empty", "limit", "not_text", "scanned"}  # noqa: PT017 - as above
