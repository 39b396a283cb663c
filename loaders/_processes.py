"""How processes are started: none inherits threads, locks or memory from this one."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

PRELOAD: Final = "gongkai.loaders._preload"
"""What the fork server imports before anything else."""


def process_context() -> Any:
    """How processes are started.

    Where there is a fork server, what all workers need is imported once and each starts in milliseconds.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context


@contextlib.contextmanager
def no_main_module() -> Iterator[None]:
    """Keeps multiprocessing from running the script that called us in every worker once more.

    The workers need nothing of it, and a script without `if __name__ == "__main__"` would start itself.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
