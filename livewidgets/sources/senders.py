"""Senders: the connections that a listener reads at the same time."""

from __future__ import annotations

import asyncio
import hmac
import logging
from dataclasses import dataclass

from livewidgets.clock import Clock
from livewidgets.data.batch import Reject
from livewidgets.data.decoder import DecoderFactory
from livewidgets.errors import LiveWidgetsError
from livewidgets.sources.inbox import Inbox
from livewidgets.sources.source import Sink, State
from livewidgets.sources.tcp_read import pour

TOKEN_TIMEOUT = 10.0
TOKEN_LINE_BYTES = 1024

_log = logging.getLogger("livewidgets")


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in: senders whose first line is `token <value>`.

    Attributes:
        token: The value.
    """

    token: str

    async def refusal(self, inbox: Inbox, clock: Clock) -> str | None:
        """Read the first line; None if it is right, otherwise what is wrong, as a phrase."""
        try:
            line = await clock.within(TOKEN_TIMEOUT, _first_line(inbox))
        except TimeoutError:
            return f"no token within {TOKEN_TIMEOUT:g} s"
        if line is None:
            return "no token"
        right = hmac.compare_digest(line.rstrip(b"\r"), b"token " + self.token.encode())
        return None if right else "wrong token"


async def _first_line(inbox: Inbox) -> bytes | None:
    """The first line without its end, what follows it given back; None if it never ends.

    A line that is too long comes cut off.
    """
    head = b""
    while True:
        await inbox.ready()
        try:
            chunk = inbox.take()
        except OSError:
            return None
        if not chunk:
            return None
        head += chunk
        line, end, _ = head[: TOKEN_LINE_BYTES + 1].partition(b"\n")
        if end:
            inbox.give_back(head[len(line) + 1 :])
        if end or len(head) > TOKEN_LINE_BYTES:
            return line


class Senders:
    """All that are connected, each with a decoder of its own; none disturbs another.

    Args:
        sink: What the rows of all are written to.
        clock: Where the time comes from.
        decoder: Makes the decoder of a connection.
        pause: The silence that ends a record, in seconds; None where a delimiter does.
        admission: Who is let in; None is everybody.
        most: How many may be connected at once.
    """

    def __init__(
        self,
        sink: Sink,
        clock: Clock,
        *,
        decoder: DecoderFactory,
        pause: float | None,
        admission: Admission | None,
        most: int,
    ) -> None:
        self._sink, self._clock = sink, clock
        self._decoder, self._pause = decoder, pause
        self._admission, self._most = admission, most
        self._tasks: dict[asyncio.Task[None], Inbox] = {}
        self._sending = 0
        self._pending = 0
        self._open = True

    def report(self, nobody: str = "no sender") -> None:
        """Say how many there are; `nobody` is the sentence for none."""
        if self._sending:
            count = f"{self._sending:,} sender{'s' if self._sending > 1 else ''}"
            self._sink.report(State.LIVE, count)
        else:
            self._sink.report(State.CONNECTING, nobody)

    def welcome(self, inbox: Inbox) -> None:
        """Begin to read a connection that has just been made."""
        task = asyncio.get_running_loop().create_task(self._serve(inbox))
        self._tasks[task] = inbox
        task.add_done_callback(lambda ended: self._tasks.pop(ended, None))

    async def dismiss(self) -> None:
        """Let go of all of them; when this returns their sockets are closed."""
        self._open = False
        tasks = dict(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for inbox in tasks.values():  # a task that never began has closed nothing
            await inbox.close()

    async def _serve(self, inbox: Inbox) -> None:
        try:
            if self._open and await self._let_in(inbox):
                await self._read(inbox)
        except OSError:
            pass  # it was killed or lost: what was complete is put, what was cut off counted
        except LiveWidgetsError as error:
            self._sink.reject(Reject(str(error), b""))
        except Exception as error:
            _log.exception("a sender could not be read")
            self._sink.reject(Reject(f"{type(error).__name__}: {error}", b""))
        finally:
            await inbox.close()

    async def _let_in(self, inbox: Inbox) -> bool:
        refusal: str | None = None
        if len(self._tasks) > self._most:
            refusal = f"more than {self._most:,} senders at once"
        elif self._admission is not None:
            refusal = await self._admission.refusal(inbox, self._clock)
        if refusal is not None:
            self._sink.reject(Reject(refusal, b""))
        return refusal is None

    async def _read(self, inbox: Inbox) -> None:
        held = 0

        def pending(now_held: int) -> None:
            nonlocal held
            self._pending += now_held - held
            held = now_held
            self._sink.pending(self._pending)

        self._count(+1)
        try:
            decoder = self._decoder(self._sink.reject)
            await pour(inbox, decoder, self._sink, self._clock, pause=self._pause, pending=pending)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        self._sending += change
        if self._open:  # a listener that is closing has nothing more to say
            self.report()
