"""gongkai for a notebook: reports in, pandas out; and the pytest plugin, which imports nothing of that."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gongkai.api._audit import Audit, audit, load
    from gongkai.api._rules import catalogue, explain
    from gongkai.api._view import ReportView

__all__ = ["Audit", "ReportView", "audit", "catalogue", "explain", "load"]

_HOMES: Final = {
    "Audit": "_audit",
    "ReportView": "_view",
    "audit": "_audit",
    "explain": "_rules",
    "load": "_audit",
    "catalogue": "_rules",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
