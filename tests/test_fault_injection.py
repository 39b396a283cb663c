"""The whole chain, bytes to findings, on planted faults: exactly what was planted and what it implies.

Every fault of the demo province is written in each format that can show it and audited as a folder of
submissions is; what comes out must be what the demo's own judge says, no more and no less.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai import demo, forms, loaders, rules
from gongkai.checkpoints import Run, audit
from gongkai.relations import Settings

Said = tuple[str, str, frozenset[str]]
FORMATS = tuple(dict.fromkeys(layout.format for layout in demo.LAYOUTS.values()))
SPARING = {"pdf": 4}
"""Formats that take long to write and to read: of these, one fault in so many."""
YEARS = {edition.id: edition.first_year + 1 for edition in forms.editions()}
CLEAN = 500
LISTED = "submissions."
"""Begins the rules on who submitted what."""


def layouts(format_name: str) -> list[str]:
    return [name for name in demo.COMPLETE if demo.LAYOUTS[name].format == format_name]


def faulty() -> Iterator[demo.Rendered]:
    """Every fault of every edition, in each format, in layouts by turns."""
    organs = list(demo.organs(demo.SEED))
    for edition_id, year in YEARS.items():
        for number, fault in enumerate(demo.defects(edition_id)):
            sample = demo.make_sample(number, organs[number % len(organs)], year, fault.id)
            for format_name in FORMATS:
                step = SPARING.get(format_name, 1)
                if number % step:
                    continue
                able = [name for name in layouts(format_name) if demo.LAYOUTS[name].shows(fault)]
                if able:
                    yield demo.render(sample, able[number // step % len(able)])


def submit(rendered: Iterable[demo.Rendered], folder: Path) -> dict[str, demo.Rendered]:
    """Writes the reports, each in a folder of its own since names may repeat; path → report."""
    written = {}
    for number, report in enumerate(rendered):
        own = folder / f"{number:04d}"
        for place, data in report.places.items():
            path = own / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        written[str(own / report.name)] = report
    return written


def said_of(run: Run, *, listed: bool = False) -> dict[str, set[Said]]:
    """By path, what was found at error and warning; of who submitted what where they are `listed`.

    Faulty and clean reports are of many provinces, whose organs have the same names.
    """
    said: dict[str, set[Said]] = defaultdict(set)
    for finding in run.findings.to_pylist():
        if finding["severity"] == "info" or (finding["rule_id"].startswith(LISTED) and not listed):
            continue
        cells = frozenset(cell["cell"] for cell in finding["cells"])
        said[finding["path"]].add((finding["rule_id"], finding["answer"], cells))
    return said


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, demo.Rendered], Run]:
    folder = tmp_path_factory.mktemp("faulty")
    written = submit(faulty(), folder / "in")
    return written, audit(loaders.load([folder / "in"]), folder / "out")


def test_every_planted_fault_and_nothing_else(audited: tuple[dict[str, demo.Rendered], Run]) -> None:
    written, run = audited
    assert run.problems == ()
    assert run.failures.num_rows == 0
    said = said_of(run)
    wrong: dict[str, Any] = {}
    for path, report in written.items():
        expected = {(told.rule_id, told.answer, frozenset(told.cells)) for told in report.truth.findings}
        if said.get(path, set()) != expected:
            wrong[f"{report.sample.defect} in {report.layout.name}"] = {
                "missed": sorted(map(str, expected - said[path])),
                "false": sorted(map(str, said[path] - expected)),
            }
    assert wrong == {}


def test_every_rule_is_violated_in_every_format(audited: tuple[dict[str, demo.Rendered], Run]) -> None:
    written, run = audited
    found: dict[str, set[str]] = defaultdict(set)
    for finding in run.findings.to_pylist():
        if finding["answer"] == "violated":
            found[finding["rule_id"]].add(written[finding["path"]].layout.format)
    catalogued = {rule.id for catalogue in rules.catalogues() for rule in catalogue.rules}
    required = {rule for edition in forms.editions() for rule in demo.rule_ids(edition.id)}
    # Rules that need several reports are violated in tests/test_scenes.py, in the formats written there.
    in_scenes = {rule for scene in demo.scenes() for rule in scene.triggers}
    assert catalogued - required - in_scenes == set(), "give the new rule a fault or a scene in demo/"
    assert required - found.keys() == set()
    every = set(FORMATS) - set(SPARING)
    assert {rule: sorted(every - found[rule]) for rule in required} == {rule: [] for rule in required}


def test_an_operand_that_is_not_there_is_never_a_pass(audited: tuple[dict[str, demo.Rendered], Run]) -> None:
    _, run = audited
    undecided = {f["rule_id"] for f in run.findings.to_pylist() if f["answer"] == "cannot_tell"}
    identities = {identity.id for edition in forms.editions() for identity in edition.identities}
    assert identities - undecided == set()


def test_clean_reports_give_no_finding(tmp_path: Path) -> None:
    submit(demo.clean_reports(CLEAN), tmp_path / "in")
    run = audit(loaders.load([tmp_path / "in"]), tmp_path / "out")
    assert run.counts.reports == CLEAN
    assert said_of(run) == {}
    assert run.problems == ()


def test_the_province_is_audited_as_its_truth_says(tmp_path: Path) -> None:
    demo.write_province(tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    organs = loaders.Organs.read(tmp_path / "registry.csv")
    frames = loaders.load([tmp_path / "reports"], reading=loaders.Reading(organs=organs))
    run = audit(frames, tmp_path / "out", organs=organs, settings=Settings(**truth["settings"]))
    by_name = {
        (path or "").removeprefix(f"{tmp_path}/"): found for path, found in said_of(run, listed=True).items()
    }
    wrong: dict[str, Any] = {}
    for report in truth["reports"]:
        must, may = (
            {
                (told["rule_id"], told["answer"], frozenset(told["cells"]))
                for told in report[name]
                if told["severity"] != "info"
            }
            for name in ("must_find", "may_find")
        )
        found = by_name.pop(report["path"], set())
        if not must <= found <= must | may:
            wrong[report["path"]] = {
                "missed": sorted(map(str, must - found)),
                "false": sorted(map(str, found - must - may)),
            }
    assert wrong == {}
    # Of organs that sent nothing there is no report: they are only in the list of who submitted.
    assert {rule for found in by_name.values() for rule, _, _ in found} <= {"submissions.missing"}
