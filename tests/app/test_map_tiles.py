"""`map(tiles=...)`: what is made, what closes, and what cannot be."""

from __future__ import annotations

import sys
from typing import Any

import ipyleaflet
import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError, MissingExtra
from livewidgets.transport.panel import Panel
from livewidgets.transport.tiles_figure import CREDIT, OPENSTREETMAP
from livewidgets.views.tiles import MOST_PLACES

pytestmark = pytest.mark.usefixtures("leak_check")


def made_of(**options: Any) -> tuple[Panel, ipyleaflet.Map]:
    panel = lw.map(lw.stream(name="cars"), **options)
    (shown,) = [each for each in panel.children if isinstance(each, ipyleaflet.Map)]
    return panel, shown


def test_all_markers_are_there_from_the_first_and_close_with_the_map() -> None:
    panel, shown = made_of(by="car", value="temp", tiles=True)
    tiles, *markers = shown.layers
    assert (tiles.url, tiles.attribution) == (OPENSTREETMAP, CREDIT)
    assert len(markers) == MOST_PLACES
    panel.close()  # the fixture finds what is left
    assert markers[0].comm is markers[0].popup.comm is None


def test_one_thing_has_one_marker() -> None:
    panel, shown = made_of(tiles=True)
    assert len(shown.layers) == 2
    panel.close()


def test_the_credit_of_others_is_text() -> None:
    address = "https://tiles.example/{z}/{x}/{y}.png"
    panel, shown = made_of(tiles=address, credit="<b>Survey</b>")
    assert shown.layers[0].url == address
    assert shown.layers[0].attribution == "&lt;b&gt;Survey&lt;/b&gt;"
    panel.close()


def test_each_page_that_tells_what_it_shows_is_heard() -> None:
    panel, shown = made_of(by="car", tiles=True)
    edges = {"west": -20.0, "east": 20.0, "south": -9.0, "north": 9.0}
    pixels = {"left": 200.0, "right": 300.0, "top": 220.0, "bottom": 290.0}
    picture: Any = panel.picture
    seen = [picture.view.revision]
    for _ in range(2):  # a second page that shows the same does not go unheard
        shown.set_state({**edges, **pixels})  # as a page does
        seen.append(picture.view.revision)
    assert len(set(seen)) == 3
    panel.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"tiles": "osm"}, r"tiles='osm': give True for OpenStreetMap's, or an address"),
        ({"tiles": "https://tiles.example/"}, r"with \{z\}, \{x\} and \{y\}"),
        ({"tiles": "javascript:{z}{x}{y}"}, "give True"),
        ({"tiles": True, "credit": "me"}, "credit is on the map already"),
        ({"credit": "me"}, "credit= is for a server of tiles"),
    ],
)
def test_what_cannot_be_used_is_said(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        lw.map(lw.stream(name="cars"), **options)


def test_without_ipyleaflet_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipyleaflet", None)
    with pytest.raises(MissingExtra, match=r"pip install \"livewidgets\[map\]\""):
        lw.map(lw.stream(name="cars"), tiles=True)
