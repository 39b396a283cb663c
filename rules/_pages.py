"""docs/rules: a page a kind of rule and an index, generated so that they cannot go stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from gongkai import forms
from gongkai.forms import STANDINGS, Text
from gongkai.rules._answer import Answer
from gongkai.rules._catalogue import all_catalogues
from gongkai.rules._kinds import KINDS
from gongkai.rules._lessons import LESSONS
from gongkai.rules._rule import Rule

COMMAND: Final = "make docs"
INDEX: Final = "README.md"

_GENERATED: Final = (
    f"由规则目录生成，请勿手改；重新生成：`{COMMAND}`。 / "
    f"Generated from the catalogue; regenerate: `{COMMAND}`."
)
_SEVERITIES: Final = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "note"),
}
_ANSWERS: Final = {
    Answer.HOLDS: Text("符合", "holds"),
    Answer.VIOLATED: Text("违反", "violated"),
    Answer.CANNOT_TELL: Text("无法判断", "cannot tell"),
    Answer.HOLDS_WITH_BLANKS: Text("空白按 0 计时符合", "holds with blanks read as 0"),
}


def pages() -> dict[str, str]:
    """File name → Markdown of every page."""
    by_kind: dict[str, dict[str, list[Rule]]] = {kind: {} for kind in KINDS}
    for catalogue in all_catalogues():
        for rule in catalogue.rules:
            by_kind[rule.kind].setdefault(rule.id, []).append(rule)
    by_kind = {kind: rules for kind, rules in by_kind.items() if rules}
    told = {f"{kind}.md": "\n".join(_page(kind, rules)) + "\n" for kind, rules in by_kind.items()}
    return {INDEX: "\n".join(_index(by_kind)) + "\n", **told}


def _index(by_kind: dict[str, dict[str, list[Rule]]]) -> Iterator[str]:
    number = sum(len(rules) for rules in by_kind.values())
    yield from ("# 规则 / Rules", "", _GENERATED, "")
    yield f"共 {number} 条规则，{len(by_kind)} 类。 / {number} rules of {len(by_kind)} kinds."
    yield from ("", *_table(("类别 / kind", "规则数 / rules", "级别 / severity"), _kinds(by_kind)))


def _kinds(by_kind: dict[str, dict[str, list[Rule]]]) -> Iterator[Sequence[str]]:
    for kind, rules in by_kind.items():
        title = LESSONS[kind].title
        severities = dict.fromkeys(_severity(rule) for same in rules.values() for rule in same)
        yield f"[{title.zh} / {title.en}]({kind}.md)", str(len(rules)), "；".join(severities)


def _page(kind: str, rules: dict[str, list[Rule]]) -> Iterator[str]:
    lesson = LESSONS[kind]
    yield from (f"# {lesson.title.zh} / {lesson.title.en}", "", _GENERATED)
    yield from ("", "## 为什么核对 / Why", "", lesson.why.zh, "", lesson.why.en)
    yield from ("", "## 答案 / Answers", "")
    yield (
        "、".join(_ANSWERS[answer].zh for answer in KINDS[kind].answers)
        + " / "
        + ", ".join(_ANSWERS[answer].en for answer in KINDS[kind].answers)
    )
    yield from ("", f"正确的例子 / A correct report：{lesson.correct.zh} / {lesson.correct.en}")
    for same in rules.values():
        yield from _rule(same)


def _rule(same: Sequence[Rule]) -> Iterator[str]:
    """One rule, in the editions that have it; what differs between them is said for each."""
    last = same[-1]
    yield from ("", f"## `{last.id}`", "", f"{last.title.zh} / {last.title.en}", "")
    yield f"- 级别 / severity：{'；'.join(_each(same, _severity))}"
    yield f"- 依据 / source：{'；'.join(_each(same, _source))}"
    for rule in _different(same):
        if rule.formula is not None:
            yield f"- 公式 / formula：`{rule.formula.zh}`"
    for name, limit in last.limits.items():
        yield f"- 阈值 / limit `{name}`：{limit:g}"
    yield f"- 违反的例子 / a report that violates it：{last.example.zh} / {last.example.en}"
    yield f"- 怎样改正 / how to correct：{last.remedy.zh} / {last.remedy.en}"
    cells = dict.fromkeys(cell for rule in same for cell in rule.operands)
    if cells:
        yield f"- 单元格 / cells：{_cells(list(cells))}"


_FEW: Final = 30


def _cells(cells: Sequence[str]) -> str:
    """All of a few; of a whole table its name."""
    if len(cells) <= _FEW:
        return "、".join(f"`{cell}`" for cell in cells)
    tables = dict.fromkeys(cell.partition(".")[0] for cell in cells)
    return "、".join(f"`{table}.*`" for table in tables) + f"（{len(cells)}）"


def _different(same: Sequence[Rule]) -> Iterable[Rule]:
    return {rule.formula: rule for rule in same}.values()


def _each(same: Sequence[Rule], said: Callable[[Rule], str]) -> Iterator[str]:
    """What `said` says of the rule in each edition, with the edition where they differ."""
    texts = {rule.edition: said(rule) for rule in same}
    if len(set(texts.values())) == 1:
        yield next(iter(texts.values()))
        return
    yield from (f"{forms.edition(edition).id}：{text}" for edition, text in texts.items())


def _severity(rule: Rule) -> str:
    word = _SEVERITIES[rule.severity]
    return f"{word.zh} / {word.en}"


def _source(rule: Rule) -> str:
    standing = STANDINGS[rule.standing]
    return f"{rule.citation}（{standing.zh} / {standing.en}）"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"| {' | '.join(['---'] * len(header))} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)
