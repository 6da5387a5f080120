"""Couriers: who is told, how often, and what happens where that fails."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

import pytest

from livewidgets.alerting.courier import THREAD_NAME, Courier
from livewidgets.alerting.webhook import Webhook
from livewidgets.clock import SYSTEM
from livewidgets.data.alerts.judgement import Level
from livewidgets.data.alerts.log import Entry
from livewidgets.errors import ArgumentError
from livewidgets.testing import VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

WITHIN = 10.0


def entry(value: float = 91.0, rule: str = "heat") -> Entry:
    return Entry(1.5, rule, "critical", Level.CRITICAL, value, "too <hot>")


class Hasty(VirtualClock):
    """A clock of one thread, on which waiting takes no time but lets it pass."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def block(self, event: threading.Event, seconds: float | None) -> bool:
        self.waits.append(seconds or 0.0)
        self.now += seconds or 0.0
        return event.is_set()


class Server:
    """Answers posts with the codes that it is given, then with 200."""

    def __init__(self) -> None:
        self.codes: list[int] = []
        self.posts: Queue[tuple[dict[str, str], Any]] = Queue()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.posts.put((dict(self.headers), json.loads(body)))
                code = server.codes.pop(0) if server.codes else 200
                self.send_response(code)
                if code == 302:
                    self.send_header("Location", server.url)
                self.end_headers()

            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = False
        self.url = f"http://127.0.0.1:{self.http.server_port}/hook"
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self._thread.join()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def settled(courier: Courier) -> None:
    """Wait until the courier's thread has ended."""
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(WITHIN)
    assert not courier._runs


def test_a_function_is_told_in_a_thread_of_its_own() -> None:
    told: Queue[tuple[Entry, str]] = Queue()
    courier = Courier(lambda each: told.put((each, threading.current_thread().name)), "s", SYSTEM)
    courier.send(entry())
    assert told.get(timeout=WITHIN) == (entry(), THREAD_NAME)
    settled(courier)
    assert (courier.delivered, courier.coalesced, courier.trouble) == (1, 0, "")


def test_while_one_is_told_the_newest_of_each_rule_waits_and_comes_a_second_later() -> None:
    held, begun = threading.Event(), threading.Event()
    told: list[tuple[str, float, float]] = []
    clock = Hasty()

    def slow(each: Entry) -> None:
        told.append((each.rule, each.value, clock.now))
        begun.set()
        held.wait(WITHIN)

    courier = Courier(slow, "s", clock)
    courier.send(entry(0.0))
    assert begun.wait(WITHIN)
    for value in range(1, 10_001):
        courier.send(entry(float(value)))
    courier.send(entry(5.0, "other"))
    held.set()
    settled(courier)
    assert told == [("heat", 0.0, 0.0), ("other", 5.0, 0.0), ("heat", 10_000.0, 1.0)]
    assert courier.coalesced == 9_999


def test_a_function_that_raises_is_counted_and_said() -> None:
    def broken(_: Entry) -> None:
        raise SystemExit("no")

    courier = Courier(broken, "s", SYSTEM)
    courier.send(entry())
    settled(courier)
    assert courier.trouble.startswith("an action failed once: SystemExit: no (in ")


def test_closed_it_tells_nobody_and_its_thread_ends() -> None:
    held, begun = threading.Event(), threading.Event()
    told: list[float] = []

    def slow(each: Entry) -> None:
        told.append(each.value)
        begun.set()
        held.wait(WITHIN)

    courier = Courier(slow, "s", SYSTEM)
    courier.send(entry(1.0))
    assert begun.wait(WITHIN)
    courier.send(entry(2.0))
    courier.close()
    courier.send(entry(3.0))
    held.set()
    settled(courier)
    assert told == [1.0]


def test_a_base_exception_is_counted_and_the_next_is_told() -> None:
    told: list[float] = []

    def cancelled(each: Entry) -> None:
        told.append(each.value)
        if len(told) == 1:
            raise asyncio.CancelledError

    courier = Courier(cancelled, "s", Hasty())
    courier.send(entry(1.0))
    settled(courier)
    assert courier.trouble.startswith("an action failed once: CancelledError")
    courier.send(entry(2.0))
    settled(courier)
    assert told == [1.0, 2.0]


def test_where_no_thread_can_be_started_the_next_one_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    told: Queue[float] = Queue()
    courier = Courier(lambda each: told.put(each.value), "s", SYSTEM)

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        courier.send(entry(1.0))
    assert "can't start new thread" in courier.trouble
    courier.send(entry(2.0, "other"))
    assert {told.get(timeout=WITHIN), told.get(timeout=WITHIN)} == {1.0, 2.0}
    settled(courier)


# -- webhooks -------------------------------------------------------------------------------


def test_a_webhook_posts_json(server: Server) -> None:
    courier = Courier(Webhook(server.url, {"X-Key": "secret"}), "boiler", SYSTEM)
    courier.send(entry(float("nan")))
    headers, body = server.posts.get(timeout=WITHIN)
    settled(courier)
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Key"] == "secret"
    assert body == {
        "stream": "boiler",
        "rule": "heat",
        "what": "critical",
        "level": "critical",
        "time": 1.5,
        "value": None,
        "reason": "too <hot>",
    }


def test_a_webhook_tries_again_where_that_makes_sense(server: Server) -> None:
    clock = Hasty()
    server.codes = [503, 429]
    courier = Courier(Webhook(server.url), "boiler", clock)
    courier.send(entry())
    settled(courier)
    assert server.posts.qsize() == 3
    assert clock.waits == [0.5, 1.0]
    assert (courier.delivered, courier.failed) == (1, 0)


def test_what_the_server_refuses_is_final(server: Server) -> None:
    server.codes = [404]
    courier = Courier(Webhook(server.url), "boiler", SYSTEM)
    courier.send(entry())
    settled(courier)
    assert server.posts.qsize() == 1
    assert courier.trouble == (
        "an action failed once: SourceError: 127.0.0.1 was tried once: it answered 404 (in Webhook)"
    )


def test_a_redirect_is_not_followed_with_the_body_left_out(server: Server) -> None:
    server.codes = [302]
    courier = Courier(Webhook(server.url), "boiler", SYSTEM)
    courier.send(entry())
    settled(courier)
    assert (courier.delivered, courier.failed) == (0, 1)
    assert "it answered 302" in courier.trouble


def test_a_server_that_is_not_there_is_given_up(server: Server) -> None:
    webhook = Webhook("http://127.0.0.1:9/", tries=1, timeout=2.0)
    courier = Courier(webhook, "boiler", SYSTEM)
    courier.send(entry())
    settled(courier)
    assert "was tried once: it cannot be reached" in courier.trouble
    assert "secret" not in repr(Webhook(server.url, {"X-Key": "secret"}))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"url": "file:///etc/passwd"}, "begins with https://"),
        ({"url": "example.com"}, "begins with https://"),
        ({"url": "https://h", "timeout": 0}, "timeout=0"),
        ({"url": "https://h", "tries": 0}, "tries=0"),
    ],
)
def test_arguments_of_a_webhook_are_checked(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        Webhook(**options)
