"""histogram: from a stream to how its values are distributed, one call."""

from __future__ import annotations

from typing import Any

from livewidgets.app.arguments import Duration, require_known, require_names
from livewidgets.app.linking import link_figure, require_link
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError
from livewidgets.transport.controlled import PictureFigure
from livewidgets.transport.histogram_figure import histogram_figure
from livewidgets.views.histogram import HistogramView

MOST_BINS = 500


def histogram(
    source: Any,
    column: str | None = None,
    *,
    bins: int | str = "auto",
    window: Duration = "60s",
    title: str = "",
    height: str = "320px",
    link: str | bool | None = None,
) -> PictureFigure:
    """How the values of a column are distributed, as of the last seconds.

    The edges of the bins are round, and stay while the values keep to them. The mean is that
    of every value, the median as exact as the bins.

    Args:
        source: A stream, or what `stream` takes.
        column: Which column; None takes the first that is numbers.
        bins: About how many the values use; "auto" is 30.
        window: The span of time whose rows are counted, a million at most.
        title: Above it; the stream's name if empty.
        height: As CSS has it.
        link: Pictures of one name have one time axis; False keeps it by itself in a
            `dashboard`, too.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    named = () if column is None else (column,)
    require_link(link)
    require_names(*named)
    if "time" in named:
        raise ArgumentError("the time is no value; name another column")
    whole = isinstance(bins, int) and not isinstance(bins, bool)
    if bins != "auto" and not (whole and 1 <= int(bins) <= MOST_BINS):
        raise ArgumentError(f'bins={bins!r}: give "auto", or a number from 1 to {MOST_BINS}')
    span = seconds(window)
    live = as_stream(source)
    require_known(live, named)
    view = HistogramView(live, column, bins=None if bins == "auto" else int(bins), window=span)
    heading = title or live.name
    figure, slots = histogram_figure(heading, height)
    figure.picture = Picture(view, slots, [figure], notice=("figure", "title", heading))
    link_figure(figure, link)
    return figure
