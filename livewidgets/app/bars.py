"""bars: from a stream to its newest values side by side, one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from livewidgets.app.arguments import Limits, require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.errors import ArgumentError
from livewidgets.transport.bars_figure import bars_figure
from livewidgets.transport.controlled import PictureFigure
from livewidgets.views.bars import LEAST_HEIGHT, BarsView
from livewidgets.views.value_axis import ValueAxis


def bars(
    source: Any,
    *columns: str,
    by: str | None = None,
    order: str = "seen",
    limits: Limits = None,
    format: str | Callable[[Any], str] | None = None,
    title: str = "",
    height: str | None = None,
) -> PictureFigure:
    """The newest value of each category, or of each column, as bars with their numbers.

    At most 30 are shown; what is beyond is counted under them.

    Args:
        source: A stream, or what `stream` takes.
        columns: With `by` the column of the values, one; without it those that are shown, all
            that are numbers if none is given.
        by: The column that names the category of each row.
        order: "seen", the category that came first uppermost, or "name".
        limits: Of the axis, (low, high), None in place of one or both follows the values.
        format: Of the numbers, as in `value`.
        title: Above it; the stream's name if empty.
        height: As CSS has it; None is as high as the bars need.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    require_names(*columns, *(() if by is None else (by,)))
    if by is not None and len(columns) != 1:
        raise ArgumentError(
            f"by={by!r} needs one column of values, not {len(columns)}: "
            'as in bars(stream, "value", by="sensor")'
        )
    if "time" in columns or by == "time":
        raise ArgumentError("the time is no value and no category; name other columns")
    if order not in ("seen", "name"):
        raise ArgumentError(f'order={order!r}: give "seen" or "name"')
    axis = ValueAxis(limits)
    live = as_stream(source)
    require_known(live, (*columns, *(() if by is None else (by,))))
    view = BarsView(
        live, columns, by=by, order=order, axis=axis, format=format, grows=height is None
    )
    heading = title or live.name
    figure, slots = bars_figure(heading, height or f"{LEAST_HEIGHT}px")
    figure.picture = Picture(view, slots, [figure], notice=("figure", "title", heading))
    return figure
