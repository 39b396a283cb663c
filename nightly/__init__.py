"""The unattended run: a project, an inbox that people are copying into, what is kept from night to night.

Importing this is cheap, and so are the options; all else is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gongkai.nightly._options import OPTIONS, Option

if TYPE_CHECKING:
    from gongkai.nightly._lock import BusyError, Owner
    from gongkai.nightly._night import Night, night
    from gongkai.nightly._project import ProjectError, make_project
    from gongkai.nightly._settings import FILE, Settings, template
    from gongkai.nightly._store import Store, StoreError

__all__ = [
    "FILE",
    "OPTIONS",
    "BusyError",
    "Night",
    "Option",
    "Owner",
    "ProjectError",
    "Settings",
    "Store",
    "StoreError",
    "make_project",
    "night",
    "template",
]

_HOMES: Final = {
    "BusyError": "_lock",
    "FILE": "_settings",
    "Night": "_night",
    "Owner": "_lock",
    "ProjectError": "_project",
    "make_project": "_project",
    "Settings": "_settings",
    "Store": "_store",
    "StoreError": "_store",
    "night": "_night",
    "template": "_settings",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
