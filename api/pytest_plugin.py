"""`pytest --gongkai PATH`: every report is a file, every rule a test.

Without the option nothing of gongkai is imported.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from gongkai.api._collected import Collected

_SEVERITIES: Final = ("error", "warning", "info")
_RUN: Final = pytest.StashKey[str]()
_KEY: Final = pytest.StashKey["Collected"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("gongkai", "政府信息公开年报 / annual reports")
    group.addoption("--gongkai", metavar="PATH", action="append", help="审核这些报告 / audit these reports")
    for name, what in (
        ("registry", "机关名录 / registry of organs (CSV)"),
        ("pack", "规则包 / rule pack (YAML)"),
        ("waivers", "豁免 / waivers (YAML)"),
    ):
        group.addoption(f"--gongkai-{name}", metavar="FILE", help=what)
    group.addoption(
        "--gongkai-fail-on",
        choices=_SEVERITIES,
        default="error",
        help="这一级别或更重的问题算不通过 / what is of this severity or above fails",
    )
    group.addoption("--gongkai-lang", choices=("zh", "en"), default="zh", help="语言 / language")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tells every worker of xdist which run it is of."""
    node.workerinput["gongkai_run"] = run_of(node.config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Adds a test for every report and rule, before -k and -m choose."""
    if config.getoption("--gongkai"):
        from gongkai.api._items import items_of  # noqa: PLC0415 - only with the option

        items.extend(items_of(session, _collected(config)))
        session.testscollected = len(items)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says what was found below --gongkai-fail-on: those tests pass."""
    below = [
        dict(report.user_properties)["gongkai"]
        for report in terminalreporter.stats.get("passed", ())
        if "gongkai" in dict(report.user_properties)
    ]
    if below:
        terminalreporter.section(f"gongkai: {len(below)}")
        for said in below:
            terminalreporter.write_line(said)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Removes what the audit wrote; with xdist when all workers are done."""
    collected = config.stash.get(_KEY, None)
    if not hasattr(config, "workerinput") and (collected is not None or config.getoption("--gongkai", None)):
        from gongkai.api._collected import clear  # noqa: PLC0415

        clear(config)


@pytest.fixture(scope="session")
def gongkai_frames(request: pytest.FixtureRequest) -> Any:
    """The frames of the reports under --gongkai: `reports`, `cells`, `sections`, `failures`, `facts`."""
    return _needed(request.config).frames


@pytest.fixture(scope="session")
def gongkai_findings(request: pytest.FixtureRequest) -> Any:
    """The findings on the reports under --gongkai, for pandas."""
    return _needed(request.config).findings


def _needed(config: pytest.Config) -> Collected:
    if not config.getoption("--gongkai"):
        pytest.skip("要用 --gongkai 指明报告 / name reports with --gongkai")
    return _collected(config)


def _collected(config: pytest.Config) -> Collected:
    if _KEY not in config.stash:
        from gongkai.api._collected import collect  # noqa: PLC0415

        config.stash[_KEY] = collect(config)
    return config.stash[_KEY]


def run_of(config: pytest.Config) -> str:
    """A name that all processes of one run have, and no other run."""
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is not None:
        return str(worker["gongkai_run"])
    if _RUN not in config.stash:
        config.stash[_RUN] = uuid4().hex
    return config.stash[_RUN]


def paths_of(config: pytest.Config) -> list[Path]:
    """What --gongkai names, as paths that hold wherever the process is."""
    return [config.invocation_params.dir / path for path in config.getoption("--gongkai")]
