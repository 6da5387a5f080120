"""What is drawn over a line: anomalies as points, alerts as spans of time."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from livewidgets.data.alerts.judgement import Level, Limit
from livewidgets.data.alerts.log import Episode
from livewidgets.data.alerts.rules import Rule
from livewidgets.data.ring import Ring
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.views.alerts import watch_of
from livewidgets.views.companion import keep_beside
from livewidgets.views.format import count_text
from livewidgets.views.text import one_line
from livewidgets.views.view import Follows, Shown
from livewidgets.views.viewport import Viewport

MOST_POINTS = 300
"""Anomalies that are drawn: with more the chart is full of them anyway."""

MOST_SPANS = 300
"""Spans of each level that are drawn."""

NARROWEST = 1 / 400
"""The part of the window that a span takes at least, so that it can be seen."""

DRAWN_LEVELS = (Level.WARNING, Level.CRITICAL)


class AnomalyView:
    """The anomalies of the window. Slots: `anomalies` (x, y, visible), `figure` (title: with
    what could not be judged, and why).

    Args:
        stream: Rows of a detector: `value` and `anomaly`.
        viewport: Which span of time is seen.
        heading: The title where nothing is wrong.
        parent: What the stream was derived from, if it was made for this view alone.
        log: Whether they are drawn on a logarithmic axis, which shows nothing below zero.
    """

    curves = 0
    period = None

    def __init__(
        self,
        stream: Stream,
        viewport: Viewport,
        heading: str,
        parent: Stream | None = None,
        log: bool = False,
    ) -> None:
        # A stream that ended with its parent says nothing when that is started again.
        self.follows = Follows(stream if parent is None else parent)
        self.beside = () if parent is None else (stream,)
        self.viewport = viewport
        self._log = log
        self._cleared: tuple[Ring, float] | None = None
        self._heading = heading
        self._points: deque[tuple[float, float]] = deque(maxlen=MOST_POINTS)
        self._seen: tuple[Ring | None, int, int] = (None, 0, 0)  # ring, revision, rows

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn, whatever its stream does."""
        return self.viewport.revision

    def clear(self) -> None:
        """Show only what is found in rows that come from now on."""
        stream = self.beside[0] if self.beside else self.follows.stream
        ring = stream.ring
        self._cleared = None if ring.newest is None else (ring, ring.newest)
        self.viewport.touch()

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        for made in self.beside:
            keep_beside(made, stream)
            stream = made
        return {"figure": {"title": self._title(stream)}, **self._found(stream)}

    def _title(self, stream: Stream) -> str:
        rejects = stream.rejects
        if not rejects:
            return self._heading
        rows = count_text(stream.counts.rejected)
        return one_line(f"{self._heading} ⚠ {rows} rows not judged: {rejects[-1].reason}")

    def _found(self, stream: Stream) -> Shown:
        ring = stream.ring  # once: a rerun puts an empty one into its place, at any moment
        schema, newest = ring.schema, ring.newest
        if schema is None or newest is None:
            self._points.clear()
            return {"anomalies": {"visible": False}}
        if "anomaly" not in schema.names or "value" not in schema.names:
            raise SchemaError(
                f"{stream.name!r} has no columns 'value' and 'anomaly': derive it with one of "
                "livewidgets.detectors"
            )
        known, revision, rows = self._seen
        look = ring.look(rows, names=("value", "anomaly"))
        if known is not ring or look.revision != revision or look.first > rows:
            self._points.clear()
            look = ring.look(names=("value", "anomaly"))
        self._seen = (ring, look.revision, look.start + len(look.rows))
        found = look.rows[look.rows.columns["anomaly"].astype(np.bool_)]
        self._points.extend(zip(found.time.tolist(), found.columns["value"].tolist(), strict=True))
        if self.viewport.blank:
            return {"anomalies": {"visible": False}}
        start, end = self.viewport.limits() or (newest - self.viewport.window, newest)
        points: Iterable[tuple[float, float]] = self._points
        if self.viewport.span is not None and len(self._points) == MOST_POINTS:
            points = _found_within(ring, start, end)
        if self._cleared is not None and self._cleared[0] is ring:
            points = [each for each in points if each[0] > self._cleared[1]]
        shown = [
            (time, value)
            for time, value in points
            if time >= start and (value > 0 or not self._log)
        ]
        if not shown:
            return {"anomalies": {"visible": False}}
        x, y = np.array(shown).T
        return {"anomalies": {"x": x.copy(), "y": y.copy(), "visible": True}}


