"""A drawing made part of a page: listed elements and attributes, colours by class, no style or script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree
from markupsafe import Markup

_DRAWN: Final = frozenset({"svg", "g", "path", "rect", "line", "text"})
_PRESENTED: Final = frozenset(
    {
        *("d", "transform", "x", "y", "x2", "y2", "width", "height", "viewBox"),
        *("text-anchor", "font-size", "font-weight", "stroke-width"),
    }
)
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain_text(text: str) -> str:
    """The text without what no XML may hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def inline(drawn: str, label: str, classes: Mapping[str, str]) -> Markup:
    """The drawing with what a page may hold, and nothing else.

    Args:
        drawn: a whole SVG document.
        label: what it is called by those who do not see it.
        classes: colour in the drawing → class that a style sheet colours; a line's ends in `-line`.
    """
    source = etree.fromstring(drawn.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
    svg = _kept(source, classes)
    assert svg is not None
    svg.set("class", "chart")
    svg.set("role", "img")
    svg.set("aria-label", label)
    for name in ("width", "height"):
        del svg.attrib[name]
    text = etree.tostring(svg, encoding="unicode")
    return Markup(text)  # noqa: S704 (made of listed elements and attributes here; names are text in them)


def _kept(source: Any, names: Mapping[str, str]) -> Any:
    """An element with its drawn children; None where it draws nothing."""
    name = etree.QName(source).localname
    if name not in _DRAWN or source.get("display") == "none" or source.get("d") == "":
        return None
    kept = etree.Element(name)
    classes = []
    for key, value in source.attrib.items():
        if key in _PRESENTED:
            kept.set(key, value)
        elif key in {"fill", "stroke"} and value not in {"none", "transparent"}:
            kept.set(key, value)
            classes.append(names[value] + ("-line" if key == "stroke" else ""))
        elif key in {"fill", "stroke"}:
            kept.set(key, "none")
    if classes:
        kept.set("class", " ".join(classes))
    kept.text = source.text if name == "text" else None
    children = (_kept(child, names) for child in source)
    kept.extend(child for child in children if child is not None)
    return kept if name in {"svg", "text"} or len(kept) or classes else None
