"""What docs/troubleshooting.md says that one reads, is what one reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

import livewidgets as lw
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from tests.ports import free_port

PAGE = " ".join((Path(__file__).parent.parent / "docs" / "troubleshooting.md").read_text().split())
PATIENCE = 20.0

pytestmark = pytest.mark.usefixtures("leak_check")

Serve = Callable[[bytes], Awaitable[int]]


@pytest_asyncio.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serves some bytes to all who connect, and then keeps silent; gives the port."""
    servers: list[asyncio.Server] = []
    over = asyncio.Event()

    async def begin(data: bytes) -> int:
        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(data)
            await over.wait()
            writer.close()

        servers.append(await asyncio.start_server(answer, "127.0.0.1", 0))
        port: int = servers[-1].sockets[0].getsockname()[1]
        return port

    yield begin
    over.set()
    for server in servers:
        server.close()


async def said(stream: Stream, state: State, words: str) -> None:
    """Wait until a stream is in a state and says something, in words that the page has."""
    assert words in PAGE, "the page has these words"
    assert f"*{state.value}*" in PAGE
    try:
        async with asyncio.timeout(PATIENCE):
            while stream.status.state is not state or words not in str(stream.status):
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"it says: {stream.status}") from None
    finally:
        await stream.aclose()


async def test_nobody_listens() -> None:
    stream = lw.connect("127.0.0.1", free_port()).start()
    await said(stream, State.RECONNECTING, "refused the connection")


async def test_nothing_has_come(serve: Serve) -> None:
    stream = lw.connect("127.0.0.1", await serve(b"")).start()
    await said(stream, State.CONNECTING, "waiting for data")


async def test_rows_end_with_nothing(serve: Serve) -> None:
    stream = lw.connect("127.0.0.1", await serve(b"17")).start()
    await said(stream, State.LIVE, "no newline for")


async def test_no_row_can_be_used(serve: Serve) -> None:
    port = await serve(b"1,2,3\n1,2,3\n")
    stream = lw.connect("127.0.0.1", port, columns=["a", "b", "c", "d"], time=False).start()
    await said(stream, State.LIVE, "every row is rejected")
    assert "3 fields where 4 are expected" in PAGE
    assert stream.rejects[0].reason == "3 fields where 4 are expected"


async def test_fields_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("time,x\n1,2\n2,abc\n,4\n3,5\n")
    stream = lw.tail(path)
    await stream.until(rows=2)
    for reject in stream.rejects:
        assert f"*{reject.reason}*" in PAGE
    assert len(stream.rejects) == 2
    await stream.aclose()


async def test_a_port_is_in_use(serve: Serve) -> None:
    port = await serve(b"")
    stream = lw.listen(port, shared=False).start()
    words = f"port {port} of 127.0.0.1 is in use"
    assert words.replace(str(port), "5050") in PAGE
    async with asyncio.timeout(PATIENCE):
        while words not in str(stream.status):
            await asyncio.sleep(0.01)
    await stream.aclose()


async def test_it_was_live_and_is_silent_and_a_rhythm_can_be_stated(clock: VirtualClock) -> None:
    source, even = ScriptedSource(), ScriptedSource()
    uneven = Stream(source, runner="asyncio", clock=clock).start()
    stated = Stream(even, runner="asyncio", clock=clock, stale_after="2m").start()
    for each in (source, even):
        each.row(time=1.0, value=1.0)
    await clock.advance(10)
    states = [each.status.state for each in (uneven, stated)]
    assert states == [State.STALE, State.LIVE]
    source.row(time=2.0, value=1.0)
    await clock.advance(0.1)
    assert [uneven.status.state] == [State.LIVE]
    await uneven.aclose()
    await stated.aclose()


async def test_a_generator_object_cannot_begin_again() -> None:
    items = (number for number in range(1))
    list(items)
    stream = lw.stream(items).start()
    await said(stream, State.FAILED, "has already ended")


def test_a_figure_that_is_paused_or_zoomed_is_so_by_these_names() -> None:
    stream = lw.stream([{"time": 1_700_000_000.0 + n, "value": n} for n in range(5)])
    fig = lw.line(stream)
    stream.wait(rows=5)
    assert (fig.paused, fig.following) == (False, True)
    fig.pause()
    fig.zoom(1_700_000_001.0, 1_700_000_003.0)
    assert (fig.paused, fig.following) == (True, False)
    fig.resume()
    fig.live()
    assert (fig.paused, fig.following) == (False, True)
    lw.stop_all()
