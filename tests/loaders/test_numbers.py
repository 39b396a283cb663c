from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.loaders._numbers import parse


@pytest.mark.parametrize(
    ("raw", "value", "oddity"),
    [
        ("0", "0", None),
        (" 12 ", "12", None),
        ("-18", "-18", None),
        ("24252.311082", "24252.311082", None),
        ("３５", "35", "full_width"),
        ("１，２３４", "1234", "thousands"),
        ("12,345,678.5", "12345678.5", "thousands"),
        ("5件", "5", "suffix"),
        ("5 件", "5", "suffix"),
        ("减4", "-4", "signed_word"),
        ("增加 3", "3", "signed_word"),
        ("−7", "-7", "full_width"),
        ("+5", "5", "signed_word"),
        ("–4", "-4", "signed_word"),
        ("减2项", "-2", "signed_word"),
        ("5（件）", "5", "suffix"),
        ("007", "7", "leading_zeros"),
        ("零", "0", "zero_word"),
        ("1.0", "1.0", None),
    ],
)
def test_numbers_as_people_print_them(raw: str, value: str, oddity: str | None) -> None:
    printed = parse(raw)
    assert (printed.value, printed.oddity) == (Decimal(value), oddity)


@pytest.mark.parametrize(
    "raw",
    [
        "3²",
        "③",
        "1 2",
        "1\n2",
        "12*",
        "1.2.3",
        "约5",
        "5余件",
        "5件（含2件）",
        "（18）",
        "1 234",
        "1.",
        "2万",
        "3¹",
        "O",
        "l2",
        "1,23",
        "12,3456",
        "--5",
        "5-",
        "1e3",
        "½",
        "٣",
        "12345678901234567890",
        "0.1234567",
        "五",
        "3/4",
        "第3",
        "减-4",
        "5%",
    ],
)
def test_anything_unusual_is_no_number(raw: str) -> None:
    printed = parse(raw)
    assert printed.value is None
    assert not printed.nil


@pytest.mark.parametrize("raw", [*sorted(forms.vocabulary().nil_marks), "//", "---", "— —", "──"])
def test_nil_marks_are_no_number(raw: str) -> None:
    assert parse(raw).nil
    assert parse(raw).value is None


@pytest.mark.parametrize("label", forms.vocabulary().money_units)
def test_money_carries_its_factor(label: str) -> None:
    printed = parse(f"251000{label}")
    assert printed.value == 251000
    assert printed.money == forms.vocabulary().money_units[label]


@pytest.mark.parametrize(
    ("raw", "value"),
    [("251.5万\n元", "251.5"), ("251.5 万 \n 元", "251.5"), ("251\n5万\n元", None), ("2万\n5元", None)],
)
def test_a_broken_word_is_mended_but_no_broken_figure(raw: str, value: str | None) -> None:
    assert parse(raw).value == (None if value is None else Decimal(value))


@given(st.integers(min_value=-(10**16), max_value=10**16))
def test_every_integer_is_read_as_itself(number: int) -> None:
    assert parse(str(number)).value == number
    assert parse(f"{number:,}").value == number


@given(st.text(max_size=12))
def test_a_value_always_has_the_digits_that_are_printed(text: str) -> None:
    value = parse(text).value
    if value is not None:
        printed = "".join(
            ch for ch in text.translate({0xFF10 + n: 0x30 + n for n in range(10)}) if ch in "0123456789"
        )
        assert printed.lstrip("0") == "".join(ch for ch in f"{value:f}" if ch.isdigit()).lstrip("0")
