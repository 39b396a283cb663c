"""Validation results where Great Expectations would put them."""

from __future__ import annotations

from pathlib import Path

from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
from great_expectations.data_context.store.validation_results_store import ValidationResultsStore


def keep_results(context: AbstractDataContext, folder: Path) -> None:
    """Stores the results of a context in a folder, as the store of a project on disk has them.

    Raises:
        OSError: the folder cannot be written to.
    """
    held = context.validation_results_store
    kept = ValidationResultsStore(
        store_name="validation_results_store",
        store_backend={
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(folder.absolute()),
            "suppress_store_backend_id": True,
        },
    )
    for key in held.list_keys():
        kept.set(key, held.get(key))
