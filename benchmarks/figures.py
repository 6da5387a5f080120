"""From what the page noted to figures. Times are seconds since 1970, spans have two ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GRID = 0.001
"""Seconds between the moments at which an age is taken."""

LAST = 1.0
"""Seconds at the end over which the lag is taken."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is measured."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start

    def of(self, rows: Array) -> Array:
        """Those rows whose first column lies in it."""
        return rows[(rows[:, 0] >= self.start) & (rows[:, 0] < self.end)]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page showed, and what it was sent.

    Attributes:
        painted: Updates per second: frames in which the chart's newest point was another.
        labelled: Updates per second of the label.
        frames: Animation frames per second, whether or not something changed.
        latency_p50, latency_p95: Milliseconds from a row's time to the frame whose label
            first shows it.
        age_p50, age_p95: Milliseconds that the newest charted point is old, at any moment.
        lag: Seconds that it is old at the end: the median of the last second.
        messages: WebSocket messages per second that the page received.
        payload: Bytes per second in them that are the application's data.
        websocket: Bytes per second in them altogether.
    """

    painted: float
    labelled: float
    frames: float
    latency_p50: float
    latency_p95: float
    age_p50: float
    age_p95: float
    lag: float
    messages: float
    payload: float
    websocket: float


def seen(record: dict[str, Any], span: Span) -> Seen:
    """The figures of one page.

    Args:
        record: What `probe.js` noted.
        span: The time that is measured; the page was there before, and after.
    """
    label, chart = _table(record["label"], 2), _table(record["chart"], 2)
    shown = span.of(label)
    latency = 1000 * (shown[:, 0] - shown[:, 1])
    moments = np.arange(span.start, span.end, GRID)
    age = ages(chart, moments)
    messages = span.of(_table(record["messages"], 3))
    return Seen(
        painted=len(span.of(chart)) / span.seconds,
        labelled=len(shown) / span.seconds,
        frames=_frames(record["frames"], span),
        latency_p50=_percentile(latency, 50),
        latency_p95=_percentile(latency, 95),
        age_p50=1000 * _percentile(age, 50),
        age_p95=1000 * _percentile(age, 95),
        lag=_percentile(age[moments >= span.end - LAST], 50),
        messages=len(messages) / span.seconds,
        payload=float(messages[:, 2].sum()) / span.seconds,
        websocket=float(messages[:, 1].sum()) / span.seconds,
    )


def ages(changes: Array, moments: Array) -> Array:
    """How old the newest point is that is shown at each moment, in seconds; NaN before one is.

    Args:
        changes: Shape (changes, 2): when, and the newest point's time from then on.
        moments: In order.
    """
    index = np.searchsorted(changes[:, 0], moments, side="right") - 1
    newest = np.append(changes[:, 1], np.nan)[index]  # -1 takes the last, which is NaN
    return np.asarray(moments - newest, dtype=np.float64)


def _frames(by_second: dict[str, int], span: Span) -> float:
    whole = range(int(span.start) + 1, int(span.end))
    return sum(by_second.get(str(second), 0) for second in whole) / max(1, len(whole))


def _table(rows: list[list[float]], width: int) -> Array:
    return np.array(rows, dtype=np.float64).reshape(-1, width)


def _percentile(values: Array, percent: float) -> float:
    known = values[~np.isnan(values)]
    return float(np.percentile(known, percent)) if len(known) else float("nan")
