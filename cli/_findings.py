"""What came of an audit, for the person who started it; the pages say the rest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gongkai.cli._console import line
from gongkai.cli._severity import SEVERITIES, severity_name
from gongkai.cli._voice import Voice

if TYPE_CHECKING:
    from gongkai.checkpoints import Run

_RULES_SHOWN: Final = 10
_COLUMNS: Final = ("edition", "year", "rule_id", "severity", "answer", "waiver")
_VIOLATED: Final = "violated"


def tell_run(say: Voice, run: Run) -> None:
    """The verdict on each batch, findings by severity and answer, the rules violated most."""
    findings = [row for row in run.findings.select(_COLUMNS).to_pylist() if row["waiver"] is None]
    _tell_batches(say, run, findings)
    _tell_counts(say, findings)
    _tell_rules(say, run, findings)
    _tell_unrun(say, run)
    if run.problems:
        line(say("未能运行的规则（结果不完整）：", "Rules that could not be run (the result is incomplete):"))
        for problem in run.problems:
            line(f"  {problem.batch} {problem.rule_id or ''} {say.text(problem.message)}")


def _tell_batches(say: Voice, run: Run, findings: list[dict[str, object]]) -> None:
    from gongkai.reviews import answer_mark, verdict

    line(say("批次：", "Batches:"))
    answers = Counter((row["edition"], row["year"], row["severity"], row["answer"]) for row in findings)
    for batch in run.batches:
        own = (batch.edition, batch.year)
        broken = {severity: answers[*own, severity, _VIOLATED] for severity in SEVERITIES}
        undecided = sum(answers[*own, severity, "cannot_tell"] for severity in SEVERITIES)
        word = verdict(
            complete=batch.reports > 0
            and batch.judged
            and all(problem.batch != batch.id for problem in run.problems),
            errors=broken["error"],
            warnings=broken["warning"],
            cannot_tell=undecided,
        )
        mark = answer_mark(word, say.lang)
        counts = " ".join(f"{severity_name(say, one)} {number}" for one, number in broken.items())
        told = f"{mark.shape} {mark.word}"
        year = (
            say("年度不详", "year unknown")
            if batch.year is None
            else say(f"{batch.year}年度", f"{batch.year}")
        )
        if batch.lists:
            line(
                say(
                    f"  {told}  {year}，报送情况：{batch.reports} 个机关；{counts} 无法判断 {undecided}",
                    f"  {told}  {year}, submissions: "
                    f"{batch.reports} organs; {counts} cannot tell {undecided}",
                )
            )
            continue
        line(
            say(
                f"  {told}  {year}，{batch.edition}年版格式：{batch.reports} 份；"
                f"{counts} 无法判断 {undecided}",
                f"  {told}  {year}, form of {batch.edition}: "
                f"{batch.reports} reports; {counts} cannot tell {undecided}",
            )
        )


def _tell_counts(say: Voice, findings: list[dict[str, object]]) -> None:
    line(say("发现：", "Findings:"))
    answers = Counter((row["severity"], row["answer"]) for row in findings)
    for severity in SEVERITIES:
        violated, undecided = answers[severity, _VIOLATED], answers[severity, "cannot_tell"]
        line(
            say(
                f"  {severity_name(say, severity)}：不通过 {violated} 条，无法判断 {undecided} 条",
                f"  {severity_name(say, severity)}: {violated} violated, {undecided} cannot tell",
            )
        )


def _tell_rules(say: Voice, run: Run, findings: list[dict[str, object]]) -> None:
    broken = Counter(str(row["rule_id"]) for row in findings if row["answer"] == _VIOLATED)
    if not broken:
        return
    # Editions may word a rule differently: the newest one's words stand for all.
    editions = {str(row["rule_id"]): str(row["edition"]) for row in sorted(findings, key=_edition)}
    line(say("违反最多的规则：", "Rules violated most:"))
    for rule_id, number in broken.most_common(_RULES_SHOWN):
        line(f"  {number}  {rule_id}  {say.text(run.catalogue(editions[rule_id]).rule(rule_id).title)}")
    line(say("  说明一条规则：gongkai explain 规则编号", "  To see one explained: gongkai explain RULE"))


def _tell_unrun(say: Voice, run: Run) -> None:
    from gongkai.reviews import main_reasons

    unrun = main_reasons(run.unrun)
    if not unrun.times:
        return
    reasons = say("、", "; ").join(f"{say.text(reason)} {count}" for reason, count in unrun.reasons)
    others = say("等", " and others") if unrun.more else ""
    line(
        say(
            f"未运行：{unrun.times} 条次（一条规则对一份报告为一次），原因：{reasons}{others}。"
            "见 not_run.parquet",
            f"Not run, counted once a rule and report: {unrun.times}: {reasons}{others}. See not_run.parquet",
        )
    )


def _edition(row: dict[str, object]) -> str:
    return str(row["edition"])
