from collections.abc import Callable

import opencc
import pytest

from gongkai import forms
from gongkai.loaders._inline import labels_in
from gongkai.loaders._keys import key_of
from gongkai.loaders._lexicon import lexicon
from gongkai.loaders._words import Kind, word

EDITIONS = forms.editions()
ROWS = [
    pytest.param(edition, table, row, id=f"{edition.id}-{table.id}-{row.id}")
    for edition in EDITIONS
    for table in edition.tables
    for row in table.rows
    if not row.from_header
]
LABELLED_ROWS = [pytest.param(param.values[2], id=param.id) for param in ROWS]


@pytest.mark.parametrize(("edition", "table", "row"), ROWS)
def test_every_row_label_and_alias_names_its_row(
    edition: forms.Edition, table: forms.Table, row: forms.Row
) -> None:
    known = lexicon(edition.id).rows
    for text in (row.label, *forms.vocabulary().aliases.get(forms.strip_numbering(row.label), ())):
        assert (table.id, row.id) in {(ref.table, ref.row) for ref in known[key_of(text)]}
        assert word(text).kind is Kind.LABEL


@pytest.mark.parametrize("row", LABELLED_ROWS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("（", "(").replace("）", ")"),
        lambda text: text.replace(".", "．"),
        lambda text: text.replace(".", "、"),
        lambda text: text[0] + " " + text[1:],
        lambda text: text[: len(text) // 2] + "\n" + text[len(text) // 2 :],
        lambda text: text.replace("一", "⼀").replace("行", "⾏").replace("人", "⼈").replace("民", "⺠"),
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: f"　{text}\xa0",
    ],
    ids=[
        "ascii brackets",
        "wide dot",
        "enumeration comma",
        "spaced",
        "broken",
        "radicals",
        "quotes",
        "wide spaces",
    ],
)
def test_a_label_is_known_however_it_is_set(row: forms.Row, change: Callable[[str], str]) -> None:
    printed = word(change(row.label))
    assert printed.kind is Kind.LABEL
    assert printed.key == key_of(row.label)


def test_numbering_is_kept_apart_from_the_label() -> None:
    printed = [
        (word(text).ordinal, word(text).style)
        for text in ("（一）予以公开", "1.属于国家秘密", "四、结转下年度继续办理", "总计")
    ]
    assert printed == [("一", "("), ("1", "."), ("四", "、"), (None, "")]


def test_labels_are_found_in_run_together_text() -> None:
    rows = lexicon(EDITIONS[-1].id).edition.table("requests").rows[:6]
    text = "".join(f"{row.label}1234567" for row in rows)
    assert [
        found.word.key for found in labels_in(text) if found.word.key in {key_of(r.label) for r in rows}
    ] == [key_of(row.label) for row in rows]
    assert text[labels_in(text)[-1].end :] == "1234567"


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000", "\u200b"])
def test_blanks(text: str) -> None:
    assert word(text).kind is Kind.BLANK


@pytest.mark.parametrize("conversion", ["s2t", "s2tw", "s2twp", "s2hk"])
@pytest.mark.parametrize("edition", [pytest.param(edition, id=edition.id) for edition in EDITIONS])
def test_every_label_is_known_in_traditional_chinese(edition: forms.Edition, conversion: str) -> None:
    writer = opencc.OpenCC(conversion)
    for label in (*edition.labels(), *(section.heading for section in edition.sections)):
        printed = word(writer.convert(label))
        assert printed.kind is Kind.LABEL, printed.text
        assert printed.key == key_of(label)


@pytest.mark.parametrize("printed", ["規範性檔案", "行政規範性檔案", "规范性档案"])
def test_other_words_of_traditional_chinese(printed: str) -> None:
    assert word(printed).kind is Kind.LABEL
