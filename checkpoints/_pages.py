"""Data Docs of a run. What the pages look like is in `gongkai.reviews.views`, which GX imports by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext

from gongkai.checkpoints._engine import SOURCE
from gongkai.checkpoints._output import PAGES
from gongkai.checkpoints._project import SITE
from gongkai.checkpoints._run import Problem
from gongkai.forms import Text

_SECTION: Final = "validations"


def build_pages(context: AbstractDataContext, folder: Path) -> dict[str, str]:
    """Builds a page for each validation in the context's store, and the index.

    The store holds this run alone, so that a full build is one page a batch.

    Args:
        context: of the run; its site writes to `folder`/data_docs.
        folder: of the run.

    Returns:
        Batch id → page, relative to `folder`. GX keeps to itself why a page was not written.
    """
    context.build_data_docs(site_names=[SITE])
    # Fonts, pictures and styles of GX's stock pages, which ours do not use.
    shutil.rmtree(folder / PAGES / "static", ignore_errors=True)
    pages = {}
    keys: list[Any] = context.validation_results_store.list_keys()
    for key in keys:
        page = Path(PAGES, _SECTION, *key.to_tuple()[:-1], f"{key.batch_identifier}.html")
        if (folder / page).is_file():
            pages[key.batch_identifier.removeprefix(f"{SOURCE}-")] = page.as_posix()
    return pages


def missing_pages(pages: dict[str, str], validated: Iterable[str], folder: Path) -> list[Problem]:
    """A problem for each validated batch without a page, and for the index."""
    problems = [
        _problem(batch, f"批次 {batch} ", f"of batch {batch}") for batch in validated if batch not in pages
    ]
    if not (folder / PAGES / "index.html").is_file():
        problems.append(_problem("", "批次目录", "that lists the batches"))
    return problems


def _problem(batch: str, zh: str, en: str) -> Problem:
    return Problem(
        batch,
        None,
        Text(
            f"{zh}的页面没有写出，校验结果仍在 findings.parquet 中。"
            "请看 great_expectations 的日志，或重新安装 gongkai。",
            f"The page {en} was not written; the findings are in findings.parquet. See the log of "
            "great_expectations, or install gongkai anew.",
        ),
    )
