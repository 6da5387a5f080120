"""The names of the pictures on a dashboard: what its layout file calls them by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from livewidgets.transport.figure import Widget
from livewidgets.views.text import one_line

WARNING = " ⚠ "
"""Stands between a title and what is wrong, as `Binding` has it."""


def named(widgets: Sequence[Widget]) -> dict[str, Widget]:
    """Widgets by name: the title of a figure, else what it is and of what ("value boiler").

    The second of one name is called "name 2", and so on: the order in which they are given
    tells them apart.
    """
    names: dict[str, Widget] = {}
    for widget in widgets:
        name = name_of(widget)
        number, free = 2, name
        while free in names:
            free = f"{name} {number}"
            number += 1
        names[free] = widget
    return names


def name_of(widget: Any) -> str:
    """What a widget is called; not empty."""
    for trait in ("title", "description"):
        text = getattr(widget, trait, "")
        if isinstance(text, str) and text.strip():
            return one_line(text.partition(WARNING)[0].strip())
    picture = getattr(widget, "picture", None)
    if picture is None:
        return type(widget).__name__
    kind = type(picture.view).__name__.removesuffix("View").lower()
    return one_line(f"{kind} {picture.stream.name}")
