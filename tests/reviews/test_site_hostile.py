"""Hostile text wherever a submission, a registry or a waiver can put it: none of it runs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest
import yaml
from lxml import html

from gongkai import demo
from gongkai.reviews._site._search_page import json_block

PAYLOADS: list[str] = json.loads(Path(__file__).with_name("xss_payloads.json").read_text("utf-8"))
AT_LEAST = 100
OWN = re.compile(r"(\.\./)*review/(site|search)\.js")
LINES = "application/json"
YEAR = 2023
LAYOUTS = ("html.clean", "text.tabs", "docx.clean")
UNSEEN = ("Cc", "Cf", "Cn", "Zl", "Zp")
LONGEST_NAME = 100
"""Letters of who approved a waiver."""
LONGEST = 120
"""Bytes of a part of a path, which file systems end at 255."""


def payload(number: int) -> str:
    return PAYLOADS[number % len(PAYLOADS)]


def printable(text: str) -> str:
    """Without what XML and CSV have no way to write."""
    return "".join(
        letter for letter in text if (letter >= " " and letter not in "\ufffe\uffff") or letter == "\t"
    )


def organ(number: int) -> str:
    return f"{printable(payload(number))}第{number}局"


def registrable(name: str) -> bool:
    """The registry refuses what is too long or cannot be seen."""
    return len(name) < LONGEST and not any(unicodedata.category(letter) in UNSEEN for letter in name)


def path_of(number: int, suffix: str) -> Path:
    """Slashes make folders, so that `</b>` stands in the whole path as it is."""
    parts = [payload(number + 3), f"{payload(number + 4)}-{number}{suffix}"]
    names = [name for part in parts for name in part.replace("\0", "").split("/")]
    cut = [name.encode()[-LONGEST:].decode("utf-8", "ignore") for name in names]
    return Path(*(name for name in cut if name.strip(".")))


def submission(number: int, sample: demo.Sample) -> tuple[str, bytes]:
    """A report with one payload as its organ, one in a cell that cannot be read, one in each section."""
    cell = list(sample.cells)[number % len(sample.cells)]
    hostile = replace(
        sample,
        organ=replace(sample.organ, name=organ(number)),
        called=None,
        title=f"{organ(number)}{YEAR}年政府信息公开工作年度报告",
        cells={**sample.cells, cell: printable(payload(number + 1))},
        parts=tuple(
            replace(part, paragraphs=(*part.paragraphs, printable(payload(number + 2 + place))))
            for place, part in enumerate(sample.parts)
        ),
    )
    rendered = demo.render(hostile, LAYOUTS[number % len(LAYOUTS)])
    return Path(rendered.name).suffix, rendered.data


def waivers() -> list[dict[str, Any]]:
    """For hostile reasons, approved by hostile names: an organ's missing report, and cells of one it sent."""
    return [
        {
            "organ": organ(number),
            "year": year,
            "rule": rule,
            "reason": printable(payload(number)),
            "person": printable(payload(number + 1))[:LONGEST_NAME],
            "until": dt.date(2099, 12, 31),
        }
        for number in range(0, len(PAYLOADS), 2)
        if registrable(organ(number))
        for year, rule in ((YEAR - 1, "submissions.missing"), (YEAR, "requests.cells.unreadable"))
    ]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, publisher: Callable[..., Any]) -> Path:
    """The folder of a run: a report a payload, every organ in the registry, some findings waived."""
    folder = tmp_path_factory.mktemp("attacked")
    samples = demo.clean_samples(len(PAYLOADS), years=(YEAR,))
    for number, sample in enumerate(samples):
        suffix, data = submission(number, sample)
        path = folder / "province" / "reports" / path_of(number, suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    registry = folder / "registry.csv"
    with registry.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("机关名称", "层级"))
        names = filter(registrable, map(organ, range(len(PAYLOADS))))
        writer.writerows((name, "市级") for name in names)
    approved = folder / "waivers.yaml"
    approved.write_text(yaml.safe_dump(waivers(), allow_unicode=True), "utf-8")
    years = ("--years", f"{YEAR - 1},{YEAR}")
    code, _ = publisher(folder, "--registry", str(registry), "--waivers", str(approved), *years)
    assert code in {1, 3}
    return folder / "out"


def test_there_are_payloads_enough() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= AT_LEAST


def test_payloads_arrive_on_the_pages(attacked: Path) -> None:
    """Or nothing below would show anything."""
    (block,) = html.fromstring((attacked / "review" / "search.html").read_bytes()).xpath(
        "//script[@id='lines']/text()"
    )
    lines = json.loads(block)["lines"]
    whole = {line[0] for line in lines}
    assert sum(organ(number).strip() in whole for number in range(len(PAYLOADS))) > 0.9 * len(PAYLOADS)
    text = "".join(
        html.fromstring(path.read_bytes()).text_content() for path in (attacked / "review").rglob("*.html")
    )
    asked = [one for one in PAYLOADS if one == printable(one).strip() and "  " not in one]
    lost = [one for one in asked if one not in text]
    assert len(lost) < 0.05 * len(asked), lost


def test_waivers_apply(attacked: Path) -> None:
    held = pq.read_table(attacked / "findings.parquet", columns=["path", "waiver"]).to_pylist()
    on_reports = Counter(bool(row["path"]) for row in held if row["waiver"])
    assert on_reports[True] > 10
    assert on_reports[False] > AT_LEAST / 2


