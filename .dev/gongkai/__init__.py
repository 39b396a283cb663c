"""Audits Chinese open-government annual reports (政府信息公开工作年度报告).

`load` reads reports into frames, `audit` checks them; see `gongkai.api`. Nothing is imported before it is
asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.api import Audit, ReportView, audit, catalogue, explain, load

__all__ = ["Audit", "ReportView", "audit", "catalogue", "explain", "load"]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("gongkai")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("gongkai.api"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
