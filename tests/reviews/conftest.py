"""A browser without a network, and small batches judged by the real rules."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import great_expectations as gx
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from lxml import html

from gongkai import demo, forms
from gongkai.checkpoints import Run, Waivers, audit
from gongkai.cli import main
from gongkai.demo import write_province
from gongkai.expectations import SUITES, build_suites
from gongkai.loaders import STATUS_LETTERS, load_into
from gongkai.reviews import write_site
from gongkai.reviews._site import _again, _found

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.data_context import AbstractDataContext
    from playwright.sync_api import Browser, Page


@dataclass
class Visit:
    """A page opened from disk with the network cut; what it asked for and complained of."""

    page: Page
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path) -> None:
        self.page.goto(path.as_uri())

    @property
    def outside(self) -> list[str]:
        return [url for url in self.asked if not url.startswith("file:")]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def start(**options: Any) -> Visit:
        context = chromium.new_context(offline=True, **options)
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.complaints.append(dialog.message), dialog.dismiss()))
        seen.page.route(
            "**/*",
            lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort(),
        )
        return seen

    yield start
    for context in contexts:
        context.close()


@dataclass
class Facts:
    """A batch's facts, in which every rule holds until a test spoils them."""

    edition: forms.Edition
    year: int
    frame: pd.DataFrame

    @property
    def batch(self) -> str:
        return f"{self.edition.id}-{self.year}"

    def put(self, row: int, cell_id: str, value: float) -> None:
        self.frame.loc[row, cell_id] = value

    def forget(self, row: int, cell_id: str, status: Any) -> None:
        """Makes a cell blank, missing or unreadable."""
        place = self.edition.cell_ids.index(cell_id)
        letters = self.frame.loc[row, "statuses"]
        self.frame.loc[row, "statuses"] = letters[:place] + STATUS_LETTERS[status] + letters[place + 1 :]
        self.frame.loc[row, cell_id] = float("nan")


@pytest.fixture(scope="session")
def clean_facts() -> Callable[..., Facts]:
    """A 0 in every cell, every section there and in order."""

    def make(paths: Sequence[str], edition_id: str = "2021", year: int = 2023) -> Facts:
        edition, count = forms.edition(edition_id), len(paths)
        columns: dict[str, object] = {
            "report_id": [f"{index:064x}" for index in range(count)],
            "path": list(paths),
            "organ": [None] * count,
            "region": [None] * count,
            "year": [float(year)] * count,
            "edition": [edition.id] * count,
            "edition_source": ["table"] * count,
            "title_year": [float(year)] * count,
            "file_year": [float(year)] * count,
            "period_start": [dt.date(year, 1, 1)] * count,
            "period_end": [dt.date(year, 12, 31)] * count,
            "section_order": [" ".join(section.id for section in edition.sections)] * count,
            **{f"section.{section.id}": [300.0] * count for section in edition.sections},
            "statuses": [STATUS_LETTERS["ok"] * len(edition.cell_ids)] * count,
            **{cell_id: [0.0] * count for cell_id in edition.cell_ids},
        }
        return Facts(edition, year, pd.DataFrame(columns))

    return make


@dataclass
class Project:
    """A GX project on disk whose Data Docs are ours."""

    folder: Path
    context: AbstractDataContext

    def validate(self, facts: Facts) -> ExpectationSuiteValidationResult:
        """Validates and stores, as a checkpoint does."""
        source = self.context.data_sources.all().get("reports") or self.context.data_sources.add_pandas(
            "reports"
        )
        known = {asset.name: asset for asset in source.assets}
        asset = known.get(facts.batch) or source.add_dataframe_asset(facts.batch)
        definitions = {definition.name: definition for definition in asset.batch_definitions}
        whole = definitions.get("whole") or asset.add_batch_definition_whole_dataframe("whole")
        suite = self.context.suites.get(SUITES[facts.edition.id])
        checkpoint = gx.Checkpoint(
            name=facts.batch,
            validation_definitions=[
                self.context.validation_definitions.add_or_update(
                    gx.ValidationDefinition(name=facts.batch, data=whole, suite=suite)
                )
            ],
            result_format={"result_format": "COMPLETE"},
        )
        outcome = self.context.checkpoints.add_or_update(checkpoint).run({"dataframe": facts.frame})
        (result,) = outcome.run_results.values()
        return result

    def build(self) -> Path:
        """Builds the pages and gives their folder."""
        self.context.build_data_docs()
        return self.folder / "data_docs"


