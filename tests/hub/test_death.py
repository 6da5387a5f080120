"""The hub is killed: what was lost is known to the row, and all go on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import livewidgets as lw
from livewidgets.hub.place import Place
from livewidgets.hub.tally import Tally
from tests.hub.tools import ReaderProcess, Sender, until


def hub_pid() -> int:
    standing = lw.hub.status()
    assert standing is not None
    return standing.pid


def tally_of(place: Place) -> Tally:
    """The one file of counts that the hub has: open, it can be read when the hub is dead."""
    [path] = Path(place.folder).glob("*.tally")
    tally = Tally.look(path)
    assert tally is not None
    return tally


def kill_and_await_another(sender: Sender) -> None:
    """Kill the hub; returns when another reads the sender."""
    # That a connection was made proves nothing: a process that dies can still accept one.
    pid = hub_pid()
    os.kill(pid, signal.SIGKILL)

    def another() -> bool:
        standing = lw.hub.status()
        if standing is None or standing.pid == pid:
            return False
        return [each.sentence for each in standing.streams] == ["1 sender"]

    until(another, "another hub reads")


def test_a_hub_that_is_killed_under_load_loses_what_each_kernel_says(
    place: Place, sender: Sender
) -> None:
    """Every row of the sender is in exactly one place: taken, counted as lost, or never read."""
    with (
        ReaderProcess(f"lw.listen({sender.port})") as one,
        ReaderProcess(f"lw.listen({sender.port})") as other,
    ):
        sender.flow(1000)
        for reader in (one, other):
            reader.until(lambda found: found["stored"] > 500)
        tally = tally_of(place)
        # One cannot take anything: there must be something to lose.
        other.process.send_signal(signal.SIGSTOP)
        marked = sender.sent
        until(lambda: sender.sent > marked + 3000)
        kill_and_await_another(sender)
        other.process.send_signal(signal.SIGCONT)
        marked = sender.sent
        until(lambda: sender.sent > marked + 500)
        sender.flow(0)
        last = sender.sent - 1
        found = [reader.until(lambda found: found["last"] == last) for reader in (one, other)]
    end = sender.connections[-2]  # of what was sent to the dead one
    received, rejected, _ = tally.read()
    tally.close()
    unread = end - received - rejected  # sent, but not read by the hub
    assert unread >= 0
    for each in found:
        numbers = each["numbers"]
        assert numbers == sorted(set(numbers)), "each row once, in its order"
        missing = sorted(set(range(last + 1)) - set(numbers))
        assert missing == list(range(end - len(missing), end))
        assert len(missing) == each["dropped"] + unread + each["rejected"]
        assert "the hub was started anew" in each["sentence"]
        assert f"{each['dropped']:,} row" in each["sentence"]
    assert found[1]["dropped"] > 0


def test_nothing_is_lost_when_a_hub_dies_that_had_nothing_left(
    place: Place, sender: Sender
) -> None:
    stream = lw.listen(sender.port).start()
    sender.send(100)
    stream.wait(rows=100, timeout=60)
    kill_and_await_another(sender)
    sender.send(100)
    stream.wait(rows=200, timeout=60)
    until(lambda: "started anew, 0 rows lost with it" in stream.status.sentence)
    assert [int(each) for each in stream["value"]] == list(range(200))
    assert stream.counts.dropped == 0


def test_what_a_dead_hub_left_is_cleaned_up_by_the_next(place: Place, sender: Sender) -> None:
    with lw.listen(sender.port) as stream:
        sender.send(1)
        stream.wait(rows=1, timeout=60)
        before = {path.name for path in place.folder.iterdir()}
        kill_and_await_another(sender)
        after = {path.name for path in place.folder.iterdir() if path.suffix == ".tally"}
        assert not after & before


def test_a_hub_that_is_stopped_is_not_started_again_by_itself(place: Place, sender: Sender) -> None:
    stream = lw.listen(sender.port).start()
    sender.send(10)
    stream.wait(rows=10, timeout=60)
    assert lw.hub.stop()
    until(lambda: stream.status.state.value == "failed")
    assert "the hub was stopped; run the cell again" in stream.status.sentence
    assert lw.hub.status() is None
    assert not place.folder.exists()
    assert not lw.hub.stop()
    stream.start()
    sender.send(10)
    stream.wait(rows=20, timeout=60)
    assert [int(each) for each in stream["value"]] == list(range(20))


def test_a_signal_ends_it_cleanly(place: Place, sender: Sender) -> None:
    stream = lw.listen(sender.port).start()
    sender.send(1)
    stream.wait(rows=1, timeout=60)
    os.kill(hub_pid(), signal.SIGTERM)
    until(lambda: stream.status.state.value == "failed")
    assert "the hub was ended by a signal" in stream.status.sentence
    until(lambda: not place.folder.exists(), "its files are gone")


def test_a_hub_that_hangs_is_said(place: Place, sender: Sender) -> None:
    stream = lw.listen(sender.port).start()
    sender.send(1)
    stream.wait(rows=1, timeout=60)
    pid = hub_pid()
    os.kill(pid, signal.SIGSTOP)
    try:
        until(lambda: "has been silent" in stream.status.sentence)
        assert stream.status.state.value == "reconnecting"
    finally:
        os.kill(pid, signal.SIGCONT)
    until(lambda: stream.status.sentence == "1 sender")
    sender.send(1)
    stream.wait(rows=2, timeout=60)
    assert stream.counts.dropped == 0
