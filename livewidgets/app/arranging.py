"""What `dashboard` is given, as an arrangement and the pictures in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

from livewidgets.app.naming import named
from livewidgets.errors import ArgumentError
from livewidgets.transport.figure import Widget, is_widget
from livewidgets.views.arrangement import (
    DEEPEST,
    Column,
    Grid,
    Place,
    Row,
    Sheet,
    Spot,
    Tabs,
    Words,
    check,
)
from livewidgets.views.board_text import require_text

Pictures = dict[str, Widget]


def arrange(given: Sequence[Any], columns: int | None) -> tuple[Column, Pictures]:
    """The arrangement that is meant, and its pictures by name.

    Args:
        given: Rows, as `dashboard` takes them.
        columns: Into how many columns all is put, row by row; None: each stands for itself.

    Raises:
        ArgumentError: Something in it is neither a widget nor text nor a list of such.
    """
    if len(given) == 1 and isinstance(given[0], (list, tuple)) and not _is_weighted(given[0]):
        only = given[0]
        if columns is not None or (only and all(isinstance(each, list | tuple) for each in only)):
            given = tuple(only)
    widgets: list[Widget] = []
    _collect(given, widgets, 0)
    names = named(widgets)
    by_widget = {id(widget): name for name, widget in names.items()}
    if columns is None:
        whole = _column(given, by_widget)
    else:
        if isinstance(columns, bool) or not isinstance(columns, int):
            raise ArgumentError(f"columns={columns!r}: give a number of columns")
        cells = tuple(_place(each, by_widget, across=True) for each in given)
        whole = Column(parts=(Grid(columns=columns, parts=cells),))
    check(whole, tuple(names))
    return whole, names


def _collect(thing: Any, found: list[Widget], deep: int) -> None:
    """All widgets in it, in order, each once.

    Raises:
        ArgumentError: See `arrange`.
    """
    if deep > 2 * DEEPEST:  # a list may be in itself
        raise ArgumentError(f"rows and columns lie more than {DEEPEST} deep in one another")
    if isinstance(thing, str):
        require_text("a text of a dashboard", thing)
    elif isinstance(thing, Mapping):
        for title, rows in thing.items():
            require_text("the title of a tab", title)
            _collect(rows, found, deep + 1)
    elif isinstance(thing, (list, tuple)):
        for each in thing[:1] if _is_weighted(thing) else thing:
            _collect(each, found, deep + 1)
    elif is_widget(thing):
        if any(thing is each for each in found):
            raise ArgumentError(
                f"{type(thing).__name__} is given twice: a widget has but one place in a dashboard"
            )
        found.append(thing)
    else:
        raise ArgumentError(
            f"{thing!r} is no widget; give pictures, texts, or lists of those that stand side "
            'by side; a dict makes tabs: {"Overview": [a, b]}'
        )


def _column(rows: Sequence[Any], names: Mapping[int, str], weight: float | None = None) -> Column:
    return Column(parts=tuple(_place(row, names, across=True) for row in rows), weight=weight)


def _place(
    thing: Any, names: Mapping[int, str], across: bool, weight: float | None = None
) -> Place:
    """The place of one thing; lists are rows and columns by turns.

    Args:
        thing: A widget, a text, a list, a dict, or one of these with a weight.
        names: By the widget's id.
        across: Whether a list is a row here.
        weight: Its share of the width.
    """
    if isinstance(thing, tuple) and _is_weighted(thing):
        return _place(thing[0], names, across, float(thing[1]))
    if isinstance(thing, str):
        return Words(text=thing, weight=weight)
    if isinstance(thing, Mapping):
        sheets = tuple(
            Sheet(title=title, content=_column(_rows(rows), names)) for title, rows in thing.items()
        )
        return Tabs(sheets=sheets, weight=weight)
    if isinstance(thing, (list, tuple)):
        parts = tuple(_place(each, names, not across) for each in thing)
        if len(parts) == 1 and weight is None:
            return parts[0]
        return (Row if across else Column)(parts=parts, weight=weight)
    return Spot(name=names[id(thing)], weight=weight)


def _rows(thing: Any) -> Sequence[Any]:
    alone = not isinstance(thing, (list, tuple)) or _is_weighted(thing)
    return (thing,) if alone else thing


def _is_weighted(thing: Sequence[Any]) -> bool:
    """Whether it is a thing and its weight: (picture, 2)."""
    return (
        isinstance(thing, tuple)
        and len(thing) == 2
        and isinstance(thing[1], Real)
        and not isinstance(thing[1], bool)
    )
