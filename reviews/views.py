"""The classes that Great Expectations is told of in `great_expectations.yml` to build Data Docs.

GX calls `renderer.render(stored)` and gives what comes of it to `view.render(document, ...)`; GX swallows
what either raises and leaves that page out. Nothing here reads a file or a template of GX's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from gongkai.forms import Edition, Language
from gongkai.reviews._addresses import DATA_DOCS, OVERVIEW
from gongkai.reviews._batch import page, summarise
from gongkai.reviews._model import BatchEntry
from gongkai.reviews._render import render
from gongkai.reviews._result import take_apart
from gongkai.rules import known_catalogues

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext


class ReviewRenderer:
    """Hands the validation result through; the view makes the page of it."""

    def render(self, validation: ExpectationSuiteValidationResult) -> ExpectationSuiteValidationResult:
        return validation


class ReviewPageView:
    """A batch's page.

    `lang` is set in the yml, beside `class_name`, and so is `home`: the way from the index of batches to the
    overview of the run's review site, None where there is no such site.
    """

    def __init__(self, lang: Language = "zh", home: str | None = None) -> None:
        self._lang: Language = lang
        self._home = home

    def render(self, document: ExpectationSuiteValidationResult, **_: object) -> str:
        """The page as HTML; what else GX hands over (its context's id, its buttons) is not printed."""
        validation = take_apart(_as_stored(document))
        above = "../" * (_FOLDERS + len(validation.suite.split(".")))
        return render(
            "batch.html.j2",
            self._lang,
            page=page(validation, known_catalogues()[validation.suite], self._lang),
            index=f"{above}index.html",
            site_root=_site_root(above, self._home),
            here="",
        )


def _as_stored(document: ExpectationSuiteValidationResult) -> dict[str, Any]:
    """What of a result a page needs, as the store has it; GX's own conversion of all of it takes minutes."""
    run_id = document.meta.get("run_id")
    run_time = getattr(run_id, "run_time", None) if not isinstance(run_id, dict) else run_id.get("run_time")
    return {
        "suite_name": document.suite_name,
        "meta": {**document.meta, "run_id": {"run_time": "" if run_time is None else str(run_time)}},
        "results": [
            {
                "expectation_config": {
                    "type": result.expectation_config.type,
                    "kwargs": result.expectation_config.kwargs,
                    "meta": result.expectation_config.meta,
                },
                "result": result.result,
                "exception_info": result.exception_info,
            }
            for result in document.results
            if result.expectation_config is not None
        ],
    }


_FOLDERS: Final = 3
"""Folders GX puts a page in, beside those of the suite's name: validations, run name, run time."""


class ReviewIndexRenderer:
    """Reads the counts of every stored validation that the index links to, newest first."""

    def __init__(self, data_context: AbstractDataContext, lang: Language = "zh") -> None:
        self._store = data_context.validation_results_store
        self._lang: Language = lang

    def render(self, links: Mapping[str, Any]) -> list[BatchEntry]:
        """Takes GX's `index_links_dict`, newest first; gives only the newest run of each batch.

        A project may keep results of other suites in the same store: they are not reports, and are left out.
        """
        newest: dict[str, BatchEntry] = {}
        known = known_catalogues()
        for link in links.get("validations_links", []):
            if link["expectation_suite_name"] in known:
                entry = self._entry(link, known[link["expectation_suite_name"]].edition)
                newest.setdefault(entry.summary.batch, entry)
        return sorted(newest.values(), key=lambda entry: entry.summary.batch)

    def _entry(self, link: Mapping[str, Any], edition: Edition) -> BatchEntry:
        # The store's raw text: GX's own deserialisation of a large result takes many times as long.
        key = (
            *link["expectation_suite_name"].split("."),
            *link["run_id"].to_tuple(),
            link["batch_identifier"],
        )
        validation = take_apart(json.loads(self._store.store_backend.get(key)))  # type: ignore[no-untyped-call]
        return BatchEntry(
            summarise(validation, edition, self._lang),
            link["filepath"],
            validation.run_time,
        )


class ReviewIndexView:
    """The index of batches. `home` is the way from it to the run's overview page, where there is one."""

    def __init__(self, lang: Language = "zh", home: str | None = None) -> None:
        self._lang: Language = lang
        self._home = home

    def render(self, document: list[BatchEntry], **_: object) -> str:
        return render(
            "index.html.j2",
            self._lang,
            entries=document,
            home=self._home,
            site_root=_site_root("", self._home),
            here=DATA_DOCS,
        )


def _site_root(above: str, home: str | None) -> str | None:
    """The way from a page to the folder of the site's overview."""
    return None if home is None else above + home.removesuffix(OVERVIEW)
