"""One sender, one hub, many kernels: real processes, real sockets."""

from __future__ import annotations

import re
import signal
import socket
from pathlib import Path

import pytest

import livewidgets as lw
from livewidgets.app.hub import sources
from livewidgets.errors import ArgumentError
from livewidgets.hub.place import Place
from livewidgets.testing import open_resources
from tests.hub.tools import ReaderProcess, Sender, until

NUMBERS = list(range(2000))


def numbers(stream: lw.Stream) -> list[int]:
    return [int(each) for each in stream["value"]]


def test_two_kernels_read_one_sender_by_one_connection(place: Place, sender: Sender) -> None:
    with ReaderProcess(f"lw.listen({sender.port})") as other:
        stream = lw.listen(sender.port).start()
        sender.send(2000)
        stream.wait(rows=2000, timeout=60)
        found = other.until(lambda found: found["stored"] == 2000)
    assert numbers(stream) == found["numbers"] == NUMBERS
    assert len(sender.connections) == 1
    assert stream.counts.accounted


def test_who_comes_late_has_the_whole_window_at_once(place: Place, sender: Sender) -> None:
    first = lw.listen(sender.port, keep=5000).start()
    sender.send(2000)
    first.wait(rows=2000, timeout=60)
    with ReaderProcess(f"lw.listen({sender.port})") as late:
        assert late.until(lambda found: found["stored"] == 2000)["numbers"] == NUMBERS
    with ReaderProcess(f"lw.listen({sender.port}, keep=100)") as short:
        found = short.until(lambda found: found["stored"] == 100)
    assert found["numbers"] == NUMBERS[-100:]
    assert found["dropped"] == 0


def test_a_kernel_that_is_killed_takes_nothing_from_the_others(
    place: Place, sender: Sender
) -> None:
    stream = lw.listen(sender.port).start()
    with ReaderProcess(f"lw.listen({sender.port})") as other:
        sender.flow(1000)
        other.until(lambda found: found["stored"] > 200)
        other.process.kill()
        other.process.wait()
    until(lambda: _readers() == 1, "the hub sees that it has gone")
    sender.flow(0)
    stream.wait(rows=sender.sent, timeout=60)
    assert numbers(stream) == list(range(sender.sent))
    assert stream.counts.dropped == 0
    assert len(sender.connections) == 1


def test_a_slow_kernel_loses_what_is_said_and_slows_nobody(place: Place, sender: Sender) -> None:
    """It is stopped while far more comes than the hub keeps, or the wire holds."""
    stream = lw.listen(sender.port, keep=20_000).start()
    got: list[int] = []
    stream.on_batch(lambda batch: got.extend(batch["value"].astype(int).tolist()))
    with ReaderProcess(f"lw.listen({sender.port}, keep=20_000)") as slow:
        sender.send(1000)
        slow.until(lambda found: found["stored"] == 1000)
        slow.process.send_signal(signal.SIGSTOP)
        for _ in range(20):  # never more than the hub keeps, for the quick one
            sender.send(10_000)
            until(lambda: len(got) == sender.sent, "the quick one has all")
        standing = lw.hub.status()
        slow.process.send_signal(signal.SIGCONT)
        found = slow.until(lambda found: found["last"] == 200_999)
        until(lambda: _lost() == found["dropped"])
    assert got == list(range(201_000))
    assert stream.counts.dropped == 0
    missing = 201_000 - len(found["numbers"])
    assert found["dropped"] == missing > 100_000
    assert found["numbers"] == sorted(set(found["numbers"]))
    assert f"{missing:,} rows lost: this kernel was slower than the stream" in found["sentence"]
    assert standing is not None
    assert standing.streams[0].kept == 20_000


def test_what_cannot_be_decoded_is_counted_and_shown_in_every_kernel(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    stream = lw.listen(port, columns=["a", "b"]).start()
    until(lambda: "no sender" in stream.status.sentence)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"1,2\n3,4\nno,number\n5,6\n" + b"x,y\n" * 30)
        stream.wait(rows=3, timeout=60)
        until(lambda: stream.counts.rejected == 31)
        assert "1 sender" in stream.status.sentence or "rejected" in stream.status.sentence
    assert b"no,number" in stream.rejects[0].excerpt or b"x,y" in stream.rejects[0].excerpt
    late = lw.shared(lw.listen(port, columns=["a", "b"], shared=False))
    late.wait(rows=3, timeout=60)
    until(lambda: late.counts.rejected == 31)
    assert late.rejects[-1].excerpt == b"x,y"
    assert late.counts.accounted


