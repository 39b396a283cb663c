"""Numbers of a run in Prometheus' text format, for its textfile collector."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from gongkai.outputs._result import Result


def write_metrics(result: Result, target: Path) -> None:
    """Writes these gauges.

    gongkai_reports, gongkai_submissions_unreadable, gongkai_run_problems: how many.
    gongkai_findings{severity, answer, waived}: how many findings.
    gongkai_rules_not_run{reason}: rules and reports (each pair once) on which the rule was not run.
    gongkai_run_started_timestamp_seconds, gongkai_run_duration_seconds: when it began, how long it took.
    gongkai_build_info{version}: 1.
    """
    registry, run = CollectorRegistry(), result.run

    def gauge(name: str, about: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"gongkai_{name}", about, labels, registry=registry)

    gauge("reports", "Reports that were read").set(run["counts"]["reports"])
    gauge("submissions_unreadable", "Submissions that could not be read").set(run["counts"]["failures"])
    gauge("run_problems", "Rules that could not be run").set(len(run["problems"]))
    findings = gauge("findings", "Findings", ("severity", "answer", "waived"))
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in result.findings():
        counts[row["severity"], row["answer"], str(row["waiver"] is not None).lower()] += 1
    for severity in ("error", "warning", "info"):
        for answer in ("violated", "cannot_tell"):
            for waived in ("false", "true"):
                findings.labels(severity, answer, waived).set(counts[severity, answer, waived])
    unrun: Counter[str] = Counter()
    for row in result.not_run:
        unrun[row["reason"]] += row["count"]
    reasons = gauge("rules_not_run", "Rules and reports on which the rule was not run", ("reason",))
    for reason, count in sorted(unrun.items()):
        reasons.labels(reason).set(count)
    started, finished = (dt.datetime.fromisoformat(run[name]) for name in ("started", "finished"))
    gauge("run_started_timestamp_seconds", "When the run began").set(started.timestamp())
    gauge("run_duration_seconds", "How long the run took").set((finished - started).total_seconds())
    gauge("build_info", "The version of gongkai", ("version",)).labels(run["versions"]["gongkai"]).set(1)
    target.write_bytes(generate_latest(registry))
