"""candles: from a stream of ticks to candlesticks, one call."""

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
from livewidgets.transport.candles_figure import candles_figure
from livewidgets.transport.controlled import PictureFigure
from livewidgets.views.candles import MOST_CANDLES, CandlesView
from livewidgets.views.value_axis import ValueAxis


def candles(
    source: Any,
    price: str,
    *,
    window: Duration = "10m",
    every: Duration = "5s",
    volume: str | None = None,
    ylim: Limits = None,
    title: str = "",
    height: str = "360px",
    tz: str | tzinfo | None = None,
    link: str | bool | None = None,
) -> PictureFigure:
    """Open, high, low and close of each span of time: hollow where the price rose, filled
    where it fell.

    Candles begin at round times. A tick that comes late changes the candle that it belongs to.

    Args:
        source: A stream of ticks, or what `stream` takes.
        price: The column of the prices.
        window: The span of time that is shown, at most 300 candles.
        every: The span of a candle.
        volume: A column of amounts, whose sums are drawn below.
        ylim: The limits of the prices, (low, high); None in place of one or of both follows
            the data in view.
        title: Above it; the stream's name if empty.
        height: As CSS has it.
        tz: The time zone of the axis ("Europe/Berlin"); None is this machine's own.
        link: Pictures of one name have one time axis; False keeps it by itself in a
            `dashboard`, too.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    named = (price, *(() if volume is None else (volume,)))
    require_link(link)
    require_names(*named)
    if "time" in named:
        raise ArgumentError("the time is neither a price nor a volume; name other columns")
    span, each, zone, axis = seconds(window), seconds(every), zone_of(tz), ValueAxis(ylim)
    if not 2 <= span / each <= MOST_CANDLES:
        raise ArgumentError(
            f"window={window!r} has {span / each:.4g} candles of {every!r}; "
            f"give a window with 2 to {MOST_CANDLES} of them"
        )
    live = as_stream(source)
    require_known(live, named)
    view = CandlesView(live, price, window=span, every=each, volume=volume, axis=axis, tz=zone)
    heading = title or live.name
    figure, slots = candles_figure(heading, height, volume is not None)
    figure.picture = Picture(view, slots, [figure], notice=("figure", "title", heading))
    link_figure(figure, link)
    return figure
