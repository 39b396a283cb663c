"""Reports as web archives (mht): a page with what belongs to it, packed as a mail."""

from __future__ import annotations

import base64
import quopri
from dataclasses import dataclass
from email.header import Header
from typing import Final, Literal

from gongkai.demo import _html
from gongkai.demo._dice import dice
from gongkai.demo._page import Page

_PIXEL: Final = base64.b64encode(
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
)
_HEADER_PAGE: Final = "<html><body><p class=MsoHeader>- 1 -</p></body></html>"


@dataclass(frozen=True, slots=True)
class Shape:
    """The page, how its characters and bytes are written, and whose habits the archive has."""

    page: _html.Shape
    charset: Literal["utf-8", "gb2312"] = "utf-8"
    transfer: Literal["quoted-printable", "base64"] = "quoted-printable"
    maker: Literal["browser", "word"] = "browser"


def write(page: Page, shape: Shape) -> bytes:
    """An .mht; its bytes depend on nothing but the page and the shape."""
    boundary = f"----=_NextPart_{dice('mht', *page.key).randrange(16**8):08X}"
    place = (
        f"file:///C:/{page.year}/" if shape.maker == "word" else f"https://www.example.invalid/{page.year}/"
    )
    html = _html.write(page, shape.page, shape.charset)
    parts = [
        _part("text/html", shape, f"{place}report.htm", html),
        _part("text/css", shape, f"{place}report.files/style.css", "td{padding:2px}"),
        _part("text/html", shape, f"{place}report.files/header.htm", _HEADER_PAGE),
    ]
    picture = f"Content-Location: {place}report.files/image001.gif\r\nContent-Transfer-Encoding: base64\r\n"
    parts.append(f"{picture}Content-Type: image/gif\r\n\r\n".encode() + _PIXEL + b"\r\n")
    lines = [*_opening(page, shape, boundary, place), ""]
    head = "\r\n".join(lines).encode()
    body = b"".join(b"\r\n--" + boundary.encode() + b"\r\n" + part for part in parts)
    return head + b"\r\n" + body + b"\r\n--" + boundary.encode() + b"--\r\n"


def _opening(page: Page, shape: Shape, boundary: str, place: str) -> list[str]:
    kind = f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"'
    if shape.maker == "word":
        return ["MIME-Version: 1.0", kind]
    subject = Header(page.title, "utf-8", header_name="Subject").encode(linesep="\r\n")
    return [
        "From: <Saved by a browser>",
        f"Snapshot-Content-Location: {place}report.htm",
        f"Subject: {subject}",
        "MIME-Version: 1.0",
        kind,
    ]


def _part(kind: str, shape: Shape, place: str, text: str) -> bytes:
    # What calls itself GB 2312 holds the characters of its extensions too.
    data = text.encode("gb18030" if shape.charset == "gb2312" else shape.charset)
    encode = base64.encodebytes if shape.transfer == "base64" else quopri.encodestring
    headers = (
        f"Content-Location: {place}",
        f"Content-Transfer-Encoding: {shape.transfer}",
        f'Content-Type: {kind}; charset="{shape.charset}"',
    )
    written = b"\r\n".join(encode(data).splitlines())
    return "\r\n".join((*headers, "", "")).encode() + written + b"\r\n"
