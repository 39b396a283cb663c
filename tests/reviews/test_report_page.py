"""A report's page: its numbers as they were read; its findings marked, explained, leading to their place."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from lxml import html

from gongkai import demo
from gongkai.reviews import write_site
from gongkai.rules import catalogue

WORDS = {"blank": "空白", "missing": "未见", "unreadable": "读不出", "inferred": "推算"}
MARKS = {"violated": "✗", "cannot_tell": "?"}
PACK = catalogue("2021")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def article(page: Any, finding: Mapping[str, Any]) -> Any:
    (found,) = page.xpath(f"//article[@id='f-{finding['finding_id']}']")
    return found


def by_path(folder: Path) -> dict[str, Any]:
    pages = map(html.fromstring, (path.read_bytes() for path in (folder / "review/report").glob("*.html")))
    return {page.xpath("string(//dd[@class='path']/bdi)"): page for page in pages}


@pytest.mark.parametrize("run", ["planted", "published"])
def test_every_cell_prints_what_was_read(run: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(run).folder
    cells = pq.read_table(folder / "cells.parquet", columns=["path", "cell", "raw", "value", "status"])
    rows = defaultdict(list)
    for row in cells.to_pylist():
        rows[row["path"]].append(row)
    pages = by_path(folder)
    assert rows.keys() == pages.keys()
    for path, own in rows.items():
        places = {place.get("id"): place for place in pages[path].xpath("//table//td[@id]")}
        assert places.keys() == {f"c-{row['cell']}" for row in own}
        for row in own:
            place, printed = places[f"c-{row['cell']}"], row["raw"] or ""
            if row["status"] == "inferred":
                printed = str(int(row["value"]))
            assert place.xpath("string(bdi)") == printed, (path, row)
            assert place.xpath("string(small[not(preceding-sibling::a)])") == WORDS.get(row["status"], ""), (
                path,
                row,
            )
            assert row["status"] in place.get("class").split()


def test_numbers_that_could_not_be_read_are_told_apart(planted: Any) -> None:
    """Each of these reports has cells of its kind, else the test above says nothing of them."""
    kinds = {"blank": "blank", "missing": "lost", "unreadable": "unreadable", "inferred": "joined"}
    for status, name in kinds.items():
        cells = planted.report(name).xpath(f"//td[contains(@class, '{status}')]/small[.='{WORDS[status]}']")
        assert cells, status


def test_the_cells_of_standing_findings_are_marked_and_no_others(planted: Any) -> None:
    for name in planted.paths:
        page, marks = planted.report(name), defaultdict(set)
        for one in planted.of(name):
            if one["waiver"] is None:
                number = article(page, one).xpath("string(h3/span[@class='place'])")
                for cell in one["cells"]:
                    marks[cell["cell"]].add((one["answer"], number, f"#f-{one['finding_id']}"))
        cells = {place.get("id")[2:]: place for place in page.xpath("//td[contains(@class, 'flagged')]")}
        assert cells.keys() == marks.keys(), name
        for cell, place in cells.items():
            wanted = marks[cell]
            flags = {
                (flag.get("class").split()[1], flag.text[1:], flag.get("href"))
                for flag in place.xpath("a[contains(@class, 'flag')]")
            }
            assert flags <= wanted
            assert len(flags) == min(3, len(wanted))
            worst = "violated" if any(answer == "violated" for answer, *_ in wanted) else "cannot_tell"
            assert place.get("class").endswith(f"flagged {worst}")
            for flag in place.xpath("a"):
                assert flag.text[0] == MARKS[flag.get("class").split()[1]]
                assert flag.get("aria-label") == f"问题 {flag.text[1:]}"


def numbers(side: str) -> tuple[list[float], float | None]:
    """The terms of a side of a formula, and the sum that is printed after them."""
    terms, _, total = side.partition("=")
    return [float(term) for term in terms.split("+")], float(total) if total else None


def test_an_identity_that_fails_is_written_out_in_the_numbers_of_its_cells(planted: Any) -> None:
    identities = {one.id: one for one in PACK.edition.identities}
    seen = 0
    for name in ("sum", "pages", "accepted"):
        page = planted.report(name)
        for one in planted.of(name):
            identity = identities[PACK.rule(one["rule_id"]).subject]
            values = {cell["cell"]: float(cell["value"]) for cell in one["cells"]}
            text = article(page, one).xpath("string(.//p[@class='written'])").replace("算式", "")
            sides = [numbers(side) for side in squeezed(text).split("≠")]
            assert [terms for terms, _ in sides] == [
                [values[cell] for cell in cells] for cells in (identity.left, identity.right)
            ]
            for terms, total in sides:
                assert total == (sum(terms) if len(terms) > 1 else None)
            assert sum(sides[0][0]) != sum(sides[1][0])
            seen += 1
    assert seen > 5


def test_smallest_corrections_stand_where_there_are_some(planted: Any) -> None:
    seen = 0
    for name in planted.paths:
        page = planted.report(name)
        for one in planted.of(name):
            text = squeezed("".join(article(page, one).xpath("*[@class='corrections']//text()")))
            assert bool(text) == bool(one["corrections"])
            if len(one["corrections"]) == 1:
                (change,) = one["corrections"]
                assert text.startswith("一种最小更正：")
                assert f"{change['from']:g}→{change['to']}" in text
                seen += 1
    assert seen > 5


def test_the_sentence_that_a_claim_rests_on_is_marked_in_the_text(planted: Any) -> None:
    (found,) = (one for one in planted.of("claim") if one["sentence"])
    (mark,) = planted.report("claim").xpath("//p[@class='prose']/mark/a")
    assert squeezed(mark.text_content()) == squeezed(found["sentence"])
    assert mark.get("href") == f"#f-{found['finding_id']}"
    assert mark.xpath("ancestor::details/@open")
    assert squeezed(found["sentence"]) in squeezed(mark.xpath("ancestor::p")[0].text_content())


def test_a_waived_finding_says_why_and_marks_nothing(planted: Any) -> None:
    page = planted.report("accepted")
    (waived,) = (one for one in planted.of("accepted") if one["waiver"] is not None)
    standing = [one for one in planted.of("accepted") if one["waiver"] is None]
    assert standing
    own = article(page, waived)
    assert own.xpath("ancestor::section/@aria-labelledby") == ["waived"]
    assert "已核对" in own.text_content()
    assert "王某" in own.text_content()
    assert "accepted" in own.get("class")
    shared = {cell["cell"] for cell in waived["cells"]} & {
        cell["cell"] for one in standing for cell in one["cells"]
    }
    assert shared
    links = page.xpath("//table//a[contains(@class, 'flag')]/@href")
    assert set(links) == {f"#f-{one['finding_id']}" for one in standing}
    for cell in shared:
        assert len(page.xpath(f"//td[@id='c-{cell}']/a")) == 1
    numbers_of = [int(place) for place in page.xpath("//article/h3/span[@class='place']/text()")]
    assert numbers_of == list(range(1, len(standing) + 2))


def test_a_report_without_findings_says_so(planted: Any) -> None:
    page = planted.report("clean")
    assert page.xpath("//p[@class='verdict holds']")
    assert "没有发现问题" in page.xpath("string(//section[@aria-labelledby='found'])")
    assert not page.xpath("//article | //td[contains(@class, 'flagged')]")


def test_what_is_missing_from_a_report_is_told(planted: Any) -> None:
    page = planted.report("empty")
    headings = page.xpath("//div[@class='section']/h3")
    absent = [squeezed(one.text_content()) for one in headings if one.xpath("span[@class='violated']")]
    sections = [section.heading for section in PACK.edition.sections]
    assert absent == [f"✗{squeezed(heading)}没有找到" for heading in sections[1:]]
    assert len(page.xpath("//td/small[.='未见']")) == len(PACK.edition.cells)
    assert "按报告年度采用2021版" in page.xpath("string(//section[@aria-labelledby='notes'])")


def test_a_report_of_no_edition_and_no_name_still_has_a_page(planted: Any, tmp_path: Path) -> None:
    """Its findings, of rules of some edition, are gone with it; its heading is its path below the inbox."""
    folder = tmp_path / "out"
    shutil.copytree(planted.folder, folder, ignore=shutil.ignore_patterns("review", "data_docs"))
    path = planted.paths["empty"]
    reports = pq.read_table(folder / "reports.parquet")
    unknown = dict.fromkeys(("edition", "edition_source", "title", "organ"))
    rows = [row | unknown if row["path"] == path else row for row in reports.to_pylist()]
    pq.write_table(pa.Table.from_pylist(rows, reports.schema), folder / "reports.parquet")
    cells = pq.read_table(folder / "cells.parquet")
    pq.write_table(cells.filter(pc.not_equal(cells["path"], path)), folder / "cells.parquet")
    findings = planted.run.findings
    run = replace(planted.run, findings=findings.filter(pc.not_equal(findings["path"], path)))
    write_site(run, folder, "zh", workers=1)
    page = planted.page("report", f"//dd[@class='path']/bdi[.='{path}']", folder)
    assert page.xpath("string(//h1)") == "青山市/无表.txt"
    assert page.xpath("string(//dl[@class='facts']/div[3]/dd)") == "没有找到"
    assert "没有认出表格所用的格式" in page.xpath("string(//section[@aria-labelledby='tables'])")
    assert not page.xpath("//table")


@pytest.mark.parametrize("name", ["pages", "sum", "lost"])
def test_a_finding_leads_to_its_place_in_the_submission(planted: Any, name: str) -> None:
    page = planted.report(name)
    home = Path(page.base_url).parent
    for one in planted.of(name):
        links = article(page, one).xpath("dl/div[dt='在提交的文件中']/dd/a")
        assert len(links) == (one["locator"] is not None)
        for link in links:
            way, place = urldefrag(link.get("href"))
            assert (home / unquote(way)).resolve() == Path(planted.paths[name]).resolve()
            number = one["locator"]["page"]
            assert place == ("" if number is None else f"page={number}")
            assert (number is not None) == (name == "pages")


def rewritten(before: Mapping[str, int], after: Mapping[str, int]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def files(out: Path) -> dict[str, int]:
    """Page → which file it is; one that is kept is the same file in the new folder."""
    return {path.relative_to(out).as_posix(): path.stat().st_ino for path in (out / "review").rglob("*.html")}


def test_a_finding_more_makes_only_pages_again_that_show_it(
    planter: Callable[..., Any], auditor: Callable[..., Any], tmp_path: Path
) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    path = planter(inbox)["clean"]
    runs, pages = [auditor(tmp_path, inbox)], [files(out)]
    organ = next(one for one in demo.organs(demo.SEED) if one.name in path.name)
    spoiled = demo.make_sample(demo.SEED, organ, 2023, "requests.carried_out.row_total.wrong")
    path.write_bytes(demo.render(spoiled, "html.clean").data)
    runs.append(auditor(tmp_path, inbox))
    pages.append(files(out))
    first, then = ({row["rule_id"] for row in of_path(run, path)} for run in runs)
    assert (not first, "requests.carried_out.row_total" in then) == (True, True)
    kinds: dict[str, set[str]] = defaultdict(set)
    for name in rewritten(*pages):
        kinds[name.split("/")[1]].add(Path(name).stem)
    assert {kind: len(names) for kind, names in kinds.items() if kind != "rule"} == {
        "report": 1,
        "city": 1,
        "organ": 1,
        "search.html": 1,
    }
    assert path.as_posix() in (out / "review/report" / f"{kinds['report'].pop()}.html").read_text("utf-8")
    # A rule's page says how many reports it was run on: the other text may state other numbers.
    assert kinds["rule"] == then | {
        rule for rule in pages_of(runs[0]) if outcomes(runs[0], rule) != outcomes(runs[1], rule)
    }


def test_another_reason_of_a_waiver_makes_only_pages_again_that_print_it(planted: Any) -> None:
    home, new = (planted.folder.with_name(name) for name in ("home", "new"))
    shutil.copytree(planted.folder, home)
    shutil.copytree(planted.folder, new, ignore=shutil.ignore_patterns("review", "data_docs"))
    (waived,) = (row for row in planted.found if row["waiver"] is not None)
    changed = waived | {"waiver": waived["waiver"] | {"reason": "另有原因"}}
    rows = [changed if row is waived else row for row in planted.found]
    run = replace(planted.run, findings=pa.Table.from_pylist(rows, planted.run.findings.schema))
    write_site(run, new, "zh", home=home, workers=1)
    texts = [
        {
            path.relative_to(out).as_posix(): path.read_text("utf-8")
            for path in (out / "review").rglob("*.html")
        }
        for out in (home, new)
    ]
    assert texts[0].keys() == texts[1].keys()
    written = {name for name, text in texts[1].items() if texts[0][name] != text}
    assert sorted(name.split("/")[1] for name in written) == ["organ", "report", "rule"]
    assert written == {name for name, text in texts[1].items() if "另有原因" in text}


def of_path(run: Any, path: Path) -> list[dict[str, Any]]:
    return [row for row in run.findings.to_pylist() if row["path"] == path.as_posix()]


def pages_of(run: Any) -> set[str]:
    return {rule for batch in run.batches for rule in batch.outcomes}


def outcomes(run: Any, rule: str) -> list[Any]:
    return [batch.outcomes.get(rule) for batch in run.batches]
