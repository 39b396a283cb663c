"""The examples: as far as they can be tried without a province's machines."""

from __future__ import annotations

import configparser
import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, Self

import pytest
import yaml
from lxml import etree

from gongkai import demo
from gongkai.cli._app import build
from gongkai.cli._voice import Voice
from gongkai.nightly import make_project
from gongkai.outputs import FORMATS

EXAMPLES = Path(__file__).parents[2] / "examples"
GONGKAI = Path(sys.executable).with_name("gongkai")
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def text(name: str) -> str:
    return (EXAMPLES / name).read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a report that has a fault, so that a night of it ends with 1."""
    make_project(tmp_path / "project")
    organ = next(iter(demo.organs(5)))
    fault = demo.defects("2021")[0].id
    rendered = demo.render(demo.make_sample(5, organ, 2023, fault), "text.tabs")
    (tmp_path / "project" / "inbox" / rendered.name).write_bytes(rendered.data)
    return tmp_path / "project"


def carry_out(command: str, project: Path) -> int:
    """Runs a line of an example, its places being ours."""
    own = command.replace("/opt/gongkai/bin/gongkai", "gongkai").replace(
        "/srv/gongkai", shlex.quote(str(project))
    )
    own = re.sub(r"\bgongkai (?=nightly|history)", f"GONGKAI_SETTLE=0 {shlex.quote(str(GONGKAI))} ", own)
    return subprocess.run(["/bin/sh", "-c", own], check=False, capture_output=True).returncode


def test_every_command_and_format_is_there() -> None:
    known = set(build(Voice("zh")).commands)
    for path in EXAMPLES.rglob("*"):
        if path.is_file() and "wheelhouse" not in path.parts:
            said = path.read_text("utf-8")
            assert set(re.findall(r"\bgongkai(?:\.exe)? (audit|nightly|history|init|\w+ly)\b", said)) <= known
            for formats in re.findall(r"--also (\S+)", said):
                assert set(formats.split(",")) <= FORMATS.keys()


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign,assignment]
    parser.read_string(text(f"systemd/{name}"))
    return parser


def test_the_unit_lets_nothing_be_written_but_the_project() -> None:
    service = unit("gongkai-nightly.service")["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["ReadOnlyPaths"] == f"{service['ReadWritePaths']}/inbox"
    assert service["SuccessExitStatus"] == "1"
    assert unit("gongkai-nightly.timer")["Timer"]["OnCalendar"].endswith("02:00:00")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    for name in ("gongkai-nightly.service", "gongkai-nightly.timer"):
        said = (
            text(f"systemd/{name}")
            .replace("/opt/gongkai/bin/gongkai", str(GONGKAI))
            .replace("User=gongkai", "")
        )
        (tmp_path / name).write_text(said, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "gongkai-nightly.timer")],
        capture_output=True,
        text=True,
        check=False,
    )
    mine = [line for line in done.stderr.splitlines() if "gongkai-nightly" in line]
    assert mine == []


def test_the_line_of_cron_takes_findings_for_success(project: Path) -> None:
    (line,) = (one for one in text("cron/gongkai").splitlines() if one[:1].isdigit())
    fields = line.split(None, 6)
    assert fields[:6] == ["0", "2", "*", "*", "*", "gongkai"]
    assert carry_out(fields[6], project) == 0
    assert (project / "site" / "index.html").is_file()
    (project / "gongkai.yml").write_text("inbox: nowhere\n", "utf-8")
    assert carry_out(fields[6], project) != 0


class Operator:
    """Airflow's, as far as the example uses it."""

    made: list[Operator] = []  # noqa: RUF012 - as its own registry

    def __init__(self, **said: Any) -> None:
        self.said = said
        self.after: list[Operator] = []
        Operator.made.append(self)

    def __rshift__(self, other: Operator) -> Operator:
        self.after.append(other)
        return other


class Dag:
    def __init__(self, **said: Any) -> None:
        self.said = said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_the_dag_can_be_imported_and_its_commands_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("airflow") is None:
        for name, names in (
            ("airflow", {}),
            ("airflow.sdk", {"DAG": Dag}),
            ("airflow.providers", {}),
            ("airflow.providers.standard", {}),
            ("airflow.providers.standard.operators", {}),
            ("airflow.providers.standard.operators.bash", {"BashOperator": Operator}),
        ):
            module = types.ModuleType(name)
            vars(module).update(names)
            monkeypatch.setitem(sys.modules, name, module)
    spec = importlib.util.spec_from_file_location(
        "gongkai_nightly", EXAMPLES / "airflow" / "gongkai_nightly.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if isinstance(module.dag, Dag):
        assert module.dag.said["max_active_runs"] == 1
        commands = [one.said["bash_command"] for one in Operator.made]
        assert [one.said["task_id"] for one in module.nightly.after] == ["history"]
    else:
        commands = [task.bash_command for task in module.dag.tasks]
    for command in commands:
        assert carry_out(command, project) == 0


def test_the_task_of_windows_has_its_parts_in_order() -> None:
    root = etree.fromstring(text("windows/gongkai-nightly.xml").encode())
    assert root.tag == f"{TASK}Task"
    parts = ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert [part.tag.removeprefix(TASK) for part in root if isinstance(part.tag, str)] == parts
    assert root.find(f".//{TASK}MultipleInstancesPolicy").text == "IgnoreNew"
    assert root.find(f".//{TASK}Arguments").text.startswith("nightly ")


@pytest.mark.parametrize("name", ["gitlab-ci.yml", "github-actions.yml"])
def test_ci_can_be_read(name: str) -> None:
    said = yaml.safe_load(text(f"ci/{name}"))
    assert "gongkai audit reports" in str(said)


def test_the_container_takes_nothing_from_a_network() -> None:
    said = text("container/Containerfile")
    assert "http" not in said
    assert "--no-index" in said
    assert re.findall(r"(?m)^(?:ADD|COPY) (\S+)", said) == ["wheelhouse"]
    assert re.search(r"(?m)^USER (?!root)", said)
    script = EXAMPLES / "container" / "build-wheelhouse.sh"
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    assert f'--wheel-dir "$here/{"wheelhouse"}"' in script.read_text("utf-8")
