"""The rules run by Spark, each task judging its own reports."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.checkpoints._batches import OWNERS, BatchKey, FactsBatch
from gongkai.checkpoints._engine import SOURCE, WHOLE, Engine, GivenBatch, with_asked_prose
from gongkai.engines.spark import write_doubles
from gongkai.loaders import StoredFrames, facts_name, write_parquet
from gongkai.relations import KEYS, Relations
from gongkai.rules import Catalogue

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
    from pyspark.sql import DataFrame, SparkSession

    from gongkai.loaders import Frames


class SparkEngine(Engine):
    """Great Expectations' Spark engine on facts that are Parquet in `folder`."""

    name = "spark"
    software = ("pyspark",)

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self._session = session
        self._folder = folder
        self._beside: list[DataFrame] | None = None

    def read(
        self, key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
    ) -> FactsBatch:
        """Whose reports are in the batch; their facts go to Spark through a file."""
        if not isinstance(frames, StoredFrames):
            raise TypeError("Spark takes frames that lie in a folder")
        name = facts_name(key.edition)
        if not self._path(name).exists():
            write_doubles(frames, name, self._path(name))
        if self._beside is None:
            self._beside = [self._table(name, table) for name, table in relations.tables.items()]
        return with_asked_prose(key.read(frames, OWNERS), frames, rules)

    def give(self, context: AbstractDataContext, batch: FactsBatch, rules: Catalogue) -> GivenBatch:
        del rules
        facts = self._session.read.parquet(str(self._path(facts_name(batch.edition))))
        year = facts["year"]
        facts = facts.where(year.isNull() if batch.year is None else year == batch.year)
        beside = list(self._beside or ())
        # What the batch has beside whose its reports are was not in the file.
        more = batch.facts.drop_columns([name for name in OWNERS if name not in KEYS])
        if more.num_columns > len(KEYS):
            beside.append(self._table(f"more-{batch.id}", more))
        whole = reduce(lambda left, right: left.join(right, list(KEYS), "left"), beside, facts)
        source = context.data_sources.add_spark(SOURCE, persist=False)
        asset = source.add_dataframe_asset(batch.id)
        return GivenBatch(asset.add_batch_definition_whole_dataframe(WHOLE), {"dataframe": whole})

    def _table(self, name: str, table: Any) -> DataFrame:
        return self._session.read.parquet(str(write_parquet(table, self._path(name))))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.parquet"
