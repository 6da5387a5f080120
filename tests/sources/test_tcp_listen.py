from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import pytest

from livewidgets.clock import SYSTEM
from livewidgets.data.decoder import Decoder
from livewidgets.data.framing import OnReject
from livewidgets.errors import ArgumentError, BusyError, SourceError
from livewidgets.sources.reader import Reader
from livewidgets.sources.source import State
from livewidgets.sources.tcp_listen import Listen
from livewidgets.testing.clock import VirtualClock
from tests.sources.conftest import Start
from tests.sources.recorder import Recorder
from tests.sources.wire import HOST, LINGER_RESET, decoders, listening, send


def test_what_it_is_called() -> None:
    fixed, free = Listen(5050, decoder=decoders()), Listen(0, decoder=decoders())
    assert (fixed.name, fixed.key, fixed.reconnects) == (
        "127.0.0.1:5050",
        "tcp-listen:127.0.0.1:5050",
        False,
    )
    assert (free.name, free.key) == ("127.0.0.1:0", None)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"port": -1}, "from 0 to 65535"),
        ({"port": 0, "host": ""}, "host=''"),
        ({"port": 0, "pause": -1}, "more than 0"),
        ({"port": 0, "max_senders": 0}, "max_senders=0"),
        ({"port": 0, "token": ""}, "printable text"),
        ({"port": 0, "token": "a b"}, "printable text"),
        ({"port": 0, "token": "a\nb"}, "printable text"),
        ({"port": 0, "token": "x" * 513}, "at most 512 bytes"),
    ],
)
def test_arguments_are_checked_at_once(options: dict[str, object], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        Listen(decoder=decoders(), **options)  # type: ignore[arg-type]


async def test_states_follow_the_senders(sink: Recorder, start: Start) -> None:
    source = Listen(0, decoder=decoders())
    start(source)
    port = await listening(source, sink)
    assert sink.states == [(State.CONNECTING, f"listening on {HOST}:{port}, no sender yet")]
    first = await send(port, end=False)
    await sink.until(lambda sink: sink.states[-1] == (State.LIVE, "1 sender"))
    second = await send(port, end=False)
    await sink.until(lambda sink: sink.states[-1] == (State.LIVE, "2 senders"))
    first.close()
    await sink.until(lambda sink: sink.states[-1] == (State.LIVE, "1 sender"))
    second.close()
    await sink.until(lambda sink: sink.states[-1] == (State.CONNECTING, "no sender"))


async def test_ten_numbered_senders_at_once(sink: Recorder, start: Start) -> None:
    """Every complete row that was sent before a clean close is there once."""
    source = Listen(0, decoder=decoders(["sender", "number"]))
    start(source)
    port = await listening(source, sink)
    rows = 5_000

    async def sender(number: int) -> None:
        data = b"".join(b"%d,%d\n" % (number, each) for each in range(rows))
        # Cut at places that have nothing to do with the lines, and differ by sender.
        size = 1_009 + 97 * number
        await send(port, *(data[at : at + size] for at in range(0, len(data), size)))

    await asyncio.gather(*map(sender, range(10)))
    await sink.until(lambda sink: sink.state is State.CONNECTING and sink.rows >= 10 * rows)
    got = list(zip(sink.column("sender"), sink.column("number"), strict=True))
    assert len(got) == len(set(got)) == 10 * rows
    assert set(got) == {(sender, number) for sender in range(10) for number in range(rows)}
    for each in range(10):  # and in the order in which each sender wrote them
        assert [number for sender, number in got if sender == each] == list(range(rows))
    assert sink.rejects == []
    assert sink.held[-1] == 0


async def test_held_bytes_are_those_of_all_senders(sink: Recorder, start: Start) -> None:
    source = Listen(0, decoder=decoders())
    start(source)
    port = await listening(source, sink)
    one = await send(port, b"123", end=False)
    two = await send(port, b"45", end=False)
    await sink.until_held(5)
    one.close()  # a clean close ends its record
    await sink.until(lambda sink: sink.held[-1] == 2)
    await sink.until(lambda sink: sink.column() == [123])
    two.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_RESET)
    two.transport.abort()
    await sink.until(lambda sink: sink.held[-1] == 0)
    await sink.until(lambda sink: sink.rejects)
    assert sink.column() == [123]
    assert sink.rejects[0].reason == "connection lost after 2 bytes of a record"


