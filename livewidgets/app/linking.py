"""Linking: figures that have one time axis and one crosshair."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any
from weakref import WeakValueDictionary

from livewidgets.errors import ArgumentError
from livewidgets.transport.controlled import LiveFigure
from livewidgets.transport.figure import Widget
from livewidgets.views.viewport import Viewport

_named: WeakValueDictionary[str, Viewport] = WeakValueDictionary()
_lock = threading.Lock()


def require_link(link: Any) -> None:
    """Check what `line` was given.

    Raises:
        ArgumentError: It is neither a name nor False nor None.
    """
    if not (link is None or link is False or (isinstance(link, str) and link)):
        raise ArgumentError(f"link={link!r}: give a name that linked figures share, or False")


def link_figure(figure: LiveFigure, link: str | bool | None) -> None:
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
    """Link the figures among widgets that have nothing to say against it."""
    figures = [each for each in widgets if isinstance(each, LiveFigure) and each.linked is None]
    if len(figures) > 1:
        figures[0].link(*figures[1:])
