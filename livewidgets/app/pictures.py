"""The pictures: one call each, from a stream to widgets that follow it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta, tzinfo
from typing import Any

from livewidgets.app.linking import link_figure, require_link
from livewidgets.app.overlay import check, overlay
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.data.duration import seconds
from livewidgets.data.statistics.band import Band, Edged
from livewidgets.data.statistics.summary import Summarize
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.transport.controlled import LiveFigure
from livewidgets.transport.figure import (
    Box,
    HBox,
    Label,
    line_figure,
    stats_table,
    status_line,
    value_label,
)
from livewidgets.views.format import formatter
from livewidgets.views.line import LineView
from livewidgets.views.stats import StatsView
from livewidgets.views.status import StatusView
from livewidgets.views.value import ValueView
from livewidgets.views.value_axis import ValueAxis

Duration = str | float | timedelta

MOST_REFRESH = 60
"""Pictures a second: what a screen shows."""


def line(
    source: Any,
    *columns: str,
    window: Duration = "60s",
    y: tuple[float | None, float | None] | str | None = None,
    scale: str = "linear",
    title: str = "",
    height: str = "320px",
    tz: str | tzinfo | None = None,
    band: Edged | None = None,
    anomalies: Any = None,
    alerts: Any = None,
    link: str | bool | None = None,
    refresh: float | None = None,
) -> LiveFigure:
    """A chart of columns over a sliding window of time.

    Args:
        source: A stream, or what `stream` takes.
        columns: Which columns; none given: all that are numbers.
        window: The span of time that is shown; its right edge is the newest row.
        y: The limits of the y axis, (low, high); None in place of one or of both follows the
            data in view; "data" is the least and the greatest value of all rows so far.
        scale: Of the y axis, "linear" or "log"; on "log" what is not above zero is left out,
            and the axis says how many values that are.
        title: Above the chart; the stream's name if empty.
        height: As CSS has it.
        tz: The axis's time zone ("Europe/Berlin"); None is this machine's own.
        band: A statistic that is drawn around each curve, as `rolling("1m")`: its mean -/+ 2
            standard deviations, or from its least to its greatest quantile.
        anomalies: One of `livewidgets.detectors`, whose finds are ringed; one that names no
            column judges the first that is drawn. `figure.anomalies` is its stream.
        alerts: A panel that `alerts` gave: its limits are drawn, and when there were alerts.
        link: Figures of one name have one time axis and one crosshair; False keeps it by
            itself in a `dashboard`, too.
        refresh: Pictures a second, at most 60; None is 20. The picture that asks for most
            decides for all that ask for nothing. Pages without the extension get up to 20.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    _require_refresh(refresh)
    check(anomalies, alerts)
    require_link(link)
    _require_names(*columns)
    span, zone = seconds(window), zone_of(tz)
    axis = ValueAxis(y, _is_log(scale))
    edged = None if band is None else _edged(band)
    live = as_stream(source)
    _require_known(live, columns)
    around = () if edged is None else (live.derive(Band(edged, columns or None)),)
    view = LineView(
        live,
        columns or None,
        window=span,
        y=axis,
        tz=zone,
        band=next(iter(around), None),
        refresh=refresh,
    )
    heading = title or live.name
    figure, slots = line_figure(heading, height, band=bool(around), log=axis.log)
    notice = ("figure", "title", heading)
    figure.picture = Picture(view, slots, [figure], notice=notice, beside=around)
    overlay(figure, live, columns, view.viewport, axis, anomalies, alerts)
    link_figure(figure, link)
    return figure


def value(
    source: Any,
    column: str | None = None,
    *,
    format: str | Callable[[Any], str] | None = None,
    unit: str | None = None,
) -> Label:
    """The newest value of a column, as text.

    Args:
        source: A stream, or what `stream` takes.
        column: Which column; None takes the first.
        format: A template ("{:.1f} °C"), a spec (".1f"), or a function of the value.
        unit: Put behind the number; None takes the column's own.

    Raises:
        ArgumentError: The format cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    _require_names(*(() if column is None else (column,)))
    formatter(format)
    live = as_stream(source)
    _require_known(live, () if column is None else (column,))
    view = ValueView(live, column, format=format, unit=unit)
    label, slots = value_label()
    label.picture = Picture(view, slots, [label], notice=("value", "value", ""))
    return label


def stats(source: Any, *columns: str) -> Box:
    """Count, mean, deviation, least, greatest and quantiles of every sample so far, as a table.

    Args:
        source: A stream, or what `stream` takes.
        columns: Which columns; none given: all that are numbers.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    _require_names(*columns)
    live = as_stream(source)
    _require_known(live, columns)
    recipe = Summarize(columns or None)
    summary = live.derive(recipe, keep=1)
    box, slots = stats_table()
    box.picture = Picture(
        StatsView(live, summary, recipe),
        slots,
        [box],
        notice=("notice", "value", ""),
        beside=(summary,),
    )
    return box


def status(source: Any) -> HBox:
    """A pill that tells what a stream is doing, with its rate, rows and losses.

    Args:
        source: A stream, or what `stream` takes.

    Raises:
        ArgumentError: This cannot be read; says what can.
    """
    view = StatusView(as_stream(source))
    box, slots = status_line()
    box.picture = Picture(view, slots, [box])
    return box


def _edged(band: object) -> Edged:
    if isinstance(band, type) or not isinstance(band, Edged):
        raise ArgumentError(
            f"band={band!r} has no edges; give one such as rolling('1m'), "
            "statistics.ewm('10s') or statistics.quantiles(0.05, 0.95)"
        )
    return band


def _require_names(*columns: object) -> None:
    for name in columns:
        if not isinstance(name, str):
            raise ArgumentError(
                f"{name!r} is no column: give columns by name, one by one, "
                'as in line(stream, "a", "b")'
            )


def _require_known(stream: Stream, columns: Sequence[str]) -> None:
    """Check columns where the stream has some already; else the picture says it later."""
    if stream.schema is not None:
        for name in columns:
            if name != "time":
                stream.schema.require(name)


def _is_log(scale: object) -> bool:
    if scale not in ("linear", "log"):
        raise ArgumentError(f'scale={scale!r}: give "linear" or "log"')
    return scale == "log"


def _require_refresh(refresh: Any) -> None:
    known = isinstance(refresh, int | float) and not isinstance(refresh, bool)
    if refresh is not None and not (known and 0 < refresh <= MOST_REFRESH):
        raise ArgumentError(f"refresh={refresh!r}: give pictures a second, up to {MOST_REFRESH}")
