"""Copied prose is found, with how much and which; what many share, or what is another's fault, is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.loaders import Frames
from gongkai.relations import relate

Make = Callable[..., Frames]
Text = Callable[..., str]


def rows(frames: Frames) -> list[dict[str, Any]]:
    return relate(frames).tables["likeness"].to_pylist()


def report(prose: str, **columns: Any) -> dict[str, Any]:
    return {"sections": {"overview": prose}, **columns}


def test_prose_of_another_organ_is_found_with_its_share_and_passages(frames: Make, text: Text) -> None:
    copy = text(1, 600)
    first, second, third = rows(
        frames(report(copy), report(copy[:300] + text(2, 300)), report(text(3), organ="某省教育厅"))
    )
    assert [(one["kind"], one["organ"]) for one in second["likeness"]] == [("other", "第0县")]
    assert second["likeness"][0]["share"] == pytest.approx(0.5, abs=0.01)
    assert second["likeness"][0]["passages"] == [copy[:200]]
    assert [one["path"] for one in first["likeness"]] == ["1.html"], "of one year, either may be the copy"
    assert third["likeness"] == []
    assert third["compared"] is True


def test_figures_signs_spaces_and_the_own_name_are_no_wording(frames: Make, text: Text) -> None:
    base = text(1)
    name, other = "枕溪县水务局", "半亭县财政局"
    printed = [
        f"{base[:50]}{organ}{number}件，{base[50:200]}，{space}{base[200:]}"
        for organ, number, space in ((name, "12", " "), (other, "３４", "\n\u3000"))
    ]
    first, second = rows(frames(report(printed[0], organ=name), report(printed[1], organ=other)))
    assert first["likeness"][0]["share"] == second["likeness"][0]["share"] == 1
    assert second["likeness"][0]["passages"][0] == " ".join(printed[1].split())[:200]


def test_the_year_before_is_told_apart_from_other_organs(frames: Make, text: Text) -> None:
    old, new = rows(
        frames(
            report(text(1), organ="第0县", year=2021),
            report(text(1), organ="第0县", year=2022),
            report(text(5), organ="第5县", year=2022),
        )
    )[:2]
    assert [(one["kind"], one["path"], one["share"]) for one in new["likeness"]] == [
        ("before", "0.html", 1.0)
    ]
    assert old["likeness"] == []


def test_an_earlier_report_is_no_copy_of_a_later_one(frames: Make, text: Text) -> None:
    old, new = rows(frames(report(text(1), year=2021), report(text(1), year=2022)))
    assert old["likeness"] == []
    assert new["likeness"][0]["kind"] == "other"


@pytest.mark.parametrize(
    "columns",
    [
        ({"organ": "某县教育局"}, {"organ": "教育局", "region": "甲/乙"}),
        ({"organ": "某县人民政府"}, {"organ": "某县人民政府办公室"}),
        ({"organ": None}, {"organ": "某县教育局"}),
        ({"report_id": "same"}, {"report_id": "same"}),
        ({"organ_id": "a"}, {"organ_id": "a"}),
        ({"year": None}, {}),
    ],
    ids=["short-name", "own-office", "nameless", "same-bytes", "same-id", "no-year"],
)
def test_what_may_be_one_organ_or_time_is_not_held_against_it(
    frames: Make, text: Text, columns: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    first = rows(frames(*(report(text(1), **one) for one in columns)))[0]
    assert first["likeness"] == []


def test_what_many_organs_write_makes_no_report_alike(frames: Make, text: Text) -> None:
    standard = text(9, 500)
    found = rows(frames(*(report(standard + text(seed, 300)) for seed in range(10, 20))))
    assert all(row["compared"] and row["likeness"] == [] for row in found)
    found = rows(frames(*(report(standard) for _ in range(10))))
    assert not any(row["compared"] for row in found), "nothing of their own is left to compare"


def test_a_short_text_is_not_compared(frames: Make, text: Text) -> None:
    found = rows(frames(report(text(1, 150)), report(text(1, 150)), report("")))
    assert not any(row["compared"] or row["likeness"] for row in found)


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [(100, 100, 1.0), (50, 100, 0.5), (0, 100, 0.0), (100, 20, None)],
    ids=["kept", "half", "new", "short"],
)
def test_the_section_on_problems_is_held_against_last_years(
    frames: Make, text: Text, before: int, after: int, share: float | None
) -> None:
    one, other = (
        {"sections": {"problems": text(1)[:size]}, "organ": "第0县", "year": year}
        for size, year in ((before, 2021), (after, 2022))
    )
    old, new = rows(frames(one, other))
    assert old["kept_problems"] is None
    assert new["kept_problems"] == (share if share is None else pytest.approx(share, abs=0.01))


def test_no_reports_are_compared_without_fault(frames: Make) -> None:
    assert rows(frames()) == []
