"""Word documents in one XML file: that of Word 2003, and the later package written flat."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from gongkai.forms import Text
from gongkai.loaders._document import Document, digest
from gongkai.loaders._encoding import decode
from gongkai.loaders._package import Body, root_of
from gongkai.loaders._pictures import scanned
from gongkai.loaders._report import UnreadableError
from gongkai.loaders.docx import blocks_of, numbering

FORMAT: str = "wordxml"
SUFFIXES: tuple[str, ...] = (".xml",)

_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?=<).{0,400}?"
    rb"(?:<\?mso-application\s+progid=[\"']Word\.Document[\"']|<w:wordDocument\s|<pkg:package\s)",
    re.DOTALL,
)
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{1,40})[\"']")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*>")

_OF_2003: Final = "http://schemas.microsoft.com/office/word/2003/wordml"
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W: Final = f"{{{_MAIN}}}"
_ANNOTATION: Final = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_UNREAD: Final = ("Word.Deletion", "Word.Comment")
_NOTES: Final = (f"{_W}footnote", f"{_W}endnote")
_DOCUMENT: Final = f"{_W}document"
_PICTURES: Final = (f"{_W}binData", "{http://schemas.microsoft.com/office/2006/xmlPackage}binaryData")

_NO_BODY: Final = Text(
    "{path}：文件里没有 Word 正文，不能读取；请用 WPS 或 Word 打开原文，另存为 docx 后重新提交",
    "{path}: there is no Word document in the file; open the original in WPS or Word, save it as docx and "
    "submit that",
)


def sniff(head: bytes, suffix: str) -> bool:  # noqa: ARG001 - the content tells
    """Whether it is XML that calls itself a Word document."""
    return _START.match(head) is not None


def parse(data: bytes, path: str) -> Document:
    """Reads the body as `docx.parse` does: the two formats differ in names, hardly in structure.

    Raises:
        UnreadableError: code `not_text`, `damaged`, `limit`, or `scanned` for pictures without text.
    """
    declared = _DECLARED.search(data[:200])
    decoded = decode(data, path, declared and declared[1].decode())
    text = _DECLARATION.sub("", decoded.text, count=1)
    body = root_of(text.replace(_OF_2003, _MAIN).encode(), path)
    has_pictures = next(body.root.iter(*_PICTURES), None) is not None
    blocks = blocks_of(_main_part(body, path), path)
    if has_pictures and not blocks:
        raise scanned(path)
    return Document(path, FORMAT, digest(data), blocks, decoded.encoding, (*decoded.notes, *numbering(body)))


def _main_part(body: Body, path: str) -> Any:
    """The element that holds the text, its parts named as in docx and without what is not read."""
    root = body.root
    if root.tag != f"{_W}wordDocument":
        root = next(root.iter(_DOCUMENT), None)
    if root is None or root.find(f"{_W}body") is None:
        raise UnreadableError("damaged", _NO_BODY.format(path=path))
    for merge in root.iter(f"{_W}vmerge"):
        merge.tag = f"{_W}vMerge"
    for annotation in list(root.iter(_ANNOTATION)):
        if annotation.get(f"{_W}type") in _UNREAD:
            _remove(annotation)
    etree.strip_elements(root, *_NOTES, with_tail=False)
    return root.find(f"{_W}body")


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
