"""One night: what changed in the inbox is read, everything is judged, and the pages change all at once."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from gongkai.history import repeat
from gongkai.loaders import FAILURES, Progress, Reading, scratch
from gongkai.nightly._basis import Basis, basis_of
from gongkai.nightly._changes import MACHINE, Changes, changes, owners
from gongkai.nightly._inbox import Inbox, look
from gongkai.nightly._journal import Journal, journal
from gongkai.nightly._links import link_tree
from gongkai.nightly._lock import only_run
from gongkai.nightly._reading import Read, Standing, are_sound, read, sums
from gongkai.nightly._receivers import Receivers
from gongkai.nightly._settings import Settings
from gongkai.nightly._store import VALIDATIONS, Manifest, Store
from gongkai.nightly._telling import Telling

if TYPE_CHECKING:
    from gongkai.checkpoints import Run
    from gongkai.nightly._judging import Given, Places

_HISTORY: Final = "history"
_FAILURES: Final = "failures.parquet"
_RUN: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Night:
    """What came of a night.

    Attributes:
        run: its id.
        changes: what was read, and what was there no more.
        left: names of submissions that were being written.
        result: None where nothing had changed, so that the pages stand.
        exit_code: that of an audit; of a night without changes, that of the night whose pages stand.
    """

    run: str
    changes: Changes
    left: tuple[str, ...]
    result: Run | None
    exit_code: int


Steps = Callable[[str], Progress | None]
"""`reading` or `auditing` → what follows its progress."""


def night(
    settings: Settings,
    steps: Steps = lambda _: None,
    clock: Callable[[], float] = time.time,
    environment: Mapping[str, str] = os.environ,
) -> Night:
    """Runs a project once.

    Until the last moment everything is written beside what counts: whenever this ends, and however, the pages
    and the store are those of the night before or those of tonight.

    Args:
        settings: of the project.
        steps: called with what is being done.
        clock: seconds since 1970.
        environment: variables, in which the secrets of notifications are.

    Raises:
        BusyError: another run of the project is not done yet.
        StoreError: the store cannot be used.
        RegistryError, SettingsError: registry, rule pack or waivers cannot be used.
        FileNotFoundError: the inbox is not there.
        WorkersFailedError: the processes that read cannot work.
        PrintingError: a PDF is wanted, and none comes out.
        OSError: the disk is full, or failed.
    """
    store = Store(settings.home)
    with only_run(store.folder) as stale, journal(settings.home) as log:
        begun = clock()
        telling = Telling(settings, Receivers.of(settings.notify), environment, log)
        if stale is not None:
            log.warning("stale", pid=stale.pid, host=stale.host, since=stale.since)
        if half := store.tidy(settings.keep_sites):
            log.warning("removed", runs=half)
        if store.current is not None:
            store.mend()
        run = _next_run(begun, store)
        log.note("begin", run=run)
        try:
            done = _Tonight(settings, store, log, run, begun, steps).carry_out()
        except BaseException as error:
            # What is half done may be what filled the disk.
            store.drop(run)
            why = f"{type(error).__name__}: {error}"
            log.fail("failed", run=run, error=why)
            if isinstance(error, Exception):
                telling.failed(run, why)
            raise
        store.tidy(settings.keep_sites)
        telling.done(run, store.generation(run) / _HISTORY, done.exit_code)
        log.note("end", run=run, exit_code=done.exit_code, seconds=round(clock() - begun, 3))
        return done


class _Tonight:
    """The steps of a night, each with what the ones before it gave."""

    def __init__(
        self, settings: Settings, store: Store, log: Journal, run: str, begun: float, steps: Steps
    ) -> None:
        self._settings = settings
        self._store = store
        self._log = log
        self._run = run
        self._begun = begun
        self._steps = steps
        self._last = store.current
        self._before = store.manifest()
        self._today = dt.datetime.fromtimestamp(begun, dt.UTC).astimezone().date()

    def carry_out(self) -> Night:
        settings = self._settings
        basis = basis_of(settings)
        afresh = self._is_read_afresh(basis)
        known = {} if self._before is None else self._before.contents
        inbox = look(settings.inbox, settings.settle, self._begun, known)
        found = changes(inbox, known, self._to_try_again(), afresh=afresh)
        self._log.note(
            "inbox",
            submissions=len(inbox.contents),
            **{name: len(names) for name, names in found._asdict().items()},
            left=list(inbox.left),
        )
        if self._before is not None and not found.to_read and not found.gone and self._stands(basis):
            return self._repeat(self._before, found, inbox)
        return self._audit(basis, found, inbox, afresh=afresh)

    def _is_read_afresh(self, basis: Basis) -> bool:
        """Whether nothing stands of what was read on other nights."""
        if self._before is None:
            if self._last is not None:
                self._log.warning("manifest", run=self._last.name)
            return True
        if self._before.basis["reading"] != basis.reading:
            self._log.note("readers", run=self._before.run)
            return True
        if not are_sound(self._before.sums, self._store.frames):
            self._log.warning("damaged", run=self._before.run)
            return True
        return False

    def _to_try_again(self) -> frozenset[str]:
        """Submissions whose reading failed last night as a machine may make it fail, for the first time."""
        if self._last is None or self._before is None:
            return frozenset()
        owner = owners(self._before.contents.keys())
        failures: list[Any] = _failures(self._last).to_pylist()
        failed = {owner(one["path"]) for one in failures if one["code"] in MACHINE}
        return frozenset(name for name in failed if name is not None and name not in self._before.retried)

    def _stands(self, basis: Basis) -> bool:
        """Whether judging and showing all of it again would give the same."""
        before = self._before
        if before is None or dict(before.basis) != basis._asdict():
            return False
        return before.until is None or before.day <= self._today.isoformat() <= before.until

    def _repeat(self, before: Manifest, found: Changes, inbox: Inbox) -> Night:
        folder = self._store.begin(self._run)
        last = self._store.generation(before.run)
        repeat(last / _HISTORY, folder / _HISTORY, self._run, self._started, self._settings.retention)
        for name in (_FAILURES, VALIDATIONS):
            link_tree(last / name, folder / name)
        self._store.commit(self._run, replace(before, run=self._run))
        self._log.note("unchanged", run=self._run, site=before.site)
        return Night(self._run, found, inbox.left, None, before.exit_code)

    def _audit(self, basis: Basis, found: Changes, inbox: Inbox, *, afresh: bool) -> Night:
        # Great Expectations takes seconds to import, for which a night without changes need not wait.
        from gongkai.nightly._judging import Given, judge  # noqa: PLC0415

        settings = self._settings
        given = Given.read(settings)
        folder = self._store.begin(self._run)
        with scratch(folder) as aside:
            into = self._store.frames / self._run
            tonight = read(
                inbox,
                found,
                Standing.nothing() if afresh else self._standing(),
                self._reading(given),
                self._steps("reading"),
                into,
                aside,
            )
            pq.write_table(tonight.standing.failures, folder / _FAILURES)
            self._log.note("read", failures=tonight.standing.failures.num_rows, left=list(tonight.left))
            result = judge(
                tonight.frames,
                settings,
                given,
                self._places(folder),
                self._run,
                self._started,
                self._steps("auditing"),
            )
        exit_code = result.exit_code(settings.fail_on)
        self._store.commit(self._run, self._manifest(basis, tonight, found, result, exit_code))
        return Night(self._run, found, (*inbox.left, *tonight.left), result, exit_code)

    def _standing(self) -> Standing:
        before, last = self._before, self._last
        if before is None or last is None:
            return Standing.nothing()
        slots = {name: self._store.frames / folder for name, folder in before.slots.items()}
        return Standing(before.contents, slots, _failures(last))

    def _reading(self, given: Given) -> Reading:
        settings = self._settings
        chosen: dict[str, Any] = {} if settings.workers is None else {"workers": settings.workers}
        return Reading(**chosen, seconds=settings.timeout, mebibytes=settings.memory, organs=given.organs)

    def _places(self, folder: Path) -> Places:
        from gongkai.nightly._judging import Places  # noqa: PLC0415 - see `_audit`

        last = None if self._last is None else self._last / _HISTORY
        return Places(
            site=self._store.site(self._run),
            live=self._store.live,
            history=folder / _HISTORY,
            last_history=last,
            validations=folder / VALIDATIONS,
        )

    def _manifest(self, basis: Basis, tonight: Read, found: Changes, result: Run, exit_code: int) -> Manifest:
        frames = self._store.frames
        standing = tonight.standing
        waivers = [] if result.waivers is None else result.waivers.unused
        good = [] if result.waivers is None else [one for one, _ in result.waivers.applied]
        return Manifest(
            run=self._run,
            site=self._run,
            basis=basis._asdict(),
            contents=standing.contents,
            slots={name: path.relative_to(frames).as_posix() for name, path in standing.slots.items()},
            sums=sums(standing.slots.values(), frames),
            retried=tuple(one.name for one in found.again),
            day=self._today.isoformat(),
            until=min((one.until.isoformat() for one in (*waivers, *good)), default=None),
            exit_code=exit_code,
        )

    @property
    def _started(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._begun, dt.UTC)


def _next_run(begun: float, store: Store) -> str:
    """The id of a run that begins now: later than that of every run before it, whatever the clock says."""
    now = dt.datetime.fromtimestamp(begun, dt.UTC).strftime(_RUN)
    last = max(store.runs(), default="")
    if now > last:
        return now
    after = dt.datetime.strptime(last, _RUN).replace(tzinfo=dt.UTC) + dt.timedelta(seconds=1)
    return after.strftime(_RUN)


def _failures(generation: Path) -> pa.Table:
    """What could not be read, as a night left it."""
    try:
        return pq.read_table(generation / _FAILURES)
    except (OSError, pa.ArrowException):
        return FAILURES.empty_table()
