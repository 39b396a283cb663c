"""Reports in the records of JSON files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import demo
from gongkai.loaders import Found, Submission, read_bytes, recognise, unpack
from gongkai.loaders import _records as records
from gongkai.loaders._record import records_of

REPORTS = [demo.render(sample, "html.clean") for sample in demo.clean_samples(3)]
PAGES = [report.data.decode() for report in REPORTS]
TITLES = [report.sample.title for report in REPORTS]
RECORDS = [
    {"id": n, "title": title, "content": page, "url": f"http://a.example/{2030 + n}.html"}
    for n, (title, page) in enumerate(zip(TITLES, PAGES, strict=True))
]
NEWS = {"id": 9, "title": "新闻", "content": f"<p>{'新闻' * 200}</p>"}
Take = Callable[..., Found]


def dumped(value: Any, *, ascii_only: bool = False) -> bytes:
    return json.dumps(value, ensure_ascii=ascii_only).encode()


def lines(values: list[Any], encoding: str = "utf-8") -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode(encoding)


@pytest.fixture
def take(tmp_path: Path) -> Take:
    numbers = count()

    def unpacked(data: bytes, name: str = "云州市.json", *, given: bool = False) -> Found:
        path = tmp_path / f"{next(numbers)}"
        path.write_bytes(data)
        found = unpack(Submission(path, name, given=given), tmp_path / f"into {next(numbers)}")
        assert found is not None
        return found

    return unpacked


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("云州市.json", dumped(RECORDS), id="list"),
        pytest.param(
            "云州市.json", dumped({"code": 0, "data": {"rows": RECORDS}}, ascii_only=True), id="inside"
        ),
        pytest.param("云州市.json", dumped(RECORDS).decode().encode("utf-16"), id="utf-16"),
        pytest.param("云州市.json", b"\xef\xbb\xbf" + dumped(RECORDS), id="mark"),
        pytest.param("云州市.json", dumped(RECORDS).decode().encode("gb18030"), id="gb18030"),
        pytest.param("云州市.jsonl", lines(RECORDS), id="lines"),
        pytest.param("云州市.ndjson", lines(RECORDS, "gb18030"), id="gb18030-lines"),
        pytest.param("云州市.json", lines(RECORDS), id="lines-by-another-name"),
    ],
)
def test_every_record_is_a_report_with_its_title(take: Take, name: str, data: bytes) -> None:
    found = take(data, name)
    places = [f"{name}/{number:05d} {title}.html" for number, title in enumerate(TITLES, start=1)]
    assert [one.name for one in found.submissions] == places
    assert [one.region for one in found.submissions] == ["云州市"] * 3
    assert (found.aside, found.refused) == ([], [])
    for submission, rendered in zip(found.submissions, REPORTS, strict=True):
        report = recognise(read_bytes(submission.path.read_bytes(), submission.name))
        assert (report.organ, report.year) == (rendered.sample.organ.name, rendered.sample.year)
        assert {cell.value for cell in report.cells.values()} == {
            c.value for c in rendered.truth.cells.values()
        }


def test_a_title_the_page_lacks_comes_before_it(take: Take) -> None:
    body = PAGES[0][PAGES[0].index("</h1>") + 5 :]
    for name, content in (("a.json", body), ("b.json", body.replace("<", "&lt;").replace(">", "&gt;"))):
        (one,) = take(dumped({"标题": TITLES[0], "正文": content}), name).submissions
        report = recognise(read_bytes(one.path.read_bytes(), one.name))
        assert report.title is not None
        assert report.organ == REPORTS[0].sample.organ.name


def test_a_text_without_markup_is_a_report_where_its_title_says_so(take: Take) -> None:
    (one,) = take(dumped({"name": TITLES[0], "text": "本机关工作情况如下。" * 40})).submissions
    assert one.name == f"云州市.json/00001 {TITLES[0]}.txt"
    assert one.path.read_text("utf-8").startswith(TITLES[0] + "\n")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({f"http://a.example/{n}.html": page for n, page in enumerate(PAGES)}, id="by-address"),
        pytest.param(PAGES, id="list"),
        pytest.param(
            [{"html": page, "text": "短" * 300, "teaser": "<p>" + "短" * 60} for page in PAGES], id="variants"
        ),
        pytest.param([{"item": {"attributes": {"body": page}}} for page in PAGES], id="deep"),
    ],
)
def test_pages_are_found_whatever_holds_them(take: Take, value: Any) -> None:
    found = take(dumped(value))
    texts = [one.path.read_text("utf-8") for one in found.submissions]
    assert [any(text.endswith(page) for text in texts) for page in PAGES] == [True] * 3
    assert len(texts) == 3


def test_other_records_are_aside_and_one_without_its_text_is_refused(take: Take) -> None:
    found = take(
        dumped([*RECORDS, NEWS, {"title": TITLES[0], "content": ""}, {"title": "栏目", "content": None}])
    )
    assert len(found.submissions) == 3
    assert found.aside == ["云州市.json/00004 新闻.html", "云州市.json/00006 栏目.txt"]
    assert [(one.path, one.code) for one in found.refused] == [
        (f"云州市.json/00005 {TITLES[0]}.txt", "empty")
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"a": 1}', id="settings"),
        pytest.param(b"callback({})", id="no-json"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[" + b"1" * 100_000 + b"]", id="long-number"),
        pytest.param(b"\xff\xff", id="no-text"),
        pytest.param(dumped([{"path": f"{TITLES[0]}.html", "cells": {"a": 1}}]), id="truth"),
        pytest.param(dumped([{"title": title, "url": "http://a.example"} for title in TITLES]), id="index"),
        pytest.param(dumped([NEWS] * 3), id="news"),
        pytest.param(lines([{"a": 1}] * 3), id="lines"),
    ],
)
def test_other_json_is_aside_but_told_where_it_was_given_itself(take: Take, data: bytes) -> None:
    assert take(data) == Found([], ["云州市.json"], [])
    found = take(data, given=True)
    assert [one.code for one in found.refused] == ["no_report"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(dumped(RECORDS)[:-20], "damaged", id="cut"),
        pytest.param(b'["<table>",' + b"[" * 100_000, "damaged", id="deep"),
        pytest.param(b'["\\u003ctable>', "damaged", id="escaped"),
    ],
)
def test_json_with_pages_that_cannot_be_read_is_refused(take: Take, data: bytes, code: str) -> None:
    found = take(data)
    assert [(one.path, one.code) for one in found.refused] == [("云州市.json", code)]
    assert found.aside == []


def test_a_bad_line_stops_no_other(take: Take) -> None:
    first, second, third = lines(RECORDS).split(b"\n")
    found = take(b"\n".join((first, second[:-9], b"", b"null", third)), "a.jsonl")
    assert len(found.submissions) == 2
    assert [(one.path, one.code) for one in found.refused] == [("a.jsonl/00002", "damaged")]


def test_limits(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_BYTES", 1000)
    assert [one.code for one in take(dumped(RECORDS)).refused] == ["too_large"]
    assert take(dumped(list(range(1000)))).aside == ["云州市.json"]
    assert [one.code for one in take(lines(RECORDS), "a.jsonl").refused] == ["too_large"] * 3


def test_a_name_from_a_record_is_one_name(take: Take) -> None:
    title = f"../../a\\b\x00\u202e{TITLES[0]}"
    (one,) = take(dumped([{"title": title, "content": PAGES[0]}])).submissions
    assert one.name == f"云州市.json/00001 ..／..／a＼b\\x00\\u202e{TITLES[0]}.html"
    assert one.region == "云州市"


def test_records_in_an_archive_or_compressed(take: Take, tmp_path: Path) -> None:
    (one,) = take(gzip.compress(lines(RECORDS)), "云州市.jsonl.gz").submissions
    found = unpack(one, tmp_path / "deeper")
    assert found is not None
    assert [one.region for one in found.submissions] == ["云州市"] * 3
    assert found.submissions[0].name == f"云州市.jsonl.gz/云州市.jsonl/00001 {TITLES[0]}.html"


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.sampled_from([*TITLES, PAGES[0]]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_whatever_the_json_every_record_can_be_written(value: Any) -> None:
    for number, record in enumerate(records_of([value])):
        name, data = record.file(number)
        assert name.endswith((".html", ".txt"))
        assert record.body.encode("utf-8", "replace") in data
