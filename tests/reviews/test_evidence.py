"""What a finding rests on: the sentence, the passages, the other reports; quoted, bounded, only text."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from gongkai.forms import Language
from gongkai.reviews._batch import OTHERS_SHOWN, PASSAGES_SHOWN, page
from gongkai.reviews._render import render
from gongkai.reviews._result import take_apart
from gongkai.rules import catalogue

PACK = catalogue("2021")
COPIED = "prose.copied.other_organ"
CLAIM = next(rule.id for rule in PACK.rules if rule.kind == "claims")
BARE = next(rule.id for rule in PACK.rules if rule.kind == "identity")


def html_with(stored: dict[str, Any], rule_id: str, lang: Language = "zh", **fields: Any) -> str:
    """The page on which one rule has one finding, and no other has any."""
    found = {
        "report_id": "0" * 64,
        "path": "甲.html",
        "organ": "甲局",
        "answer": "violated",
        "cells": [],
        "values": [],
        "reported": None,
        "computed": None,
        "difference": None,
        "reason": None,
        "corrections": [],
        "params": {},
        "sentence": None,
        "passages": [],
        "others": [],
    }
    changed = copy.deepcopy(stored)
    for entry in changed["results"]:
        own = entry["result"]["gongkai"]
        own["findings"] = []
        if entry["expectation_config"]["kwargs"]["rule"] == rule_id:
            own |= {"holds": 9, "violated": 1, "not_run": 0, "unrun": [], "findings": [found | fields]}
    made = page(take_apart(changed), PACK, lang)
    return render("batch.html.j2", lang, page=made, index="index.html")


def test_a_sentence_that_the_message_quotes_is_marked_there(stored: dict[str, Any]) -> None:
    said = "全年共收到申请9件。"
    html = html_with(stored, CLAIM, reported=9, computed=7, difference=2, sentence=said)
    assert html.count(said) == 1
    assert f"<q><bdi>{said}</bdi></q>" in html
    assert "<blockquote>" not in html


def test_a_sentence_that_no_message_quotes_stands_below_it(stored: dict[str, Any]) -> None:
    html = html_with(stored, BARE, reported=9.0, computed=7.0, difference=2.0, sentence="全年9件。")
    assert "<blockquote><bdi>全年9件。</bdi></blockquote>" in html
    assert "<q>" not in html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_copied_work_shows_share_passages_and_the_other_reports(
    stored: dict[str, Any], lang: Language
) -> None:
    html = html_with(
        stored,
        COPIED,
        lang,
        params={"percent": 87.0, "organ": "乙局"},
        passages=["坚持以公开为常态、不公开为例外", "健全主动公开目录"],
        others=["市/乙.html", "市/丙.html"],
    )
    assert "87%" in html
    for passage in ("坚持以公开为常态、不公开为例外", "健全主动公开目录"):
        assert f"<blockquote><bdi>{passage}</bdi></blockquote>" in html
    for path in ("市/乙.html", "市/丙.html"):
        assert f"<bdi>{path}</bdi>" in html


@pytest.mark.parametrize("count", [1, 2, OTHERS_SHOWN, OTHERS_SHOWN + 3])
def test_other_reports_are_named_or_counted(stored: dict[str, Any], count: int) -> None:
    html = html_with(stored, BARE, others=[f"另{number}.html" for number in range(count)])
    assert html.count("<bdi>另") == min(count, OTHERS_SHOWN)
    assert ("另有 3 份" in html) == (count > OTHERS_SHOWN)
    assert html.count('class="others"') == 1


def test_quotations_are_bounded_whatever_was_stored(stored: dict[str, Any]) -> None:
    html = html_with(stored, BARE, sentence="句" * 5000, passages=["段" * 5000] * 50)
    assert html.count("句") < 400
    assert html.count("段" * 300 + "…</bdi></blockquote>") == PASSAGES_SHOWN
    assert "段" * 301 not in html


@pytest.mark.browser
@pytest.mark.parametrize("rule_id", [CLAIM, BARE])
def test_hostile_quotations_are_only_text(
    stored: dict[str, Any],
    tmp_path: Path,
    visit: Callable[..., Any],
    hostile: Sequence[str],
    rule_id: str,
) -> None:
    seen = visit(viewport={"width": 1366, "height": 900})
    for number, text in enumerate(hostile):
        made = tmp_path / f"{number}.html"
        made.write_text(
            html_with(stored, rule_id, sentence=text, passages=[text] * 3, others=[text] * 2), "utf-8"
        )
        seen.open(made)
        assert seen.page.locator("script, img, svg, iframe, base, link, object").count() == 0
        assert seen.page.locator(".passages blockquote").count() == 3
        assert seen.page.locator(".findings q, td > blockquote").count() == 1
        assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert seen.complaints == []
    assert seen.outside == []
