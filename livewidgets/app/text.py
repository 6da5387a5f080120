"""A line of text, in one call."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from livewidgets.app.columns import require_known
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.app.zones import zone_of
from livewidgets.transport.panel import Panel, notice_label, text_label
from livewidgets.views.row import RowView
from livewidgets.views.row_template import RowTemplate


def text(
    source: Any,
    template: str = "{time:%H:%M:%S} {value}",
    *,
    tz: str | tzinfo | None = None,
) -> Panel:
    """The newest row, as a line of text.

    Args:
        source: A stream, or what `stream` takes.
        template: Text with columns in braces, `"{time:%H:%M:%S} {value:.1f} °C"`: the time
            by `strftime`, all others by Python's own formats. Markup in it is text.
        tz: The time zone ("Europe/Berlin"); None is this machine's own.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    line = RowTemplate(template, zone_of(tz))
    live = as_stream(source)
    require_known(live, line.names)
    label, notice = text_label(line.empty, font_variant="tabular-nums"), notice_label()
    panel = Panel([label, notice])
    slots = {"value": label, "notice": notice}
    panel.picture = Picture(RowView(live, line), slots, [panel], notice=("notice", "value", ""))
    return panel
