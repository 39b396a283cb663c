"""Telling people of a night, by GX's own actions and ours; whatever becomes of that, the run stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gongkai.checkpoints import News
from gongkai.forms import Language
from gongkai.history import nights
from gongkai.nightly._journal import Journal
from gongkai.nightly._receivers import SECRETS, Receiver, Receivers
from gongkai.nightly._settings import Settings

if TYPE_CHECKING:
    from great_expectations.checkpoint.actions import ValidationAction
    from great_expectations.checkpoint.checkpoint import CheckpointResult

    from gongkai.checkpoints.actions import WebhookAction

SECONDS: Final = 30.0
"""How long telling one receiver may take, whatever it does."""
_STATES: Final = ("new", "returned", "corrected", "gone", "standing")
_COUNTS: Final = ("errors", "warnings", "infos", "cannot_tell", "waived")


@dataclass(frozen=True)
class Telling:
    """Tells those of a project who are to be told, and notes in its log who was.

    Attributes:
        environment: where the secrets are.
    """

    settings: Settings
    receivers: Receivers
    environment: Mapping[str, str]
    log: Journal

    def failed(self, run: str, why: str) -> None:
        """Tells that a run did not come to its end."""
        self._tell(News(run, link=self.settings.link, failure=why), changed=True)

    def done(self, run: str, history: Path, exit_code: int) -> None:
        """Tells of a run, by its history."""
        *before, row = nights(history)
        states = {name: row[name] for name in _STATES}
        news = News(
            run=run,
            reports=row["reports"],
            unreadable=row["unreadable"],
            counts={name: row[name] for name in _COUNTS},
            states=states,
            exit_code=exit_code,
            link=self.settings.link,
        )
        moved = any(count for name, count in states.items() if name != "standing")
        changed = moved or not before or before[-1]["unreadable"] != row["unreadable"]
        self._tell(news, changed=changed)

    def _tell(self, news: News, *, changed: bool) -> None:
        for receiver in self.receivers.every:
            if receiver.is_told(changed=changed, failed=news.failure is not None):
                wrong = _tell(receiver, news, self.settings.home, self.settings.lang, self.environment)
                note = self.log.note if wrong is None else self.log.warning
                note("told", run=news.run, line=receiver.line, to=receiver.to, wrong=wrong)


def within(seconds: float, tell: Callable[[], str | None]) -> str | None:
    """What `tell` says is wrong, or that it took too long: then it is left, and ends with the process."""
    said: list[str | None] = []

    def carry_out() -> None:
        try:
            said.append(tell())
        except Exception as error:  # noqa: BLE001 - whatever a notification does, the run stands
            said.append(type(error).__name__)

    thread = threading.Thread(target=carry_out, daemon=True)
    thread.start()
    thread.join(seconds)
    return said[0] if said else f"no answer within {seconds:g} s"


def _tell(
    receiver: Receiver, news: News, home: Path, lang: Language, environment: Mapping[str, str]
) -> str | None:
    secret = {key: receiver.values[key] for key in SECRETS[receiver.to] if receiver.values.get(key)}
    if lacking := [name for name in secret.values() if not environment.get(name)]:
        return f"{', '.join(lacking)} is not set"
    known = {key: environment[name] for key, name in secret.items()}
    if receiver.to == "webhook":
        return within(SECONDS, lambda: _webhook(receiver, known, lang).send(news))
    if news.failure is not None:
        return "tells only of results, and there are none"
    return within(SECONDS, lambda: _said(_gx_action(receiver, known).run(_results(home))))


def _webhook(receiver: Receiver, secret: Mapping[str, str], lang: Language) -> WebhookAction:
    # Great Expectations takes seconds to import, for which only a night with somebody to tell has to wait.
    from gongkai.checkpoints.actions import WebhookAction  # noqa: PLC0415

    return WebhookAction(
        name=receiver.name,
        url=secret["url"],
        secret=secret.get("secret"),
        body=receiver.values.get("body") or "json",
        lang=lang,
    )


def _gx_action(receiver: Receiver, secret: Mapping[str, str]) -> ValidationAction:
    """Great Expectations' own action, as it is."""
    from great_expectations.checkpoint import actions  # noqa: PLC0415

    if receiver.to == "slack":
        return actions.SlackNotificationAction(name=receiver.name, slack_webhook=secret["url"])
    if receiver.to == "teams":
        return actions.MicrosoftTeamsNotificationAction(name=receiver.name, teams_webhook=secret["url"])
    values = receiver.values
    return actions.EmailAction(
        name=receiver.name,
        smtp_address=values["server"],
        smtp_port=str(values["port"]),
        sender_login=values["login"],
        sender_password=secret["password"],
        receiver_emails=", ".join(values["receivers"]),
        use_tls=values.get("security") == "tls",
        use_ssl=values.get("security") == "ssl",
    )


def _results(home: Path) -> CheckpointResult:
    """The results of the last run in the project's own store, as a checkpoint would have them."""
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.checkpoint.checkpoint import CheckpointResult  # noqa: PLC0415

    import gongkai.expectations  # noqa: PLC0415 - registers the rules

    context = gx.get_context(context_root_dir=home)
    store: Any = context.validation_results_store
    keys: list[Any] = store.list_keys()
    last = max(key.run_id.run_time for key in keys)
    latest = [key for key in keys if key.run_id.run_time == last]
    checkpoint = context.checkpoints.get(min(gongkai.expectations.SUITES.values()))
    return CheckpointResult(
        run_id=latest[0].run_id,
        run_results={key: store.get(key) for key in latest},
        checkpoint_config=checkpoint,
    )


def _said(result: Mapping[str, object]) -> str | None:
    """What is wrong, by what a GX action returns: None, or the error, where nothing was sent."""
    said = str(next(iter(result.values()), None))
    return None if "succe" in said or "sent" in said.lower() else said
