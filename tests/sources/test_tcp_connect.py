from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.errors import ArgumentError, SourceError
from livewidgets.sources.inbox import CHUNK
from livewidgets.sources.reader import Reader, Retry
from livewidgets.sources.source import State
from livewidgets.sources.tcp_connect import CONNECT_TIMEOUT, Connect
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder
from tests.sources.wire import HOST, Server, decoders


def connect(port: int, *, pause: float | None = None, host: str = HOST) -> Connect:
    return Connect(host, port, decoder=decoders(pauses=pause is not None), pause=pause)


async def test_what_it_is_called() -> None:
    source = connect(5050)
    assert (source.name, source.key, source.reconnects) == (
        "127.0.0.1:5050",
        "tcp:127.0.0.1:5050",
        True,
    )
    assert connect(5050, host="::1").name == "[::1]:5050"


@pytest.mark.parametrize(
    ("host", "port", "pause", "says"),
    [
        ("", 5050, None, "host=''"),
        ("127.0.0.1:5050", 5050, None, "give the host alone"),
        ("[::1]:5050", 5050, None, "give the host alone"),
        (5050, "x", None, "host=5050"),
        (HOST, 0, None, "from 1 to 65535"),
        (HOST, 65536, None, "from 1 to 65535"),
        (HOST, "5050", None, "port='5050'"),
        (HOST, True, None, "port=True"),
        (HOST, 5050, 0, "more than 0"),
        (HOST, 5050, float("nan"), "more than 0"),
        (HOST, 5050, "1s", "give seconds"),
    ],
)
def test_arguments_are_checked_at_once(host: str, port: int, pause: float, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        Connect(host, port, decoder=decoders(), pause=pause)


@pytest.mark.parametrize(
    ("packets", "numbers"),
    [
        ([b"12", b"\n34"], [12, 34]),
        ([b"1", b"2\n"], [12]),
        ([b"1\n2\n", b"3\r", b"\n4\n"], [1, 2, 3, 4]),
        ([bytes([each]) for each in b"-1.5e3\n7"], [-1500, 7]),
    ],
)
async def test_fragments_and_joined_packets(
    sink: Recorder, start: Start, packets: list[bytes], numbers: list[float]
) -> None:
    server = Server()
    reading = start(connect(server.port))
    await server.accept()
    for packet in packets:
        await server.send(packet)
        sink.held.clear()
        await sink.until(lambda sink: sink.held)  # it has been read, by itself
    server.close()
    await reading
    assert sink.column() == numbers
    assert sink.held[-1] == 0
    assert sink.rejects == []


async def test_states_on_the_way(sink: Recorder, start: Start) -> None:
    server = Server()
    reading = start(connect(server.port))
    await server.accept()
    await sink.until(lambda sink: sink.states)
    assert sink.states == [(State.CONNECTING, "connected, waiting for data")]
    await server.send(b"1\n")
    await sink.until(lambda sink: sink.rows)
    assert sink.state is State.LIVE
    server.close()
    await reading


async def test_much_data_comes_whole_and_lets_others_run(sink: Recorder, start: Start) -> None:
    server = Server()
    reading = start(connect(server.port))
    await server.accept()
    numbers = range(200_000)
    data = b"".join(b"%d\n" % each for each in numbers)
    assert len(data) > 10 * CHUNK
    await server.send(data)
    server.close()
    await reading
    assert sink.column() == list(numbers)


async def test_what_came_before_a_reset_is_kept(sink: Recorder, start: Start) -> None:
    server = Server()
    reading = start(connect(server.port))
    await server.accept()
    numbers = range(8_000)
    await server.send(b"".join(b"%d\n" % each for each in numbers) + b"99")
    server.wait_until_received()
    server.kill()
    with pytest.raises(SourceError, match=rf"connection to {HOST}:{server.port} was lost"):
        await reading
    assert sink.column() == list(numbers)
    assert [reject.reason for reject in sink.rejects] == [
        "connection lost after 2 bytes of a record"
    ]
    assert sink.held[-1] == 0


@pytest.mark.parametrize(
    ("data", "numbers", "cut_off"),
    [(b"12", [12], []), (b"1\n2\n3", [1, 2, 3], []), (b"1\n2,", [1], [b"2,"])],
)
async def test_a_clean_close_ends_a_record_where_no_newline_does(
    sink: Recorder, start: Start, data: bytes, numbers: list[float], cut_off: list[bytes]
) -> None:
    server = Server()
    reading = start(connect(server.port))
    await server.accept()
    await server.send(data)
    server.close()
    await reading
    assert sink.column() == numbers
    assert [reject.excerpt for reject in sink.rejects] == cut_off


async def test_a_pause_ends_a_record(sink: Recorder, start: Start, clock: VirtualClock) -> None:
    """The tutorial's sender writes str(n).encode() and no delimiter."""
    server = Server()
    reading = start(connect(server.port, pause=0.5), clock)
    await server.accept()
    for number in (17, 4, 98):
        await server.send(str(number).encode())
        await sink.until_held(len(str(number)))
        rows = sink.rows
        await clock.advance(0.49)
        assert sink.rows == rows
        await clock.advance(0.01)
        assert sink.held[-1] == 0
        await clock.advance(5)
    assert sink.column() == [17, 4, 98]
    server.close()
    await reading
    assert sink.rows == 3


async def test_without_pauses_the_held_bytes_are_reported(sink: Recorder, start: Start) -> None:
    server = Server()
    start(connect(server.port))
    await server.accept()
    for expected in (2, 4, 6):
        await server.send(b"42")
        await sink.until_held(expected)
    assert sink.rows == 0
    server.close()


async def test_refused(sink: Recorder, unused_tcp_port: int) -> None:
    with pytest.raises(
        SourceError,
        match=rf"^127\.0\.0\.1:{unused_tcp_port} refused the connection: is the sender running\?$",
    ):
        await connect(unused_tcp_port).read(sink, SYSTEM)


async def test_refused_at_each_address_of_a_name(sink: Recorder, unused_tcp_port: int) -> None:
    with pytest.raises(SourceError, match="refused the connection"):
        await connect(unused_tcp_port, host="localhost").read(sink, SYSTEM)


async def test_no_such_host(sink: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
    with pytest.raises(SourceError, match="there is no host 'nowhere'"):
        await connect(5050, host="nowhere").read(sink, SYSTEM)


async def test_no_answer(
    sink: Recorder, start: Start, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", never)
    reading = start(connect(5050), clock)
    while not clock._sleepers:  # the address is looked up in a thread
        await asyncio.sleep(0)
    await clock.advance(CONNECT_TIMEOUT)
    with pytest.raises(SourceError, match="did not answer within 10 s"):
        await reading


async def test_cancelled_it_leaves_nothing(
    sink: Recorder, start: Start, nothing_left: Callable[[], None]
) -> None:
    server = Server()
    for pause in (None, 60.0):
        reading = start(connect(server.port, pause=pause))
        await server.accept()
        await server.send(b"12")
        await sink.until_held(2)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        server.close()
        nothing_left()
        server = Server()
        sink.held.clear()
    server.close()


async def test_a_socket_joined_to_itself_counts_as_refused(
    sink: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = socket.create_server((HOST, 0))
    port = probe.getsockname()[1]
    probe.close()
    loop = asyncio.get_running_loop()
    real = loop.create_connection

    async def from_the_same_port(factory: type, host: str, port: int) -> object:
        return await real(factory, host, port, local_addr=(HOST, port))

    monkeypatch.setattr(loop, "create_connection", from_the_same_port)
    with pytest.raises(SourceError, match="refused the connection"):
        await connect(port).read(sink, SYSTEM)


async def test_a_hundred_killed_and_restarted_senders(
    sink: Recorder, nothing_left: Callable[[], None]
) -> None:
    """Nothing complete that was received is missing, and each loss and return is told."""
    server = Server()
    port = server.port
    retry = Retry(initial=0.001, maximum=0.005, jitter=0.0)
    running = asyncio.create_task(Reader(connect(port), sink, SYSTEM, retry=retry).run())
    sent: list[int] = []
    for cycle in range(100):
        marks = len(sink.states)
        await server.accept()
        numbers = [cycle * 100 + each for each in range(20)]
        await server.send(b"".join(b"%d\n" % each for each in numbers) + b"12345")
        sent += numbers
        await sink.until_rows(len(sent))
        server.kill()
        await sink.until(lambda sink: sink.state is State.RECONNECTING)
        seen = {state for state, _ in sink.states[marks:]}
        assert {State.LIVE, State.RECONNECTING} <= seen
        assert sink.said(State.RECONNECTING)[-1].startswith("attempt ")
        server = Server(port)
    assert sink.column() == sent
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    server.close()
    nothing_left()