_SITE = Path(__file__).with_name("great_expectations.yml")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    def start(lang: forms.Language = "zh") -> Project:
        folder = tmp_path_factory.mktemp("project")
        (folder / "great_expectations.yml").write_text(
            _SITE.read_text("utf-8").replace("LANG", lang), "utf-8"
        )
        context = gx.get_context(context_root_dir=folder)
        build_suites(context)
        return Project(folder, context)

    return start


HOSTILE = (
    "<script>document.title='run'</script>.txt",
    "<img src=x onerror=alert(1)>.html",
    '"><svg onload=alert(2)>.docx',
    "' onmouseover='alert(3)",
    "</title><script>alert(4)</script>",
    "</style><script>alert(5)</script>",
    "</table></main></body><h1>伪造</h1>",
    "javascript:alert(6)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&#60;i&#62;&amp;",
    "<!-- --><iframe src=//example.invalid></iframe>",
    "<base href=//example.invalid><link rel=stylesheet href=//example.invalid/a.css>",
    "年报\u202ecod.exe\u2066\x00\x1b[31m.txt",
    "长" * 300 + "x" * 400,
)
"""File names that try to run, to break the page or to look like something else."""


@pytest.fixture(scope="session")
def hostile() -> tuple[str, ...]:
    return HOSTILE


@pytest.fixture(scope="session")
def spoiled(clean_facts: Callable[..., Facts]) -> Facts:
    """Ten reports: one each for what a page has to tell, under plain paths `市/报告N.html`."""
    facts = clean_facts([f"市/报告{number}.html" for number in range(10)])
    edition = facts.edition
    balance = next(identity for identity in edition.identities if identity.name == "balance")
    rows = [identity for identity in edition.identities if identity.name == "row_total"]
    longest = max(edition.identities, key=lambda identity: len(identity.cells))
    facts.frame["organ"] = [f"第{9 - number}局" if number % 4 else None for number in range(10)]
    facts.put(1, balance.left[0], 12)
    facts.put(2, longest.right[5], 44)
    facts.put(3, rows[0].left[0], 5)
    facts.put(4, edition.tables[0].cells[-1].id, -3.5)
    facts.forget(5, rows[1].right[2], "blank")
    facts.put(5, rows[1].left[0], 7)
    facts.forget(6, rows[2].right[2], "blank")
    facts.forget(7, rows[3].right[0], "missing")
    gone = edition.sections[-1].id
    facts.frame.loc[8, f"section.{gone}"] = float("nan")
    facts.frame.loc[8, "section_order"] = " ".join(s.id for s in edition.sections if s.id != gone)
    return facts


@pytest.fixture(scope="session")
def stored(project: Callable[..., Project], spoiled: Facts) -> dict[str, Any]:
    """The result of the spoiled batch, as GX stores it; a test that changes it changes a copy."""
    result: dict[str, Any] = project().validate(spoiled).to_json_dict()
    return result


@dataclass(frozen=True)
class Site:
    """Pages built once: a spoiled batch, a hostile one, two clean ones."""

    lang: forms.Language
    folder: Path
    results: dict[str, Any]

    @property
    def pages(self) -> list[Path]:
        return sorted(self.folder.rglob("*.html"))

    def page(self, batch: str) -> Path:
        (found,) = self.folder.rglob(f"*-{batch}.html")
        return found


