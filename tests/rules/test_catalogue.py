"""The catalogue as a whole: ids, words, severity, hash."""

from __future__ import annotations

import dataclasses
from importlib.resources import files

import pytest

from gongkai import forms
from gongkai.rules import KINDS, VERSION, Catalogue, catalogue, catalogues, compile_catalogue

EVERY = pytest.mark.parametrize("pack", catalogues(), ids=lambda pack: pack.name)


@EVERY
def test_every_identity_of_the_form_is_a_rule_under_its_own_id(pack: Catalogue) -> None:
    for identity in pack.edition.identities:
        rule = pack.rule(identity.id)
        assert rule.operands == identity.cells
        assert rule.severity == "error"
        assert rule.formula is not None
        assert rule.formula.zh == pack.edition.formula(identity)
        assert rule.formula.en.count(" + ") == len(identity.cells) - 2


@EVERY
def test_every_part_of_the_form_has_its_rules(pack: Catalogue) -> None:
    edition = pack.edition
    wanted = {
        f"sections.{section.id}.{what}" for section in edition.sections for what in ("present", "not_empty")
    }
    wanted |= {
        f"{table.id}.{what}"
        for table in edition.tables
        for what in (
            "present",
            "cells.missing",
            "cells.unreadable",
            "cells.blank",
            "cells.nil_mark",
            *{f"cells.{cell.kind}" for cell in table.cells},
            *{"totals.blank" for identity in edition.identities if identity.table == table.id},
        )
    }
    wanted |= {"sections.order", "report.edition", "report.year.period", "report.year.file"}
    wanted |= {identity.id for identity in edition.identities}
    wanted |= {chain.id for chain in edition.chains} | {f"{cell}.jump" for cell in edition.watched}
    wanted |= {f"tables.copied.{table.id}" for table in edition.tables}
    wanted |= {f"{table.id}.rollup" for table in edition.tables}
    wanted |= {"prose.copied.year_before", "prose.copied.other_organ", "sections.problems.unchanged"}
    wanted |= {"prose.other_organ_named", "prose.zero_tables"}
    wanted |= {f"claims.{topic.id}" for topic in forms.claims().topics if topic.readings_in(edition)}
    wanted |= {"report.period.whole_year", "prose.number_missing", "prose.parts"}
    wanted |= {"sections.overview.topics", "sections.overview.length"}
    wanted |= {"sections.problems.substance", "sections.problems.length"}
    wanted |= {
        "sections.other_matters.fee_stated" for each in forms.claims().fee.editions if each == edition.id
    }
    assert {rule.id for rule in pack.rules} == wanted
    assert len(pack.rules) == len(wanted)


@EVERY
def test_every_rule_is_explained_in_both_languages(pack: Catalogue) -> None:
    for rule in pack.rules:
        assert rule.kind in KINDS
        for text in (rule.title, rule.message, rule.remedy, rule.example):
            assert text.zh.strip(), rule.id
            assert text.en.strip(), rule.id
            assert text.zh != text.en, rule.id
        assert rule.citation == pack.edition.citations[rule.citation_id].text
        assert set(rule.operands) <= set(pack.edition.cell_ids)


@EVERY
def test_a_rule_without_a_confirmed_source_is_at_most_a_warning(pack: Catalogue) -> None:
    unsure = [rule for rule in pack.rules if rule.standing != "confirmed"]
    assert unsure
    assert {rule.severity for rule in unsure} == {"warning", "info"}


@EVERY
def test_severity_falls_when_a_source_loses_its_standing(pack: Catalogue) -> None:
    source = f"edition_{pack.edition.id}.yaml"
    text = files("gongkai.forms").joinpath(source).read_text("utf-8")
    doubted = compile_catalogue(
        forms.compile_edition(text.replace("standing: confirmed", "standing: local"), source)
    )
    assert "error" in {rule.severity for rule in pack.rules}
    assert {rule.severity for rule in doubted.rules} == {"warning", "info"}
    assert doubted.hash != pack.hash


@EVERY
def test_the_hash_follows_what_rules_demand_and_not_their_wording(pack: Catalogue) -> None:
    first, *rest = pack.rules
    worded = dataclasses.replace(first, remedy=forms.Text("另一种说法", "said otherwise"))
    assert Catalogue(pack.edition, (worded, *rest)).hash == pack.hash
    for change in ({"severity": "info"}, {"operands": ("x",)}, {"id": "other"}, {"kind": "other"}):
        other = dataclasses.replace(first, **change)
        assert Catalogue(pack.edition, (other, *rest)).hash != pack.hash
    assert Catalogue(pack.edition, tuple(rest)).hash != pack.hash
    assert Catalogue(pack.edition, pack.rules, version=VERSION + ".1").hash != pack.hash


def test_names_and_unknown_ids() -> None:
    assert [pack.edition.id for pack in catalogues()] == [edition.id for edition in forms.editions()]
    assert len({pack.name for pack in catalogues()}) == len(catalogues())
    assert len({pack.hash for pack in catalogues()}) == len(catalogues())
    with pytest.raises(KeyError, match=r"no\.such\.rule"):
        catalogue(forms.editions()[0].id).rule("no.such.rule")
