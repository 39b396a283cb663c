"""Severities as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.rules import Severity

SEVERITIES: Final[dict[Severity, tuple[str, str]]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}


def severity_name(say: Voice, severity: Severity) -> str:
    """A severity in the reader's language."""
    return say(*SEVERITIES[severity])
