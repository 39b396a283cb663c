"""An edition that contradicts itself is refused; the message names the file and the entry."""

import copy
from importlib.resources import files

import pytest
import yaml

from gongkai import forms

SOURCE = "edition_test.yaml"


@pytest.fixture
def spec():
    """The edition of 2021 as its YAML says it, free to be spoiled."""
    text = files("gongkai.forms").joinpath("edition_2021.yaml").read_text("utf-8")
    return copy.deepcopy(yaml.safe_load(text))


def first(spec, kind, **wanted):
    return next(
        entry for entry in spec[kind] if all(entry.get(key) == value for key, value in wanted.items())
    )


def unknown_term(spec):
    first(spec, "identities", name="balance")["left"] = ["received", "nowhere"]
    return ["balance", "nowhere"]


def unknown_range(spec):
    first(spec, "identities", name="outcome_sum")["right"]["last"] = "nowhere"
    return ["outcome_sum", "nowhere"]


def reversed_range(spec):
    entry = first(spec, "identities", name="outcome_sum")["right"]
    entry["first"], entry["last"] = entry["last"], entry["first"]
    return ["outcome_sum", entry["first"], entry["last"]]


def both_sides(spec):
    first(spec, "identities", name="balance")["right"] = ["received", "carried_out"]
    return ["balance", "received"]


def cell_of_another_block(spec):
    """A row of table 二 that exists, under a column that this row does not have."""
    spec["identities"].append(
        {
            "name": "odd",
            "table": "disclosure",
            "each": "column",
            "left": ["regulations"],
            "right": ["fees"],
            "citation": "requests",
        }
    )
    return ["odd", "disclosure.fees.issued"]


def unknown_table(spec):
    first(spec, "identities", name="balance")["table"] = "nowhere"
    return ["balance", "nowhere"]


def duplicate_cells(spec):
    columns = first(spec, "tables", id="disclosure")["blocks"][0]["columns"]
    columns.append(dict(columns[0]))
    return [f"disclosure.regulations.{columns[0]['id']}"]


def unknown_citation(spec):
    first(spec, "identities", name="balance")["citation"] = "nowhere"
    return ["balance", "nowhere"]


def unknown_table_citation(spec):
    first(spec, "tables", id="review")["citation"] = "nowhere"
    return ["review", "nowhere"]


def unknown_section(spec):
    first(spec, "tables", id="review")["section"] = "nowhere"
    return ["review", "nowhere"]


def extra_key(spec):
    first(spec, "tables", id="review")["colour"] = "red"
    return ["tables.2.colour"]


def row_without_id(spec):
    row = first(spec, "tables", id="requests")["blocks"][0]["rows"][0]
    del row["id"]
    return [row["label"]]


def column_without_unit(spec):
    column = first(spec, "tables", id="disclosure")["blocks"][0]["columns"][0]
    del column["unit"]
    return [column["label"]]


def unknown_kind(spec):
    first(spec, "tables", id="disclosure")["blocks"][0]["columns"][0]["kind"] = "percentage"
    return ["kind", "percentage"]


def unknown_watched_cell(spec):
    spec["watched"].append("requests.nowhere.total")
    return ["requests.nowhere.total"]


def chain_of_nothing(spec):
    first(spec, "chains", name="stock")["before"] = ["nowhere"]
    return ["stock", "disclosure"]


@pytest.mark.parametrize(
    "spoil",
    [
        unknown_watched_cell,
        chain_of_nothing,
        unknown_term,
        unknown_range,
        reversed_range,
        both_sides,
        cell_of_another_block,
        unknown_table,
        duplicate_cells,
        unknown_citation,
        unknown_table_citation,
        unknown_section,
        extra_key,
        row_without_id,
        column_without_unit,
        unknown_kind,
    ],
)
def test_a_contradiction_is_refused_by_name(spec, spoil):
    named = spoil(spec)
    with pytest.raises(forms.FormError) as refused:
        forms.compile_edition(yaml.safe_dump(spec, allow_unicode=True), SOURCE)
    message = str(refused.value)
    assert [part for part in (SOURCE, *named) if part not in message] == [], message


def test_text_that_is_no_yaml_is_refused():
    with pytest.raises(forms.FormError, match=SOURCE):
        forms.compile_edition("a: [", SOURCE)


def test_the_untouched_edition_compiles(spec):
    compiled = forms.compile_edition(yaml.safe_dump(spec, allow_unicode=True), SOURCE)
    assert compiled.cell_ids == forms.edition("2021").cell_ids
