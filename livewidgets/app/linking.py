"""Linking: pictures that have one time axis and one crosshair."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any
from weakref import WeakValueDictionary

from livewidgets.errors import ArgumentError
from livewidgets.transport.controlled import Controlled, LiveFigure
from livewidgets.transport.figure import Widget
from livewidgets.views.viewport import Viewport

_named: WeakValueDictionary[str, Viewport] = WeakValueDictionary()
_lock = threading.Lock()


def require_link(link: Any) -> None:
    """Check what a picture was given.

    Raises:
        ArgumentError: It is neither a name nor False nor None.
    """
    if not (link is None or link is False or (isinstance(link, str) and link)):
        raise ArgumentError(f"link={link!r}: give a name that linked figures share, or False")


def link_figure(figure: Controlled, link: str | bool | None) -> None:
    """Link a new figure with those of the same name; theirs is the window."""
    if link is None:
        return
    figure.linked = bool(link)
    if isinstance(link, str):
        with _lock:
            viewport = _named.setdefault(link, figure.viewport)
        if viewport is not figure.viewport:
            figure.look_through(viewport)


def link_all(widgets: Sequence[Widget]) -> None:
    """Link the pictures over time among widgets that have nothing to say against it: those of
    `line`, and the others whose window nobody chose, or is as long."""
    over_time: list[Controlled] = [
        each
        for each in widgets
        if isinstance(each, Controlled) and each.linked is None and each.picture.view.moves
    ]
    lines = [each for each in over_time if isinstance(each, LiveFigure)]
    first = (lines or over_time or [None])[0]
    others = [
        each
        for each in over_time
        if first is not None
        and each is not first
        and (each in lines or each.yields or each.window == first.window)
    ]
    if first is not None and others:
        first.link(*others)
