"""`gongkai init`, `nightly` and `history`, as a person or a timer calls them."""

from __future__ import annotations

import json
import os

import pytest

from gongkai import demo
from gongkai.nightly import OPTIONS
from gongkai.nightly._lock import only_run

LONG_AGO = 1_700_000_000


@pytest.fixture
def project(gongkai, tmp_path):
    """A project with a report that has a fault."""
    ended = gongkai("init", tmp_path / "project")
    assert ended.code == 0
    put(tmp_path / "project", 2023)
    return tmp_path / "project"


def put(project, year):
    organ = next(iter(demo.organs(5)))
    fault = demo.defects(demo.make_sample(5, organ, year).edition_id)[0].id
    rendered = demo.render(demo.make_sample(5, organ, year, fault), "text.tabs")
    path = project / "inbox" / rendered.name
    path.write_bytes(rendered.data)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def test_a_new_project_says_what_is_in_it_and_what_to_do(gongkai, tmp_path):
    ended = gongkai("init", tmp_path / "new")
    assert ended.code == 0
    for name in ("gongkai.yml", "great_expectations.yml", "inbox/", "registry.sample.csv"):
        assert name in ended.out
    assert "gongkai nightly" in ended.out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_with_something_in_it_is_left_alone(gongkai, tmp_path, lang):
    (tmp_path / "mine.txt").touch()
    ended = gongkai("--lang", lang, "init", tmp_path)
    assert ended.code == 2
    assert str(tmp_path) in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("command", ["init", "nightly", "history"])
def test_without_a_folder_it_says_how_to_name_one(gongkai, command):
    ended = gongkai(command)
    assert ended.code == 2
    assert f"gongkai {command} " in ended.err


def test_a_night_a_night_without_changes_and_the_history_of_both(gongkai, project):
    first = gongkai("nightly", project)
    assert first.code == 1
    assert "新 1，改 0" in first.out
    assert "requests.received.row_total" in first.out
    assert (project / "site" / "index.html").is_file()
    second = gongkai("nightly", project)
    assert second.code == 1
    assert "没有变化" in second.out
    (path,) = (project / "inbox").iterdir()
    path.unlink()
    put(project, 2022)
    third = gongkai("--lang", "en", "nightly", project)
    assert "1 new, 0 changed, 0 read again, 1 gone" in third.out

    told = gongkai("history", project)
    assert told.code == 0
    assert len(told.out.splitlines()) == 4
    rows = [json.loads(text) for text in gongkai("history", project, "--json").out.splitlines()]
    assert [row["same_as"] is not None for row in rows] == [False, True, False]
    assert rows[0]["new"] == rows[1]["standing"] == rows[2]["gone"] > 0
    of_rule = gongkai("history", project, "--rule", "requests.received.row_total", "--json").out.splitlines()
    assert [json.loads(text)["findings"] for text in of_rule] == [1, 1, 1]
    found = json.loads((project / "site" / "findings.json").read_text("utf-8"))[0]["finding_id"]
    assert "new" in gongkai("history", project, "--finding", found).out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rule", "requests.nothing"), "requests.nothing"),
        (("--organ", "没有的局"), "没有的局"),
        (("--finding", "0123"), "0123"),
        (("--rule", "a", "--city", "b"), "--rule"),
    ],
)
def test_what_the_history_has_not_is_told(gongkai, project, lang, words, said):
    gongkai("nightly", project)
    ended = gongkai("--lang", lang, "history", project, *words)
    assert ended.code == 2
    assert said in ended.err


def test_a_project_that_never_ran_has_no_history(gongkai, project):
    ended = gongkai("history", project)
    assert ended.code == 2
    assert "gongkai nightly" in ended.err


def test_a_folder_that_is_no_project_is_told(gongkai, tmp_path):
    ended = gongkai("nightly", tmp_path)
    assert ended.code == 2
    assert "gongkai.yml" in ended.err


def test_settings_that_are_wrong_are_told_with_their_place(gongkai, project, monkeypatch):
    (project / "gongkai.yml").write_text("inbox: inbox\nfail_on: fatal\n", "utf-8")
    monkeypatch.setenv("GONGKAI_MEMORY", "much")
    ended = gongkai("nightly", project, "--settle", "soon")
    assert ended.code == 2
    for said in ("gongkai.yml:2: fail_on", "GONGKAI_MEMORY", "--settle"):
        assert said in ended.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_names_every_option_its_variable_and_nothing_in_the_other_language(gongkai, lang):
    ended = gongkai("--lang", lang, "nightly", "--help")
    squeezed = "".join(ended.out.split()).replace("│", "")
    for option in OPTIONS:
        if option.name != "lang":
            assert option.flag in squeezed
            assert option.variable in squeezed
    if lang == "en":
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in ended.out)


def test_a_second_run_is_told_of_the_first(gongkai, project):
    with only_run(project / "store"):
        ended = gongkai("nightly", project)
    assert ended.code == 2
    assert str(os.getpid()) in ended.err


def test_a_file_that_is_being_written_is_told(gongkai, project):
    path = put(project, 2022)
    os.utime(path)
    ended = gongkai("nightly", project)
    assert path.name in ended.out
    assert "正在写入" in ended.out
    assert "新 1" in ended.out
