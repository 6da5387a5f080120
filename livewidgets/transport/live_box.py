"""LiveBox: what `%live` shows, pictures and a status line below them, as one widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets

from livewidgets.stream import Stream


class LiveBox(ipywidgets.VBox):  # type: ignore[misc]
    """A `VBox` that knows its stream; its front end is the stock one."""

    follows: Callable[[], Stream]
    ends: Callable[[], None]

    @property
    def stream(self) -> Stream:
        """The stream that is shown; its successor once its cell ran again."""
        return self.follows()

    def __repr__(self) -> str:
        return f"<LiveBox of {self.stream!r}>"  # not all that its figures are made of

    def stop(self) -> None:
        """End the pictures, and the stream where it was made for them."""
        self.ends()


def live_box(widgets: Sequence[Any]) -> LiveBox:
    """Widgets one below the other."""
    layout = ipywidgets.Layout(width="100%", min_width="0", grid_gap="4px")
    return LiveBox(list(widgets), layout=layout)


def printed_text() -> tuple[ipywidgets.HTML, dict[str, Any]]:
    """A place for what a cell prints, for a `PrintedView`; as high as what is in it."""
    text = ipywidgets.HTML(layout=ipywidgets.Layout(width="100%", margin="0", min_width="0"))
    return text, {"printed": text}
