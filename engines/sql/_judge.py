"""A batch judged where it lies: the database answers the rules it can, the rest is judged as rows come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any, Final

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from gongkai.engines._gathered import GatheredVerdicts, Part, gather, judge_part
from gongkai.engines.sql._columns import table_of
from gongkai.engines.sql._facts import SqlFacts
from gongkai.engines.sql._kinds import expression, is_pushed
from gongkai.engines.sql._layout import batch_columns
from gongkai.loaders import facts_to_pandas
from gongkai.rules import FINDING_ANSWERS, Answer, Catalogue, NotRun, Rule, judge

_ROWS: Final = 2000
_CODES: Final = "gongkai_answers"
_INVALID: Final = "x"
"""Stands first where a row is none of facts; the rules then say what is wrong with it."""
_KEYS: Final = ("report_id", "path")
_WRITTEN: Final[dict[tuple[str, str, str], str]] = {}
_SPOKEN: Final = tuple(str(int(answer)) for answer in FINDING_ANSWERS)


class EnginesDisagreeError(RuntimeError):
    """The database answers a rule otherwise than the rule itself does; the message says which, and where."""


def pushed_rules(catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules that a database judges itself, in the catalogue's order."""
    return tuple(filter(is_pushed, catalogue.rules))


def judge_sql(catalogue: Catalogue, connection: sa.Connection, batch: sa.FromClause) -> GatheredVerdicts:
    """Judges every report of a batch, a row a report with the columns of `loaders.facts_schema`.

    Columns of `relations` may stand beside them. Every report of which there is something to say is judged
    here as well: what the database answered must be that.

    Raises:
        FactsError: a row is none of facts of the catalogue's edition.
        EnginesDisagreeError: the database answers otherwise than the rules do.
        sqlalchemy.exc.SQLAlchemyError: the query fails.
    """
    if connection.dialect.name == "postgresql":
        # Compiling expressions of this size takes it longer than working them out.
        connection.execute(sa.text("SET LOCAL jit = off"))
    schema = _schema(catalogue, connection, batch)
    own = pushed_rules(catalogue)
    by_others = tuple(rule for rule in catalogue.rules if rule not in own and not rule.off)
    parts = _all_rows if by_others else _only_spoken_of
    return gather(catalogue, parts(catalogue, own, connection, batch, schema))


def _all_rows(
    catalogue: Catalogue,
    own: Sequence[Rule],
    connection: sa.Connection,
    batch: sa.FromClause,
    schema: pa.Schema,
) -> Iterator[Part]:
    """The rules that the database cannot judge need every row; each comes once."""
    names: list[Any] = [sa.column(field.name) for field in schema]
    query = sa.select(*names, _codes(catalogue, connection)).select_from(batch)
    for rows in _fetched(connection, query):
        facts = table_of([row[:-1] for row in rows], schema)
        yield _joined(catalogue, own, facts, [row[-1] for row in rows])


def _only_spoken_of(
    catalogue: Catalogue,
    own: Sequence[Rule],
    connection: sa.Connection,
    batch: sa.FromClause,
    schema: pa.Schema,
) -> Iterator[Part]:
    """Where the database judges every rule, only the reports that something is to be said of come here."""
    keys: list[Any] = [sa.column(name) for name in _KEYS]
    codes = _codes(catalogue, connection)
    answered = sa.select(*keys, codes).select_from(batch)
    for rows in _fetched(connection, answered):
        silent = [row for row in rows if not _speaks(row[-1])]
        yield Part(
            [row[0] for row in silent],
            [row[1] for row in silent],
            _answers(catalogue, own, [row[-1] for row in silent]),
            [None] * len(silent),
        )
    inner = sa.select(*(sa.column(field.name) for field in schema), codes).select_from(batch).subquery()
    told = inner.c[_CODES]
    query = sa.select(inner).where(
        sa.or_(told.is_(None), *(told.like(f"%{one}%") for one in (*_SPOKEN, _INVALID)))
    )
    for rows in _fetched(connection, query):
        facts = table_of([row[:-1] for row in rows], schema)
        yield _joined(catalogue, own, facts, [row[-1] for row in rows])


