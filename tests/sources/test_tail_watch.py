"""Who tells that a file has changed."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.sources import tail_watch
from livewidgets.sources.tail_watch import DEAF_AFTER, LOOK, LOOK_TOLD, Watch
from livewidgets.testing.clock import VirtualClock

pytest.importorskip("watchfiles")


class Waiting:
    """Implements what `Watch` asks of a clock; notes for how long it would have waited."""

    def __init__(self) -> None:
        self.waits: list[float | None] = []

    def block(self, event: threading.Event, seconds: float | None) -> bool:
        self.waits.append(seconds)
        return event.is_set()


def test_the_system_tells_of_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"")
    watch = Watch(str(path), "auto", VirtualClock())  # its time stands still: nobody looks
    watch.listen()
    over = threading.Event()

    def write() -> None:  # again and again, as it is not known when the watching begins
        while not over.is_set():
            path.write_bytes(b"1\n")
            SYSTEM.block(over, 0.05)

    writer = threading.Thread(target=write)
    writer.start()
    watch.wait()
    over.set()
    writer.join()
    assert watch.told
    watch.close()
    assert not watch.told


def test_where_nobody_tells_it_is_looked_often(tmp_path: Path) -> None:
    clock = Waiting()
    watch = Watch(str(tmp_path / "data.csv"), "auto", clock)  # type: ignore[arg-type]
    watch.wait()
    watch.listen()
    watch.wait()
    for _ in range(DEAF_AFTER):  # found without having been told, as on a network file system
        assert watch.told
        watch.wait()
        watch.found()
        watch.found()
    watch.wait()
    watch.close()
    assert clock.waits == [LOOK, LOOK_TOLD, *[LOOK_TOLD] * DEAF_AFTER, LOOK]


def test_polling_and_a_missing_package_listen_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polling = Watch(str(tmp_path / "data.csv"), "poll", SYSTEM)
    monkeypatch.setattr(tail_watch, "watchfiles", None)
    lacking = Watch(str(tmp_path / "data.csv"), "auto", SYSTEM)
    for watch in (polling, lacking):
        watch.listen()
        assert not watch.told
        watch.close()


async def test_stopping_ends_a_wait(tmp_path: Path) -> None:
    watch = Watch(str(tmp_path / "data.csv"), "poll", VirtualClock())
    waiting = asyncio.create_task(asyncio.to_thread(watch.wait))
    await asyncio.sleep(0)
    watch.stop()
    await waiting
    watch.wait()  # and each that follows
    assert watch.stopped
