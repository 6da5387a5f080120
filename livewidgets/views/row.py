"""RowView: the newest row as a line of text."""

from __future__ import annotations

from livewidgets.data.ring import Ring
from livewidgets.stream import Stream
from livewidgets.views.cleared import Cleared
from livewidgets.views.row_template import RowTemplate
from livewidgets.views.seen import Seen
from livewidgets.views.view import Follows, Shown


class RowView:
    """Slot: `value` (value: text).

    Args:
        stream: What to show.
        template: Its columns, and the text around them.
    """

    curves = 0
    period = None
    pace = 0.05

    def __init__(self, stream: Stream, template: RowTemplate) -> None:
        self.follows = Follows(stream)
        self._cleared = Cleared()
        self._template = template

    def clear(self) -> None:
        """Show nothing until another row comes; the stream keeps its rows."""
        stream = self.follows.stream
        self._cleared.clear(stream.ring)
        stream.touch()

    def seen(self, ring: Ring) -> Seen:
        """The newest row."""
        return Seen(self._template.names, first=self._cleared.rows(ring), last=1)

    def render(self, columns: int) -> Shown:
        ring = self.follows.stream.ring
        schema = ring.schema
        if schema is None or not ring.rows or self._cleared.hides(ring):
            return {"value": {"value": self._template.empty}}
        for name in self._template.names:
            schema.require(name)
        return {"value": {"value": self._template.fill(ring.last(1).row(0))}}
