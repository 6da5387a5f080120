"""PrintedView: what a repeated cell printed in its last run."""

from __future__ import annotations

import html
from collections.abc import Callable

from livewidgets.stream import Stream
from livewidgets.views.view import Follows, Shown

STYLE = (
    "margin:0;max-height:12em;overflow:auto;white-space:pre-wrap;line-height:1.35;font-size:13px;"
    "font-family:var(--jp-code-font-family,monospace);color:var(--jp-ui-font-color1,currentColor)"
)


class PrintedView:
    """Text as it was printed. Slot: `printed` (`value`: markup in which the text is escaped).

    Args:
        stream: The stream of the cell's values.
        text: Gives what was printed; empty where nothing was.
    """

    curves = 0
    period = None

    def __init__(self, stream: Stream, text: Callable[[], str]) -> None:
        self.follows = Follows(stream)
        self._text = text

    def render(self, columns: int) -> Shown:
        text = self._text()
        value = f'<pre style="{STYLE}" tabindex="0">{html.escape(text)}</pre>' if text else ""
        return {"printed": {"value": value}}
