"""scatter: from a stream to points in a plane, one call."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from livewidgets.app.arguments import Duration, Limits, require_known, require_names
from livewidgets.app.linking import link_figure, require_link
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError
from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.scatter_figure import scatter_figure
from livewidgets.views.scatter import Points, ScatterView
from livewidgets.views.value_axis import ValueAxis

WINDOW = "10s"


def scatter(
    source: Any,
    x: str,
    y: str,
    *,
    color: str | None = None,
    window: Duration | None = None,
    trail: bool = True,
    xlim: Limits = None,
    ylim: Limits = None,
    title: str = "",
    height: str = "320px",
    tz: str | tzinfo | None = None,
    link: str | bool | None = None,
) -> PictureFigure:
    """Points: one column over another, as of the last seconds.

    Of the points of one age in each cell of two pixels the newest is drawn: it hides the
    others. Where that would be more than 2,000 points (or 400 of one age and colour), cells
    are larger.

    Args:
        source: A stream, or what `stream` takes.
        x: The column along the bottom; "time" is the time.
        y: The column at the left.
        color: A column that gives the points their colours, dark for low.
        window: The span of time that is shown. None: ten seconds; over the time, in a `dashboard`,
            as long as its lines show.
        trail: Whether the newest point is a larger diamond, and older ones are fainter.
        xlim: The limits of the x axis, (low, high); None in place of one or of both follows
            the data in view.
        ylim: The limits of the y axis, likewise.
        title: Above it; the stream's name if empty.
        height: As CSS has it.
        tz: The zone of a time axis ("Europe/Berlin"); None is this machine's own.
        link: Pictures of one name have one time axis; False keeps it by itself in a
            `dashboard`, too.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    require_link(link)
    require_names(x, y, *(() if color is None else (color,)))
    if y == "time" or color == "time":
        raise ArgumentError('the time goes along the bottom: give x="time", and y another column')
    if x == "time" and xlim is not None:
        raise ArgumentError(f"xlim={xlim!r}: the limits of the time are those of the window")
    span = seconds(WINDOW if window is None else window)
    points, zone = Points(x, y, color, bool(trail)), zone_of(tz)
    axes = ValueAxis(xlim), ValueAxis(ylim)
    live = as_stream(source)
    require_known(live, points.columns)
    view = ScatterView(live, points, window=span, x=axes[0], y=axes[1], tz=zone)
    heading = title or live.name
    figure, slots = scatter_figure(heading, height, points)
    figure.picture = Picture(view, slots, [figure], notice=("figure", "title", heading))
    figure.yields = window is None and x == "time"
    link_figure(figure, link)
    return figure
