"""Templates to pages: one environment, everything escaped, one style sheet inside every page."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Callable, Hashable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gongkai.forms import Language
from gongkai.reviews import _addresses
from gongkai.reviews._words import words

_HTML_LANG: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}


_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
_LINE_ENDS: Final = frozenset("\n\t")
_KEPT: Final = 20_000
_NONCHARACTER: Final = 0xFFFE


def _hides(character: str) -> bool:
    if ord(character) & 0xFFFE == _NONCHARACTER:  # the last two of a plane, which XML cannot hold
        return True
    return unicodedata.category(character) in _INVISIBLE and character not in _LINE_ENDS


def visible(value: object) -> object:
    """Text with every character that hides, reorders or cannot be written named instead: `[U+202E]`.

    A file name may hold such characters to look like another, or bytes that are no text at all. Finished
    markup and numbers go through as they are.
    """
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return "".join(f"[U+{ord(character):04X}]" if _hides(character) else character for character in value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gongkai.reviews", "templates"),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files("gongkai.reviews").joinpath("style.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    environment.globals["addresses"] = _addresses
    environment.globals["style"] = Markup(style)  # noqa: S704 (our own file; a style sheet must not be escaped)
    # The page may apply exactly this style sheet and load or run nothing at all.
    environment.globals["policy"] = (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    # Pages of the site share one style sheet and one script beside them; from disk these are no 'self'
    # to every browser, and a page of a server may load nothing by the other word.
    environment.globals["site_policy"] = (
        "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; "
        "base-uri 'none'; form-action 'none'"
    )
    environment.globals["header_place"] = _made_once("header")
    environment.globals["unflagged_place"] = _made_once("unflagged")
    return environment


def _made_once(macro: str) -> Callable[..., Markup]:
    """A macro of the tables' parts, which is called for every report, and mostly with the same."""

    @lru_cache(maxsize=_KEPT)
    def made(*given: Hashable) -> Markup:
        found: Markup = getattr(_environment().get_template("table_parts.html.j2").module, macro)(*given)
        return found

    return made


def render(template: str, lang: Language, **data: object) -> str:
    """One page as HTML.

    Raises:
        jinja2.UndefinedError: the template names a value that it is not given.
    """
    page = _environment().get_template(template)
    nowhere: dict[str, object] = {"site_root": None, "here": "", "trend": False}
    return page.render(w=words(lang), lang=_HTML_LANG[lang], **{**nowhere, **data})
