"""Batches for Great Expectations, from the same made-up facts as the tests of the rules."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

with warnings.catch_warnings():
    # Great Expectations and what it imports use deprecated modules; that is theirs to mend.
    warnings.simplefilter("ignore")
    import great_expectations as gx

_SPEC = importlib.util.spec_from_file_location(
    "rules_conftest", Path(__file__).parents[1] / "rules" / "conftest.py"
)
_FACTS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_FACTS)

make_row = _FACTS.make_row
make_frame = _FACTS.make_frame


@pytest.fixture(scope="session")
def context() -> Any:
    made = gx.get_context(mode="ephemeral")
    made.variables.progress_bars = {"globally": False}
    return made


@pytest.fixture(scope="session")
def as_batch(context: Any) -> Callable[[pd.DataFrame], Any]:
    asset = context.data_sources.add_pandas("facts").add_dataframe_asset("facts")
    whole = asset.add_batch_definition_whole_dataframe("whole")
    return lambda frame: whole.get_batch({"dataframe": frame})
