"""Panel: a box of widgets that knows its stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets

from livewidgets.transport.pictured import Pictured


class Panel(Pictured, ipywidgets.VBox):  # type: ignore[misc]
    """Widgets one below the other, which show a stream; its front end is the stock one.

    Args:
        children: The widgets.
        layout: Of the box; see `ipywidgets.Layout`.
    """

    def __init__(self, children: Sequence[ipywidgets.Widget], **layout: str) -> None:
        sizes = {"min_width": "0", "overflow": "hidden", **layout}
        super().__init__(list(children), layout=ipywidgets.Layout(**sizes))


def text_label(value: str = "", **style: Any) -> ipywidgets.Label:
    """A label as wide as there is room, for text of any length on one line.

    Args:
        value: What it says at first; markup in it is text.
        style: Such as `font_size` and `font_weight`.
    """
    layout = ipywidgets.Layout(width="auto", min_width="0", margin="0 2px")
    label = ipywidgets.Label(value=value, layout=layout)
    for name, each in style.items():
        setattr(label.style, name, each)
    return label


def notice_label() -> ipywidgets.Label:
    """A label for what is wrong: it takes no room while nothing is."""
    layout = ipywidgets.Layout(width="auto", min_width="0", height="auto", margin="0 2px")
    return ipywidgets.Label(layout=layout)


def button(word: str, tooltip: str) -> ipywidgets.Button:
    """A button as wide as its word."""
    layout = ipywidgets.Layout(width="auto", flex="0 0 auto")
    return ipywidgets.Button(description=word, tooltip=tooltip, layout=layout)
