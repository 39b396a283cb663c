"""Escaping, the page's own policy, and a style that people can read."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

import jinja2
import pytest
from markupsafe import Markup

from gongkai.reviews._labels import terms
from gongkai.reviews._render import render, visible
from gongkai.reviews._words import _ALL, words
from gongkai.rules import catalogues

STYLE = files("gongkai.reviews").joinpath("style.css").read_text("utf-8")
TEMPLATES = [
    path.read_text("utf-8")
    for path in files("gongkai.reviews").joinpath("templates").iterdir()
    if path.name.endswith(".j2")
]
CODE = " ".join(
    path.read_text("utf-8")
    for folder in (files("gongkai.reviews"), files("gongkai.reviews").joinpath("_site"))
    for path in folder.iterdir()
    if path.name.endswith(".py")
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("县教育局", "县教育局"),
        ("a\nb\tc", "a\nb\tc"),
        ("txt\u202eexe", "txt[U+202E]exe"),
        ("\x00\x1b[0m", "[U+0000][U+001B][0m"),
        ("\udcff", "[U+DCFF]"),
        ("\ufffe\U0001ffff", "[U+FFFE][U+1FFFF]"),
        ("\u200b", "[U+200B]"),
        ("\U000e0041", "[U+E0041]"),
        (Markup("<b>\u202e</b>"), Markup("<b>\u202e</b>")),
        (7, 7),
    ],
)
def test_what_cannot_be_seen_is_named(text: object, printed: object) -> None:
    assert visible(text) == printed


def test_a_page_can_be_written_whatever_a_file_is_called() -> None:
    html = render("index.html.j2", "zh", entries=[], home="\udcff")
    assert "[U+DCFF]" in html
    assert html.encode("utf-8")


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    html = render("index.html.j2", "zh", entries=[], home=None)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    plain = policy.replace("&#39;", "'")
    assert plain.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert "unsafe" not in plain


def test_a_value_that_is_not_given_fails() -> None:
    with pytest.raises(jinja2.UndefinedError):
        render("index.html.j2", "zh", entries=[])


def test_the_style_names_no_file_and_no_address() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:", STYLE)


def test_every_sentence_is_used_and_there_in_both_languages() -> None:
    used = set(re.findall(r"\bw\.(\w+)", " ".join(TEMPLATES)))
    assert used <= set(_ALL)
    assert {name for name in set(_ALL) - used if not re.search(rf"\.{name}\b", CODE)} == set()
    for name, text in _ALL.items():
        assert text.zh.strip(), name
        assert text.en.strip(), name
        assert sorted(re.findall(r"{\w+}", text.zh)) == sorted(re.findall(r"{\w+}", text.en))
    assert words("en").findings == _ALL["findings"].en


def test_templates_carry_no_words_of_their_own() -> None:
    for template in TEMPLATES:
        without_comments = re.sub(r"{#.*?#}", "", template, flags=re.DOTALL)
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", without_comments)
        assert "|safe" not in without_comments.replace(" ", "")


def test_a_formula_is_cut_at_its_operators_and_loses_nothing() -> None:
    formulas = [rule.formula for pack in catalogues() for rule in pack.rules if rule.formula is not None]
    assert formulas
    for formula in formulas:
        for text in formula:
            parts = terms(text)
            joined = "".join(
                f" {term.operator} {term.label}" if term.operator else term.label for term in parts
            )
            assert joined == text
            assert len(parts) > 1


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _palettes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block)) for block in blocks]
    return [{k: "#" + v[1:] * 2 if len(v) == 4 else v for k, v in palette.items()} for palette in found]


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark", "print"])
def test_colours_meet_wcag_aa(palette: dict[str, str]) -> None:
    pairs = [(ink, ground) for ink in ("ink", "quiet", "link") for ground in ("paper", "sheet")]
    for ink in ("bad", "warn", "ask", "good"):
        pairs += [(ink, ground) for ground in ("paper", "sheet", f"{ink}-bg")]
    for ink, ground in [*pairs, ("ink", "ask-bg")]:
        light, dark = sorted((_luminance(palette[ink]), _luminance(palette[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground)