def _joined(catalogue: Catalogue, own: Sequence[Rule], facts: pa.Table, codes: Sequence[str | None]) -> Part:
    """The answers of the database and ours, and findings on the reports that have any."""
    others = replace(catalogue, rules=tuple(rule for rule in catalogue.rules if rule not in own))
    frame = facts_to_pandas(facts)
    # First of all: it tells a row that is none of facts, of which the answers mean nothing.
    ours = judge(others, frame)
    answers = _answers(catalogue, own, codes)
    places = [position for position, rule in enumerate(catalogue.rules) if rule not in own]
    answers[places] = ours.answers
    spoken = np.isin(answers, [int(answer) for answer in FINDING_ANSWERS]).any(axis=0)
    findings: list[str | None] = [None] * len(codes)
    rows = np.flatnonzero(spoken)
    if len(rows):
        part = judge_part(catalogue, frame.iloc[rows].reset_index(drop=True))
        _compare(catalogue, part, answers[:, rows])
        for row, text in zip(rows.tolist(), part.findings, strict=True):
            findings[row] = text
    return Part(ours.report_ids, ours.paths, answers, findings)


def _compare(catalogue: Catalogue, part: Part, answers: NDArray[np.int8]) -> None:
    different = np.argwhere(part.answers != answers)
    if len(different):
        place, row = different[0]
        rule = catalogue.rules[place]
        raise EnginesDisagreeError(
            f"规则 {rule.id} 对 {part.paths[row]} 的结论不一致：数据库为 {_said(answers[place, row])}，"
            f"逐条核对为 {_said(part.answers[place, row])}。请改用 --engine pandas 审核，并报告此问题"
        )


def _said(code: int) -> str:
    return (NotRun(code) if code >= min(NotRun) else Answer(code)).name.lower()


def _codes(catalogue: Catalogue, connection: sa.Connection) -> Any:
    """A text: a character that says whether the row is one of facts, then the answer to each pushed rule."""
    key = catalogue.name, catalogue.hash, connection.dialect.name
    if key not in _WRITTEN:
        # Once a process: writing out so large an expression takes a second.
        _WRITTEN[key] = str(_expression(catalogue).compile(dialect=connection.dialect))
    return sa.literal_column(_WRITTEN[key], sa.Text).label(_CODES)


def _expression(catalogue: Catalogue) -> Any:
    facts = SqlFacts(catalogue.edition)
    valid: Any = sa.case((facts.valid, sa.literal_column("'v'")), else_=sa.literal_column(f"'{_INVALID}'"))
    answers = [sa.cast(expression(rule, facts), sa.Text) for rule in pushed_rules(catalogue)]
    return reduce(lambda text, one: text.concat(one), answers, valid)


def _speaks(codes: str | None) -> bool:
    return codes is None or any(one in codes for one in (*_SPOKEN, _INVALID))


def _answers(catalogue: Catalogue, own: Sequence[Rule], codes: Sequence[str | None]) -> NDArray[np.int8]:
    """int8 (rules, reports): what the database answered; rules that are switched off; 0 for all others."""
    answers = np.zeros((len(catalogue.rules), len(codes)), np.int8)
    for place, rule in enumerate(catalogue.rules):
        if rule.off:
            answers[place] = NotRun.SWITCHED_OFF
    if own and codes:
        width = len(own)
        text = "".join((code or "").ljust(width + 1, "0")[1:] for code in codes)
        given = np.frombuffer(text.encode("ascii"), np.uint8).reshape(len(codes), width) - ord("0")
        places = [catalogue.rules.index(rule) for rule in own]
        answers[places] = given.T
    return answers


def _fetched(connection: sa.Connection, query: Any) -> Iterator[Sequence[Any]]:
    options: Mapping[str, Any] = {"stream_results": True, "max_row_buffer": _ROWS}
    with connection.execution_options(**options).execute(query) as result:
        yield from result.partitions(_ROWS)


def _schema(catalogue: Catalogue, connection: sa.Connection, batch: sa.FromClause) -> pa.Schema:
    """The columns that the batch has of those that rules may look at."""
    with connection.execute(sa.select(sa.text("*")).select_from(batch).limit(0)) as result:
        there = set(result.keys())
    known = batch_columns(catalogue.edition, prose=True)
    return pa.schema([field for field in known if field.name in there])
