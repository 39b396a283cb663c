"""What is installed: code and data of every room, in the wheel; the project beside it, in the sdist."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
PACKED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
ROOMS = [name for name in PACKED if "/" not in name]


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Wheel and sdist of this checkout, built without the network."""
    directory = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(directory), str(ROOT))
    return directory


@pytest.fixture(scope="session")
def wheel(built):
    return next(built.glob("*.whl"))


@pytest.fixture(scope="session")
def sdist(built):
    return next(built.glob("*.tar.gz"))


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """The wheel, unpacked by pip into a folder of its own."""
    target = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--no-deps", "--no-index", "--target", str(target), str(wheel))
    return target


def beside_dependencies(installed):
    """With -S: the wheel and what it depends on, but no editable install that would answer for the wheel."""
    return {"PYTHONPATH": os.pathsep.join([str(installed), sysconfig.get_path("purelib")]), "PYTHONUTF8": "1"}


def files_of(room):
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


@pytest.mark.parametrize("room", ROOMS)
def test_the_wheel_has_every_file_of_a_room(wheel, room):
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"gongkai/{name}" for name in files_of(room)}
    assert wanted
    assert wanted - packed == set()
    assert f"gongkai/{room}/py.typed" in packed
    assert f"gongkai/{room}/__init__.py" in packed


def test_the_wheel_has_nothing_else(wheel):
    packed = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[1] for name in packed if name.startswith("gongkai/")}
    assert tops == {*ROOMS, "__init__.py"}
    others = {name.split("/")[0] for name in packed} - {"gongkai"}
    assert len(others) == 1, "beside the package there is only its dist-info"
    assert [name for name in packed if name.endswith(".pyc")] == []


def test_the_wheel_has_the_data_that_the_code_reads(wheel):
    suffixes = {Path(name).suffix for name in zipfile.ZipFile(wheel).namelist()}
    assert {".yaml", ".css", ".json", ".typed"} <= suffixes
    suites = [name for name in zipfile.ZipFile(wheel).namelist() if "/expectations/suites/" in name]
    assert suites, "the GX store of suites is part of the package"


def test_the_sdist_has_the_project_around_the_code(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    wanted = {
        "pyproject.toml",
        "great_expectations.yml",
        "constraints.txt",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
    }
    assert wanted - names == set()
    for room in ROOMS:
        assert files_of(room) - names == set()


@pytest.mark.parametrize(
    "code",
    [
        "from gongkai import forms; assert len(forms.editions()) == 2 and forms.vocabulary().aliases",
        "from gongkai.rules import catalogue; assert catalogue('2021').rules",
        "from gongkai import loaders, demo",
        "import gongkai.expectations, gongkai.checkpoints, gongkai.reviews",
    ],
)
def test_the_installed_wheel_works_outside_the_checkout(installed, tmp_path, code):
    environment = beside_dependencies(installed)
    check = f"import gongkai; assert list(gongkai.__path__) == [{str(installed / 'gongkai')!r}]"
    run(sys.executable, "-P", "-S", "-c", f"{check}; {code}", cwd=tmp_path, env=environment)


@pytest.mark.parametrize("words", [["--version"], ["rules"], ["demo", "--help"]])
def test_the_installed_command_works_outside_the_checkout(installed, tmp_path, words):
    environment = beside_dependencies(installed)
    start = f"import sys; from gongkai.cli import main; sys.exit(main({words!r}))"
    printed = run(sys.executable, "-P", "-S", "-c", start, cwd=tmp_path, env=environment)
    if words == ["--version"]:
        assert printed.strip() == f"gongkai {PROJECT['project']['version']}"
    else:
        assert printed.strip()


def test_the_command_is_installed(installed):
    assert (installed / "bin" / "gongkai").is_file()


def test_versions_are_pinned_by_name_and_version_only():
    lines = ROOT.joinpath("constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert [one for one in lines if len(one.split("==")) != 2 or "/" in one or "@" in one] == []


def test_every_requirement_is_pinned():
    pinned = {
        one.split("==")[0].lower().replace("_", "-")
        for one in ROOT.joinpath("constraints.txt").read_text("utf-8").splitlines()
    }
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    required = [*project["dependencies"], *(requirement for extra in extras for requirement in extra)]
    names = {re.match(r"[\w-]+", one)[0].lower().replace("_", "-") for one in required}
    assert names - pinned == {PROJECT["project"]["name"]}
