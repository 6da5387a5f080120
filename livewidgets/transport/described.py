"""Any widget of a dashboard as markup that stands by itself, for a page without a kernel."""

from __future__ import annotations

import html
from typing import Any

import bqplot
import ipywidgets

from livewidgets.transport.drawn import drawn
from livewidgets.views.svg import chart_markup


def markup_of(name: str, widget: Any) -> str:
    """A figure as SVG, and all else as text.

    Tables and the like of our own pictures keep their markup, in which what came from a stream
    is escaped. Text of the user's own widgets is text.

    Args:
        name: What the widget is called.
        widget: Any.
    """
    if isinstance(widget, bqplot.Figure):
        chart = drawn(widget)
        note = f"<p>Not in this picture: {', '.join(chart.left_out)}.</p>" if chart.left_out else ""
        return (
            f'<figure title="{html.escape(name, quote=True)}">{chart_markup(chart)}{note}</figure>'
        )
    parts = list(_parts(widget, ours=hasattr(widget, "picture")))
    if not any(parts):
        parts = [f"<p>({html.escape(name)} has no picture here)</p>"]
    markup = "".join(parts)
    # What may be wider than the page is scrolled, by keyboard, too.
    label = html.escape(name, quote=True)
    scrolled = f' tabindex="0" role="group" aria-label="{label}"' if "<table" in markup else ""
    return f'<div class="part"{scrolled}>{markup}</div>'


def _parts(widget: Any, ours: bool) -> list[str]:
    if isinstance(widget, ipywidgets.Button) or widget.layout.display == "none":
        return []
    if isinstance(widget, bqplot.Figure):
        return [markup_of("", widget)]
    if isinstance(widget, ipywidgets.Box):
        return [
            each
            for child in widget.children
            for each in _parts(child, ours or hasattr(child, "picture"))
        ]
    if ours and isinstance(widget, (ipywidgets.HTML, ipywidgets.HTMLMath)):
        return [widget.value]
    value = getattr(widget, "value", None)
    if value is None or value == "":
        return []
    said = getattr(widget, "description", "")
    return [f"<p>{html.escape(f'{said}: {value}' if said else str(value))}</p>"]
