"""heatmap: from a stream of many columns to colours over time, one call."""

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
from livewidgets.transport.heatmap_figure import given_image, heatmap_figure
from livewidgets.views.heatmap import IMAGES, HeatmapView
from livewidgets.views.value_axis import ValueAxis

WINDOW = "30s"


def heatmap(
    source: Any,
    *columns: str,
    window: Duration | None = None,
    reduce: str = "mean",
    limits: Limits = None,
    title: str = "",
    height: str = "360px",
    tz: str | tzinfo | None = None,
    link: str | bool | None = None,
) -> PictureFigure:
    """Columns over time, their values as colours: a waterfall, or a spectrogram.

    Time is cut into at most 400 buckets, the columns into at most 256 channels; what shares a
    bucket and a channel is reduced to its mean or its greatest value. Ten pictures a second.

    Args:
        source: A stream of many columns (a row for each spectrum), or what `stream` takes.
        columns: Which columns, the first one lowest; none given: all that are numbers.
        window: The span of time that is shown; its right edge is the newest row. None: 30
            seconds, or in a `dashboard` as long as its lines show.
        reduce: "mean" or "max".
        limits: The values of the first and the last colour, (low, high); None in place of one
            or both follows the data.
        title: Above it; the stream's name if empty.
        height: As CSS has it.
        tz: The zone of the time axis ("Europe/Berlin"); None is this machine's own.
        link: Pictures of one name have one time axis; False keeps it by itself in a
            `dashboard`, too.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    require_link(link)
    require_names(*columns)
    if "time" in columns:
        raise ArgumentError("the time goes along the bottom already; name other columns")
    if reduce not in ("mean", "max"):
        raise ArgumentError(f'reduce={reduce!r}: give "mean" or "max"')
    span = seconds(WINDOW if window is None else window)
    zone, colours = zone_of(tz), ValueAxis(limits)
    live = as_stream(source)
    require_known(live, columns)
    view = HeatmapView(
        live, columns, window=span, greatest=reduce == "max", colours=colours, tz=zone
    )
    heading = title or live.name
    figure, slots = heatmap_figure(heading, height)
    own = [figure, *(slots[name] for name in IMAGES)]
    figure.picture = Picture(
        view, slots, own, check=given_image(slots), notice=("figure", "title", heading)
    )
    figure.yields = window is None
    link_figure(figure, link)
    return figure
