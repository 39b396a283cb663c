"""Webhooks: what is posted, and what becomes of it when the other side is not well."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gongkai.checkpoints import News
from gongkai.checkpoints.actions import BODIES, WebhookAction

NEWS = News(
    "20261127T020000Z",
    reports=12,
    unreadable=1,
    counts={"errors": 3, "warnings": 2, "cannot_tell": 4},
    states={"new": 1, "corrected": 5},
    exit_code=1,
    link="http://intranet.example/gongkai/",
)


class Service:
    """Somebody who is posted to, and answers as it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.answer: tuple[int, bytes] = (200, b'{"errcode": 0}')
        self.wait = 0.0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.asked.append((self.path, json.loads(body)))
                time.sleep(service.wait)
                status, said = service.answer
                self.send_response(status)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/robot?key=SECRET"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def action(service: Service) -> Callable[..., WebhookAction]:
    return lambda **more: WebhookAction(name="told", **{"url": service.url, "seconds": 2.0, **more})


def test_a_service_is_posted_all_numbers(service: Service, action: Callable[..., WebhookAction]) -> None:
    assert action().send(NEWS) is None
    ((_, body),) = service.asked
    assert body == NEWS.to_dict("zh")
    assert body["counts"]["errors"] == 3
    assert "改正 5" in body["text"]


@pytest.mark.parametrize("body", BODIES[1:])
@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("新增 1", "错误 3", "读不出 1")), ("en", ("new 1", "errors 3"))]
)
def test_robots_are_posted_what_they_take(
    service: Service, action: Callable[..., WebhookAction], body: str, lang: str, words: tuple[str, ...]
) -> None:
    assert action(body=body, lang=lang).send(NEWS) is None
    ((_, said),) = service.asked
    assert said["msgtype"] == "markdown"
    text = said["markdown"]["content" if body == "wecom" else "text"]
    assert all(word in text for word in words)
    assert NEWS.link in text
    assert len(text.encode()) <= 4096


def test_a_robot_that_asks_for_it_is_sent_a_signature(
    service: Service, action: Callable[..., WebhookAction]
) -> None:
    assert action(body="dingtalk", secret="SEC1").send(NEWS) is None
    ((path, _),) = service.asked
    asked = parse_qs(urlsplit(path).query)
    stamp = asked["timestamp"][0]
    assert abs(time.time() * 1000 - int(stamp)) < 60_000
    digest = hmac.new(b"SEC1", f"{stamp}\nSEC1".encode(), hashlib.sha256).digest()
    assert asked["sign"] == [base64.b64encode(digest).decode()]
    assert asked["key"] == ["SECRET"]


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (500, b"", "HTTP 500"),
        (404, b"{}", "HTTP 404"),
        (200, b'{"errcode": 93000, "errmsg": "invalid"}', "errcode 93000"),
        (200, b"<html>", "no JSON"),
        (200, b"[]", "errcode None"),
    ],
)
def test_what_a_robot_refuses_is_told(
    service: Service, action: Callable[..., WebhookAction], status: int, answer: bytes, why: str
) -> None:
    service.answer = (status, answer)
    said = action(body="wecom").send(NEWS)
    assert said is not None
    assert why in said


def test_a_service_that_hangs_is_left(service: Service, action: Callable[..., WebhookAction]) -> None:
    service.wait = 3
    begun = time.monotonic()
    assert action(seconds=0.3).send(NEWS) == "ReadTimeout"
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/?key=SECRET", "nonsense", "http://"])
def test_an_address_that_leads_nowhere_is_told_without_its_key(
    action: Callable[..., WebhookAction], url: str
) -> None:
    said = action(url=url).send(NEWS)
    assert said
    assert "SECRET" not in said


def test_a_run_that_failed_says_why(service: Service, action: Callable[..., WebhookAction]) -> None:
    assert action().send(News("20261127T020000Z", failure="OSError: 磁盘已满")) is None
    ((_, body),) = service.asked
    assert "磁盘已满" in body["text"]
    assert body["failure"] == "OSError: 磁盘已满"
