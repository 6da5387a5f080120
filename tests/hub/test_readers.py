"""Readers: credit, places that are overtaken, and messages that are shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from livewidgets.data.batch import Batch, Reject
from livewidgets.hub.feed import Feed, Made
from livewidgets.hub.readers import HEARTBEAT, NEWS_EVERY, WINDOW_MESSAGES, HubReader
from livewidgets.hub.wire import News, Rows, for_kernel
from livewidgets.sources.reader import Retry
from livewidgets.sources.source import State
from livewidgets.testing import ScriptedSource, VirtualClock


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[Feed]:
    made = Made(ScriptedSource(), dict, lambda: None, Retry())
    feed = Feed("x-1", None, None, made, tmp_path / "x.tally", VirtualClock(), lambda: None)
    feed.arrivals.keep(1000)
    yield feed
    feed.tally.remove()


def put(feed: Feed, start: int, stop: int) -> None:
    numbers = np.arange(start, stop, dtype=float)
    feed.put(Batch(numbers, {"value": numbers}))


def headers(reader: HubReader, now: float) -> list[object]:
    return [for_kernel(frames[0]) for frames in reader.due(now)]


def spans(messages: list[object]) -> list[tuple[int, int]]:
    return [(each.first, each.first + each.count) for each in messages if isinstance(each, Rows)]


def test_a_reader_gets_all_rows_then_how_the_stream_stands(feed: Feed) -> None:
    reader = HubReader(feed, 0, "c", 1)
    put(feed, 0, 10)
    messages = headers(reader, 0.0)
    assert spans(messages) == [(0, 10)]
    assert isinstance(messages[-1], News)
    assert messages[-1].state == "live"
    assert headers(reader, 0.01) == []


def test_readers_that_stand_together_are_sent_the_same_bytes(feed: Feed) -> None:
    one, other = HubReader(feed, 0, "a", 1), HubReader(feed, 0, "b", 2)
    put(feed, 0, 10)
    assert next(one.due(0.0))[1] is next(other.due(0.0))[1]


def test_without_credit_nothing_is_sent_and_what_is_overtaken_is_counted(feed: Feed) -> None:
    reader, quick = HubReader(feed, 0, "c", 1), HubReader(feed, 0, "q", 2)
    for number in range(100):
        put(feed, number, number + 1)
        list(reader.due(0.0))
        list(quick.due(0.0))
        quick.acknowledge(quick.sent)
    assert not reader.credit
    assert (reader.cursor, quick.cursor) == (WINDOW_MESSAGES - 1, 100)
    put(feed, 100, 5100)
    reader.acknowledge(reader.sent)
    assert spans(headers(reader, 0.0))[0][0] == feed.arrivals.first == 4100
    assert reader.lost == feed.lost == 4100 - (WINDOW_MESSAGES - 1)
    assert quick.lost == 0


def test_an_acknowledgement_of_what_was_never_sent_is_not_believed(feed: Feed) -> None:
    reader = HubReader(feed, 0, "c", 1)
    put(feed, 0, 10)
    sent = len(list(reader.due(0.0)))
    reader.acknowledge(10**9)
    assert reader.taken == sent
    reader.acknowledge(-5)
    assert reader.taken == sent


def test_many_rejects_are_few_messages(feed: Feed) -> None:
    reader = HubReader(feed, 0, "c", 1)
    assert len(headers(reader, 0.0)) == 1
    for _ in range(50):
        feed.reject(Reject("wrong", b"x"))
        assert headers(reader, NEWS_EVERY / 2) == []
    [news] = headers(reader, NEWS_EVERY)
    assert isinstance(news, News)
    assert (news.rejected, len(news.excerpts)) == (50, 20)
    feed.report(State.LIVE, "1 sender")
    assert len(headers(reader, NEWS_EVERY)) == 1
    assert headers(reader, NEWS_EVERY) == []
    assert len(headers(reader, NEWS_EVERY + HEARTBEAT)) == 1


def test_one_who_takes_nothing_is_sent_no_more_than_a_bounded_number(feed: Feed) -> None:
    reader = HubReader(feed, 0, "c", 1)
    now = 0.0
    for number in range(500):
        put(feed, number, number + 1)
        now += HEARTBEAT
        list(reader.due(now))
    assert reader.sent <= WINDOW_MESSAGES + 8


def test_the_end_is_said_after_the_last_row(feed: Feed) -> None:
    reader = HubReader(feed, 0, "c", 1)
    put(feed, 0, 500)
    feed.report(State.ENDED, "500 rows")
    messages = headers(reader, 0.0)
    assert spans(messages) == [(0, 500)]
    assert isinstance(messages[-1], News)
    assert messages[-1].over
    assert reader.done
    assert headers(reader, 100.0) == []
