"""What a picture shows, in words: for who listens to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from livewidgets.data.ring import Ring
from livewidgets.data.schema import Schema
from livewidgets.stream import Stream
from livewidgets.views.format import formatter
from livewidgets.views.text import one_line, plain
from livewidgets.views.view import Traits

PACE = 2.0
"""Seconds of the stream's time: words that change faster cannot be listened to."""

SOON = 0.05
"""Seconds: the least period."""

MOST_NAMED = 5
"""Columns that are told of by name; of more nobody keeps track."""


class Said:
    """What is said of a picture, as it was up to two seconds ago; of what somebody chose to see
    at once.

    Attributes:
        period: Seconds after which it has to be said anew though no more rows come; None: not.
    """

    def __init__(self) -> None:
        self.period: float | None = None
        self._words = ""
        self._choice: object = None  # what was seen when it was said
        self._state: tuple[float, int] | None = None  # how far the rows were then
        self._newest, self._made = -math.inf, -math.inf  # the times then: the stream's, the clock's
        self._drawn: tuple[tuple[float, int], Callable[[], str]] = ((-math.inf, 0), str)

    def traits(
        self, stream: Stream, state: tuple[float, int], choice: object, words: Callable[[], str]
    ) -> Traits:
        """The trait `words` of a figure.

        Args:
            stream: Whose picture it is.
            state: The time of the newest row, in seconds, and how many there were, before they
                were read.
            choice: What somebody chose to see; of another one other words are said at once.
            words: Makes them.
        """
        now = stream.clock.monotonic()
        self._drawn = (state, words)
        if (
            (stream, choice) != self._choice
            or not 0.0 <= state[0] - self._newest < PACE
            or (state != self._state and now - self._made >= PACE)
        ):
            self._say(now, (stream, choice))
        self._wait(now)
        return {"words": self._words}

    def still(self, stream: Stream, choice: object) -> Traits:
        """The trait where a picture stands still: words of the last one that was drawn, if they
        are not said yet."""
        now = stream.clock.monotonic()
        if self.period is None:
            return {}
        if (stream, choice) == self._choice and now - self._made < PACE:
            self._wait(now)
            return {}
        self._say(now, (stream, choice))
        self.period = None
        return {"words": self._words}

    def _say(self, now: float, choice: object) -> None:
        self._state, words = self._drawn
        self._words, self._choice = words(), choice
        self._newest, self._made = self._state[0], now

    def _wait(self, now: float) -> None:
        # Not in no time: what is left of a pace may be less than a clock tells apart.
        left = max(SOON, self._made + PACE - now)
        self.period = None if self._drawn[0] == self._state else left

    def forget(self) -> None:
        """Say something else; what is said then is said at once."""
        self.period = self._choice = None


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them, the first few of many."""
    shown = [one_line(each) for each in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    if more:
        shown.append(f"{more} more")
    return " and ".join(each for each in (", ".join(shown[:-1]), *shown[-1:]) if each)


def valued(name: str, value: float, schema: Schema) -> str:
    """A column's value with its name and unit."""
    show = formatter(None, schema.units.get(name, ""))
    return f"{one_line(name)} {show(value)}"


def newest_words(
    ring: Ring, schema: Schema, names: Sequence[str], start: float, end: float, otherwise: str
) -> str:
    """The values of the newest row between two times.

    Args:
        ring: The rows.
        schema: Their columns.
        names: Which columns.
        start: Seconds.
        end: Seconds.
        otherwise: What is said where there is no such row.
    """
    wanted = [name for name in names if name != "time"][:MOST_NAMED]
    if not wanted:
        return ""
    after = math.nextafter(end, math.inf)
    found = ring.pieces(time=after, until=end, names=wanted, beside=1).rows
    row = found[(found.time >= start) & (found.time <= end)][-1:]
    if not len(row):
        return otherwise
    values = (
        valued(name, float(row[name][0]), schema)
        if schema.kinds[name].numeric
        else f"{one_line(name)} {plain(row[name][0])}"
        for name in wanted
    )
    return f"newest {', '.join(values)}"


def sentence(parts: Iterable[str]) -> str:
    """Parts that say something, with semicolons between."""
    return "; ".join(each for each in parts if each)
