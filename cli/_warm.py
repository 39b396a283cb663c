"""Great Expectations imported while reports are read: it takes seconds, and reading is done by others."""

from __future__ import annotations

import gc
import threading
import warnings


def warm() -> None:
    """Begins to import what an audit needs, beside whatever this process waits for."""
    # For good: this process is the command line's, and filters are not a thread's own.
    warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
    threading.Thread(target=_import, name="gongkai-warm", daemon=True).start()


def _import() -> None:
    try:
        import gongkai.checkpoints._carry_out  # noqa: F401
    except Exception:  # noqa: BLE001 - the audit imports it again, and fails then where it can be told
        return
    # What was imported stays: looking through it for rubbish after each batch takes longer than some batches.
    gc.freeze()
