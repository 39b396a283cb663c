"""What the overview reads of a run; `gongkai.checkpoints.Run` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

    from gongkai.forms import Text


class Batch(Protocol):
    """`page` is the way from the run's folder to the batch's page, None where none was built."""

    @property
    def id(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def reports(self) -> int: ...
    @property
    def page(self) -> str | None: ...


class Problem(Protocol):
    """A rule of a batch that could not be run, and why."""

    @property
    def batch(self) -> str: ...
    @property
    def rule_id(self) -> str | None: ...
    @property
    def message(self) -> Text: ...


class Run(Protocol):
    """`findings` and `failures` have the columns of docs/architecture.md."""

    @property
    def batches(self) -> Sequence[Batch]: ...
    @property
    def findings(self) -> pa.Table: ...
    @property
    def failures(self) -> pa.Table: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def versions(self) -> Mapping[str, str]: ...
