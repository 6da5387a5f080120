"""The leak check: each sort of thing that is left open is found and named."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import ipywidgets
import pytest

from livewidgets.testing import leaks, no_leaks, open_resources
from livewidgets.transport.closing import close_tree

Leak = Callable[[], Callable[[], object]]


def a_thread() -> Callable[[], object]:
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="left-behind", daemon=True)
    thread.start()

    def close() -> None:
        end.set()
        thread.join()

    return close


def a_socket() -> Callable[[], object]:
    return socket.socket().close


def a_widget() -> Callable[[], object]:
    label = ipywidgets.Label()
    return lambda: close_tree(label)


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "_GRACE", 0.05)


@pytest.mark.parametrize(
    ("leak", "sort", "name"),
    [
        (a_thread, "threads", "left-behind"),
        (a_socket, "sockets", "socket:["),
        (a_widget, "comms", "Label"),
    ],
)
def test_what_is_left_open_is_named(leak: Leak, sort: str, name: str) -> None:
    before = open_resources()
    check = no_leaks()
    check.__enter__()
    close = leak()
    left = open_resources().beyond(before)
    assert list(left) == [sort]
    assert any(name in each for each in left[sort])
    with pytest.raises(AssertionError, match=f"left open:\n{sort}: "):
        check.__exit__(None, None, None)
    close()
    assert open_resources().beyond(before) == {}


@pytest.mark.parametrize("leak", [a_thread, a_socket, a_widget])
def test_what_is_closed_again_is_no_leak(leak: Leak) -> None:
    with no_leaks():
        leak()()


async def test_a_task_that_is_left_is_named() -> None:
    async def lingers() -> None:
        await asyncio.get_running_loop().create_future()

    check: AbstractContextManager[None] = no_leaks()
    check.__enter__()
    task = asyncio.create_task(lingers(), name="left-behind")
    with pytest.raises(AssertionError, match=r"tasks: left-behind .*lingers"):
        check.__exit__(None, None, None)
    task.cancel()


def test_what_ends_in_a_moment_is_given_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "_GRACE", 10.0)
    looked = threading.Event()

    def looks() -> leaks.Resources:
        found = open_resources()
        looked.set()  # after the thread was seen
        return found

    with no_leaks():
        monkeypatch.setattr(leaks, "open_resources", looks)
        thread = threading.Thread(target=looked.wait)
        thread.start()


def test_an_error_in_the_block_is_not_hidden_by_what_it_left() -> None:
    closing: list[Callable[[], object]] = []

    def block() -> Iterator[None]:
        closing.append(a_socket())
        raise ZeroDivisionError("the reason")
        yield

    with pytest.raises(ZeroDivisionError), no_leaks():
        next(iter(block()))
    closing[0]()


def test_what_was_open_before_is_nobodys_leak() -> None:
    close = a_widget()
    with no_leaks():
        pass
    close()


@pytest.mark.usefixtures("leak_check")
def test_the_fixture_stops_streams_and_closes_pictures_itself() -> None:
    from livewidgets import line, stream

    line(stream(iter([1.0, 2.0]))).stream.wait(rows=2)
