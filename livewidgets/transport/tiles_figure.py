"""A map of tiles: stock ipyleaflet widgets, all made at once and moved from then on."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets

from livewidgets.errors import MissingExtra
from livewidgets.transport.panel import Panel, button, notice_label, text_label
from livewidgets.views.tiles import MOST_PLACES, NONE_CHOSEN, OPAQUE, THIN
from livewidgets.views.tiles_place import Extent, Place, place_of

OPENSTREETMAP = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
CREDIT = (
    '&copy; <a href="https://www.openstreetmap.org/copyright" target="_blank" '
    'rel="noopener" style="color:inherit;text-decoration:underline">OpenStreetMap</a> contributors'
)
"""What its licence (ODbL) wants to be said on every map."""

OUTLINE = "#1a1a1a"
"""Around each marker, so that it is seen on a tile of its own colour."""

UNTOLD = 9007199254740991.0
"""The top edge of a map that no page has told of, as ipyleaflet has it."""


def tiles_figure(
    title: str, height: str, *, url: str, credit: str, several: bool, value: bool
) -> tuple[Panel, dict[str, Any]]:
    """A panel for a `TilesView`, and its slots.

    Args:
        title: Above it.
        height: As CSS has it.
        url: Where tiles are, with `{z}`, `{x}` and `{y}`; OpenStreetMap's if empty.
        credit: Who made them; text.
        several: Whether there are things that are told apart.
        value: Whether a value gives the markers their colours.

    Raises:
        MissingExtra: ipyleaflet is not installed.
    """
    try:
        import ipyleaflet
    except ImportError:
        raise MissingExtra("ipyleaflet", "map", "a map of tiles") from None
    # The page fetches tiles, and no one else. Leaflet takes the credit as markup.
    tiles = ipyleaflet.TileLayer(
        url=url or OPENSTREETMAP, attribution=html.escape(credit) if url else CREDIT, base=True
    )
    # One of each for all: every widget is a message when it is made.
    layout = ipywidgets.Layout(width="auto")
    style: dict[str, Any] = {}
    slots: dict[str, Any] = {}
    for number in range(MOST_PLACES if several else 1):
        popup = ipywidgets.Label(layout=layout, **style)
        style = {"style": popup.style}
        slots[f"popup{number}"] = popup
        slots[f"marker{number}"] = ipyleaflet.CircleMarker(
            stroke=False, fill=False, color=OUTLINE, weight=THIN, fill_opacity=OPAQUE, popup=popup
        )
    markers = [each for name, each in slots.items() if name.startswith("marker")]
    slots["map"] = ipyleaflet.Map(
        layers=(tiles, *markers),
        center=[20.0, 0.0],
        zoom=1.0,
        # A dashboard is scrolled with the wheel; + and - and the buttons zoom.
        scroll_wheel_zoom=False,
        layout=ipywidgets.Layout(width="100%", height=height, min_width="0", margin="0"),
    )
    said, notice = text_label(), notice_label()
    slots |= {"said": said, "notice": notice}
    below: list[ipywidgets.Widget] = [said]
    if several:
        below.insert(0, _chooser(slots))
    if value:
        slots["legend"] = ipywidgets.HTML(layout=ipywidgets.Layout(width="100%", margin="0 2px"))
        below.insert(0, slots["legend"])
    heading = text_label(title, font_weight="600")
    return Panel([heading, slots["map"], *below, notice], flex="1 1 auto", width="100%"), slots


def _chooser(slots: dict[str, Any]) -> ipywidgets.HBox:
    """What tells one thing after the other: circles on the map take a click, and no focus."""
    slots["previous"] = button("Previous", "Name and value of the thing before")
    slots["next"] = button("Next", "Name and value of the next thing; its marker gets a thick edge")
    slots["chosen"] = text_label(NONE_CHOSEN)
    layout = ipywidgets.Layout(
        flex_flow="row wrap",
        align_items="center",
        grid_gap="0 4px",
        overflow="hidden",
        width="100%",
    )
    return ipywidgets.HBox([slots["previous"], slots["next"], slots["chosen"]], layout=layout)


def listen(live_map: Any, shows: Callable[[Place, Extent], None]) -> None:
    """Hear what pages show of the world, where the map is to be.

    A page tells it when it has made its map and listens for changes, and when it has moved it;
    whatever equals what the kernel knows it does not tell. So what is known of the top edge is
    forgotten at once: then each page that comes tells it.

    Args:
        live_map: An ipyleaflet `Map`.
        shows: Told where the map is to be, and what a page shows; on the kernel's own thread.
    """

    def hear(_: object) -> None:
        names = ("west", "east", "left", "right", "top", "bottom")
        extent = Extent(*(getattr(live_map, name) for name in names))
        if extent.top == UNTOLD:
            return
        live_map._trait_values["top"] = UNTOLD
        shows(place_of(live_map.center, live_map.zoom), extent)

    live_map.observe(hear, "top")
