"""Values for widgets that are the user's own: what their traits can take."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import bqplot
import ipywidgets
from ipywidgets import Widget
from traitlets import Bool, TraitError, TraitType

from livewidgets.errors import ArgumentError, SchemaError, unknown_name


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
        return trait._validate(widget, value)
    except TraitError as error:
        if isinstance(value, float) and value.is_integer():
            return fit(widget, name, int(value))
        kind = type(widget).__name__
        raise SchemaError(f"{kind}.{name} cannot show {value!r}: {error}") from error
