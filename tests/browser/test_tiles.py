"""A map of tiles: markers are where their rows say, without any network."""

from __future__ import annotations

import asyncio
import math
import struct
import time
import zlib
from typing import Any

import pytest
from playwright.async_api import Page, Route

from tests.browser import pages
from tests.browser.axe import faults_for_all
from tests.browser.pages import FrontEnd, write

MARKUP = "<img src=q>"
TILES = "http://tiles.invalid/{z}/{x}/{y}.png"  # RFC 6761: nobody ever has that name
PLACES = {"north": (52.55, 13.5, 79.0), "south": (52.45, 13.3, 20.0), MARKUP: (52.5, 13.4, 50.0)}
MOVED = (52.51, 13.34, 20.0)

SHOW = f"""
import asyncio
from pathlib import Path
import livewidgets as lw

async def cars():
    for car, (lat, lon, temp) in {PLACES!r}.items():
        yield {{"car": car, "lat": lat, "lon": lon, "temp": temp}}
    while not Path("move").exists():
        await asyncio.sleep(0.05)
    lat, lon, temp = {MOVED!r}
    yield {{"car": "south", "lat": lat, "lon": lon, "temp": temp}}

data = lw.stream(cars(), units={{"temp": "°C"}}, name={MARKUP!r})
lw.map(data, by="car", value="temp", tiles={TILES!r}, credit={MARKUP!r})
"""

# Leaflet's map and markers are made of what the models said a moment ago: ipyleaflet reads it
# before it listens to them, and what comes in between is on no map.
MISSED = """
let leaflet;
Object.defineProperty(window, "L", {
  configurable: true,
  get: () => leaflet,
  set: (given) => {
    const first = leaflet === undefined;
    leaflet = given;
    if (!first) return;
    leaflet.Map.addInitHook(function () {
      window.missed = true;
      this.setView([52.55, 13.5], 15, {animate: false});
    });
    const made = leaflet.CircleMarker.prototype.initialize;
    leaflet.CircleMarker.prototype.initialize = function (place, options) {
      made.call(this, [1, 2], {...options, stroke: false, fill: false});
    };
  },
});
"""

# Middle, half width and colour of each marker that is seen, in pixels of the map; largest first:
# Leaflet has them in the order in which their views came to be.
MARKERS = """
() => {
  const box = document.querySelector(".leaflet-container")?.getBoundingClientRect();
  if (!box) return [];
  const paths = [...document.querySelectorAll("path.leaflet-interactive")];
  return paths.filter((path) => path.getAttribute("stroke") !== "none").map((path) => {
    const {x, y, width, height} = path.getBoundingClientRect();
    return [x + width / 2 - box.x, y + height / 2 - box.y, width / 2, path.getAttribute("fill")];
  }).sort((a, b) => b[2] - a[2]);
}
"""


