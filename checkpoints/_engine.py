"""Which execution engine of Great Expectations validates a batch, and how the batch is given to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

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


class Engine(ABC):
    """Where the rules are run.

    Attributes:
        name: what the command line and `run.json` call it.
        software: distributions whose versions a run names.
        variables: what Great Expectations puts in place of `${NAME}` in the configuration of data sources.
    """

    name: ClassVar[str]
    software: ClassVar[tuple[str, ...]] = ()
    variables: Mapping[str, str] = MappingProxyType({})

    @abstractmethod
    def read(
        self, key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
    ) -> FactsBatch:
        """The batch, as far as this process needs it: at least the columns of `OWNERS`."""

    @abstractmethod
    def give(self, context: AbstractDataContext, batch: FactsBatch, rules: Catalogue) -> GivenBatch:
        """Adds a data source named `SOURCE` that holds the batch."""


class PandasEngine(Engine):
    """In this process, on a pandas frame."""

    name = "pandas"

    def read(
        self, key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
    ) -> FactsBatch:
        """All of the batch, with what is compared beside the facts."""
        return with_asked_prose(key.read(frames).with_relations(relations), frames, rules)

    def give(self, context: AbstractDataContext, batch: FactsBatch, rules: Catalogue) -> GivenBatch:
        del rules
        asset = context.data_sources.add_pandas(SOURCE).add_dataframe_asset(batch.id)
        return GivenBatch(
            asset.add_batch_definition_whole_dataframe(WHOLE), {"dataframe": facts_to_pandas(batch.facts)}
        )


def with_asked_prose(batch: FactsBatch, frames: Frames | StoredFrames, rules: Catalogue) -> FactsBatch:
    """The batch, with the text of its reports where a rule looks at it."""
    if not needs_prose(rules):
        return batch
    return batch._replace(facts=with_prose(batch.facts, rules.edition, frames))


def needs_prose(rules: Catalogue) -> bool:
    """Whether a rule looks at the text of sections."""
    return rules.pack is not None and rules.pack.needs_prose
