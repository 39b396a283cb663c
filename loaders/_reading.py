"""How submissions are read: by how many processes, and what one document may take."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import ClassVar, Final

from gongkai.loaders._organs import Organs

SECONDS: Final = 60.0
MEBIBYTES: Final = 1024

BOUNDS_MEMORY: Final = sys.platform == "linux"
"""Whether a limit on memory holds here: other systems take one and do not keep it, or know none."""


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How submissions are read.

    Attributes:
        workers: processes that read at the same time.
        seconds: how long one document may take.
        mebibytes: how much memory (MiB) one document may take, beyond what a worker needs itself; held
            where BOUNDS_MEMORY is true.
        organs: the registry of organs; without it an organ is as stated.

    Raises:
        ValueError: a number is not above 0, or above `MOST`.
    """

    MOST: ClassVar[int] = 1_000_000

    workers: int = field(default_factory=cores)
    seconds: float = SECONDS
    mebibytes: int = MEBIBYTES
    organs: Organs | None = None

    def __post_init__(self) -> None:
        for name in ("workers", "seconds", "mebibytes"):
            value = getattr(self, name)
            if not 0 < value <= self.MOST:
                raise ValueError(f"{name} must be above 0 and at most {self.MOST}, not {value}")
