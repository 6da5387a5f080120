from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
import pytest_asyncio

from livewidgets.app import outlet as outlets
from livewidgets.app.readings import Readings, RowFormat
from livewidgets.app.sending import Sending, connect_and_send, listen_and_send
from livewidgets.clock import SYSTEM, Clock
from livewidgets.errors import BusyError, SourceError
from livewidgets.sources.source import State
from livewidgets.sources.tcp_connect import Connect
from livewidgets.sources.tcp_listen import Listen
from livewidgets.testing.clock import VirtualClock
from tests.app.work import CSV, HOST, sending
from tests.sources.recorder import Recorder
from tests.sources.wire import decoders

Start = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Start]:
    """Starts tasks that are cancelled at the end of the test."""
    tasks: list[asyncio.Task[None]] = []

    def begin(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        tasks.append(asyncio.create_task(work))
        return tasks[-1]

    yield begin
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


# -- connecting ----------------------------------------------------------------------


async def test_it_sends_its_rows_and_closes() -> None:
    got: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = await reader.read()
        writer.close()
        await writer.wait_closed()  # else its socket may outlive the loop
        got.set_result(data)

    server = await asyncio.start_server(take, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    said: list[str] = []
    before = time.time()
    work = sending(port, count=2_500, format=CSV, token="open-sesame")
    await connect_and_send(work, SYSTEM, said.append)
    lines = (await got).decode().splitlines()
    assert lines[:2] == ["token open-sesame", "t,c0,c1,c2"]
    assert len(lines) == 2 + 2_500
    times = [float(line.split(",")[0]) for line in lines[2:]]
    assert times == sorted(times)
    assert before - 1 <= times[0] <= times[-1] <= time.time() + 1
    assert said == [f"sending rows as fast as possible to {HOST}:{port} (Ctrl-C ends it)"]
    server.close()


async def test_it_waits_for_a_listener_and_says_so_once(
    start: Start, clock: VirtualClock, unused_tcp_port: int
) -> None:
    said: list[str] = []
    start(connect_and_send(sending(unused_tcp_port), clock, said.append))
    for wait in (0.1, 0.2, 0.4):
        while not clock._sleepers:  # refused, and waiting
            await asyncio.sleep(0)
        await clock.advance(wait)
    assert said == [f"nobody listens at {HOST}:{unused_tcp_port}; trying until somebody does"]
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(
        lambda _, writer: writers.append(writer), HOST, unused_tcp_port
    )
    while not writers:
        await clock.advance(2)
    server.close()
    for writer in writers:
        writer.close()
        await writer.wait_closed()  # else its socket may outlive the loop


async def test_it_comes_back_when_the_other_side_has_gone(start: Start, sink: Recorder) -> None:
    decoder = decoders()
    said: list[str] = []
    first = Listen(0, decoder=decoder)
    reading = start(first.read(sink, SYSTEM))
    await sink.until(lambda sink: sink.states)
    start(connect_and_send(sending(first.port, rate=200.0), SYSTEM, said.append))
    await sink.until_rows(5)
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    rows = sink.rows
    start(Listen(first.port, decoder=decoder).read(sink, SYSTEM))
    await sink.until_rows(rows + 5)
    assert f"{HOST}:{first.port} closed the connection; trying again" in said
    assert sink.said(State.LIVE)


async def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", fail)
    with pytest.raises(SourceError, match="there is no host '127"):
        await connect_and_send(sending(5050), SYSTEM, print)


# -- listening -----------------------------------------------------------------------


async def served(start: Start, work: Sending, clock: Clock) -> tuple[int, asyncio.Task[None]]:
    """The port, and the task that serves."""
    said: asyncio.Queue[str] = asyncio.Queue()
    task = start(listen_and_send(work, clock, said.put_nowait))
    sentence = await said.get()
    return int(sentence.split(f"{HOST}:")[1].split()[0]), task


async def test_all_who_connect_get_what_is_made_from_then_on(
    start: Start, clock: VirtualClock
) -> None:
    port, task = await served(start, sending(rate=10.0, count=40, format=CSV), clock)
    first, first_writer = await asyncio.open_connection(HOST, port)
    assert await first.readline() == b"t,c0,c1,c2\n"
    await clock.advance(1.95)
    second, second_writer = await asyncio.open_connection(HOST, port)
    assert await second.readline() == b"t,c0,c1,c2\n"
    await clock.advance(2)
    rows, late_rows = (await first.read()).splitlines(), (await second.read()).splitlines()
    assert (len(rows), len(late_rows)) == (39, 20)
    assert late_rows == rows[-20:]
    for writer in (first_writer, second_writer):
        writer.close()
    await task


async def test_a_slow_client_slows_no_other(
    start: Start, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlets, "MOST_BUFFERED", 65_536)
    work = sending(rate=1000.0, format=RowFormat(csv=True, channels=50))
    port, task = await served(start, work, clock)
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect((HOST, port))
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 24)
    assert (await reader.readline()).startswith(b"t,c0,")
    rows = 0
    while rows < 20_000:
        await clock.advance(0.5)
        for _ in range(490):  # all but the last bunches, though nobody reads the other's
            fields = (await reader.readline()).split(b",")
            assert len(fields) == 51
            rows += 1
    slow.setblocking(False)
    data = b""
    with contextlib.suppress(BlockingIOError):
        while chunk := slow.recv(1 << 20):
            data += chunk
            for _ in range(20):
                await asyncio.sleep(0)
    task.cancel()
    whole = data.splitlines()[:-1]
    assert whole[0].startswith(b"t,c0,")
    assert all(len(line.split(b",")) == 51 for line in whole)
    assert 0 < len(whole) < rows
    slow.close()
    writer.close()


async def test_a_port_in_use() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BusyError, match=rf"^port {port} of {HOST} is in use: "):
            await listen_and_send(sending(port), SYSTEM, print)


async def test_an_address_of_another_machine() -> None:
    work = Sending(host="192.0.2.1", port=0, rate=1, count=1, format=RowFormat())
    with pytest.raises(SourceError, match=r"192\.0\.2\.1:0 cannot be served"):
        await listen_and_send(work, SYSTEM, print)


# -- the tutorial's sender -------------------------------------------------------------


async def no_newline(start: Start, clock: Clock, count: int | None) -> int:
    """The port at which whole numbers are served with nothing between them."""
    work = sending(rate=0.2, count=count, format=RowFormat(newline=False))
    return (await served(start, work, clock))[0]


async def test_bytes_without_newline_are_said_to_be_held(
    start: Start, clock: VirtualClock, sink: Recorder
) -> None:
    port = await no_newline(start, clock, None)
    decoder = decoders()
    start(Connect(HOST, port, decoder=decoder).read(sink, clock))
    await sink.until(lambda sink: sink.states)
    for held in (2, 4, 6):
        await clock.advance(5)
        await sink.until_held(held)
    assert sink.rows == 0


async def test_a_pause_shows_its_numbers_unmodified(
    start: Start, clock: VirtualClock, sink: Recorder
) -> None:
    port = await no_newline(start, clock, None)
    decoder = decoders(pauses=True)
    start(Connect(HOST, port, decoder=decoder, pause=0.2).read(sink, clock))
    await sink.until(lambda sink: sink.states)
    for _ in range(3):
        await clock.advance(4.5)
        await clock.advance(0.5)
        await sink.until_held(2)
    await clock.advance(0.3)
    await sink.until_rows(3)
    values = Readings(1, 0.2, seed=1).next(4)[:, 0]
    assert sink.column() == [float(f"{value:.0f}") for value in values[1:]]
