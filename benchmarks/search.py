"""The search page of many reports: how long a browser takes to answer what is typed, chosen and sorted."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks._pairs import Fact, WrongResultError
from playwright.sync_api import Page, sync_playwright

from gongkai.checkpoints import audit
from gongkai.demo import write_province
from gongkai.loaders import load_into
from gongkai.reviews import write_site

_MILLISECONDS: Final = 100
_BLOCK: Final = re.compile(r'(?<=<script type="application/json" id="lines">).*?(?=</script>)', re.DOTALL)
_ANSWER: Final = """async ([name, value, column]) => {
  const form = document.getElementById("search");
  const begun = performance.now();
  if (name) {
    form.elements[name].value = value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    document.querySelectorAll("#results thead button")[column].click();
  }
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  return performance.now() - begun;
}"""
"""From what a person does to the frame after the one that is painted then."""

Act = tuple[str | None, str, int]


def measured(number: int) -> list[Fact]:
    """The answers of a page of so many lines.

    Raises:
        WrongResultError: the page lists other lines than those that were asked for.
    """
    with TemporaryDirectory() as folder:
        page, lines = _page(Path(folder), number)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                args=["--no-sandbox"],
            )
            # The page itself may run nothing but its scripts; what measures it is no part of it.
            tab = browser.new_context(bypass_csp=True).new_page()
            tab.goto(page.as_uri())
            tab.wait_for_timeout(2000)
            _check(tab, lines)
            times = [tab.evaluate(_ANSWER, list(act)) for act in _acts(lines)]
            browser.close()
        size = page.stat().st_size
    verdict = "met" if max(times) <= _MILLISECONDS else "short"
    return [
        Fact(
            f"search of {number:,} lines",
            f"{len(times)} answers: median {median(times):.0f} ms, at most {max(times):.0f} "
            f"(target ≤ {_MILLISECONDS}: {verdict}); page of {size / 1e6:.1f} MB",
        )
    ]


def _page(folder: Path, number: int) -> tuple[Path, Mapping[str, Any]]:
    """The search page of a made-up province, its lines repeated under other names until there are so many."""
    write_province(folder / "province")
    frames = load_into([folder / "province" / "reports"], folder / "frames")
    audit(frames, folder / "out", finish=lambda run, partial: write_site(run, partial, "zh"))
    page = folder / "out" / "review" / "search.html"
    text = page.read_text("utf-8")
    found = _BLOCK.search(text)
    if found is None:
        raise WrongResultError("the page holds no lines")
    data = json.loads(found[0])
    own = data["lines"]
    data["lines"] = [
        [f"{own[at % len(own)][0]}{at // len(own)}", f"{at}/{own[at % len(own)][1]}", *own[at % len(own)][2:]]
        for at in range(number)
    ]
    block = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    page.write_text(text[: found.start()] + block + text[found.end() :], "utf-8")
    for name in ("search.js", "site.js", "style.css"):
        page.with_name(name).write_bytes(files("gongkai.reviews").joinpath(name).read_bytes())
    return page, data


def _acts(data: Mapping[str, Any]) -> Iterator[Act]:
    """Everything that a person may do, each more than once: words, choices, every column both ways."""
    for words in ("局", "教", "教育", "教育局", "教育局 1", "没有", ""):
        yield "q", words, 0
    choices: dict[str, Sequence[str]] = {
        "city": [city or "-" for city in data["cities"][:4]],
        "year": [str(year) for year in sorted({line[3] for line in data["lines"] if line[3]})],
        "severity": ["error", "warning", "info", "cannot_tell"],
        "state": ["error", "warning", "clean"],
        "rule": [rule[0] for rule in data["rules"][:4]],
    }
    for name, values in choices.items():
        for value in (*values, ""):
            yield name, value, 0
    for column in range(9):
        for _ in range(2):
            yield None, "", column


def _check(tab: Page, data: Mapping[str, Any]) -> None:
    for words in ("教育局", "没有这样的机关"):
        wanted = sum(words in f"{line[0]}{line[1]}{data['cities'][line[2]]}" for line in data["lines"])
        tab.evaluate(_ANSWER, ["q", words, 0])
        said = tab.locator("#count").inner_text()
        if str(wanted) not in re.findall(r"\d+", said):
            raise WrongResultError(f"{words}: {wanted} lines, and the page says: {said}")
    tab.evaluate(_ANSWER, ["q", "", 0])
