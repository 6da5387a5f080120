"""The kernel's end of the panel "Streams": what it and a page say to each other.

A page finds this end by asking the kernel for its comms of this target, which costs a
kernel without livewidgets one answer, and no line in its log. It is not opened from here:
a page without the panel would complain of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Literal, TypedDict

import comm

STREAMS_COMM = "livewidgets.streams"
"""The target's name; the same in js/src/streams_wire.ts."""

_log = logging.getLogger("livewidgets")


class Watch(TypedDict):
    """A page looks at the panel, now and for some seconds; it says so again and again."""

    type: Literal["watch"]


class Stop(TypedDict):
    """A page wants a stream stopped."""

    type: Literal["stop"]
    number: int


class Entry(TypedDict):
    """A stream that runs; texts are for people, and shown as text."""

    number: int
    name: str
    state: str
    rate: str
    rows: str
    lost: str
    age: str
    pictures: int


class Streams(TypedDict):
    """To all pages: the streams that run; `more` are left out."""

    type: Literal["streams"]
    streams: list[Entry]
    more: int


def read_request(data: Any) -> Watch | Stop | None:
    """What a page says, if it can be understood."""
    match data:
        case {"type": "watch"}:
            return {"type": "watch"}
        case {"type": "stop", "number": int(number)} if not isinstance(number, bool):
            return {"type": "stop", "number": number}
    return None


def offer(heard: Callable[[Watch | Stop], None]) -> Callable[[Streams], None]:
    """Let pages find this kernel's streams.

    Args:
        heard: Called with each request, on a thread of the kernel's.

    Returns:
        What sends a message to all pages, from any thread.
    """

    def on_message(message: Any) -> None:
        request = read_request(message.get("content", {}).get("data"))
        if request is None:
            _log.debug("a page said what cannot be understood")
        else:
            heard(request)

    end = comm.create_comm(target_name=STREAMS_COMM, primary=False)
    end.on_msg(on_message)
    comm.get_comm_manager().register_comm(end)

    def send(streams: Streams) -> None:
        end.send(dict(streams))

    return send