async def test_a_pause_ends_a_record_of_one_sender(
    sink: Recorder, start: Start, clock: VirtualClock
) -> None:
    source = Listen(0, decoder=decoders(pauses=True), pause=0.2)
    start(source, clock)
    port = await listening(source, sink)
    writer = await send(port, b"17", end=False)
    await sink.until_held(2)
    await clock.advance(0.2)
    assert sink.column() == [17]
    writer.close()


async def test_a_sender_that_cannot_be_read_disturbs_no_other(
    sink: Recorder,
    start: Start,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = decoders()
    made: list[Decoder] = []

    def fail(data: bytes, now: float) -> None:
        raise ZeroDivisionError("a bug")

    def make(on_reject: OnReject) -> Decoder:
        made.append(good(on_reject))
        if len(made) == 2:
            monkeypatch.setattr(made[-1], "feed", fail)
        return made[-1]

    source = Listen(0, decoder=make)
    start(source)
    port = await listening(source, sink)
    first = await send(port, b"1\n", end=False)
    await sink.until(lambda sink: sink.rows == 1)
    second = await send(port, b"2\n", end=False)
    await sink.until(lambda sink: sink.rejects)
    first.write(b"3\n")
    await sink.until(lambda sink: sink.rows == 2)
    assert sink.column() == [1, 3]
    assert sink.rejects[0].reason == "ZeroDivisionError: a bug"
    assert "a sender could not be read" in caplog.text
    first.close()
    second.close()


async def test_port_in_use(sink: Recorder) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        source = Listen(port, decoder=decoders())
        with pytest.raises(BusyError) as error:
            await source.read(sink, SYSTEM)
        assert str(error.value) == (
            f"port {port} of 127.0.0.1 is in use: stop what listens there (another notebook, "
            "or a sender?) or choose another port; port=0 takes a free one"
        )
        await Reader(source, sink, SYSTEM).run()
        assert sink.states[-1] == (State.FAILED, str(error.value))


async def test_not_an_address_of_this_machine(sink: Recorder) -> None:
    with pytest.raises(SourceError, match=r"192\.0\.2\.1 is no address of this machine"):
        await Listen(0, "192.0.2.1", decoder=decoders()).read(sink, SYSTEM)


async def test_no_such_address(sink: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "create_server", fail)
    with pytest.raises(SourceError, match="there is no address 'nowhere'"):
        await Listen(0, "nowhere", decoder=decoders()).read(sink, SYSTEM)


async def test_it_can_listen_again_at_once(
    sink: Recorder, start: Start, nothing_left: Callable[[], None]
) -> None:
    """With senders connected, and so with sockets in TIME_WAIT on that port."""
    source = Listen(0, decoder=decoders())
    writers = []
    port = 0
    for _ in range(3):
        reading = start(source)
        port = await listening(source, sink)
        writers += [await send(port, b"1\n2", end=False) for _ in range(3)]
        await sink.until(lambda sink: sink.rows == 3)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        source = Listen(port, decoder=decoders())
        sink.batches.clear()
        sink.states.clear()
    for writer in writers:
        writer.close()
        await writer.wait_closed()
    nothing_left()


async def test_cancelled_it_says_nothing_more(sink: Recorder, start: Start) -> None:
    source = Listen(0, decoder=decoders())
    reading = start(source)
    port = await listening(source, sink)
    writer = await send(port, b"1\n", end=False)
    await sink.until(lambda sink: sink.rows)
    told = len(sink.states)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert len(sink.states) == told
    writer.close()
