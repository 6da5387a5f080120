"""TimelineView: states as coloured spans of time, a lane for each category, and events."""

from __future__ import annotations

import math
from datetime import tzinfo

import numpy as np

from livewidgets.data.reduce import bucket_width
from livewidgets.stream import Stream
from livewidgets.views.axis import axis_traits
from livewidgets.views.drawable import drawable
from livewidgets.views.label_rows import GAP, label_rows, text_width
from livewidgets.views.lanes import Lanes
from livewidgets.views.line import BEFORE
from livewidgets.views.runs import SEVERAL, Span
from livewidgets.views.steered import Steered
from livewidgets.views.text import one_line
from livewidgets.views.ticks import Ticks
from livewidgets.views.time_axis import time_traits
from livewidgets.views.timeline_look import (
    COLOURS,
    EVENT_ROW,
    EVENT_ROWS,
    FREE,
    KNOWN,
    LANE,
    LONGEST_EVENT,
    MARGIN,
    OTHER,
    PLOT,
    height_of,
    legend,
    margins,
    short,
    text_colour,
    waiting,
)
from livewidgets.views.view import Shown, Traits
from livewidgets.views.words import sentence

COLUMNS = 400
"""Changes that are nearer together than this part of the window are shown as one."""

MOST_SPANS = 300
"""Names of spans that are written at most."""

MOST_STATES = 60
"""States that keep a colour of their own; later ones have that of SEVERAL."""


