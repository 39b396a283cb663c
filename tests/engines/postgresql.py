"""A PostgreSQL server of the tests' own, where one is installed: on a socket, without a network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNT = "postgres"


def programs() -> Path | None:
    """The folder that initdb and pg_ctl are in, the newest of several; None where there is none."""
    found = shutil.which("initdb")
    candidates = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    first = Path(found) if found else next(iter(candidates), None)
    return None if first is None else first.resolve().parent


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database; the server is gone afterwards."""
    bin_ = programs()
    assert bin_ is not None
    with TemporaryDirectory(prefix="gongkai-pg-") as name:
        folder = Path(name)
        data = folder / "data"
        root = os.geteuid() == 0
        if root:
            # The server refuses to be root.
            os.chown(folder, pwd.getpwnam(_ACCOUNT).pw_uid, -1)
        user = {"user": _ACCOUNT} if root else {}

        def run(*command: str) -> None:
            subprocess.run(
                command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **user
            )

        run(str(bin_ / "initdb"), "-D", str(data), "-U", _ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        run(str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://{_ACCOUNT}@/postgres?host={folder}"
        finally:
            run(str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
