"""Where a run keeps what Great Expectations says."""

from __future__ import annotations

import json

import great_expectations as gx
import pytest
from great_expectations.data_context.store import validation_results_store as stock

from gongkai import demo, forms, loaders
from gongkai.checkpoints._project import project
from gongkai.checkpoints._results_store import ValidationResultsStore
from gongkai.expectations import build_suite
from gongkai.rules import catalogue


@pytest.fixture
def results(tmp_path):
    (sample,) = demo.clean_samples(1, years=(2023,))
    (tmp_path / "a.txt").write_bytes(demo.render(sample, "text.tabs").data)
    ((edition_id, facts),) = loaders.load([tmp_path]).facts.items()
    frame = loaders.facts_to_pandas(facts)
    frame[forms.edition(edition_id).cell_ids[0]] = -1.0
    with project(tmp_path / "pages", "zh") as context:
        suite = build_suite(context, catalogue(edition_id))
        asset = context.data_sources.add_pandas("frames").add_dataframe_asset("facts")
        definition = gx.ValidationDefinition(
            name="one", data=asset.add_batch_definition_whole_dataframe("whole"), suite=suite
        )
        context.validation_definitions.add(definition)
        made = definition.run(batch_parameters={"dataframe": frame})
        yield made, context.validation_results_store


def test_results_are_stored_as_great_expectations_stores_them_on_one_line(results):
    made, store = results
    assert isinstance(store, ValidationResultsStore)
    (key,) = store.list_keys()
    text, plain = store.serialize(made), stock.ValidationResultsStore.serialize(store, made)
    assert "\n" not in text
    assert json.loads(text) == json.loads(plain)
    kept = store.get(key)
    assert kept.success is made.success is False
    assert [one.success for one in kept.results] == [one.success for one in made.results]
    findings = [one.result["gongkai"]["findings"] for one in made.results]
    assert any(findings)
    assert [list(one) for one in findings] == [one.result["gongkai"]["findings"] for one in kept.results]
