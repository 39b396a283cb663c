"""The whole catalogue on reports whose faults are known: what is found rightly, falsely, and not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from benchmarks._pairs import Fact, WrongResultError

from gongkai import demo, forms, loaders
from gongkai.checkpoints import audit
from gongkai.relations import Settings

_SHOWN: Final = 5
_FORMATS: Final = ("text", "html", "docx", "xlsx")
_HEAD: Final = ("rule", "to be found", "found", "missed", "false", "precision", "recall")
_ALL: Final = "all"
_LISTED: Final = "submissions."
"""Begins the rules on who submitted what."""
_FOREWORD: Final = """\
# Precision and recall

查准率与查全率：`python -m benchmarks --only precision --write`。

Written by that command; do not edit. Clean reports, reports with one fault of every kind, and scenes of
several reports are made up (`demo/`), printed in layouts that show everything (text, HTML, docx, xlsx), and
audited with the whole catalogue. What must be found is worked out by the demo, which knows no rule. A finding
is its rule, its answer (violated or cannot tell) and its cells. *False*: found at error or warning, and not
to be found; one is a failure. Findings of information only, which need not be acted upon, count where they
are foreseen. Organs without any report are not counted here.
"""

Said = tuple[str, str, frozenset[str]]


class Corpus(NamedTuple):
    """Reports that are audited together, by the folder for each, and what must be found on them.

    `organs` make the registry, without which they are audited where there are none.
    """

    reports: Sequence[tuple[Path, demo.Rendered, tuple[demo.Expected, ...]]]
    organs: tuple[demo.Organ, ...]
    settings: Mapping[str, object]


class Outcome(NamedTuple):
    """By rule, how many findings were right, missed and false; the last two with where they are."""

    reports: int
    right: Counter[str]
    missed: Mapping[str, list[str]]
    false: Mapping[str, list[str]]


def check(clean: int, of_each: int) -> list[Fact]:
    """A line a rule, and one for all, over that many clean reports and `of_each` of every fault and layout.

    Raises:
        WrongResultError: something was found falsely; the message names some.
    """
    outcome = _outcome(_corpora(clean, of_each))
    false = [f"{rule}: {place}" for rule, places in outcome.false.items() for place in places]
    if false:
        raise WrongResultError(f"{len(false)} findings are false: {'; '.join(false[:_SHOWN])}")
    facts = [Fact(rule, " · ".join(row)) for rule, row in _rows(outcome)]
    missed = [f"{rule}: {place}" for rule, places in outcome.missed.items() for place in places]
    return [*facts, Fact("reports", f"{outcome.reports:,}"), Fact("missed", "; ".join(missed) or "none")]


def page(facts: Sequence[Fact]) -> str:
    """docs/precision.md, from what `check` gives."""
    *rules, reports, missed = facts
    rows = [_HEAD, ("---",) * len(_HEAD), *((fact.name, *fact.value.split(" · ")) for fact in rules)]
    table = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([_FOREWORD, f"{reports.value} reports. Missed: {missed.value}.", "", *table, ""])


def _rows(outcome: Outcome) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = sorted({*outcome.right, *outcome.missed, *outcome.false})
    for rule in names:
        yield rule, _row(outcome.right[rule], len(outcome.missed[rule]), len(outcome.false[rule]))
    counts = (outcome.right.total(), *(sum(map(len, each.values())) for each in outcome[2:]))
    yield _ALL, _row(*counts)


def _row(right: int, missed: int, false: int) -> tuple[str, ...]:
    return (
        f"{right + missed}",
        f"{right}",
        f"{missed}",
        f"{false}",
        _share(right, right + false),
        _share(right, right + missed),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "—"


def _corpora(clean: int, of_each: int) -> Iterator[Corpus]:
    yield _clean(clean)
    yield _whole_province()
    yield _faulty(of_each)
    yield from _scenes()


def _layouts(name: str) -> list[str]:
    """Those of a format that show everything."""
    return [
        layout.name
        for layout in demo.LAYOUTS.values()
        if layout.format == name
        and layout.complete
        and layout.blanks == "all"
        and layout.closed
        and layout.cells
    ]


def _clean(number: int) -> Corpus:
    """Of several provinces, each in a folder of its own: there organs of one name are not one organ."""
    names = [name for format_name in _FORMATS for name in _layouts(format_name)]
    reports = demo.clean_reports(number, layouts=names)
    return Corpus([(Path(str(each.sample.seed), *_place(each)), each, ()) for each in reports], (), {})


def _whole_province() -> Corpus:
    """All organs of one, with its registry: what governments add up is there."""
    organs = tuple(demo.organs(demo.SEED))
    names = cycle(name for format_name in _FORMATS for name in _layouts(format_name))
    samples = demo.clean_samples(len(organs) * len(demo.YEARS))
    reports = (demo.render(sample, name) for sample, name in zip(samples, names, strict=False))
    return Corpus([(Path(*_place(each)), each, ()) for each in reports], organs, {"scope": "departments"})


def _faulty(of_each: int) -> Corpus:
    """Every fault of every edition in every format that shows it, so many times."""
    organs = list(islice(demo.organs(demo.SEED), 40))
    reports: list[tuple[Path, demo.Rendered, tuple[demo.Expected, ...]]] = []
    for edition in forms.editions():
        for number, fault in enumerate(demo.defects(edition.id)):
            for turn in range(of_each):
                organ = organs[(number + turn) % len(organs)]
                sample = demo.make_sample(turn, organ, edition.first_year + 1, fault.id)
                for format_name in _FORMATS:
                    able = [name for name in _layouts(format_name) if demo.LAYOUTS[name].shows(fault)]
                    rendered = demo.render(sample, able[(number + turn) % len(able)])
                    reports.append((Path(f"{len(reports):05d}"), rendered, ()))
    return Corpus(reports, (), {})


def _scenes() -> Iterator[Corpus]:
    """All scenes in one layout of each format, those with settings of their own apart."""
    groups: dict[str, list[demo.Scene]] = defaultdict(list)
    for scene in demo.scenes():
        groups[repr(sorted(scene.settings.items()))].append(scene)
    for scenes in groups.values():
        organs = tuple(organ for scene in scenes for organ in scene.organs)
        for format_name in _FORMATS:
            layout = "html.chrome" if format_name == "html" else _layouts(format_name)[0]
            reports = [
                (Path(*demo.submitted_in(each.sample), f"{scene.id}.{number}"), each, scene.findings[number])
                for scene in scenes
                for number, each in enumerate(scene.rendered(layout))
            ]
            yield Corpus(reports, organs, scenes[0].settings)


def _place(rendered: demo.Rendered) -> tuple[str, ...]:
    return demo.submitted_in(rendered.sample)


def _outcome(corpora: Iterable[Corpus]) -> Outcome:
    right: Counter[str] = Counter()
    missed: dict[str, list[str]] = defaultdict(list)
    false: dict[str, list[str]] = defaultdict(list)
    reports = 0
    for corpus in corpora:
        reports += len(corpus.reports)
        with TemporaryDirectory() as folder:
            for rendered, must, found in _audited(corpus, Path(folder)):
                place = f"{rendered.sample.title} ({rendered.sample.defect}, {rendered.layout.name})"
                right.update(rule for rule, _, _ in must & found)
                for rule, answer, _ in must - found:
                    missed[rule].append(f"{answer}, {place}")
                for rule, answer, _ in found - must:
                    false[rule].append(f"{answer}, {place}")
    return Outcome(reports, right, missed, false)


def _audited(corpus: Corpus, folder: Path) -> Iterator[tuple[demo.Rendered, set[Said], set[Said]]]:
    """Each report with what must be found, and what was."""
    written: dict[str, tuple[demo.Rendered, set[Said]]] = {}
    for place, rendered, together in corpus.reports:
        path = folder / "in" / place / rendered.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rendered.data)
        told = (*rendered.truth.findings, *together)
        written[str(path)] = rendered, {(one.rule_id, one.answer, frozenset(one.cells)) for one in told}
    organs = None
    if corpus.organs:
        (folder / "registry.csv").write_bytes(demo.registry(corpus.organs))
        organs = loaders.Organs.read(folder / "registry.csv")
    frames = loaders.load([folder / "in"], reading=loaders.Reading(organs=organs))
    run = audit(frames, folder / "out", organs=organs, settings=Settings(**corpus.settings))
    if run.problems or run.failures.num_rows:
        raise WrongResultError(f"problems {run.problems}, failures {run.failures.to_pylist()[:_SHOWN]}")
    found: dict[str, set[Said]] = defaultdict(set)
    for finding in run.findings.to_pylist():
        said = finding["rule_id"], finding["answer"], frozenset(cell["cell"] for cell in finding["cells"])
        if finding["path"] in written and _counts(finding, corpus, said in written[finding["path"]][1]):
            found[finding["path"]].add(said)
    for path, (rendered, must) in written.items():
        yield rendered, must, found[path]


def _counts(finding: Mapping[str, str], corpus: Corpus, foreseen: bool) -> bool:
    """What is only of interest counts where it is foreseen; who submitted, where there is a registry.

    Without one, reports of many provinces lie together, whose organs have the same names.
    """
    listed = finding["rule_id"].startswith(_LISTED)
    return foreseen or (finding["severity"] != "info" and (bool(corpus.organs) or not listed))
