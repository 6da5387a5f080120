from __future__ import annotations

import asyncio
from unittest.mock import Mock

import pytest

from livewidgets.sources.inbox import CHUNK, Inbox


def connected() -> tuple[Inbox, Mock]:
    inbox, transport = Inbox(), Mock(spec=asyncio.Transport)
    inbox.connection_made(transport)
    return inbox, transport


def receive(inbox: Inbox, data: bytes) -> None:
    inbox.get_buffer(-1)[: len(data)] = data
    inbox.buffer_updated(len(data))


async def test_the_error_comes_after_all_that_was_received() -> None:
    inbox, _ = connected()
    receive(inbox, b"12\n")
    receive(inbox, b"34\n")
    inbox.connection_lost(ConnectionResetError())
    await inbox.ready()
    assert inbox.take() == b"12\n34\n"
    await inbox.ready()
    with pytest.raises(ConnectionResetError):
        inbox.take()


async def test_a_clean_end_is_empty_bytes() -> None:
    inbox, _ = connected()
    inbox.connection_lost(None)
    await inbox.ready()
    assert inbox.take() == b""


async def test_it_holds_one_chunk_and_stops_reading() -> None:
    inbox, transport = connected()
    receive(inbox, b"x" * (CHUNK - 1))
    transport.pause_reading.assert_not_called()
    receive(inbox, b"y")
    transport.pause_reading.assert_called_once_with()
    assert len(inbox.get_buffer(-1)) == 0
    assert inbox.take() == b"x" * (CHUNK - 1) + b"y"
    transport.resume_reading.assert_called_once_with()


async def test_what_is_given_back_comes_first_again() -> None:
    inbox, _ = connected()
    receive(inbox, b"token\n12\n")
    assert inbox.take() == b"token\n12\n"
    inbox.give_back(b"12\n")
    receive(inbox, b"34\n")
    assert inbox.take() == b"12\n34\n"


async def test_a_waiting_reader_is_woken() -> None:
    inbox, _ = connected()
    waiting = asyncio.create_task(inbox.ready())
    await asyncio.sleep(0)
    assert not waiting.done()
    receive(inbox, b"1")
    await waiting
