"""Bytes of a text format into text, whatever the file says about itself."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from gongkai.forms import Text
from gongkai.loaders._report import UnreadableError

_NOT_TEXT: Final = Text(
    "{path}：内容不是可以识别的文字（可能是程序、图片或损坏的文件），没有读取；"
    "请用原来的软件打开，另存为 docx 或 html 后提交",
    "{path}: its content is no text in a known encoding (a program, a picture, a damaged file?); "
    "open it in the software it came from and save it as docx or html",
)
_CUT: Final = Text("文件末尾有半个字，可能没有存全", "the file ends within a character; it may be cut off")
_DAMAGED: Final = Text("有 {count} 处编码损坏，以�代替", "{count} damaged characters stand as �")

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_CHINESE: Final = (("gb", "gb18030"), ("cp936", "gb18030"), ("big5", "big5hkscs"), ("cp950", "big5hkscs"))
_CONTROLS: Final = (*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F)
_NOT_CONTROLS: Final = bytes(byte for byte in range(256) if byte not in _CONTROLS)
_WIDE: Final = re.compile(r"[^\x00-\x7f]+")
_PADDING: Final = "\x00\x1a"
_PADDING_BYTES: Final = _PADDING.encode()
_MAX_CONTROLS: Final = 0.005
_MAX_DAMAGE: Final = 0.01
_SAMPLE: Final = 64 * 1024
_FIRST_PART: Final = 32 * 1024
_ASCII: Final = bytes(range(0x80))
_COMMON_LEADS: Final = bytes(range(0xA1, 0xD8))
"""Lead bytes of GB2312's signs and of its commoner characters."""
_SURELY: Final = 0.9
"""The share of common characters that no text in another encoding reaches."""
_ENOUGH: Final = 50
_WINDOW: Final = 8 * 1024
_PLAIN: Final = re.compile(r"[\t\n\r -~\u00a0-\u00ff\u2010-\u2030\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MIN_PLAIN: Final = 0.9
_CUT_BYTES: Final = 3


class Decoded(NamedTuple):
    """Text, the encoding that gave it, and sentences about what was lost on the way."""

    text: str
    encoding: str
    notes: tuple[Text, ...] = ()


def decode(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """The text of `data`.

    A byte order mark decides; then, in this order, UTF-16 without a mark, strict UTF-8, the Chinese
    encoding the file declares, UTF-8 cut off or with a few damaged characters, GB18030 or Big5, GB18030
    with a few damaged characters, and what charset-normalizer makes of it. A declaration of UTF-8 or of
    a Western encoding is not believed: where UTF-8 fails it lies, and a Western encoding decodes anything.

    Raises:
        UnreadableError: code `not_text`.
    """
    found = _marked(data)
    if found is None:
        found = (
            _unmarked_utf16(data)
            or _strict(data, "utf-8")
            or _declared(data, declared)
            or _cut_utf8(data)
            or _damaged(data, "utf-8")
            or _chinese(data)
            or _damaged(data, "gb18030")
            or _guessed(data)
        )
    if found is None:
        raise UnreadableError("not_text", _NOT_TEXT.format(path=path))
    text = found.text.rstrip(_PADDING)
    # In UTF-8 a control character is one byte, and that byte is part of nothing else.
    # In all these encodings but UTF-16 a control byte is a control character and nothing else.
    plain = text.encode() if found.encoding.startswith("utf-16") else data.rstrip(_PADDING_BYTES)
    if len(plain.translate(None, _NOT_CONTROLS)) > len(text) * _MAX_CONTROLS:
        raise UnreadableError("not_text", _NOT_TEXT.format(path=path))
    return found._replace(text=text)


def _strict(data: bytes, encoding: str, name: str | None = None) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), name or encoding)
    except UnicodeDecodeError:
        return None


def _marked(data: bytes) -> Decoded | None:
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            found = _strict(body, codec, name) or _damaged(body, codec)
            return found and found._replace(encoding=name)
    return None


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """Line ends and digits have a NUL beside them in UTF-16; no other text has one before its end."""
    if 0 not in data.rstrip(b"\x00"):
        return None
    readings = [found for codec in ("utf-16-le", "utf-16-be") if (found := _strict(data, codec))]
    best = max(readings, key=_plainness, default=None)
    return best if best is not None and _plainness(best) >= _MIN_PLAIN else None


def _plainness(decoded: Decoded) -> float:
    """The share of characters that Chinese text is made of."""
    sample = decoded.text[:_SAMPLE]
    return len(_PLAIN.findall(sample)) / max(len(sample), 1)


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    name = (declared or "").lower()
    codec = next((codec for start, codec in _CHINESE if name.startswith(start)), None)
    return None if codec is None else _strict(data, codec)


def _chinese(data: bytes) -> Decoded | None:
    """GB18030 and Big5 share their bytes: the one that gives the commoner characters is meant."""
    gb = _strict(data, "gb18030")
    if gb is not None and _surely_simplified(gb.text):
        return gb
    big5 = _strict(data, "big5hkscs")
    if gb is None or big5 is None:
        return gb or big5
    simplified = _common(gb.text, "gb2312", range(0xA1, 0xD8))
    return big5 if _common(big5.text, "big5", range(0xA1, 0xC7)) > simplified else gb


def _surely_simplified(text: str) -> bool:
    """Whether the middle of a text is written in characters that Big5 read as GB18030 would not give."""
    middle = len(text) // 2
    sample = text[max(middle - _WINDOW, 0) : middle + _WINDOW]
    wide = len(sample) - len(sample.encode("ascii", "ignore"))
    leads = sample.encode("gb2312", "ignore").translate(None, _ASCII)[::2]
    common = len(leads) - len(leads.translate(None, _COMMON_LEADS))
    return wide >= _ENOUGH and common >= wide * _SURELY


def _common(text: str, codec: str, leads: range) -> float:
    """The share of characters that are in the common part of a Chinese character set."""
    wide = "".join(_WIDE.findall(text[:_SAMPLE]))
    encoded = wide.encode(codec, "ignore")
    return sum(lead in leads for lead in encoded[::2]) / max(len(wide), 1)


def _cut_utf8(data: bytes) -> Decoded | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    if len(decoder.getstate()[0]) > _CUT_BYTES or not _WIDE.search(text):
        return None
    return Decoded(text, "utf-8", (_CUT,))


def _damaged(data: bytes, encoding: str) -> Decoded | None:
    """`data` in an encoding that a few of its characters do not fit."""
    # A wide character takes two bytes at least: no text may lose more than this, and a wrong encoding
    # is told by its first part already.
    most = len(data.translate(None, _ASCII)) / 2 * _MAX_DAMAGE
    if encoding == "utf-8" and data[:_FIRST_PART].decode(encoding, "replace").count("�") > most:
        return None
    text = data.decode(encoding, "replace")
    lost = text.count("�")
    wide = sum(map(len, _WIDE.findall(text))) - lost
    if lost > wide * _MAX_DAMAGE:
        return None
    return Decoded(text, encoding, (_DAMAGED.format(count=lost),))


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - takes long to import and is seldom needed

    best = from_bytes(data[:_SAMPLE]).best()
    return None if best is None else _strict(data, best.encoding, best.encoding.replace("_", "-"))
