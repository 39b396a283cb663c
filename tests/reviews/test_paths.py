"""Paths below the folder that all submissions have in common."""

from __future__ import annotations

import pytest

from gongkai.reviews._site._paths import Paths


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("in/甲市/a.html", "in/乙市/b.html"), ("甲市/a.html", "乙市/b.html")),
        (("/srv/in/a.html", "/srv/in/甲市/b.html"), ("a.html", "甲市/b.html")),
        (("in/甲市.zip/a.html", "in/甲市/b.html"), ("甲市.zip/a.html", "甲市/b.html")),
        (("in/in/a.html", "in/in.html"), ("in/a.html", "in.html")),
        (("/a.html", "/b/c.html"), ("/a.html", "/b/c.html")),
        (("a.html", "in/b.html"), ("a.html", "in/b.html")),
        (("in1/a.html", "in2/a.html"), ("in1/a.html", "in2/a.html")),
        (("in/a.html",), ("a.html",)),
        ((), ()),
    ],
)
def test_a_path_is_shown_without_the_folders_that_all_have(
    given: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    paths = Paths.of(given)
    assert tuple(map(paths.short, given)) == shown


def test_in_a_text_only_the_paths_that_it_names_are_cut() -> None:
    """Also where one path is the beginning of another, or becomes what another was."""
    given = ("in/a", "in/a.b", "in/in/a", "in/(c)")
    text = "比 in/in/a、in/a.b、in/(c) 和 in/a 都早；in/d 不在其中。"
    assert Paths.of(given).within(text, given) == "比 in/a、a.b、(c) 和 a 都早；in/d 不在其中。"


def test_a_text_that_names_no_path_stays() -> None:
    assert Paths.of(["in/a", "in/b"]).within("in/a 提交", ["", ""]) == "in/a 提交"
    assert Paths.of(["a", "b/c"]).within("a 提交", ["a"]) == "a 提交"
