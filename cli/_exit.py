"""What the command ends with; the same for every command."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """`UNREADABLE` stands over `FINDINGS`: a report that was not read may hide any finding.

    It is also the end where something that was asked for could not be made.
    """

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    INTERRUPTED = 130
    """As shells say it of Ctrl-C."""


class UsageError(Exception):
    """Wrong usage or configuration, already in the reader's language: what, which, what to do."""
