"""Which execution engine of Great Expectations validates a batch, and how the batch is given to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from gongkai.checkpoints._batches import BatchKey, FactsBatch
from gongkai.loaders import Frames, StoredFrames, facts_to_pandas
from gongkai.relations import Relations, with_prose
from gongkai.rules import Catalogue

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

SOURCE: Final = "reports"
WHOLE: Final = "whole"


def _nothing() -> None:
    """What is to be closed where nothing was opened."""


class GivenBatch(NamedTuple):
    """A batch as Great Expectations takes it: its definition, and the parameters to run it with.

    `close` is called once it was run.
    """

    definition: BatchDefinition[Any]
    parameters: dict[str, Any] | None
    close: Callable[[], None] = _nothing


class Engine(Protocol):
    """Where the rules are run.

    Attributes:
        name: what the command line and `run.json` call it.
        software: distributions whose versions a run names.
        variables: what Great Expectations puts in place of `${NAME}` in the configuration of data sources.
    """

    @property
    def name(self) -> str: ...

    @property
    def software(self) -> tuple[str, ...]: ...

    @property
    def variables(self) -> dict[str, str]: ...

    def read(
        self, key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
    ) -> FactsBatch:
        """The batch, as far as this process needs it: at least the columns of `OWNERS`."""
        ...

    def give(self, context: AbstractDataContext, batch: FactsBatch, rules: Catalogue) -> GivenBatch:
        """Adds a data source named `SOURCE` that holds the batch."""
        ...


class PandasEngine:
    """In this process, on a pandas frame."""

    name: Final = "pandas"
    software: Final[tuple[str, ...]] = ()

    @property
    def variables(self) -> dict[str, str]:
        return {}

    def read(
        self, key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
    ) -> FactsBatch:
        """All of the batch, with what is compared beside the facts."""
        return read_whole(key, frames, relations, rules)

    def give(self, context: AbstractDataContext, batch: FactsBatch, rules: Catalogue) -> GivenBatch:
        del rules
        asset = context.data_sources.add_pandas(SOURCE).add_dataframe_asset(batch.id)
        return GivenBatch(
            asset.add_batch_definition_whole_dataframe(WHOLE), {"dataframe": facts_to_pandas(batch.facts)}
        )


def read_whole(
    key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
) -> FactsBatch:
    """The batch with what is compared beside the facts, and the prose where a rule pack asks for it."""
    batch = key.read(frames).with_relations(relations)
    if not needs_prose(rules):
        return batch
    return batch._replace(facts=with_prose(batch.facts, rules.edition, frames))


def needs_prose(rules: Catalogue) -> bool:
    """Whether a rule looks at the text of sections."""
    return rules.pack is not None and rules.pack.needs_prose
