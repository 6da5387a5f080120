"""Panel: a box of widgets that knows its stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import ipywidgets

from livewidgets.stream import Stream


class Picture(Protocol):
    """What a panel asks of the picture that is shown in it."""

    @property
    def stream(self) -> Stream: ...
    @property
    def paused(self) -> bool: ...
    @property
    def drawn(self) -> int: ...
    @property
    def error(self) -> str: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """Widgets one below the other, which show a stream; its front end is the stock one.

    Args:
        children: The widgets.
        layout: Of the box; see `ipywidgets.Layout`.
    """

    picture: Picture

    def __init__(self, children: Sequence[ipywidgets.Widget], **layout: str) -> None:
        sizes = {"min_width": "0", "overflow": "hidden", **layout}
        super().__init__(list(children), layout=ipywidgets.Layout(**sizes))

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        return self.picture.stream

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return self.picture.paused

    def pause(self) -> None:
        """Let it stand still; the stream goes on."""
        self.picture.pause()

    def resume(self) -> None:
        """Go on with the newest data."""
        self.picture.resume()

    def stop(self) -> None:
        """End the picture and close its widgets; the stream goes on."""
        self.picture.stop()


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
