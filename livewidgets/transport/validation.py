"""Values for widgets that are the user's own: what their traits can take."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from typing import Any

import bqplot
import ipywidgets
from ipywidgets import NaiveDatetimePicker, Widget
from ipywidgets.widgets.trait_types import Date, Datetime, Time
from traitlets import Bool, TraitError, TraitType

from livewidgets.errors import ArgumentError, SchemaError, unknown_name

_CALENDAR = (Datetime, Date, Time)


def is_mark(widget: Widget) -> bool:
    """Whether a widget is a bqplot mark, which shows a column for each trait."""
    return isinstance(widget, bqplot.Mark)


def is_line(widget: Widget) -> bool:
    """Whether a mark joins its points, so that it can be reduced to pixel columns."""
    return isinstance(widget, bqplot.Lines)


def date_traits(mark: Widget) -> frozenset[str]:
    """The traits of a mark that are on a `DateScale`, which takes dates and no numbers."""
    scales = mark.scales.items()
    return frozenset(name for name, scale in scales if isinstance(scale, bqplot.DateScale))


def shows_markup(widget: Widget) -> bool:
    """Whether a widget's text is markup, in which text from outside would be run."""
    return isinstance(widget, (ipywidgets.HTML, ipywidgets.HTMLMath))


def require_trait(widget: Widget, name: str) -> None:
    """Check that a widget has a trait that is shown in the page.

    Raises:
        ArgumentError: It is no widget, or has no trait of that name; says the nearest.
    """
    if not isinstance(widget, Widget):
        raise ArgumentError(
            f"{type(widget).__name__} is no widget; give a bqplot mark, or a widget with a value"
        )
    synced = [key for key in widget.keys if not key.startswith("_")]
    if name not in synced:
        kind = type(widget).__name__
        raise ArgumentError(f"{kind}: {unknown_name('trait', name, synced)}")


def fit(widget: Widget, name: str, value: Any) -> Any:
    """A value as a widget's trait takes it, by the trait's own rules (limits, types).

    Raises:
        SchemaError: The trait cannot take it, as when text comes for a number.
    """
    if isinstance(value, float) and not math.isfinite(value):
        # JSON has no word for it, and the page would get text instead of a number.
        raise SchemaError(f"{type(widget).__name__}.{name} cannot show {value!r}: no number")
    trait = widget.traits()[name]
    try:
        return trait._validate(widget, _converted(widget, trait, value))
    except TraitError as error:
        if isinstance(value, float) and value.is_integer():
            return fit(widget, name, int(value))
        kind = type(widget).__name__
        raise SchemaError(f"{kind}.{name} cannot show {value!r}: {error}") from error


def _converted(widget: Widget, trait: TraitType[Any, Any], value: Any) -> Any:
    """What a trait means by a value: a text file's 0 and 1 are no and yes, a time in seconds
    since 1970 or ISO 8601 is a date."""
    if isinstance(trait, Bool) and value in (0, 1):
        return bool(value)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (isinstance(trait, _CALENDAR) and (number or isinstance(value, str))):
        return value
    try:
        return _moment(widget, trait, value)
    except (ValueError, OverflowError, OSError):
        return value  # which the trait refuses


def _moment(
    widget: Widget, trait: TraitType[Any, Any], value: float | str
) -> datetime | date | time:
    """The local date and time that are meant."""
    if isinstance(value, str) and isinstance(trait, Time):
        return time.fromisoformat(value)
    moment = (
        datetime.fromisoformat(value)
        if isinstance(value, str)
        else datetime.fromtimestamp(value, UTC)
    )
    local = moment.astimezone()
    if isinstance(trait, Date):
        return local.date() if moment.tzinfo else moment.date()
    if isinstance(trait, Time):
        return local.time()
    return local.replace(tzinfo=None) if isinstance(widget, NaiveDatetimePicker) else local
