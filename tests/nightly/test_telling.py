"""Who is told of a night, and that nothing of it can end one."""

from __future__ import annotations

import json
import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.nightly.conftest import Project

from gongkai.nightly import _night as flow
from gongkai.nightly import _telling, night
from gongkai.nightly._receivers import Receivers
from gongkai.nightly._telling import within
from gongkai.rules import SettingsError


class Service:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.wait = 0.0
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                time.sleep(service.wait)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # What waits for its answer at the end of a test is not waited for.
        self.server.block_on_close = False
        self.server.handle_error = lambda *_: None
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def small(empty: Project, make_report: Callable[..., Any]) -> Project:
    """A project with one clean report."""
    report = make_report(1)
    empty.put(report.name, report.data)
    return empty


def told(project: Project, *receivers: str) -> None:
    (project.home / "notify.yaml").write_text("\n".join(receivers), "utf-8")
    project.flags["notify"] = "notify.yaml"


def run(project: Project, environment: dict[str, str]) -> Any:
    project.now += 86_400
    return night(project.settings(), clock=lambda: project.now, environment=environment)


def journal(project: Project) -> list[dict[str, Any]]:
    lines = (project.home / "log" / "nightly.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if '"told"' in line]


def test_by_default_only_what_changed_is_told(
    small: Project, make_report: Callable[..., Any], service: Service
) -> None:
    told(small, "- {to: webhook, url: '${HOOK}'}", "- {to: webhook, url: '${HOOK}', when: always}")
    environment = {"HOOK": service.url}
    run(small, environment)
    assert len(service.asked) == 2
    run(small, environment)
    assert len(service.asked) == 3
    report = make_report(2, fault=True)
    path = small.put(report.name, report.data)
    done = run(small, environment)
    assert len(service.asked) == 5
    said = service.asked[-1]
    assert said["run"] == done.run
    assert said["states"]["new"] == len(small.table("findings")) > 0
    path.unlink()
    run(small, environment)
    assert service.asked[-1]["states"]["gone"] == said["states"]["new"]


def test_a_file_that_becomes_unreadable_is_told(small: Project, service: Service) -> None:
    told(small, "- {to: webhook, url: '${HOOK}'}")
    run(small, {"HOOK": service.url})
    small.put("坏.docx", b"PK\x03\x04")
    run(small, {"HOOK": service.url})
    assert [said["unreadable"] for said in service.asked] == [0, 1]


def test_a_run_that_fails_is_told_to_everybody(
    small: Project, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(small, "- {to: webhook, url: '${HOOK}', when: failure}")
    run(small, {"HOOK": service.url})
    assert service.asked == []

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(flow, "basis_of", fail)
    with pytest.raises(OSError, match="No space"):
        run(small, {"HOOK": service.url})
    assert "No space left" in service.asked[0]["failure"]


def test_a_service_that_hangs_or_is_not_there_fails_no_run(
    small: Project, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_telling, "SECONDS", 0.5)
    service.wait = 3
    told(
        small,
        "- {to: webhook, url: '${HOOK}'}",
        "- {to: webhook, url: '${NOWHERE}'}",
        "- {to: webhook, url: '${UNSET}'}",
        "- {to: slack, url: '${NOWHERE}'}",
    )
    environment = {"HOOK": service.url, "NOWHERE": "http://127.0.0.1:1/?key=SECRET"}
    done = run(small, environment)
    assert done.exit_code == 0
    assert (small.home / "site" / "index.html").is_file()
    wrongs = [line["wrong"] for line in journal(small)]
    assert len(wrongs) == 4
    assert all(wrongs)
    assert "UNSET" in wrongs[2]
    assert "SECRET" not in (small.home / "log" / "nightly.jsonl").read_text("utf-8")


@pytest.mark.parametrize("to", ["slack", "teams"])
def test_great_expectations_own_webhooks_are_used_as_they_are(
    small: Project, service: Service, to: str
) -> None:
    told(small, f"- {{to: {to}, url: '${{HOOK}}'}}")
    run(small, {"HOOK": service.url})
    assert [line["wrong"] for line in journal(small)] == [None]
    assert "gongkai-2021" in json.dumps(service.asked)


def test_great_expectations_own_mail_is_used_as_it_is(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []

    class Mail:
        def __init__(self, host: str, port: str) -> None:
            sent.append((host, int(port)))

        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *words, **_: sent.append((name, *words))

    monkeypatch.setattr(smtplib, "SMTP", Mail)
    told(
        small,
        "- to: email\n  server: mail.example\n  port: 587\n  security: tls\n  login: a@x.example\n"
        "  password: ${PASSWORD}\n  receivers: [b@x.example, c@x.example]",
    )
    run(small, {"PASSWORD": "geheim"})
    assert [line["wrong"] for line in journal(small)] == [None]
    assert sent[0] == ("mail.example", 587)
    assert ("login", "a@x.example", "geheim") in sent
    (letter,) = (one for one in sent if one[0] == "sendmail")
    assert letter[1:3] == ("a@x.example", ["b@x.example", "c@x.example"])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("- {to: webhook, url: 'http://x/?key=1'}", "环境变量"),
        ("- {to: pigeon, url: '${A}'}", "pigeon"),
        ("- {url: '${A}'}", "to"),
        ("- {to: webhook}", "url"),
        ("- {to: webhook, url: '${A}', when: often}", "often"),
        ("- {to: webhook, url: '${A}', body: xml}", "xml"),
        ("- {to: email, server: x, port: 587, login: a, password: word, receivers: [b]}", "password"),
        ("- {to: webhook, url: '${A}', colour: red}", "colour"),
        ("to: webhook", "列表"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_key(tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "notify.yaml"
    path.write_text("# 通知\n" + lines, "utf-8")
    with pytest.raises(SettingsError) as caught:
        Receivers.of(path)
    assert f"{path}:2: " in caught.value.message.zh
    assert said in caught.value.message.zh
    assert "key=1" not in caught.value.message.zh


def test_the_sample_can_be_used(empty: Project) -> None:
    receivers = Receivers.of(empty.home / "notify.sample.yaml")
    assert [one.to for one in receivers.every] == ["webhook", "email"]


def test_whatever_telling_does_it_ends() -> None:
    def fail() -> None:
        raise RuntimeError("SECRET")

    assert within(5, lambda: None) is None
    assert within(5, fail) == "RuntimeError"
    begun = time.monotonic()
    assert "0.2 s" in str(within(0.2, lambda: time.sleep(5)))
    assert time.monotonic() - begun < 2
