from __future__ import annotations

import asyncio
from contextlib import suppress
from unittest.mock import Mock

import pytest

from livewidgets.sources.inbox import Inbox
from livewidgets.sources.senders import TOKEN_LINE_BYTES, TOKEN_TIMEOUT, Senders
from livewidgets.sources.source import State
from livewidgets.sources.tcp_listen import Listen
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder
from tests.sources.wire import HOST, decoders, listening, send


async def test_too_many_senders(sink: Recorder, start: Start) -> None:
    source = Listen(0, decoder=decoders(), max_senders=2)
    start(source)
    port = await listening(source, sink)
    kept = [await send(port, end=False) for _ in range(2)]
    await sink.until(lambda sink: sink.sentence == "2 senders")
    reader, refused = await asyncio.open_connection(HOST, port)
    assert await reader.read() == b""
    await sink.until(lambda sink: sink.rejects)
    assert sink.rejects[0].reason == "more than 2 senders at once"
    kept.pop().close()
    await sink.until(lambda sink: sink.sentence == "1 sender")
    kept.append(await send(port, b"7\n", end=False))
    await sink.until(lambda sink: sink.rows)
    for writer in (*kept, refused):
        writer.close()


def test_a_host_that_others_reach_gets_a_token() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "myhost"):
        assert len(Listen(0, host, decoder=decoders()).token or "") >= 32
        assert Listen(0, host, decoder=decoders(), token="mine").token == "mine"
    for host in ("127.0.0.1", "127.0.0.2", "::1", "localhost"):
        assert Listen(0, host, decoder=decoders()).token is None


async def test_a_made_up_token_is_shown(sink: Recorder, start: Start) -> None:
    source = Listen(0, "0.0.0.0", decoder=decoders())
    start(source)
    await listening(source, sink)
    assert f'senders must begin with the line "token {source.token}"' in sink.sentence


async def test_a_token_lets_in(sink: Recorder, start: Start) -> None:
    source = Listen(0, decoder=decoders(), token="open-sesame")
    start(source)
    port = await listening(source, sink)
    assert "open-sesame" not in sink.sentence
    await send(port, b"token open-se", b"same\n1\n2", b"3\n")
    await send(port, b"token open-sesame\r\n", b"4\n")
    await sink.until(lambda sink: sink.rows == 3)
    assert sorted(sink.column()) == [1, 4, 23]  # type: ignore[type-var]
    assert sink.rejects == []


@pytest.mark.parametrize(
    "line",
    [
        b"token wrong-SECRET\n1\n",
        b"1\n2\n",
        b"\n",
        b"x" * (TOKEN_LINE_BYTES + 1),
        b"token open-sesame" + b" " * TOKEN_LINE_BYTES + b"\n",
    ],
)
async def test_a_wrong_token(sink: Recorder, start: Start, line: bytes) -> None:
    source = Listen(0, decoder=decoders(), token="open-sesame")
    start(source)
    port = await listening(source, sink)
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(line)
    with suppress(ConnectionResetError):  # it closes without having read all
        assert await reader.read() == b""
    await sink.until(lambda sink: sink.rejects)
    assert [(each.reason, each.excerpt) for each in sink.rejects] == [("wrong token", b"")]
    assert sink.rows == 0
    assert not sink.said(State.LIVE)
    writer.close()


async def test_no_token_in_time(sink: Recorder, start: Start, clock: VirtualClock) -> None:
    source = Listen(0, decoder=decoders(), token="open-sesame")
    start(source, clock)
    port = await listening(source, sink)
    reader, writer = await asyncio.open_connection(HOST, port)
    writer.write(b"token ")
    while not clock._sleepers:  # until it has been accepted
        await asyncio.sleep(0)
    await clock.advance(TOKEN_TIMEOUT)
    await sink.until(lambda sink: sink.rejects)
    assert sink.rejects[0].reason == "no token within 10 s"
    assert await reader.read() == b""
    writer.close()
    await send(port, b"tok")
    await sink.until(lambda sink: len(sink.rejects) == 2)
    assert sink.rejects[1].reason == "no token"


async def test_a_connection_of_the_last_moment_is_closed(
    sink: Recorder, clock: VirtualClock
) -> None:
    """Its task is cancelled before it has begun, and so runs none of its own clearing up."""
    senders = Senders(sink, clock, decoder=decoders(), pause=None, admission=None, most=1)
    inbox, transport = Inbox(), Mock(spec=asyncio.Transport)
    transport.abort.side_effect = lambda: inbox.connection_lost(None)
    inbox.connection_made(transport)
    senders.welcome(inbox)
    await senders.dismiss()
    transport.abort.assert_called()
    assert sink.states == []
