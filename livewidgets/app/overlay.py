"""What `line` draws over its curves: anomalies, limits and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol, cast, runtime_checkable

from livewidgets.app.picture import Picture
from livewidgets.data.transform import Transform
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.transport.controlled import LiveFigure
from livewidgets.transport.overlays import add_anomalies, add_limits, add_spans
from livewidgets.views.alerts import watch_of
from livewidgets.views.limit_texts import LimitTextView
from livewidgets.views.overlay import AnomalyView, SpanView, drawn_limits, drawn_rules
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.viewport import Viewport


@runtime_checkable
class HasAlerts(Protocol):
    """What `alerts` gives."""

    @property
    def stream(self) -> Stream: ...
    @property
    def episodes(self) -> Sequence[Any]: ...


def check(anomalies: Any, alerts: Any) -> None:
    """Check what `line` was given, before anything is made.

    Raises:
        ArgumentError: It is no detector, or no panel of alerts.
    """
    if isinstance(anomalies, type) or not (
        anomalies is None or isinstance(anomalies, (Transform, Stream))
    ):
        raise ArgumentError(
            f"anomalies={anomalies!r}: give one of livewidgets.detectors, or a stream that was "
            "derived with one"
        )
    if not (alerts is None or isinstance(alerts, HasAlerts)):
        raise ArgumentError(f"alerts={alerts!r}: give what livewidgets.alerts(...) has given")


def overlay(
    figure: LiveFigure,
    live: Stream,
    columns: Sequence[str],
    viewport: Viewport,
    axis: ValueAxis,
    anomalies: Any,
    alerts: Any,
) -> None:
    """Draw anomalies and alerts over a figure of a stream.

    Args:
        figure: As `line_figure` made it, with its picture.
        live: The stream that is shown.
        columns: Those that are drawn; none: all that are numbers.
        viewport: Which span of time is seen.
        axis: Of the values.
        anomalies: A detector, or a stream of its results; None: none are drawn.
        alerts: A panel; None: no alerts are drawn.
    """
    if anomalies is not None:
        detecting: Stream = anomalies
        made: tuple[Stream, ...] = ()
        parent: Stream | None = None
        if not isinstance(anomalies, Stream):
            detecting = live.derive(_of_column(anomalies, columns))
            made, parent = (detecting,), live
        slots = {**add_anomalies(figure), "figure": figure}
        view = AnomalyView(detecting, viewport, figure.title, parent, axis.log)
        figure.overlays += (Picture(view, slots, beside=made),)
        figure.anomalies = detecting
    if alerts is not None:
        rules = drawn_rules(watch_of(alerts.stream).rules, columns)
        names = [rule.name for rule in rules]
        slots = add_spans(figure)
        limits = drawn_limits(rules, axis.log)
        texts = add_limits(figure, limits)
        figure.overlays += (Picture(SpanView(alerts.stream, names, viewport), slots),)
        if len(limits) > 1:
            figure.overlays += (Picture(LimitTextView(live, limits, axis), texts),)


def _of_column(detector: Any, columns: Sequence[str]) -> Transform:
    """A detector that names no column judges the one that is drawn first."""
    if columns and getattr(detector, "column", "") is None:
        return cast(Transform, replace(detector, column=columns[0]))
    return cast(Transform, detector)
