"""Severities as a person reads them."""

from __future__ import annotations

from typing import Final

from gongkai.cli._voice import Voice

SEVERITIES: Final = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "info")}


def severity_name(say: Voice, severity: str) -> str:
    """A severity in the reader's language."""
    return say(*SEVERITIES[severity])
