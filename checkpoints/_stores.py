"""The committed validation definitions and checkpoints: one each an edition, for stock GX users."""

from __future__ import annotations

import uuid
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final, NamedTuple

import great_expectations as gx
from great_expectations.checkpoint.actions import UpdateDataDocsAction
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

from gongkai.checkpoints._engine import SOURCE, WHOLE
from gongkai.checkpoints._project import SITE, project
from gongkai.expectations import SUITES, build_suites

REBUILD: Final = "python -m gongkai.checkpoints"
"""The command that rebuilds the committed stores."""

ASSET: Final = "facts"
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://gongkai.invalid/checkpoints")


class Ids(NamedTuple):
    """Ids of the data source in `great_expectations.yml`, which the definitions point to."""

    source: uuid.UUID
    asset: uuid.UUID
    batch_definition: uuid.UUID


IDS: Final = Ids(*(uuid.uuid5(_NAMESPACE, name) for name in ("source", "asset", "batch definition")))


def store_texts() -> dict[str, str]:
    """Path below this room → JSON of every definition and checkpoint, as GX stores it.

    Ids follow from the names: building again gives the same to the byte.
    """
    texts = {}
    with project(Path(), "zh") as context:
        suites = {suite.name: suite for suite in build_suites(context)}
        data = _data(context)
        for name in SUITES.values():
            definition = gx.ValidationDefinition(name=name, data=data, suite=suites[name])
            checkpoint = gx.Checkpoint(
                name=name,
                validation_definitions=[definition],
                actions=[UpdateDataDocsAction(name="data_docs", site_names=[SITE])],
                result_format={"result_format": "COMPLETE"},
            )
            context.validation_definitions.add(definition)
            definition.id = _id("definition", name)
            context.validation_definition_store.update(
                key=context.validation_definition_store.get_key(name=name), value=definition
            )
            context.checkpoints.add(checkpoint)
            checkpoint.id = _id("checkpoint", name)
            texts[f"definitions/{name}.json"] = _serialize(context.validation_definition_store, definition)
            texts[f"runs/{name}.json"] = _serialize(context.checkpoint_store, checkpoint)
    return texts


def write_stores() -> list[Path]:
    """Rebuilds the stores beside this module, which is where the repository keeps them."""
    with as_file(files("gongkai.checkpoints") / "") as room:
        paths = []
        for name, text in store_texts().items():
            path = room / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            paths.append(path)
        return paths


def _serialize(store: Any, value: object) -> str:
    return str(store.serialize(value))


def _data(context: AbstractDataContext) -> BatchDefinition[Any]:
    source = context.data_sources.add_pandas(SOURCE)
    asset = source.add_dataframe_asset(ASSET)
    definition = asset.add_batch_definition_whole_dataframe(WHOLE)
    source.id, asset.id = IDS.source, IDS.asset
    definition.id = str(IDS.batch_definition)
    return definition


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{name}"))