@pytest.fixture(scope="session", params=["zh", "en"])
def site(
    request: pytest.FixtureRequest,
    project: Callable[..., Project],
    clean_facts: Callable[..., Facts],
    spoiled: Facts,
) -> Site:
    started = project(request.param)
    bad_names = clean_facts(HOSTILE, year=2024)
    total = next(identity for identity in bad_names.edition.identities if identity.name == "row_total").left[
        0
    ]
    for row in range(len(HOSTILE)):
        bad_names.put(row, total, row + 1)
        # Every other report has an organ, of a name as bad as its path.
        bad_names.frame.loc[row, "organ"] = HOSTILE[-row] if row % 2 else None
    batches = (spoiled, bad_names, clean_facts(["a.txt"], year=2022), clean_facts(["a.txt"], "2019", 2020))
    results = {facts.batch: started.validate(facts).to_json_dict() for facts in batches}
    return Site(request.param, started.build(), results)


@dataclass(frozen=True)
class Published:
    """A run of the made-up province with everything that is made of it: the folder, and what was printed."""

    folder: Path
    console: str
    findings: list[dict[str, Any]]

    def pages(self, kind: str) -> list[Path]:
        return sorted((self.folder / "review" / kind).glob("*.html"))

    @property
    def every_page(self) -> list[Path]:
        return sorted(self.folder.rglob("*.html"))


def publish(folder: Path, *more: str) -> tuple[int, str]:
    """Audits `folder / "province"` as a person does, into `folder / "out"`."""
    printed = io.StringIO()
    words = ("audit", folder / "province" / "reports", "-o", folder / "out", *more)
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        code = main([str(word) for word in words])
    return code, printed.getvalue()


@pytest.fixture(scope="session")
def publisher() -> Callable[..., tuple[int, str]]:
    return publish


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """With a file that cannot be read, an organ without a report, and three findings that are waived."""
    folder = tmp_path_factory.mktemp("published")
    write_province(folder / "province")
    (folder / "province" / "reports" / "空.docx").touch()
    registry = folder / "province" / "registry.csv"
    lines = registry.read_text("utf-8").splitlines()
    registry.write_text("\n".join([*lines, f"{lines[1].split(',')[0]}档案馆,,省级,,990000"]) + "\n", "utf-8")
    settings = ("--registry", str(registry), "--scope", "departments", "--years", "2023")
    publish(folder, *settings)
    found = pq.read_table(folder / "out" / "findings.parquet", columns=["finding_id", "severity"]).to_pylist()
    chosen = {row["severity"]: row["finding_id"] for row in found}
    waivers = [
        f"- {{finding: {one}, reason: 已核对, person: 王某, until: 2099-12-31}}" for one in chosen.values()
    ]
    (folder / "waivers.yaml").write_text("\n".join(waivers), "utf-8")
    _, console = publish(folder, *settings, "--waivers", str(folder / "waivers.yaml"))
    findings = pq.read_table(folder / "out" / "findings.parquet").to_pylist()
    return Published(folder / "out", console, findings)


@dataclass(frozen=True)
class Planted:
    """A run of a few reports in two cities' folders, each with one thing to be told.

    `inbox` holds them, `paths` says where each is, by the name of what it has; `found` are all findings.
    """

    inbox: Path
    folder: Path
    run: Run
    paths: dict[str, str]
    found: list[dict[str, Any]]

    def of(self, name: str) -> list[dict[str, Any]]:
        """What was found on the report with that thing."""
        return [row for row in self.found if row["path"] == self.paths[name]]

    def report(self, name: str) -> Any:
        """Its page, parsed."""
        return self.page("report", f"//dd[@class='path']/bdi[.='{self.paths[name]}']")

    def page(self, kind: str, shows: str, folder: Path | None = None) -> Any:
        """The one page of a kind that shows something; of this run, or of another with its reports."""
        pages = ((folder or self.folder) / "review" / kind).glob("*.html")
        (found,) = (page for page in map(parsed, sorted(pages)) if page.xpath(shows))
        return found


