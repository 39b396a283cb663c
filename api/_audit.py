"""Reports in, an audit out."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from gongkai import checkpoints, loaders, relations, reviews
from gongkai.api._view import ReportView
from gongkai.forms import Language
from gongkai.reviews import addresses_of_reports
from gongkai.rules import RulePack

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]


def load(paths: Paths, *, registry: str | PathLike[str] | None = None) -> loaders.Frames:
    """Reads reports into frames.

    Args:
        paths: files and folders, or one of them.
        registry: the registry of organs, a CSV.

    Returns:
        `reports`, `cells`, `sections`, `failures` as Arrow, `to_pandas()` for pandas.

    Raises:
        FileNotFoundError: a path does not exist.
        RegistryError: the registry cannot be used.

    >>> frames = load(inbox)
    >>> frames.reports.num_rows
    3
    >>> frames.to_pandas()["cells"].loc[0, "status"]
    'ok'
    """
    return loaders.load(_listed(paths), reading=loaders.Reading(organs=_organs(registry)))


def audit(
    paths: Paths | loaders.Frames,
    output: str | PathLike[str] | None = None,
    *,
    registry: str | PathLike[str] | None = None,
    pack: str | PathLike[str] | None = None,
    waivers: str | PathLike[str] | None = None,
    scope: relations.Scope = "none",
    years: Iterable[int] = (),
    lang: Language = "zh",
) -> Audit:
    """Audits reports, as `gongkai audit` does.

    Args:
        paths: files and folders, or frames that `load` gave (with the same registry).
        output: a folder for the pages and tables; by default one that is gone with the audit.
        registry: the registry of organs, a CSV.
        pack: a rule pack, a YAML file.
        waivers: accepted findings, a YAML file.
        scope: whose figures a government adds up.
        years: for which every registered organ owes a report.
        lang: of the pages.

    Raises:
        FileNotFoundError: a path does not exist.
        RegistryError, SettingsError: registry, pack or waivers cannot be used.
        DirectoryRefusedError: the folder holds something that gongkai did not make.

    >>> done = audit(inbox)
    >>> done.ok
    False
    >>> done.findings.loc[0, "rule_id"]
    'requests.received.row_total'
    >>> done.report(done.findings.loc[0, "path"])  # doctest: +ELLIPSIS
    <...: ... error violated>
    """
    organs = _organs(registry)
    rules = None if pack is None else RulePack.read(Path(pack))
    accepted = None if waivers is None else checkpoints.Waivers.read(Path(waivers), rules)
    frames = paths if isinstance(paths, loaders.Frames) else load(paths, registry=registry)
    room = tempfile.mkdtemp(prefix="gongkai-") if output is None else None
    folder = Path(output or "").absolute() if room is None else Path(room, "audit")
    run = checkpoints.audit(
        frames,
        folder,
        lang,
        finish=lambda made, partial: reviews.write_site(made, partial, lang, organs, folder),
        pack=rules,
        waivers=accepted,
        organs=organs,
        settings=relations.Settings(scope, tuple(years)),
    )
    made = Audit(run, folder)
    if room is not None:
        weakref.finalize(made, shutil.rmtree, room, ignore_errors=True)
    return made


@dataclass(frozen=True)
class Audit:
    """What came of an audit.

    Attributes:
        run: all of it, as `gongkai.checkpoints` has it.
        folder: with the pages (`index.html`) and the tables.
    """

    run: checkpoints.Run
    folder: Path

    def __repr__(self) -> str:
        counts = self.run.counts
        return f"<Audit of {counts.reports} reports, {len(self.findings)} findings, in {self.folder}>"

    @property
    def ok(self) -> bool:
        """Whether everything was read and run, and no error is violated."""
        return self.run.exit_code("error") == 0

    @property
    def findings_arrow(self) -> pa.Table:
        """A row a finding, schema `gongkai.checkpoints.FINDINGS`."""
        return self.run.findings

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The same for pandas."""
        return self.run.findings.to_pandas()

    @cached_property
    def reports(self) -> pd.DataFrame:
        """A row a report that was read."""
        return loaders.StoredFrames(self.folder).reports.to_pandas()

    @property
    def failures(self) -> pd.DataFrame:
        """A row a submission that could not be read, with the reason in both languages."""
        return self.run.failures.to_pandas()

    @property
    def not_run(self) -> pd.DataFrame:
        """A row a rule and report on which there was nothing to judge, with the reason."""
        return self.run.not_run.to_pandas()

    @property
    def counts(self) -> Mapping[str, Any]:
        """The numbers of run.json."""
        said: Mapping[str, Any] = self.run.to_dict()["counts"]
        return said

    def report(self, of: str, year: int | None = None) -> ReportView:
        """One report, by its path or by its organ (and year, where there are several).

        Raises:
            KeyError: there is no such report, or more than one.
        """
        table = self.reports
        chosen = table[(table["path"] == of) | (table["organ"] == of)]
        if year is not None:
            chosen = chosen[chosen["year"] == year]
        if len(chosen) != 1:
            raise KeyError(f"{of}: {len(chosen)} reports; name its path, or organ and year")
        row = chosen.iloc[0]
        own = self.findings[
            (self.findings["path"] == row["path"]) & (self.findings["report_id"] == row["report_id"])
        ]
        return ReportView(row, own.reset_index(drop=True), self._page(row["report_id"], row["path"]))

    def _page(self, report_id: str, path: str) -> Path:
        return self.folder / self._addresses[report_id, path]

    @cached_property
    def _addresses(self) -> Mapping[tuple[str, str], str]:
        return addresses_of_reports(self.run, loaders.StoredFrames(self.folder))


def _listed(paths: Paths) -> list[str | PathLike[str]]:
    return [paths] if isinstance(paths, str | PathLike) else list(paths)


def _organs(registry: str | PathLike[str] | None) -> loaders.Organs | None:
    return None if registry is None else loaders.Organs.read(Path(registry))
