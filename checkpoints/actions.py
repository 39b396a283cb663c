"""GX actions of ours: what came of a run as JSON, for any service or for a robot of 企业微信 or 钉钉."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any, Final, Literal
from urllib.parse import quote_plus

import requests
from great_expectations.checkpoint.actions import ActionContext, ValidationAction
from great_expectations.checkpoint.checkpoint import CheckpointResult

from gongkai.checkpoints._news import News
from gongkai.forms import Language

Body = Literal["json", "wecom", "dingtalk"]
BODIES: Final[tuple[Body, ...]] = ("json", "wecom", "dingtalk")
SECONDS: Final = 10.0
_LONGEST: Final = 4000
"""Bytes of a robot's message: 企业微信 takes 4,096."""


class WebhookAction(ValidationAction):
    """Posts what came of a run.

    Attributes:
        url: where to; it is a secret where it holds a key.
        body: `json` posts `News.to_dict`, `wecom` and `dingtalk` what those robots take.
        secret: of a 钉钉 robot that asks for signed messages.
        lang: of the text.
        seconds: how long the service may take.
        news: what to tell; without it, the run of the checkpoint that the action is in.
    """

    type: Literal["gongkai_webhook"] = "gongkai_webhook"
    url: str
    body: Body = "json"
    secret: str | None = None
    lang: Language = "zh"
    seconds: float = SECONDS
    news: News | None = None

    def run(
        self, checkpoint_result: CheckpointResult, action_context: ActionContext | None = None
    ) -> dict[str, Any]:
        """Sends it. Whatever goes wrong is in the result, and ends nothing: `{"webhook_result": "sent"}`."""
        del action_context
        return {"webhook_result": self.send(self.news or _news_of(checkpoint_result)) or "sent"}

    def send(self, news: News) -> str | None:
        """Posts news; gives why it could not, None where it could. The address is never part of that."""
        try:
            answer = requests.post(self._address(), json=self._payload(news), timeout=self.seconds)
            answer.raise_for_status()
        except requests.HTTPError as error:
            return "HTTP" if error.response is None else f"HTTP {error.response.status_code}"
        except requests.RequestException as error:
            # Its text would tell the address, in which the key of a robot is.
            return type(error).__name__
        return None if self.body == "json" else _refusal(answer)

    def _address(self) -> str:
        if self.body != "dingtalk" or not self.secret:
            return self.url
        stamp = round(time.time() * 1000)
        signed = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        return f"{self.url}&timestamp={stamp}&sign={quote_plus(base64.b64encode(signed))}"

    def _payload(self, news: News) -> dict[str, Any]:
        if self.body == "json":
            return news.to_dict(self.lang)
        title = news.title(self.lang)
        lines = [f"**{title}**", *news.lines(self.lang)]
        if news.link:
            lines.append(f"[{'打开页面' if self.lang == 'zh' else 'Open the pages'}]({news.link})")
        text = "\n\n".join(lines).encode()[:_LONGEST].decode(errors="ignore")
        if self.body == "wecom":
            return {"msgtype": "markdown", "markdown": {"content": text}}
        return {"msgtype": "markdown", "markdown": {"title": title, "text": text}}


def _refusal(answer: requests.Response) -> str | None:
    """Robots answer 200 to everything, and say in the body what they think of it."""
    try:
        said = answer.json()
    except ValueError:
        return "no JSON in the answer"
    code = said.get("errcode") if isinstance(said, dict) else None
    return None if code == 0 else f"errcode {code}"


def _news_of(result: CheckpointResult) -> News:
    """Of a checkpoint that a project runs itself: how many rules are violated by any report."""
    own: list[Any] = [one for run in result.run_results.values() for one in run.results]
    failed = sum(not one.success for one in own)
    return News(
        run=str(result.run_id.run_time),
        counts={"errors": failed},
        exit_code=0 if result.success else 1,
    )
