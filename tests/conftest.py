"""What tests of several rooms need of the machine: a headless browser, a PostgreSQL server, Spark."""

from __future__ import annotations

import gc
import os
import pwd
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["pytester"]

# How long an example takes says more of the machine than of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Headless Chromium. Only a machine that has none may skip, and never in CI."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: install it (apt-get install chromium)")
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"


def _programs() -> Path | None:
    """The folder that initdb and pg_ctl are in, the newest of several; None where there is none."""
    found = shutil.which("initdb")
    installed = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    first = Path(found) if found else next(iter(installed), None)
    return None if first is None else first.resolve().parent


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server of the tests' own, on a socket, without a network. CI may not skip."""
    programs = _programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no PostgreSQL: install it (apt-get install postgresql)")
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    with TemporaryDirectory(prefix="gongkai-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data, root = folder / "data", os.geteuid() == 0
        if root:
            # The server refuses to be root.
            os.chown(folder, pwd.getpwnam(ACCOUNT).pw_uid, -1)

        def run(program: str, *words: str) -> None:
            command = [str(programs / program), "-D", str(data), *words]
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
            subprocess.run(command, check=True, cwd=folder, user=ACCOUNT if root else None, **quiet)

        run("initdb", "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://{ACCOUNT}@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """A session on two cores. Only a machine without Java may skip, and never in CI."""
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Java: install it (apt-get install default-jre-headless)")
        pytest.skip("no Java on this machine: apt-get install default-jre-headless")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from gongkai.engines.spark import session  # noqa: PLC0415 - pyspark is large

        running = session(2)
        yield running
        running.stop()


@pytest.fixture
def spark(spark_session: Any) -> Iterator[Any]:
    """The session; what pyspark does with files, threads and pandas is not ours to mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield spark_session
        # What it left open is closed here, and not during another test.
        gc.collect()
