"""A batch judged where it lies: the database answers the rules it can, the rest is judged as rows come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from gongkai.relations import KEYS
from gongkai.rules import FINDING_ANSWERS, Answer, Catalogue, NotRun, Rule, judge

_ROWS: Final = 2000
_CODES: Final = "gongkai_answers"
_INVALID: Final = "x"
"""Stands first where a row is none of facts; the rules then say what is wrong with it."""
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
    own = pushed_rules(catalogue)
    here = _Batch(catalogue, own, connection, batch, _schema(catalogue, connection, batch))
    by_others = any(rule not in own and not rule.off for rule in catalogue.rules)
    return gather(catalogue, here.all_rows() if by_others else here.only_spoken_of())


@dataclass(frozen=True)
class _Batch:
    """A batch in a database; `own` are the rules that the database judges, `schema` its columns."""

    catalogue: Catalogue
    own: Sequence[Rule]
    connection: sa.Connection
    batch: sa.FromClause
    schema: pa.Schema

    def all_rows(self) -> Iterator[Part]:
        """The rules that the database cannot judge need every row; each comes once."""
        return self._joined(self._whole())

    def only_spoken_of(self) -> Iterator[Part]:
        """Where the database judges every rule, only reports that something is to be said of come here."""
        keys: list[Any] = [sa.column(name) for name in KEYS]
        for rows in self._fetched(sa.select(*keys, self._codes()).select_from(self.batch)):
            silent = [row for row in rows if not _speaks(row[-1])]
            yield Part(
                [row[0] for row in silent],
                [row[1] for row in silent],
                _answers(self.catalogue, self.own, [row[-1] for row in silent]),
                [None] * len(silent),
            )
        whole = self._whole().subquery()
        told = whole.c[_CODES]
        speaks = sa.or_(told.is_(None), *(told.like(f"%{one}%") for one in (*_SPOKEN, _INVALID)))
        yield from self._joined(sa.select(whole).where(speaks))

    def _whole(self) -> sa.Select[Any]:
        columns: list[Any] = [sa.column(field.name) for field in self.schema]
        return sa.select(*columns, self._codes()).select_from(self.batch)

    def _joined(self, query: sa.Select[Any]) -> Iterator[Part]:
        """The answers of the database and ours, and findings on the reports that have any."""
        for rows in self._fetched(query):
            facts = table_of([row[:-1] for row in rows], self.schema)
            yield _judged(self.catalogue, self.own, facts, [row[-1] for row in rows])

    def _codes(self) -> Any:
        """A text: a character that says whether the row is one of facts, then the answer to each own rule."""
        dialect = self.connection.dialect
        key = self.catalogue.name, self.catalogue.hash, dialect.name
        if key not in _WRITTEN:
            # Once a process: writing out so large an expression takes a second.
            _WRITTEN[key] = str(_expression(self.catalogue).compile(dialect=dialect))
        return sa.literal_column(_WRITTEN[key], sa.Text).label(_CODES)

    def _fetched(self, query: sa.Select[Any]) -> Iterator[Sequence[Any]]:
        options: Mapping[str, Any] = {"stream_results": True, "max_row_buffer": _ROWS}
        with self.connection.execution_options(**options).execute(query) as result:
            yield from result.partitions(_ROWS)


def _judged(catalogue: Catalogue, own: Sequence[Rule], facts: pa.Table, codes: Sequence[str | None]) -> Part:
    others = replace(catalogue, rules=tuple(rule for rule in catalogue.rules if rule not in own))
    frame = facts_to_pandas(facts)
    # First of all: it tells a row that is none of facts, of which the answers mean nothing.
    ours = judge(others, frame)
    answers = _answers(catalogue, own, codes)
    answers[[rule not in own for rule in catalogue.rules]] = ours.answers
    findings: list[str | None] = [None] * len(codes)
    rows = np.flatnonzero(np.isin(answers, list(FINDING_ANSWERS)).any(axis=0))
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
        places = [catalogue.places[rule.id] for rule in own]
        answers[places] = given.T
    return answers


def _schema(catalogue: Catalogue, connection: sa.Connection, batch: sa.FromClause) -> pa.Schema:
    """The columns that the batch has of those that rules may look at."""
    with connection.execute(sa.select(sa.text("*")).select_from(batch).limit(0)) as result:
        there = set(result.keys())
    known = batch_columns(catalogue.edition, prose=True)
    return pa.schema([field for field in known if field.name in there])
