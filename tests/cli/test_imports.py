"""What a command imports decides how long a person waits for it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("great_expectations", "pandas", "pyarrow", "numpy", "lxml", "yaml")


def python(code, *words):
    environment = os.environ | {"PYTHONPATH": str(ROOT / ".dev"), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def imported(*words):
    """Exit code, and the heavy modules that are loaded after the command."""
    code = (
        "import sys\n"
        "from gongkai.cli import main\n"
        "code = main(sys.argv[1:])\n"
        f"print(code, *(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)\n"
    )
    done = python(code, *words)
    exit_code, *modules = done.stderr.splitlines()[-1].split()
    return int(exit_code), set(modules)


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["audit", "--help"], ["load", "--help"]])
def test_help_imports_nothing_heavy(words):
    assert imported(*words) == (0, set())


@pytest.mark.parametrize("words", [["rules"], ["demo", "-o"]], ids=lambda words: words[0])
def test_these_commands_do_without_gx(words, tmp_path):
    where = [tmp_path / "out"] if words[-1] == "-o" else []
    code, modules = imported(*words, *where)
    assert code == 0
    assert "great_expectations" not in modules


def test_load_does_without_gx(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("not a report", "utf-8")
    code, modules = imported("load", report, "-o", tmp_path / "out")
    assert code == 3
    assert "great_expectations" not in modules


@pytest.mark.parametrize("room", ["forms", "demo", "loaders", "rules", "cli"])
def test_rooms_without_gx_do_not_bring_it_in(room):
    done = python(f"import sys, gongkai.{room}; sys.exit('great_expectations' in sys.modules)")
    assert done.returncode == 0, done.stderr


def test_help_is_much_quicker_than_importing_gx():
    def seconds(code, *words):
        start = time.perf_counter()
        assert python(code, *words).returncode == 0
        return time.perf_counter() - start

    shown = "import sys; from gongkai.cli import main; sys.exit(main(['--help']))"
    python(shown)  # both are measured with their bytecode on disk
    gx = seconds("import great_expectations")
    assert min(seconds(shown) for _ in range(3)) < 0.3 * gx
