"""The rules run in a database that `gongkai export` has filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gongkai import forms
from gongkai.checkpoints._batches import OWNERS, BatchKey, FactsBatch
from gongkai.checkpoints._engine import SOURCE, WHOLE, Engine, GivenBatch, needs_prose
from gongkai.engines.sql import Database, batch_query
from gongkai.loaders import Frames, StoredFrames
from gongkai.relations import Relations
from gongkai.rules import Catalogue

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext


_ADDRESS: Final = "GONGKAI_DATABASE"


class SqlEngine(Engine):
    """Great Expectations' SQL engine on a database."""

    name = "sql"
    software = ("sqlalchemy",)

    def __init__(self, database: Database) -> None:
        self._database = database
        # With its password, which no configuration of Great Expectations then holds.
        self.variables = {_ADDRESS: database.sqlalchemy_url.render_as_string(hide_password=False)}

    def read(
        self, key: BatchKey, frames: Frames | StoredFrames, relations: Relations, rules: Catalogue
    ) -> FactsBatch:
        """Whose reports are in the batch; their facts stay in the database."""
        del relations, rules
        return key.read(frames, OWNERS)

    def give(self, context: AbstractDataContext, batch: FactsBatch, rules: Catalogue) -> GivenBatch:
        add = {"postgresql": context.data_sources.add_postgres, "sqlite": context.data_sources.add_sqlite}
        source = add[self._database.url.get_backend_name()](SOURCE, connection_string=f"${{{_ADDRESS}}}")
        query = batch_query(forms.edition(batch.edition), batch.year, prose=needs_prose(rules))
        asset = source.add_query_asset(batch.id, query=query)

        def close() -> None:
            # Its connections would stay open until they are collected as rubbish.
            source.get_execution_engine().close()
            source.get_engine().dispose()

        return GivenBatch(asset.add_batch_definition_whole_table(WHOLE), None, close)