class TimelineView(Steered):
    """Slots: `spans` (x and y of shape (colours, points), visible), `names` (x, y, text,
    colors: what is written into spans), `events` (x, y, visible), `event_texts` (x, y, text),
    `x_scale`, `y_scale` (min, max), `x_axis`, `y_axis` (tick_values, tick_labels), `figure`
    (fig_margin, controls, words), `room` (height), `legend` (value: markup, in which text is
    escaped).

    Args:
        stream: What to show.
        state: The column of the states; None: only events.
        by: The column of the categories, each of which has a lane; None: one lane.
        events: The column of the events, in which empty text is none; None: no events.
        window: The span of time, in seconds.
        tz: The time zone of the axis; None is the machine's own.
    """

    curves = 0
    busy_pace = 0.05

    def __init__(
        self,
        stream: Stream,
        state: str | None,
        *,
        by: str | None = None,
        events: str | None = None,
        window: float,
        tz: tzinfo | None = None,
    ) -> None:
        super().__init__(stream, window, tz=tz)
        self._wanted = (state, by, events)
        self._lanes: Lanes | None = None
        self._colours: dict[str, int] = {}

    @property
    def shown_columns(self) -> tuple[str, ...]:
        return self._columns

    def render(self, columns: int) -> Shown:
        stream = self.follows.stream
        schema, newest = stream.schema, stream.ring.newest
        if schema is None or newest is None or self.viewport.blank:
            figure = self.idle(stream)["figure"]
            return {"legend": {"value": waiting(figure["words"])}, "figure": figure}
        for name in self._columns:
            schema.require(name)
        ring, span = stream.ring, self.viewport.span
        if not self.moved(ring):
            return self.still(stream)
        seen = self.viewport.window if span is None else span[1] - span[0]
        width = bucket_width(seen, COLUMNS)
        start, end = self.ends(newest, width)
        begin = start - BEFORE * seen
        lanes = self._read(stream, width, begin, end)
        places = self._places(lanes)
        # What is not known yet is not drawn: a state holds until now at most.
        known = min(end, (math.floor(self.at(newest) / width) + 1) * width)
        spans = {lane: list(runs.spans(known)) for lane, runs in lanes.runs.items()}
        top = height_of(len(lanes.runs), self._wanted[2] is not None)
        return {
            "spans": self._bars(spans, places, begin),
            "names": self._names(spans, places, start, end),
            **self._events(lanes, start, end, top),
            "x_scale": {"min": start, "max": end},
            "x_axis": time_traits(start, end, self.tz),
            "y_scale": {"min": 0.0, "max": top},
            "y_axis": axis_traits(
                Ticks(tuple(places.values()), tuple(short(lane) or " " for lane in places))
            ),
            "figure": {
                "fig_margin": margins(map(short, lanes.runs)),
                **self.steering(ring, width),
                **self.said(newest, lambda: self._words(lanes, self.emptied(ring))),
            },
            "room": {"height": f"{round(top) + MARGIN['top'] + MARGIN['bottom']}px"},
            "legend": {"value": self._legend(lanes, spans)},
        }

    @property
    def _columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in self._wanted if name))

    def _read(self, stream: Stream, width: float, start: float, end: float) -> Lanes:
        ring = stream.ring
        if not self.viewport.following:
            past = Lanes(*self._wanted, width)
            # A state that holds since long before has a row within twice the time, we hope.
            past.take(self.past(ring, self._columns, 2 * start - end, end).rows)
            past.trim(start)
            past.keep(() if self._lanes is None else self._lanes.runs)  # they stay where they are
            return past
        if self.fresh(stream, width) or self._lanes is None:
            self._lanes = Lanes(*self._wanted, width)
        self._lanes.update(ring, start, self._cleared.start(ring))
        return self._lanes

    def _words(self, lanes: Lanes, otherwise: str) -> str:
        """What is the newest state of each lane, and the newest event."""
        now = [
            f"{one_line(lane)} {runs.state}".strip()
            for lane, runs in sorted(lanes.runs.items())
            if runs.state
        ]
        event = f"newest event {lanes.events[-1][1]}" if lanes.events else ""
        when = "now" if self.viewport.following else "last"
        states = f"{when} {', '.join(now)}" if now else "" if event else otherwise
        return sentence(("timeline of states" if self._wanted[0] else "events", states, event))

    def _places(self, lanes: Lanes) -> dict[str, float]:
        """The middle of each lane: they are in order of their names, below the events."""
        count = len(lanes.runs)
        return {
            lane: (count - number - 0.5) * LANE for number, lane in enumerate(sorted(lanes.runs))
        }

    def _colour(self, state: str) -> int:
        if state == SEVERAL:
            return COLOURS.index(OTHER)
        if state not in self._colours and len(self._colours) >= MOST_STATES:
            return COLOURS.index(OTHER)
        if state.lower() in KNOWN:
            return KNOWN[state.lower()]
        return self._colours.setdefault(state, FREE[len(self._colours) % len(FREE)])

    def _bars(self, spans: dict[str, list[Span]], places: dict[str, float], start: float) -> Traits:
        """A curve for each colour, with a piece for each span."""
        x: list[list[float]] = [[] for _ in COLOURS]
        y: list[list[float]] = [[] for _ in COLOURS]
        for lane, each in spans.items():
            for span in each:
                colour, left = self._colour(span.state), max(span.start, start)
                x[colour] += (left, span.end, span.end)
                y[colour] += (places[lane], places[lane], math.nan)
        most = max(map(len, x))
        if not most:
            return {"visible": False}
        for xs, ys in zip(x, y, strict=True):
            missing = most - len(xs)
            xs += [xs[-1] if xs else start] * missing
            ys += [math.nan] * missing
        drawn_x, drawn_y = drawable(np.array(x), np.array(y))
        return {"x": drawn_x, "y": drawn_y, "visible": True}

    def _names(
        self, spans: dict[str, list[Span]], places: dict[str, float], start: float, end: float
    ) -> Traits:
        """The names of the states, written into spans that have the room."""
        pixel = (end - start) / PLOT
        found = [
            (0.5 * (max(span.start, start) + span.end), places[lane], span.state)
            for lane, each in spans.items()
            for span in each
            if (span.end - max(span.start, start)) / pixel >= text_width(span.state) + GAP
        ][-MOST_SPANS:]
        return {
            "x": np.array([x for x, _, _ in found], dtype=np.float64),
            "y": np.array([y for _, y, _ in found], dtype=np.float64),
            "text": np.array([state for _, _, state in found], dtype=np.str_),
            "colors": [text_colour(self._colour(state)) for _, _, state in found] or ["#ffffff"],
        }

    def _events(self, lanes: Lanes, start: float, end: float, top: float) -> dict[str, Traits]:
        if self._wanted[2] is None:
            return {}
        # What is longer would find no room at all.
        seen = [event for event in lanes.events if event[0] >= start]
        events = [(time, short(text, LONGEST_EVENT)) for time, text in seen]
        base = top - EVENT_ROWS * EVENT_ROW - 10.0
        pixel = (end - start) / PLOT
        rows = label_rows(
            [(time - start) / pixel + 4 for time, _ in events],
            [text for _, text in events],
            EVENT_ROWS,
        )
        written = [
            (time, base + 12.0 + EVENT_ROW * row, text)
            for (time, text), row in zip(events, rows, strict=True)
            if row is not None
        ]
        marks: Traits = {"visible": bool(events)}
        if events:
            marks["x"] = np.array([time for time, _ in events])
            marks["y"] = np.full(len(events), base)
        return {
            "events": marks,
            "event_texts": {
                "x": np.array([time for time, _, _ in written], dtype=np.float64),
                "y": np.array([y for _, y, _ in written], dtype=np.float64),
                "text": np.array([text for _, _, text in written], dtype=np.str_),
            },
        }

    def _legend(self, lanes: Lanes, spans: dict[str, list[Span]]) -> str:
        seen = dict.fromkeys(span.state for each in spans.values() for span in each)
        states = {state: self._colour(state) for state in sorted(seen)[: len(COLOURS)]}
        now = [(lane, lanes.runs[lane].state) for lane in sorted(lanes.runs)]
        return legend(states, now, len(lanes.others), "now" if self.viewport.following else "last")