TEMPLATES = files("gongkai.reviews") / "templates"
ALLOWED = {
    name
    for template in TEMPLATES.iterdir()
    if template.name.endswith(".j2")
    for name in re.findall(r"<([a-z][a-z0-9]*)", template.read_text("utf-8"))
}
"""Elements of the templates; scripts add no others."""
CHARTS = set(re.findall("[a-z]+", "g path text tspan line rect circle title desc clippath defs"))
PARSE = """page => {
  const all = [...page.querySelectorAll('*')].filter(one => !one.parentElement?.closest('svg'));
  const names = some => [...new Set([...some].map(one => one.tagName.toLowerCase()))];
  const bad = /^on|^(style|srcdoc|srcset|background|action|data|ping|autofocus|popover.*|http-equiv)$/;
  return {
    tags: names(all),
    charts: names(page.querySelectorAll('svg *')),
    attributes: all.flatMap(one => one.getAttributeNames()).filter(name => bad.test(name)),
    scripts: [...page.scripts].map(one => [one.type, one.getAttribute('src') || '']),
    links: [...page.querySelectorAll('[href], [src]')]
      .map(one => one.getAttribute('href') ?? one.getAttribute('src'))
      .filter(link => /^[^a-z#./?]*([a-z]|[/][/])[^/#?]*:|^[/]/i.test(link)),
    more: ['h1', 'main', 'head > title', 'meta[charset]', 'meta[name=referrer]', 'style, link']
      .filter(name => page.querySelectorAll(name).length !== 1),
  };
}"""
LOOK = """() => {
  const covered = link => {
    const box = link.getBoundingClientRect();
    return !link.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
  };
  const nav = [...document.querySelectorAll('nav.site a')];
  return {
    width: document.documentElement.scrollWidth,
    covered: nav.filter(covered).map(link => link.outerHTML),
    nav: nav.length,
  };
}"""
PARTS = ("review/report", "review/organ", "review/city", "review/rule", "data_docs", ".")
WIDTH = 1366
OPENED = 25
"""Pages of a part that are opened; all are parsed."""


def pages(out: Path, part: str) -> list[Path]:
    if part == ".":
        return [out / "index.html", out / "review" / "search.html"]
    return sorted((out / part).rglob("*.html"))


def foreign(told: dict[str, Any]) -> dict[str, Any]:
    """What in a page is not the templates': empty for a page as it should be."""
    odd = {
        "tags": sorted(set(told["tags"]) - ALLOWED),
        "charts": sorted(set(told["charts"]) - CHARTS),
        "attributes": told["attributes"] != ["http-equiv"] and told["attributes"],
        "scripts": [[kind, src] for kind, src in told["scripts"] if not OWN.fullmatch(src) and kind != LINES],
        "links": told["links"],
        "more": told["more"],
    }
    return {name: value for name, value in odd.items() if value}


def parsed(seen: Any, text: str) -> dict[str, Any]:
    """What Chromium makes of a page's text, without running it."""
    told: dict[str, Any] = seen.page.evaluate(
        f"text => ({PARSE})(new DOMParser().parseFromString(text, 'text/html'))", text
    )
    return told


@pytest.mark.browser
@pytest.mark.parametrize("part", PARTS)
def test_no_page_holds_an_element_of_a_payload(attacked: Path, visit: Callable[..., Any], part: str) -> None:
    """As Chromium parses them, every page."""
    seen = visit()
    found = pages(attacked, part)
    assert found
    told = ((path.name, foreign(parsed(seen, path.read_text("utf-8")))) for path in found)
    assert [one for one in told if one[1]] == []


@pytest.mark.browser
def test_an_element_of_a_payload_would_be_seen(attacked: Path, visit: Callable[..., Any]) -> None:
    seen = visit()
    page = pages(attacked, "review/rule")[0].read_text("utf-8")
    marked = [one for one in PAYLOADS if foreign(parsed(seen, page.replace("</main>", f"{one}</main>")))]
    assert len(marked) > AT_LEAST * 0.8


@pytest.mark.browser
@pytest.mark.parametrize("part", PARTS)
def test_nothing_runs_and_nothing_is_out_of_place(
    attacked: Path, visit: Callable[..., Any], part: str
) -> None:
    seen = visit(viewport={"width": WIDTH, "height": 768})
    found = pages(attacked, part)
    for path in found[:: max(1, len(found) // OPENED)]:
        seen.open(path)
        told = seen.page.evaluate(LOOK)
        assert told["width"] <= WIDTH, path
        assert told["nav"], path
        assert told["covered"] == [], path
        assert (seen.outside, seen.complaints) == ([], []), path


@pytest.mark.browser
def test_the_address_of_the_search_is_text_too(attacked: Path, visit: Callable[..., Any]) -> None:
    seen = visit()
    seen.open(attacked / "review" / "search.html")
    for one in PAYLOADS:
        fields = "&".join(f"{name}={quote(one)}" for name in ("q", "city", "rule", "state"))
        seen.page.evaluate("hash => { location.hash = hash; }", fields)
        seen.page.wait_for_function(
            "wanted => document.querySelector('select[name=state]').value === wanted", arg=one
        )
    seen.page.evaluate("location.hash = ''")
    seen.page.wait_for_selector("#results tbody tr")
    assert foreign(seen.page.evaluate(f"() => ({PARSE})(document)")) == {}
    assert (seen.outside, seen.complaints) == ([], [])


def test_data_in_a_page_ends_no_element() -> None:
    for text in PAYLOADS:
        block = json_block({text: [text]})
        assert json.loads(block) == {text: [text]}
        assert not set("<>&\u2028\u2029") & set(block)
