"""One batch through Great Expectations."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import great_expectations as gx
from great_expectations.core import ExpectationValidationResult, RunIdentifier
from great_expectations.data_context.data_context.abstract_data_context import AbstractDataContext
from great_expectations.exceptions.exceptions import GreatExpectationsError

from gongkai.checkpoints._batches import FactsBatch
from gongkai.checkpoints._engine import SOURCE, Engine
from gongkai.checkpoints._not_run import Unrun
from gongkai.checkpoints._run import Outcome, Problem
from gongkai.checkpoints._suite import StoredSuite, guard
from gongkai.forms import Text
from gongkai.rules import Catalogue, Finding


@dataclass(frozen=True)
class Validated:
    """What GX said of a batch. All but `problems` are by rule id, in the catalogue's order.

    `unrun` has a row a reason why a rule was not run, with the reports concerned (`Unrun`).
    """

    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    unrun: Unrun = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def validate(
    context: AbstractDataContext,
    batch: FactsBatch,
    pack: Catalogue,
    suite: StoredSuite,
    run_id: RunIdentifier,
    engine: Engine,
) -> Validated:
    """Validates a batch by the rules of `pack`, which the engine runs.

    Whatever keeps a rule from being run is a problem, and stops no other rule.
    """
    if (refusal := guard(suite, pack)) is not None:
        return Validated(problems=(Problem(batch.id, None, refusal),))
    try:
        results = _run(context, batch, pack, suite, run_id, engine)
    except GreatExpectationsError as error:
        return Validated(problems=(Problem(batch.id, None, _not_run(str(error))),))
    return _sort_out(results, batch, pack)


def _run(
    context: AbstractDataContext,
    batch: FactsBatch,
    pack: Catalogue,
    suite: StoredSuite,
    run_id: RunIdentifier,
    engine: Engine,
) -> list[ExpectationValidationResult]:
    store = context.expectations_store
    key = store.get_key(name=suite.name)
    if not store.has_key(key=key):
        # As if the committed file were the store's own: GX loads it the way it loads any stored suite.
        store.store_backend.set(key.to_tuple(), suite.text)  # type: ignore[no-untyped-call] # GX's own
    given = None
    try:
        given = engine.give(context, batch, pack)
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=batch.id,
                data=given.definition,
                suite=context.suites.get(suite.name),
            )
        )
        return definition.run(
            batch_parameters=given.parameters,
            result_format={"result_format": "COMPLETE"},
            run_id=run_id,
        ).results
    finally:
        if given is not None:
            given.close()
        # The source's engine keeps all that it was given and has computed, in circles.
        context.data_sources.delete(SOURCE)
        gc.collect()


def _sort_out(
    results: Iterable[ExpectationValidationResult], batch: FactsBatch, pack: Catalogue
) -> Validated:
    outcomes: dict[str, Outcome] = {}
    findings: dict[str, Sequence[Finding]] = {}
    unrun: dict[str, list[Mapping[str, Any]]] = {}
    reasons: dict[str, str] = {}
    for result in results:
        rule_id = str(result.expectation_config.kwargs.get("rule")) if result.expectation_config else ""
        outcome = _outcome(result.result, batch.facts.num_rows)
        if outcome is None:
            reasons[rule_id] = " ".join(dict.fromkeys(_messages(result.exception_info)))
        else:
            outcomes[rule_id] = outcome
            own = result.result["gongkai"]
            findings[rule_id] = own["findings"].findings
            unrun[rule_id] = own["unrun"]
    order = [rule.id for rule in pack.rules]
    missing = [rule_id for rule_id in order if rule_id not in outcomes]
    return Validated(
        {rule_id: outcomes[rule_id] for rule_id in order if rule_id in outcomes},
        {rule_id: findings[rule_id] for rule_id in order if rule_id in findings},
        {rule_id: unrun[rule_id] for rule_id in order if unrun.get(rule_id)},
        tuple(_problems(batch, missing, reasons, len(order))),
    )


def _outcome(result: Mapping[str, Any], reports: int) -> Outcome | None:
    """None where the result is not one of ours, or not of every report of the batch."""
    own = result.get("gongkai")
    if own is None or not reports:
        return None
    outcome = Outcome(*(own[name] for name in Outcome._fields))
    return outcome if sum(outcome) == reports == result["element_count"] else None


def _problems(
    batch: FactsBatch, missing: list[str], reasons: Mapping[str, str], rules: int
) -> Iterator[Problem]:
    """One a rule; one alone where all rules of the batch fail for the same reason."""
    said = {rule_id: reasons.get(rule_id, "") for rule_id in missing}
    if len(missing) == rules and len(set(said.values())) == 1:
        yield Problem(batch.id, None, _not_run(said[missing[0]]))
        return
    for rule_id in missing:
        yield Problem(batch.id, rule_id, _not_run(said[rule_id], rule_id))


def _not_run(reason: str, rule_id: str | None = None) -> Text:
    what = Text("全部规则", "No rule") if rule_id is None else Text(f"规则 {rule_id} ", f"Rule {rule_id}")
    why = Text(reason, reason) if reason else _SILENT
    ran = "could be run" if rule_id is None else "could not be run"
    return Text(f"{what.zh}无法运行：{why.zh}", f"{what.en} {ran}: {why.en}")


_SILENT: Final = Text(
    "Great Expectations 没有给出结果。请确认已安装 gongkai 的全部文件，然后重新运行",
    "Great Expectations gave no result. See that gongkai is installed whole, and run again",
)


def _messages(info: object) -> Iterator[str]:
    """GX keeps an exception's message either at the top or one level down, under a metric's name."""
    if not isinstance(info, Mapping):
        return
    if message := info.get("exception_message"):
        yield str(message)
    for inner in info.values():
        yield from _messages(inner)