def parsed(path: Path) -> Any:
    return html.fromstring(path.read_bytes(), base_url=str(path))


PLAN = {
    "sum": ("青山市", "requests.received.row_total.wrong", "text.tabs"),
    "pages": ("青山市", "requests.balance.enterprise.wrong", "pdf.clean"),
    "accepted": ("青山市", "requests.granted.row_total.wrong", "html.clean"),
    "claim": ("青山市", "claims.received.wrong", "html.clean"),
    "lost": ("红河市", "requests.row_absent", "html.clean"),
    "unreadable": ("红河市", "requests.unreadable", "docx.clean"),
    "blank": ("红河市", "requests.blank", "xlsx.clean"),
    "joined": ("红河市", None, "text.run_together"),
    "late": ("红河市", None, "text.tabs"),
    "clean": ("", None, "html.clean"),
}
"""What a report has → the city's folder, the demo's fault, the layout."""
WAIVED = "requests.granted.row_total"


def plant(inbox: Path) -> dict[str, Path]:
    """Writes these reports, two copies of one into the other city's folder, and one almost empty."""
    files = {}
    organs = demo.organs(demo.SEED)
    for (name, (city, fault, layout)), organ in zip(PLAN.items(), organs, strict=False):
        sample = demo.make_sample(demo.SEED, organ, 2023, fault)
        if name == "late":
            sample = replace(sample, published=dt.date(2024, 5, 10), signed=True)
        rendered = demo.render(sample, layout)
        files[name] = inbox / city / rendered.name
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_bytes(rendered.data)
    for number, name in enumerate(("again", "thrice"), 1):
        files[name] = inbox / "红河市" / f"副本{number}{files['sum'].name}"
        files[name].write_bytes(files["sum"].read_bytes())
    files["empty"] = inbox / "青山市" / "无表.txt"
    files["empty"].write_text("政府信息公开工作年度报告\n\n一、总体情况\n没有收到申请。\n", "utf-8")
    return files


@pytest.fixture(scope="session")
def planter() -> Callable[[Path], dict[str, Path]]:
    return plant


def audited(folder: Path, inbox: Path, waivers: Waivers | None = None) -> Run:
    """Audits `inbox` into `folder / "out"`, site and all; an earlier run may be there."""
    frames = load_into([inbox], folder / f"read{len(list(folder.iterdir()))}")
    home = folder / "out"

    def finish(run: Run, partial: Path) -> None:
        write_site(run, partial, "zh", home=home, workers=1)

    return audit(frames, home, waivers=waivers, finish=finish)


@pytest.fixture(scope="session")
def auditor() -> Callable[..., Run]:
    return audited


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """One finding on the report "accepted" is waived, the others on it stand."""
    folder = tmp_path_factory.mktemp("planted")
    files = plant(folder / "in")
    organ = list(demo.organs(demo.SEED))[list(PLAN).index("accepted")].name
    waiver = {"organ": organ, "year": 2023, "rule": WAIVED, "reason": "已核对", "person": "王某"}
    waivers = Waivers.parse(yaml.safe_dump([waiver | {"until": dt.date(2099, 12, 31)}], allow_unicode=True))
    run = audited(folder, folder / "in", waivers)
    paths = {name: path.as_posix() for name, path in files.items()}
    return Planted(folder / "in", folder / "out", run, paths, run.findings.to_pylist())


@pytest.fixture(scope="session")
def bounded(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the same run with lists of one line."""
    folder = tmp_path_factory.mktemp("bounded") / "out"
    shutil.copytree(planted.folder, folder, ignore=shutil.ignore_patterns("review", "data_docs"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_found, "SHOWN", 1)
        patch.setattr(_again, "SHOWN", 1)
        write_site(planted.run, folder, "zh", workers=1)
    return folder