class SpanView:
    """When there were alerts: areas from the bottom to the top of the plot. Slot: `spans`
    (x and y of shape (2, points), for warning and critical; visible). y runs from 0 to 1.

    Args:
        stream: A stream of alerts.
        rules: The names of the rules that are drawn.
        viewport: Which span of time is seen.
    """

    curves = 0
    period = 1.0  # those that last grow

    def __init__(self, stream: Stream, rules: Collection[str], viewport: Viewport) -> None:
        self.follows = Follows(stream)
        self._rules = frozenset(rules)
        self.viewport = viewport

    @property
    def revision(self) -> object:
        """Another one where it has to be drawn, whatever its stream does."""
        return self.viewport.revision

    def render(self, columns: int) -> Shown:
        watch = watch_of(self.follows.stream)
        newest = watch.parent.ring.newest
        if newest is None or self.viewport.blank:
            return {}
        start, end = self.viewport.limits() or (newest - self.viewport.window, newest)
        window = end - start
        # What lasts reaches beyond the right edge, and is moved once in a window.
        ahead = (math.floor(max(newest, end) / window) + 2) * window
        episodes = [each for each in watch.episodes() if each.rule in self._rules]
        combs = [
            _comb(list(_spans(episodes, level, start, ahead))[-MOST_SPANS:])
            for level in DRAWN_LEVELS
        ]
        points = max(len(comb) for comb in combs)
        if not points:
            return {"spans": {"visible": False}}
        x, y = np.full((2, points), start - 9 * window), np.zeros((2, points))
        for place, comb in enumerate(combs):
            if len(comb):
                # The shorter one ends in its last point again and again.
                x[place], y[place] = comb[np.minimum(np.arange(points), len(comb) - 1)].T
        least = NARROWEST * window
        _widen(x, least)
        return {"spans": {"x": x, "y": y, "visible": True}}


def _found_within(ring: Ring, start: float, end: float) -> list[tuple[float, float]]:
    """The newest anomalies of a span."""
    rows = ring.span(start, end, names=("value", "anomaly"))
    found = rows[rows.columns["anomaly"].astype(np.bool_)]
    times, values = found.time[-MOST_POINTS:], found.columns["value"][-MOST_POINTS:]
    return list(zip(times.tolist(), values.tolist(), strict=True))


def drawn_rules(rules: Collection[Rule], columns: Collection[str]) -> list[Rule]:
    """The rules that say something about these columns: all that are of no other one."""
    return [
        rule
        for rule in rules
        if not columns or rule.condition.column is None or rule.condition.column in columns
    ]


def drawn_limits(rules: Collection[Rule], log: bool = False) -> list[Limit]:
    """The limits of rules, each once; those that a logarithmic axis has no place for are none."""
    limits = dict.fromkeys(limit for rule in rules for limit in rule.condition.limits)
    return [limit for limit in limits if limit.value > 0 or not log]


def _spans(
    episodes: Collection[Episode], level: Level, start: float, ahead: float
) -> Iterator[tuple[float, float]]:
    """From when to when alerts were at a level."""
    for episode in episodes:
        end = ahead if episode.end is None else episode.end
        if end < start:
            continue
        times = [time for time, _ in episode.steps] + [end]
        for (time, step), until in zip(episode.steps, times[1:], strict=True):
            if step is level and until >= start:
                yield time, until


def _comb(spans: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Spans as one curve that is 1 in them and 0 between them, shape (4 × spans, 2)."""
    teeth = [
        point
        for low, high in sorted(spans)
        for point in ((low, 0.0), (low, 1.0), (high, 1.0), (high, 0.0))
    ]
    return np.array(teeth, dtype=np.float64).reshape(-1, 2)


def _widen(x: NDArray[np.float64], least: float) -> None:
    """Make each tooth of combs at least so wide."""
    right = np.maximum(x[:, 2::4], x[:, 1::4] + least)
    x[:, 2::4] = right
    x[:, 3::4] = right
