"""Places of a map of tiles: what fits where, and whether a page shows it."""

from __future__ import annotations

import math

import pytest

from livewidgets.views.map_frame import Bounds, fitted
from livewidgets.views.tiles_place import OFF, PLOT, TILE, Extent, Place, place_for, place_of

BERLIN = Place(52.5, 13.4, 10)


def extent_at(place: Place, *, wide: float = 848.0, high: float = 400.0) -> Extent:
    """What a page shows there on a map of so many pixels, as Leaflet tells it: whole pixels."""
    world = TILE * 2**place.zoom
    north = math.asinh(math.tan(math.radians(place.lat))) / (2 * math.pi)
    left = round((place.lon / 360 + 0.5) * world - wide / 2)
    top = round((0.5 - north) * world - high / 2)
    degrees = [(each / world - 0.5) * 360 for each in (left, left + wide)]
    return Extent(degrees[0], degrees[1], left, left + wide, top, top + high)


@pytest.mark.parametrize(
    "place",
    [BERLIN, Place(0.0, 0.0, 1), Place(-33.9, 151.2, 17), Place(85.0, -179.0, 3)],
    ids=["a city", "the world", "a street", "the north"],
)
@pytest.mark.parametrize("size", [(848.0, 400.0), (3000.0, 2000.0), (301.0, 77.0)])
def test_a_map_shows_its_place_whatever_its_size(place: Place, size: tuple[float, float]) -> None:
    assert extent_at(place, wide=size[0], high=size[1]).shows(place)


def test_another_zoom_or_middle_is_another_place() -> None:
    extent = extent_at(BERLIN)
    pixel = 360 / (TILE * 2**BERLIN.zoom)
    assert not extent.shows(Place(52.5, 13.4, 15))
    assert not extent.shows(Place(52.5, 13.4, 9))
    assert not extent.shows(Place(52.5, 13.4 + pixel * (OFF + 2), 10))
    assert not extent.shows(Place(52.5 + pixel * (OFF + 2), 13.4, 10))
    assert extent.shows(Place(52.5, 13.4 + pixel * (OFF - 2), 10)), "rounded, many times"


def test_a_map_without_a_size_says_nothing() -> None:
    assert extent_at(BERLIN, wide=0.0, high=0.0).shows(Place(0.0, 0.0, 3))


def test_traits_tell_a_place_with_a_whole_zoom() -> None:
    assert place_of([52.5, 13.4], 10.0000003) == BERLIN


@pytest.mark.parametrize(
    "bounds",
    [fitted(13.3, 13.5, 52.4, 52.6), fitted(-4.0, -3.999, 0.0, 0.001), fitted(20, 30, 60, 70)],
    ids=["a city", "a street", "a country"],
)
def test_what_is_shown_fits_and_fills_the_map(bounds: Bounds) -> None:
    place = place_for(bounds)
    world = 256 * 2**place.zoom
    width = (bounds.east - bounds.west) / 360 * world
    # On a sphere, northing is the integral of the secant (Mercator).
    turns = [math.asinh(math.tan(math.radians(lat))) for lat in (bounds.south, bounds.north)]
    height = (turns[1] - turns[0]) / (2 * math.pi) * world
    assert width <= PLOT[0]
    assert height <= PLOT[1]
    assert width * 2 > PLOT[0] or height * 2 > PLOT[1] or place.zoom == 17
    middle = math.asinh(math.tan(math.radians(place.lat)))
    assert middle == pytest.approx(sum(turns) / 2)


def test_the_whole_world_and_its_poles_have_a_picture() -> None:
    place = place_for(Bounds(-180.0, 180.0, -90.0, 90.0))
    assert place.lat == pytest.approx(0.0)
    assert (place.lon, place.zoom) == (0.0, 1)
