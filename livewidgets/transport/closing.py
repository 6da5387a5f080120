"""Closing widgets: with all that they are made of, since nothing else ever collects them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipywidgets import Widget


def close_tree(*roots: Widget) -> None:
    """Close widgets and every widget in their traits: layouts, styles, scales, marks.

    Args:
        roots: Where to begin.
    """
    seen: set[int] = set()
    pending: list[Widget] = list(roots)
    while pending:
        widget = pending.pop()
        if id(widget) in seen:
            continue
        seen.add(id(widget))
        pending.extend(_inside(widget))
        widget.close()


def _inside(widget: Widget) -> Iterator[Widget]:
    for name in widget.keys:
        # Raw values: reading a trait would make the default of one that was never made.
        yield from _widgets(widget._trait_values.get(name))


def _widgets(value: Any) -> Iterator[Widget]:
    if isinstance(value, Widget):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _widgets(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _widgets(each)
