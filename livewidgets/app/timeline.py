"""A timeline of states and events, in one call."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from livewidgets.app.arguments import Duration
from livewidgets.app.columns import require_known, require_names
from livewidgets.app.linking import link_figure, require_link
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError
from livewidgets.transport.picture_figure import PicturePanel
from livewidgets.transport.timeline_figure import timeline_figure
from livewidgets.views.timeline import TimelineView

WINDOW = "5m"


def timeline(
    source: Any,
    state: str | None = None,
    *,
    by: str | None = None,
    events: str | None = None,
    window: Duration | None = None,
    title: str = "",
    tz: str | tzinfo | None = None,
    link: str | bool | None = None,
) -> PicturePanel:
    """States as coloured spans of time with their names in them, and events as markers.

    A state lasts until the next row says another one; empty text is no state. Changes that
    are nearer together than a 400th of the window are shown as one grey span.

    Args:
        source: A stream, or what `stream` takes.
        state: The column of the states: text, or anything else that is written as text.
        by: The column of the categories; each of the first 12 has a lane of its own.
        events: A column of text whose rows are events, where it is not empty; the newest 200
            are shown.
        window: The span of time that is shown; its right edge is the newest row. None: five
            minutes, or in a `dashboard` as long as its lines show.
        title: Above it; the stream's name if empty.
        tz: The time zone ("Europe/Berlin"); None is this machine's own.
        link: Pictures of one name have one time axis; False keeps it by itself in a
            `dashboard`, too.

    Raises:
        ArgumentError: An argument cannot be used; there is neither a state nor events.
        SchemaError: The stream has rows, and no such column.
    """
    require_link(link)
    require_names("timeline", state, by, events)
    if state is None and (events is None or by is not None):
        raise ArgumentError(
            'name the column of the states, as in timeline(stream, "state"), '
            'or of the events, as in timeline(stream, events="message")'
        )
    span, zone = seconds(WINDOW if window is None else window), zone_of(tz)
    live = as_stream(source)
    require_known(live, (state, by, events))
    view = TimelineView(live, state, by=by, events=events, window=span, tz=zone)
    panel, slots = timeline_figure(title or live.name, state is not None, events is not None)
    picture = Picture(view, slots, [panel], notice=("notice", "value", ""))
    panel.picture = slots["figure"].picture = picture
    panel.yields = window is None
    link_figure(panel, link)
    return panel