def test_units_and_where_the_times_come_from_are_known_in_the_kernel(
    place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("t,temp [°C],ok\n1,20.5,yes\n2,21,no\n")
    stream = lw.shared(lw.tail(path), name="log").start()
    stream.wait(rows=2, timeout=60)
    until(lambda: stream.schema is not None and stream.schema.time is not None)
    assert stream.schema is not None
    assert stream.schema.units == {"temp": "°C"}
    assert str(stream.schema.time) == "column 't', s"
    assert stream["ok"].tolist() == ["yes", "no"]
    with path.open("a") as file:
        file.write("3,22,yes\n")
    stream.wait(rows=3, timeout=60)
    with ReaderProcess('lw.shared(name="log").derive({"value": lambda b: b["temp"]})') as other:
        assert other.until(lambda found: found["stored"] == 3)["numbers"] == [20, 21, 22]


def test_a_name_that_nobody_has_is_said_with_the_nearest(place: Place) -> None:
    stream = lw.shared(name="heatng").start()
    until(lambda: stream.status.state.value == "failed")
    assert "there is no shared stream 'heatng'" in stream.status.sentence


def test_a_port_in_use_is_said_as_without_the_hub(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        alone = lw.listen(port, shared=False).start()
        until(lambda: alone.status.state.value == "failed")
        shared = lw.listen(port).start()
        until(lambda: shared.status.state.value == "failed")
        assert str(alone.status) == str(shared.status)
        assert f"port {port} of 127.0.0.1 is in use" in shared.status.sentence
    shared.start()  # now it is free
    until(lambda: "no sender" in shared.status.sentence)


def test_one_port_in_two_formats_is_refused_with_what_differs(place: Place, sender: Sender) -> None:
    with ReaderProcess(f"lw.listen({sender.port})") as other:
        sender.send(3)
        other.until(lambda found: found["stored"] == 3)
        stream = lw.listen(sender.port, columns=["speed"]).start()
        until(lambda: stream.status.state.value == "failed")
        assert "another notebook reads it through the hub with other columns=" in str(stream.status)
        sender.send(3)
        other.until(lambda found: found["stored"] == 6)
    until(lambda: _readers() == 0)
    stream.start()  # the other has gone, so this one decides
    until(lambda: "sender" in stream.status.sentence)
    sender.send(3)
    stream.wait(rows=1, timeout=60)
    assert stream.schema is not None
    assert stream.schema.names == ("speed",)


def test_a_stream_that_stops_and_starts_has_each_row_once(place: Place, sender: Sender) -> None:
    stream = lw.listen(sender.port).start()
    sender.send(10)
    stream.wait(rows=10, timeout=60)
    stream.stop()
    sender.send(10)
    stream.start()
    stream.wait(rows=20, timeout=60)
    assert numbers(stream) == list(range(20))
    assert len(sender.connections) == 1


def test_stopping_leaves_no_socket_and_no_thread(place: Place, sender: Sender) -> None:
    def once() -> None:
        with lw.listen(sender.port) as stream:
            stream.wait(rows=1, timeout=60)

    with lw.listen(sender.port) as stream:
        sender.send(1)
        stream.wait(rows=1, timeout=60)
    once()
    before = open_resources()
    for _ in range(5):
        once()
    until(lambda: not open_resources().beyond(before), str(open_resources().beyond(before)))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: lw.stream(iter([1])), "lives in this kernel and cannot go to another process"),
        (lambda: [1, 2], "list lives in this kernel and cannot go to another process"),
        (lambda: lw.listen(0), "a fixed port"),
        (lambda: lw.connect("127.0.0.1", 5).derive({"a": "b"}), "share the stream that this one"),
        (lambda: None, "shared() needs a stream"),
    ],
)
def test_what_cannot_be_shared_is_said(place: Place, make: object, says: str) -> None:
    assert callable(make)
    with pytest.raises(ArgumentError) as caught:
        lw.shared(make())
    assert says in str(caught.value)


def _readers() -> int:
    standing = lw.hub.status()
    assert standing is not None
    return sum(len(stream.readers) for stream in standing.streams)


def _lost() -> int:
    standing = lw.hub.status()
    assert standing is not None
    return sum(stream.lost for stream in standing.streams)


def test_the_examples_of_the_document_run(place: Place) -> None:
    text = (Path(__file__).parents[2] / "docs" / "hub.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)
    assert len(blocks) == 2
    space: dict[str, object] = {}
    for block in blocks:
        exec(block, space)
    assert isinstance(space["again"], lw.Stream)
    tables = re.findall(r"^```toml\n(.*?)^```", text, re.M | re.S)
    (place.folder.parent / "sources.toml").write_text(tables[0])
    assert set(sources(place.folder.parent / "sources.toml")) == {"heating", "log"}
    (place.folder.parent / "sources.toml").unlink()
