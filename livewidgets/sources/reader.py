"""Reader: the life of reading one source, with its retries, as states and sentences."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type
from tenacity.wait import wait_exponential, wait_random

from livewidgets.clock import Clock
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, LiveWidgetsError, SourceError
from livewidgets.sources.source import Sink, Source, State

_log = logging.getLogger("livewidgets")


@dataclass(frozen=True, slots=True)
class Retry:
    """How a source that was lost is tried again. All in seconds.

    Attributes:
        initial: The wait after the first failure; it doubles with each further one.
        maximum: The longest wait.
        jitter: Up to so much is added at random, so that not all come back at once.
        give_up: A source that brought nothing for so long is given up.

    Raises:
        ArgumentError: One of them is negative, or the waits contradict each other.
    """

    initial: float = 0.1
    maximum: float = 10.0
    jitter: float = 0.1
    give_up: float = 86_400.0

    @classmethod
    def given(cls, retry: object) -> Retry:
        """A retry as it is, the usual one for None.

        Raises:
            ArgumentError: It is neither.
        """
        if retry is None:
            return cls()
        if not isinstance(retry, cls):
            raise ArgumentError(f"retry={retry!r}: give a Retry, as in Retry(maximum=60)")
        return retry

    def __post_init__(self) -> None:
        if not 0 < self.initial <= self.maximum:
            raise ArgumentError(
                f"initial={self.initial!r}, maximum={self.maximum!r}: give waits above 0, "
                "the longest one as maximum"
            )
        if not self.jitter >= 0 or not self.give_up > 0:
            raise ArgumentError(
                f"jitter={self.jitter!r}, give_up={self.give_up!r}: neither may be negative, "
                "and give_up must be above 0"
            )


class Reader:
    """Reads a source to its end, or again and again where it reconnects.

    Args:
        source: What to read.
        sink: What to write to and to report to.
        clock: Where the time comes from.
        retry: How to reconnect.
    """

    def __init__(
        self, source: Source, sink: Sink, clock: Clock, *, retry: Retry | None = None
    ) -> None:
        self._source, self._clock = source, clock
        self._sink = _Watched(sink, clock)
        self._retry = Retry() if retry is None else retry
        self._rows_before = 0

    async def run(self) -> None:
        """Read; raises nothing but CancelledError: all else is reported."""
        self._sink.report(State.CONNECTING)
        try:
            if self._source.reconnects:
                await self._keep_reading()
            else:
                await self._source.read(self._sink, self._clock)
            self._sink.report(State.ENDED, ", ".join(filter(None, self._ending())))
        except LiveWidgetsError as error:
            self._sink.report(State.FAILED, str(error))
        except Exception as error:
            _log.exception("%s failed", self._source.name)
            self._sink.report(State.FAILED, f"{type(error).__name__}: {error}")

    async def _keep_reading(self) -> None:
        retry = self._retry
        retrying = AsyncRetrying(
            sleep=self._clock.sleep,
            wait=wait_exponential(multiplier=retry.initial, max=retry.maximum)
            + wait_random(0, retry.jitter),
            stop=self._hopeless,
            retry=retry_if_exception_type(SourceError),
            after=self._begin_anew,
            before_sleep=self._say,
            reraise=True,
        )
        try:
            await retrying(self._read_once)
        except SourceError as error:
            raise SourceError(
                f"given up after {_duration(self._silence())} without data: {error}"
            ) from error

    async def _read_once(self) -> None:
        await self._source.read(self._sink, self._clock)
        if self._ending()[0]:
            return  # it is over, and says how
        raise SourceError(f"{self._source.name} closed the connection")

    def _ending(self) -> tuple[str, str]:
        """How the source has ended for good, where it says so, and how many rows it brought."""
        return str(getattr(self._source, "ending", "")), _rows(self._sink.rows)

    def _begin_anew(self, state: RetryCallState) -> None:
        """Start the back-off again after a connection that brought data."""
        if self._sink.rows > self._rows_before:
            state.attempt_number = 1
        self._rows_before = self._sink.rows

    def _hopeless(self, state: RetryCallState) -> bool:
        return self._silence() >= self._retry.give_up

    def _silence(self) -> float:
        return self._clock.monotonic() - self._sink.last_rows

    def _say(self, state: RetryCallState) -> None:
        reason = state.outcome.exception() if state.outcome is not None else None
        self._sink.report(
            State.RECONNECTING,
            f"attempt {state.attempt_number}, next try in {state.upcoming_sleep:.1f} s: {reason}",
        )


class _Watched:
    """A sink that passes all on, and counts rows."""

    def __init__(self, sink: Sink, clock: Clock) -> None:
        self._sink, self._clock = sink, clock
        self._lock = threading.Lock()
        self.rows = 0
        self.last_rows = clock.monotonic()
        self.reject = sink.reject
        self.dropped = sink.dropped
        self.report = sink.report
        self.pending = sink.pending

    def put(self, batch: Batch) -> None:
        with self._lock:
            self.rows += len(batch)
            self.last_rows = self._clock.monotonic()
        self._sink.put(batch)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"
