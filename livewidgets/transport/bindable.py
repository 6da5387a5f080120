"""What `bind` can fill of a widget: which of its traits take rows, a list, or one value."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

import bqplot
import ipywidgets
import traitlets
from ipywidgets import Widget
from ipywidgets.widgets.trait_types import ByteMemoryView, TypedTuple
from ipywidgets.widgets.widget_selection import _MultipleSelection, _Selection
from traittypes import Array

from livewidgets.errors import ArgumentError, SchemaError, unknown_name
from livewidgets.transport.validation import fit, require_trait

_CONTAINERS = (
    traitlets.Dict,
    traitlets.Tuple,
    traitlets.Instance,
    ByteMemoryView,
    traitlets.Set,
    TypedTuple,
)
"""What no column can fill; a list is told apart below, since some of them can be filled."""

_MAPPINGS = {"link_data"}
"""Of `Graph`: a list of mappings, of which its trait says nothing."""

_TEXT = "OU"


class Takes(Enum):
    """What a trait takes of a column."""

    ROWS = "rows"
    LIST = "list"
    VALUE = "value"


def taken_by(widget: Widget, name: str) -> Takes:
    """What a trait takes.

    Raises:
        ArgumentError: There is no such trait that a page shows, or no column can fill it.
    """
    require_trait(widget, name)
    trait = widget.traits()[name]
    kind = None if name in _MAPPINGS else _kind(trait)
    mark = isinstance(widget, bqplot.Mark)
    if kind is None or trait.read_only or (kind is not Takes.VALUE and not mark):
        raise ArgumentError(
            f"{type(widget).__name__}.{name} is {_said(trait)}, which no column can fill; "
            "read the rows yourself, as in `async for batch in stream`, and set it"
        )
    return kind


def upright(mark: Widget) -> frozenset[str]:
    """The traits whose several columns are those of an array, too: one row for each x."""
    return frozenset({"y"} if isinstance(mark, (bqplot.OHLC, bqplot.Boxplot)) else ())


def fit_mark(mark: Widget, name: str, value: Any) -> Any:
    """A value as a mark's trait takes it.

    Raises:
        SchemaError: The trait cannot take it, as when text comes to where numbers are drawn.
    """
    dtype = getattr(value, "dtype", None)
    if dtype is None and not isinstance(value, list):
        return fit(mark, name, value)
    scale = mark.scales.get(name)
    if dtype is not None and dtype.kind in _TEXT and not _takes_text(scale):
        raise SchemaError(
            f"{type(mark).__name__}.{name} is on a {type(scale).__name__}, which shows numbers, "
            "and its column holds text; name a column of numbers, or give it an OrdinalScale"
        )
    try:
        return mark.traits()[name]._validate(mark, value)
    except traitlets.TraitError as error:
        kind = type(mark).__name__
        said = " ".join(str(error).split())
        raise SchemaError(f"{kind}.{name} cannot show its column: {said}") from error


def is_selection(widget: Widget) -> bool:
    """Whether a widget shows one of its options."""
    several = isinstance(widget, ipywidgets.SelectionRangeSlider)  # two of them, to be exact
    return isinstance(widget, (_Selection, _MultipleSelection)) and not several


def fit_option(widget: Widget, name: str, value: Any) -> Any:
    """The index of the option that has a value, or is called so.

    Raises:
        SchemaError: There is none.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # numbers read from text are floats even where they count
    options = list(zip(widget._options_labels, widget._options_values, strict=True))
    for index, (label, option) in enumerate(options):
        if label == str(value) or (type(option) is not bool and option == value):
            return (index,) if isinstance(widget, _MultipleSelection) else index
    known: Iterable[str] = widget._options_labels
    raise SchemaError(f"{type(widget).__name__}: {unknown_name('option', str(value), known)}")


def _kind(trait: traitlets.TraitType[Any, Any]) -> Takes | None:
    if isinstance(trait, Array):
        return Takes.ROWS
    if isinstance(trait, traitlets.List):
        inside = trait._trait
        return None if isinstance(inside, _CONTAINERS) else Takes.LIST
    return None if isinstance(trait, _CONTAINERS) else Takes.VALUE


def _takes_text(scale: Any) -> bool:
    return scale is None or isinstance(scale, (bqplot.OrdinalScale, bqplot.OrdinalColorScale))


def _said(trait: traitlets.TraitType[Any, Any]) -> str:
    if trait.read_only:
        return "computed by the widget itself"
    words = {
        traitlets.Dict: "a mapping",
        traitlets.Instance: "a widget",
        ByteMemoryView: "made of bytes",
    }
    for kind, said in words.items():
        if isinstance(trait, kind):
            return said
    return "a list of values"
