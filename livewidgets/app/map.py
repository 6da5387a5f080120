"""A map with markers that move, in one call."""

from __future__ import annotations

from typing import Any

from livewidgets.app.columns import require_known, require_names
from livewidgets.app.picture import Picture
from livewidgets.app.streams import as_stream
from livewidgets.errors import ArgumentError
from livewidgets.transport.map_figure import map_figure
from livewidgets.transport.panel import Panel
from livewidgets.transport.tiles_figure import listen, tiles_figure
from livewidgets.views.map import MapView
from livewidgets.views.tiles import TilesView

NOTICE = ("notice", "value", "")


def map(
    source: Any,
    lat: str = "lat",
    lon: str = "lon",
    *,
    by: str | None = None,
    value: str | None = None,
    title: str = "",
    height: str = "400px",
    tiles: bool | str = False,
    credit: str = "",
) -> Panel:
    """Markers that move, each at its newest place, on a map that follows them.

    Meridians and parallels are drawn at round degrees, with a bar of a round length; where
    the map shows much of the world, its coasts, too. It needs no network. With `tiles` it is a map
    of streets that can be dragged and zoomed, whose tiles each page fetches from the server that
    you name; without a network the markers are on grey.

    Args:
        source: A stream, or what `stream` takes.
        lat: The column of degrees north, -90 to 90.
        lon: The column of degrees east, -180 to 360.
        by: The column that tells things apart; each of the first 200 has a marker, with its
            name where there is room. None: there is one.
        value: The column of numbers that gives markers their colours.
        title: Above it; the stream's name if empty.
        height: As CSS has it.
        tiles: True: OpenStreetMap's (by ipyleaflet, the extra `map`); or where tiles are, such as
            `"https://tiles.example/{z}/{x}/{y}.png"`. Then the first 100 things have a marker,
            which is larger where its value is, and tells its name and value when it is clicked;
            so do the buttons below the map, by keyboard.
        credit: Who made the tiles, for a server that you name; text on the map.

    Raises:
        ArgumentError: An argument cannot be used.
        MissingExtra: `tiles` needs ipyleaflet.
        SchemaError: The stream has rows, and no such column.
    """
    require_names("map", lat, lon, by, value)
    live = as_stream(source)
    require_known(live, (lat, lon, by, value))
    shown = title or live.name
    if tiles is False:
        if credit:
            raise ArgumentError("credit= is for a server of tiles; name it: tiles='https://…'")
        drawn, slots = map_figure(shown, height, value is not None)
        view = MapView(live, lat, lon, by=by, value=value)
        drawn.picture = slots["figure"].picture = Picture(view, slots, [drawn], notice=NOTICE)
        return drawn
    panel, slots = tiles_figure(
        shown,
        height,
        url=_address(tiles, credit),
        credit=credit,
        several=by is not None,
        value=value is not None,
    )
    seen = TilesView(live, lat, lon, by=by, value=value)
    panel.picture = Picture(seen, slots, [panel], notice=NOTICE)
    listen(slots["map"], seen.anew)
    for name, way in (("previous", -1), ("next", 1)):
        if name in slots:  # there are several things
            slots[name].on_click(lambda _, way=way: seen.step(way))
    return panel


def _address(tiles: bool | str, credit: str) -> str:
    """Where tiles are; empty for OpenStreetMap's."""
    if tiles is True and not credit:
        return ""
    if tiles is True:
        raise ArgumentError("OpenStreetMap's credit is on the map already; leave credit= out")
    places = all(each in str(tiles) for each in ("{z}", "{x}", "{y}"))
    if isinstance(tiles, str) and tiles.startswith(("https://", "http://")) and places:
        return tiles
    raise ArgumentError(
        f"tiles={tiles!r}: give True for OpenStreetMap's, or an address with {{z}}, {{x}} and {{y}}"
        ", such as 'https://tiles.example/{z}/{x}/{y}.png'"
    )
