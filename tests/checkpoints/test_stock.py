"""What a user of stock Great Expectations finds in the repository."""

import shutil
from pathlib import Path

import great_expectations as gx
import pytest
import yaml
from great_expectations.data_context.data_context.context_factory import project_manager

from gongkai import forms
from gongkai.checkpoints._project import SITE, project, site
from gongkai.checkpoints._stores import REBUILD, store_texts
from gongkai.expectations import SUITES
from gongkai.loaders import facts_to_pandas
from gongkai.rules import catalogue

ROOT = Path(__file__).parents[2]
YML = "great_expectations.yml"
STORES = ("expectations/suites", "checkpoints/runs", "checkpoints/definitions")


@pytest.fixture
def copy(tmp_path):
    """The tracked part of the project that GX reads."""
    shutil.copy(ROOT / YML, tmp_path)
    for store in STORES:
        shutil.copytree(ROOT / store, tmp_path / store, ignore=shutil.ignore_patterns(".*"))
    return tmp_path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "uncommitted"
    }


def test_the_committed_stores_are_those_of_the_code():
    stored = {
        f"{store}/{path.name}": path.read_text("utf-8")
        for store in ("definitions", "runs")
        for path in (ROOT / "checkpoints" / store).glob("*.json")
    }
    assert stored == store_texts(), f"checkpoints/ is stale: run {REBUILD}"


@pytest.mark.parametrize("edition", [edition.id for edition in forms.editions()])
def test_a_committed_checkpoint_runs_and_changes_no_tracked_file(copy, make, edition):
    before = snapshot(copy)
    rule = next(rule for rule in catalogue(edition).rules if rule.kind == "identity")
    reports = [
        make.report(1, edition=edition),
        make.report(2, edition=edition, changes={rule.operands[0]: 7}),
    ]
    facts = facts_to_pandas(make.frames(reports).facts[edition])

    context = gx.get_context(context_root_dir=copy)
    outcome = context.checkpoints.get(SUITES[edition]).run(batch_parameters={"dataframe": facts})

    (validation,) = outcome.run_results.values()
    by_rule = {one.expectation_config.kwargs["rule"]: one for one in validation.results}
    assert len(by_rule) == len(catalogue(edition).rules)
    assert not outcome.success
    assert by_rule[rule.id].result["unexpected_index_list"] == [
        {"report_id": reports[1].report_id, "path": reports[1].path}
    ]
    assert len(list((copy / "uncommitted/data_docs").rglob("reports-facts.html"))) == 1
    assert (copy / "uncommitted/data_docs/local_site/index.html").is_file()
    assert snapshot(copy) == before


def test_opening_the_project_sends_nothing_home(copy):
    assert gx.get_context(context_root_dir=copy).variables.analytics_enabled is False


def test_the_project_and_a_run_have_the_same_pages():
    written = yaml.safe_load((ROOT / YML).read_text("utf-8"))["data_docs_sites"]
    assert written == {SITE: site("uncommitted/data_docs/local_site/", "zh")}


def test_a_run_gives_back_the_context_of_the_caller(copy, tmp_path):
    own = gx.get_context(context_root_dir=copy)
    with project(tmp_path / "pages", "zh") as context:
        assert project_manager.get_current_project() is context
    assert project_manager.get_current_project() is own
