"""Scenes of several reports, bytes to findings: exactly what must come out on each, in several formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from gongkai import demo, forms
from gongkai.checkpoints import Run, audit
from gongkai.loaders import Organs, Reading, load
from gongkai.relations import Settings

LAYOUTS = ("html.chrome", "docx.clean")
SCENES = demo.scenes()
Said = tuple[str, str, str, frozenset[str]]


class Staged(NamedTuple):
    """A report of a scene as it was submitted, with what must be said of it."""

    scene: demo.Scene
    number: int
    layout: str
    expected: frozenset[Said]


def said(finding: demo.Expected) -> Said:
    return finding.rule_id, finding.answer, finding.severity, frozenset(finding.cells)


def submit(scenes: Sequence[demo.Scene], layout: str, folder: Path) -> dict[str, Staged]:
    """Writes all reports where their organs submit them; path → report."""
    written = {}
    for scene in scenes:
        for number, rendered in enumerate(scene.rendered(layout)):
            own = folder.joinpath(*demo.submitted_in(rendered.sample))
            (name,) = rendered.places
            # Of some organs there are several reports on one year; the first sorts first.
            path = own / name
            path = path.with_stem(f"{path.stem}（{number}）") if path.exists() else path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(rendered.data)
            expected = frozenset(map(said, scene.expected(number, rendered)))
            written[str(path)] = Staged(scene, number, layout, expected)
    return written


def with_registry(scenes: Sequence[demo.Scene], folder: Path) -> Organs:
    path = folder / "registry.csv"
    path.write_bytes(demo.registry(organ for scene in scenes for organ in scene.organs))
    return Organs.read(path)


def by_settings() -> Iterator[list[demo.Scene]]:
    """Scenes that can be audited together."""
    groups: dict[str, list[demo.Scene]] = defaultdict(list)
    for scene in SCENES:
        groups[repr(sorted(scene.settings.items()))].append(scene)
    yield from groups.values()


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Staged], Run]]:
    done = []
    for scenes in by_settings():
        for layout in LAYOUTS:
            folder = tmp_path_factory.mktemp("scenes")
            written = submit(scenes, layout, folder / "in")
            organs = with_registry(scenes, folder)
            frames = load([folder / "in"], reading=Reading(organs=organs))
            settings = Settings(**scenes[0].settings)
            done.append((written, audit(frames, folder / "out", organs=organs, settings=settings)))
    return done


def test_every_scene_shows_exactly_what_it_must(audited: list[tuple[dict[str, Staged], Run]]) -> None:
    wrong: dict[str, Any] = {}
    for written, run in audited:
        assert run.problems == ()
        assert run.failures.num_rows == 0
        found: dict[str, set[Said]] = defaultdict(set)
        for finding in run.findings.to_pylist():
            cells = frozenset(cell["cell"] for cell in finding["cells"])
            found[finding["path"]].add((finding["rule_id"], finding["answer"], finding["severity"], cells))
        for path, report in written.items():
            told = report.expected
            # What is merely of interest need not be foreseen; where it is, it must come out.
            serious = {one for one in found[path] if one[2] != "info" or one in told}
            if serious != told:
                wrong[f"{report.scene.id}, report {report.number} in {report.layout}"] = {
                    "missed": sorted(map(str, told - serious)),
                    "false": sorted(map(str, serious - told)),
                }
    assert wrong == {}


def test_who_sent_nothing_is_missing(audited: list[tuple[dict[str, Staged], Run]]) -> None:
    for written, run in audited:
        scenes = {staged.scene.id: staged.scene for staged in written.values()}.values()
        if any(scene.missing for scene in scenes):
            absent = {row["organ"] for row in run.findings.to_pylist() if not row["path"]}
            above = {demo.government_of_the_province().name}
            assert absent - above == {organ.name for scene in scenes for organ in scene.missing}


def test_a_scene_violates_the_rules_that_it_is_made_for() -> None:
    for scene in SCENES:
        violated = {one.rule_id for told in scene.findings for one in told if one.answer == "violated"}
        assert set(scene.triggers) <= violated, scene.id


def test_scenes_are_told_apart_and_share_no_organ() -> None:
    assert len({scene.id for scene in SCENES}) == len(SCENES)
    owners: dict[str, str] = {}
    for scene in SCENES:
        assert {sample.organ for sample in scene.samples} <= set(scene.organs), scene.id
        for organ in scene.organs:
            assert owners.setdefault(organ.name, scene.id) == scene.id


def test_scenes_are_shown_in_two_formats() -> None:
    assert len({demo.LAYOUTS[layout].format for layout in LAYOUTS}) > 1


def test_every_edition_has_scenes() -> None:
    assert {scene.edition_id for scene in SCENES} == {edition.id for edition in forms.editions()}
