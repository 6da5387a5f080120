"""Counters: every row is accounted for, and the rate is that of the last seconds."""

from __future__ import annotations

from threading import Thread

import pytest

from livewidgets.data.batch import Reject
from livewidgets.data.counters import Counters


def test_every_row_is_accounted_for() -> None:
    counters = Counters()
    counters.add(0.0, received=10, stored=7, too_late=3, evicted=2, bytes=100)
    counters.add(0.0, received=4, dropped=4)
    counters.reject(Reject("bad", b"x", rows=5))
    counts = counters.snapshot()
    assert counts.received == 19
    assert (counts.stored, counts.too_late, counts.dropped, counts.rejected) == (7, 3, 4, 5)
    assert (counts.evicted, counts.in_ring, counts.bytes) == (2, 5, 100)
    assert counts.accounted


def test_a_row_that_went_nowhere_shows() -> None:
    counters = Counters()
    counters.add(0.0, received=2, stored=1)
    assert not counters.snapshot().accounted


def test_the_newest_rejects_are_kept() -> None:
    counters = Counters()
    for number in range(50):
        counters.reject(Reject("bad", str(number).encode() * 100))
    assert [each.excerpt[:2] for each in counters.excerpts] == [b"%d" % n for n in range(30, 50)]
    assert all(len(each.excerpt) == 80 for each in counters.snapshot().excerpts)


def test_the_rate_of_a_steady_stream() -> None:
    counters = Counters()
    for step in range(200):
        counters.add(step * 0.1, received=10)
    assert counters.rate(20.0) == pytest.approx(100, rel=0.05)


def test_the_rate_soon_after_the_start() -> None:
    counters = Counters()
    assert counters.rate(5.0) == 0
    counters.add(1_000.3, received=10)
    assert counters.rate(1_000.3) == pytest.approx(20)  # over half a second at least
    assert counters.rate(1_001.3) == pytest.approx(10)


def test_the_rate_falls_to_nothing_after_a_silence() -> None:
    counters = Counters()
    for step in range(100):
        counters.add(step * 0.1, received=10)
    assert 0 < counters.rate(12.0) < 100
    assert counters.rate(16.0) == 0


def test_rows_are_counted_from_many_threads() -> None:
    counters = Counters()

    def count() -> None:
        for _ in range(2_000):
            counters.add(0.0, received=1, stored=1)
            counters.reject(Reject("bad", b""))

    threads = [Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = counters.snapshot()
    assert (counts.received, counts.stored, counts.rejected) == (16_000, 8_000, 8_000)
    assert counts.accounted
