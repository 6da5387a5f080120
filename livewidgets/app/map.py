"""A map with markers that move, in one call."""

from __future__ import annotations

from typing import Any

from livewidgets.app.columns import require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.transport.map_figure import map_figure
from livewidgets.transport.picture_figure import PicturePanel
from livewidgets.views.map import MapView


def map(
    source: Any,
    lat: str = "lat",
    lon: str = "lon",
    *,
    by: str | None = None,
    value: str | None = None,
    title: str = "",
    height: str = "400px",
) -> PicturePanel:
    """Markers that move, each at its newest place, on a map that follows them.

    Meridians and parallels are drawn at round degrees, with a bar of a round length; where
    the map shows much of the world, its coasts, too. It needs no network.

    Args:
        source: A stream, or what `stream` takes.
        lat: The column of degrees north, -90 to 90.
        lon: The column of degrees east, -180 to 360.
        by: The column that tells things apart; each of the first 200 has a marker, with its
            name where there is room. None: there is one.
        value: The column of numbers that gives markers their colours.
        title: Above it; the stream's name if empty.
        height: As CSS has it.

    Raises:
        ArgumentError: An argument cannot be used.
        SchemaError: The stream has rows, and no such column.
    """
    require_names("map", lat, lon, by, value)
    live = as_stream(source)
    require_known(live, (lat, lon, by, value))
    view = MapView(live, lat, lon, by=by, value=value)
    panel, slots = map_figure(title or live.name, height, value is not None)
    picture = Picture(view, slots, [panel], notice=("notice", "value", ""))
    panel.picture = slots["figure"].picture = picture
    return panel