def tile() -> bytes:
    """A grey tile: a PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum_

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xc0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def place(lat: float, lon: float) -> tuple[float, float]:
    """Pixels east and south on a world that is one tile (EPSG:3857)."""
    north = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return lon / 360 * 256, -north / (2 * math.pi) * 256


def zooms(markers: list[Any], places: tuple[tuple[float, float, float], ...]) -> list[float]:
    """By what power of two each pair of markers is further apart than on one tile, both ways."""
    at = [place(lat, lon) for lat, lon, _ in places]
    ratios = [
        (markers[a][axis] - markers[b][axis]) / (at[a][axis] - at[b][axis])
        for a in range(len(at))
        for b in range(a)
        for axis in (0, 1)
    ]
    return [math.log2(each) if each > 0 else math.nan for each in ratios]


async def at(page: Page, *places: tuple[float, float, float]) -> tuple[int, list[Any]]:
    """The zoom, and the markers, once all are where they belong: on whole pixels of it."""
    end = time.monotonic() + pages.SHOWN
    while True:
        markers = await page.evaluate(MARKERS)
        seen = zooms(markers, places) if len(markers) == len(places) else [math.nan]
        zoom = 0 if math.isnan(seen[0]) else round(seen[0])
        if all(abs(each - zoom) < 0.03 for each in seen):
            return zoom, markers
        assert time.monotonic() < end, f"markers at {markers}, of zooms {seen}"
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_markers_are_where_they_belong_and_move_in_place(
    front_end: FrontEnd, page: Page
) -> None:
    asked: list[str] = []

    async def answer(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(body=tile(), content_type="image/png")

    await page.route("http://tiles.invalid/**", answer)
    go = front_end.server.folder / "move"
    go.unlink(missing_ok=True)
    await front_end.open(page, write(front_end, "tiles.ipynb", SHOW))
    await front_end.run_all(page)
    north, south, middle = PLACES.values()
    zoom, first = await at(page, north, middle, south)
    box = await page.locator(".leaflet-container").bounding_box()
    assert box is not None
    for x, y, *_ in first:
        assert 0 < x < box["width"]
        assert 0 < y < box["height"]
    # The value is told by the size, too.
    assert first[0][2] > first[1][2] > first[2][2]
    assert len({colour for *_, colour in first}) == 3
    assert any(f"/{zoom}/" in url for url in asked)
    assert zoom >= 10, "a city is seen, not the world"

    # Who made the tiles, and names, are text.
    await pages.shows(page, f".leaflet-control-attribution:has-text('{MARKUP}')")
    x, y, *_ = first[1]
    await page.mouse.click(box["x"] + x, box["y"] + y)
    popup = page.locator(".leaflet-popup-content")
    await popup.wait_for(timeout=pages.SHOWN * 1000)
    assert (await popup.inner_text()).strip() == f"{MARKUP} · temp [°C]: 50"
    assert await page.locator('img[src="q"]').count() == 0

    # By keyboard alone: name and value of one after the other, and which on the map it is.
    await page.keyboard.press("Escape")
    edges = "() => [...document.querySelectorAll('path.leaflet-interactive')].map("
    edges += "(path) => Number(path.getAttribute('stroke-width'))).filter((width) => width > 1)"
    assert await page.evaluate(edges) == []
    await page.locator(".leaflet-container").focus()
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent.trim() === 'Next'"):
            break
    for number, (name, shows) in enumerate(zip(PLACES, ("79", "20", "50"), strict=True), start=1):
        await page.keyboard.press("Enter")
        told = f"{number} of 3 · {name} · temp [°C]: {shows}"
        await page.get_by_text(told, exact=True).wait_for(timeout=pages.SHOWN * 1000)
    await page.wait_for_function(f"({edges})().length === 1", timeout=pages.SHOWN * 1000)
    assert await page.locator('img[src="q"]').count() == 0
    if front_end.runs_by_itself:  # there is nothing of Lab's own on the page
        assert await faults_for_all(page) == []

    # The one that moves is the one that there was.
    await page.evaluate('window.kept = [...document.querySelectorAll("path.leaflet-interactive")]')
    go.touch()
    await at(page, north, middle, MOVED)
    assert await page.evaluate("() => window.kept.every((path) => path.isConnected)")


@pytest.mark.parametrize("front_end", ["lab", "voila"], indirect=True)
async def test_what_a_map_has_missed_while_it_was_made_is_given_anew(
    front_end: FrontEnd, page: Page
) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(body=tile(), content_type="image/png")

    await page.route("http://tiles.invalid/**", answer)
    await page.add_init_script(MISSED)
    (front_end.server.folder / "move").unlink(missing_ok=True)
    await front_end.open(page, write(front_end, "missed.ipynb", SHOW))
    await front_end.run_all(page)
    north, south, middle = PLACES.values()
    zoom, _ = await at(page, north, middle, south)
    assert zoom == 10
    assert await page.evaluate("window.missed")
