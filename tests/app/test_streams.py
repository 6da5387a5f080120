"""The ways in: their arguments, and what they read."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.sources.source import State
from livewidgets.testing import ScriptedSource, open_resources

pytestmark = pytest.mark.usefixtures("leak_check")


class Server:
    """Sends bytes to the first who connects, and holds the connection."""

    def __init__(self, *parts: bytes) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(parts,))
        self._thread.start()

    def _serve(self, parts: tuple[bytes, ...]) -> None:
        connection, _ = self._socket.accept()
        with connection:
            for part in parts:
                connection.sendall(part)
            self._over.wait(20)

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._socket.close()


@pytest.fixture
def serve() -> Iterator[Any]:
    servers: list[Server] = []

    def make(*parts: bytes) -> int:
        servers.append(Server(*parts))
        return servers[-1].port

    yield make
    lw.stop_all()
    for server in servers:
        server.close()


def test_connect_reads_numbers(serve: Any) -> None:
    stream = lw.connect("127.0.0.1", serve(b"12", b"\n34\n5"))
    stream.wait(rows=2)
    assert stream["value"].tolist() == [12.0, 34.0]
    assert stream.status.state is State.LIVE


def test_connect_reads_csv_with_names_units_and_time(serve: Any) -> None:
    data = b"t,temp [\xc2\xb0C],load\n1700000000.5,20.25,3\n1700000001.5,nan,4\nbad\n"
    stream = lw.connect("127.0.0.1", serve(data), columns={"load": int}, units={"load": "%"})
    stream.wait(rows=2)
    assert stream.time.tolist() == [1_700_000_000.5, 1_700_000_001.5]
    assert stream.schema is not None
    assert stream.schema.units == {"temp": "°C", "load": "%"}
    assert stream["load"].dtype == np.int64
    with pytest.raises(TimeoutError):
        stream.wait(rows=3, timeout=0.05)
    assert stream.counts.rejected == 1


def test_connect_reads_json_lines(serve: Any) -> None:
    data = b'{"t": 5000, "pos": {"x": 1}}\nnonsense\n{"t": 6000, "speed": 2}\n'
    stream = lw.connect("127.0.0.1", serve(data), time_unit="ms")
    stream.wait(rows=2)
    assert stream.time.tolist() == [5.0, 6.0]
    assert stream["pos.x"][0] == 1
    assert stream["speed"][1] == 2
    assert stream.schema is not None
    assert str(stream.schema.time) == "column 't', ms"
    assert [each.excerpt for each in stream.rejects] == [b"nonsense"]


def test_a_silence_ends_a_record_where_that_is_asked_for(serve: Any) -> None:
    stream = lw.connect("127.0.0.1", serve(b"41"), framing="pause", pause="50ms")
    stream.wait(rows=1)
    assert stream["value"].tolist() == [41.0]


def test_listen_reads_from_all_who_connect() -> None:
    with lw.listen(0) as stream:
        while stream.status.sentence == "":  # it says so when it listens
            SYSTEM.block(threading.Event(), 0.001)
        address = ("127.0.0.1", stream.source.port)  # type: ignore[attr-defined]
        assert stream.name == f"127.0.0.1:{address[1]}", "it is called by the port it found"
        with socket.create_connection(address) as one, socket.create_connection(address) as other:
            one.sendall(b"1\n")
            other.sendall(b"2\n")
            stream.wait(rows=2)
    assert sorted(stream["value"]) == [1.0, 2.0]


def test_a_generator_a_list_a_function_and_an_array() -> None:
    def sensor() -> Iterator[dict[str, float]]:
        yield {"temp [°C]": 20.5, "load": 1.0}

    with lw.stream(sensor) as stream:
        stream.wait(rows=1)
        assert stream.name == "sensor()"
        assert stream.schema is not None
        assert stream.schema.names == ("temp", "load")
        assert stream.schema.units == {"temp": "°C"}, "what a name says of its unit is known"
    with lw.stream([(1, 2), (3, 4)], columns=["a", "b"], units={"a": "V"}) as stream:
        stream.wait(rows=2)
        assert stream["b"].tolist() == [2.0, 4.0]
        assert stream.schema is not None
        assert stream.schema.units == {"a": "V"}
    calls = iter(range(100))
    with lw.stream(lambda: next(calls), interval="1ms", name="counter") as stream:
        stream.wait(rows=3)
        assert stream.name == "counter"
        assert stream["value"][:3].tolist() == [0.0, 1.0, 2.0]
    with lw.stream([np.arange(6).reshape(3, 2)], columns={"a": int, "b": float}) as stream:
        stream.wait(rows=3)
        assert stream["a"].dtype == np.int64


async def test_an_async_generator_on_either_loop() -> None:
    async def counts() -> AsyncIterator[float]:
        for number in range(3):
            yield float(number)

    for runner in ("thread", "asyncio"):
        stream = lw.stream(counts, runner=runner)
        await stream.until(rows=3)
        await stream.aclose()
        assert stream["value"].tolist() == [0.0, 1.0, 2.0]


async def test_a_source_of_ones_own_passes_through() -> None:
    source = ScriptedSource("mine")
    stream = lw.stream(source, runner="asyncio", units={"a": "V"})
    assert stream.source is source
    assert stream.units == {"a": "V"}


def test_making_a_stream_opens_nothing() -> None:
    before = open_resources()
    lw.connect("127.0.0.1", 5050)
    lw.listen(5050)
    lw.stream(iter([1]))
    assert open_resources().beyond(before) == {}
    assert lw.streams() == ()


def test_streams_lists_what_runs_and_stop_all_ends_it() -> None:
    one, other = lw.stream(ScriptedSource()).start(), lw.stream(ScriptedSource()).start()
    assert lw.streams() == (one, other)
    one.stop()
    assert lw.streams() == (other,)
    lw.stop_all()
    assert lw.streams() == ()
    assert not other.running


CASES: list[tuple[Any, dict[str, Any], str]] = [
    (lambda **o: lw.connect("", 5050, **o), {}, "host"),
    (lambda **o: lw.connect("127.0.0.1", 0, **o), {}, "port"),
    (lambda **o: lw.connect("127.0.0.1", cast(int, "5050"), **o), {}, "port"),
    (lambda **o: lw.listen(70_000, **o), {}, "port"),
    (lambda **o: lw.listen(5050, **o), {"token": "two words"}, "token"),
    (lambda **o: lw.listen(5050, **o), {"tokn": "x"}, "there is no option 'tokn'; did you mean"),
    (lambda **o: lw.connect("h", 1, **o), {"framing": "dots"}, "use 'lines' or 'pause'"),
    (lambda **o: lw.connect("h", 1, **o), {"framming": "lines"}, "did you mean 'framing'"),
    (lambda **o: lw.connect("h", 1, **o), {"pause": "1s"}, "needs framing='pause' beside it"),
    (lambda **o: lw.connect("h", 1, **o), {"framing": "pause", "pause": 0}, "more than zero"),
    (lambda **o: lw.connect("h", 1, **o), {"limit": 0}, "give the longest record in bytes"),
    (lambda **o: lw.connect("h", 1, **o), {"delimiter": ", "}, "one ASCII character"),
    (lambda **o: lw.connect("h", 1, **o), {"columns": {"a": complex}}, "not a kind of column"),
    (lambda **o: lw.connect("h:1", 1, **o), {}, "give the host alone"),
    (lambda **o: lw.connect("h", 1, **o), {"units": "C"}, "by column name"),
    (lambda **o: lw.stream([1], **o), {"units": "C"}, "by column name"),
    (lambda **o: lw.stream(ScriptedSource(), **o), {"units": "C"}, "by column name"),
    (lambda **o: lw.connect("h", 1, **o), {"retry": 5}, "give a Retry"),
    (lambda **o: lw.connect("h", 1, **o), {"columns": [1, 2]}, "give names"),
    (lambda **o: lw.connect("h", 1, **o), {"columns": 5}, "give names"),
    (lambda **o: lw.connect("h", 1, **o), {"name": 5}, "give a text"),
    (lambda **o: lw.connect("h", 1, **o), {"limit": True}, "give the longest record in bytes"),
    (lambda **o: lw.connect("h", 1, **o), {"header": "yes"}, "use True, False, or None"),
    (lambda **o: lw.connect("h", 1, **o), {"keep": "soon"}, "not a duration"),
    (lambda **o: lw.connect("h", 1, **o), {"interval": 1}, "there is no option 'interval'"),
    (lambda **o: lw.stream([1], **o), {"keep": -1}, "at least one row"),
    (lambda **o: lw.stream([1], **o), {"interval": "often"}, "not a duration"),
    (lambda **o: lw.stream([1], **o), {"framing": "pause"}, "there is no option 'framing'"),
    (lambda **o: lw.stream(5, **o), {}, "int cannot be read"),
]


@pytest.mark.parametrize(("make", "options", "sentence"), CASES)
def test_arguments_are_checked_at_once(make: Any, options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        make(**options)
    assert REGISTRY.streams() == ()
