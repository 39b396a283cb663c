"""How a chain across years is told, in the words of the form."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.forms import Chain, Edition, Text


def title(edition: Edition, chain: Chain) -> Text:
    subject, own = _subject(edition, chain), _name(edition, chain, chain.left[0])
    if _is_copied(chain):
        last = _name(edition, chain, chain.before[0])
        return Text(
            f"“{own.zh}”等于上一年度的“{last.zh}”（{subject.zh}）",
            f"{own.en} equals last year's {last.en} ({subject.en})",
        )
    return Text(
        f"“{own.zh}”与上一年度衔接（{subject.zh}）",
        f"{own.en} follows from last year's report ({subject.en})",
    )


def formula(edition: Edition, chain: Chain) -> Text:
    subject = _subject(edition, chain)
    own, *less = [_name(edition, chain, cell_id) for cell_id in chain.left]
    before = [_name(edition, chain, cell_id) for cell_id in chain.before]
    more = [_name(edition, chain, cell_id) for cell_id in chain.right]
    zh = " + ".join([*(f"上一年度的{one.zh}" for one in before), *(one.zh for one in more)])
    en = " + ".join([*(f"last year's {one.en}" for one in before), *(one.en for one in more)])
    taken_zh, taken_en = ("".join(f" − {name}" for name in names) for names in _both(less))
    return Text(f"{own.zh} = {zh}{taken_zh}（{subject.zh}）", f"{own.en} = {en}{taken_en} ({subject.en})")


def message(edition: Edition, chain: Chain) -> Text:
    section = edition.section(edition.table(chain.table).section)
    subject, own = _subject(edition, chain), _name(edition, chain, chain.left[0])
    zh_line, en_line = ("行", "row") if chain.each == "row" else ("列", "column")
    told = [_name(edition, chain, cell_id) for cell_id in chain.before]
    zh = (
        f"表{section.ordinal}“{subject.zh}”{zh_line}：“{own.zh}”印的是 {{reported}}，{{last}} 年度报告的"
        + "、".join(f"“{name.zh}”为 {{before_{place}}}" for place, name in enumerate(told))
    )
    en = (
        f"Table “{edition.table(chain.table).en}”, {en_line} “{subject.en}”: {own.en} is printed as "
        "{reported}; the report on {last} says "
        + ", ".join(f"{{before_{place}}} for {name.en}" for place, name in enumerate(told))
    )
    own_cells = list(enumerate(chain.left + chain.right))[1:]
    if own_cells:
        named = [(place, _name(edition, chain, cell_id)) for place, cell_id in own_cells]
        zh += "，本报告的" + "、".join(f"“{name.zh}”为 {{own_{place}}}" for place, name in named)
        en += ", this one " + ", ".join(f"{{own_{place}}} for {name.en}" for place, name in named)
    if not _is_copied(chain):
        zh, en = f"{zh}，应为 {{computed}}", f"{en}, which makes {{computed}}"
    return Text(f"{zh}，相差 {{difference}}。", f"{en}, a difference of {{difference}}.")


def example(edition: Edition, chain: Chain) -> Text:
    own = _name(edition, chain, chain.left[0])
    if _is_copied(chain):
        last = _name(edition, chain, chain.before[0])
        return Text(
            f"上一年度报告的“{last.zh}”填 5，本年度的“{own.zh}”填 3：违反，相差 -2。",
            f"Last year's report says 5 for {last.en}, this one 3 for {own.en}: violated, "
            "a difference of -2.",
        )
    return Text(
        f"按上一年度报告推算，“{own.zh}”应为 643，本报告填 470：违反，相差 -173。",
        f"By last year's report {own.en} should be 643 but is 470: violated, a difference of -173.",
    )


def _name(edition: Edition, chain: Chain, cell_id: str) -> Text:
    cell = edition.cells[cell_id]
    if chain.each == "row":
        return Text(cell.column.label, cell.column.en)
    return Text(cell.row.short, cell.row.en)


def _subject(edition: Edition, chain: Chain) -> Text:
    cell = edition.cells[chain.left[0]]
    if chain.each == "row":
        return Text(cell.row.short, cell.row.en)
    return Text(cell.column.label, cell.column.en)


def _is_copied(chain: Chain) -> bool:
    """Whether one number of last year is simply printed again."""
    return len(chain.left) == len(chain.before) == 1 and not chain.right


def _both(texts: Sequence[Text]) -> tuple[list[str], list[str]]:
    return [text.zh for text in texts], [text.en for text in texts]
