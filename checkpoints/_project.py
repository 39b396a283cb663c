"""A Great Expectations project of a run's own: nothing of it outlives the run but the pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import great_expectations as gx
from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
from great_expectations.data_context.data_context.context_factory import project_manager
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.exceptions.exceptions import DataContextRequiredError

from gongkai.checkpoints._results_store import ValidationResultsStore
from gongkai.forms import Language

SITE: Final = "local_site"

# Without a handler of its own Python prints GX's log on the standard error, beside our own words.
logging.getLogger("great_expectations").addHandler(logging.NullHandler())


@contextmanager
def project(
    pages: Path, lang: Language, variables: Mapping[str, str] | None = None
) -> Iterator[AbstractDataContext]:
    """A context with stores in memory, whose Data Docs go to `pages`; `variables` stand in its configuration.

    GX has one current context a process; the caller's is put back.
    """
    try:
        before = project_manager.get_current_project()
    except DataContextRequiredError:
        before = None
    defaults = InMemoryStoreBackendDefaults()
    results = defaults.stores[defaults.validation_results_store_name]
    results["module_name"] = ValidationResultsStore.__module__
    config = DataContextConfig(
        store_backend_defaults=defaults,
        data_docs_sites={SITE: site(str(pages), lang, home="../index.html")},
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    try:
        yield gx.get_context(
            mode="ephemeral", project_config=config, runtime_environment=dict(variables or {})
        )
    finally:
        project_manager.set_project(before)


def site(folder: str, lang: Language, home: str | None = None) -> dict[str, Any]:
    """A Data Docs site of our pages, as `great_expectations.yml` has it.

    Args:
        folder: where the pages go.
        lang: of the pages.
        home: the way from the index to a run's overview page, None where there is none.
    """
    views = "gongkai.reviews.views"
    common = {"module_name": views, "lang": lang} | ({} if home is None else {"home": home})
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": folder},
        "site_index_builder": {
            "class_name": "DefaultSiteIndexBuilder",
            "renderer": {"module_name": views, "class_name": "ReviewIndexRenderer", "lang": lang},
            "view": {**common, "class_name": "ReviewIndexView"},
        },
        "site_section_builders": {
            "expectations": "none",
            "profiling": "none",
            "validations": {
                "class_name": "DefaultSiteSectionBuilder",
                "source_store_name": "validation_results_store",
                "renderer": {"module_name": views, "class_name": "ReviewRenderer"},
                "view": {**common, "class_name": "ReviewPageView"},
            },
        },
    }
