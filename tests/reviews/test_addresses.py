"""Addresses of pages: nothing submitted in them, one for each page."""

from __future__ import annotations

import re

import pytest

from gongkai.reviews import _addresses
from gongkai.rules import all_catalogues


@pytest.mark.parametrize("name", ["../../etc/passwd", "<b>", "a\0b", "\ud800", "", "长" * 9999])
def test_an_address_holds_nothing_submitted(name: str) -> None:
    for address in (
        _addresses.of_report(name, 2023, 0),
        _addresses.of_organ(name),
        _addresses.of_city(name),
    ):
        assert re.fullmatch(r"review/(report|organ|city)/[a-z2-7]{20}\.html", address)


def test_every_report_of_an_organ_has_an_address_of_its_own() -> None:
    addresses = {
        _addresses.of_report(organ, year, place)
        for organ in ("甲局", "甲局\0乙县", "1")
        for year in (None, 2022, 2023)
        for place in range(3)
    }
    assert len(addresses) == 27


def test_every_rule_has_a_page() -> None:
    rules = [rule.id for catalogue in all_catalogues() for rule in catalogue.rules]
    assert rules
    for rule in rules:
        assert _addresses.of_rule(rule) == f"review/rule/{rule}.html"


@pytest.mark.parametrize(
    "rule", ["../a", "a/b", "a\\b", "..", "", "local.a\n", "a b", "LOCAL.a", ".a", "a..b"]
)
def test_what_could_lead_elsewhere_is_no_rule(rule: str) -> None:
    with pytest.raises(ValueError, match="no id of a rule"):
        _addresses.of_rule(rule)


def test_the_way_back_leads_to_the_folder_of_the_run() -> None:
    assert [
        _addresses.root_of(one) for one in ("index.html", "review/search.html", "review/city/a.html")
    ] == [
        "",
        "../",
        "../../",
    ]
