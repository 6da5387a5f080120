"""TilesView: markers by slot, where a map of tiles puts them, and what a click tells."""

from __future__ import annotations

import math

import pytest

from livewidgets.testing import VirtualClock
from livewidgets.views.map_frame import Bounds, fitted
from livewidgets.views.map_legend import COLOURS
from livewidgets.views.tiles import (
    AGAIN,
    LARGE,
    MOST_PLACES,
    NO_VALUE,
    PLOT,
    SMALL,
    TilesView,
    colour,
    middle_and_zoom,
)
from tests.views.fed import Fed
from tests.views.test_map import feed


def view_of(fed: Fed, by: str | None = "car", value: str | None = "speed") -> TilesView:
    return TilesView(fed, "lat", "lon", by=by, value=value)


def test_each_thing_keeps_its_marker_and_moves_it(clock: VirtualClock) -> None:
    fed = Fed(clock, {"speed": "km/h"})
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0), b=(52.6, 13.5, 30.0))
    before = view.render(9)
    feed(fed, 1, b=(52.61, 13.51, 40.0))
    after = view.render(9)
    assert after["marker0"]["location"] == before["marker0"]["location"] == [52.5, 13.4]
    assert after["marker1"]["location"] == [52.61, 13.51]
    assert after["popup1"]["value"] == "b · speed [km/h]: 40"
    assert after["said"]["value"] == "2 places · speed [km/h]: 10 (a) to 40 (b)"
    assert "marker2" not in after, "nobody is there"


def test_a_value_is_told_by_colour_size_and_text(fed: Fed) -> None:
    feed(fed, 0, a=(1.0, 1.0, 10.0), b=(1.1, 1.1, 30.0), c=(1.2, 1.2, math.nan))
    shown = view_of(fed).render(9)
    low, high, none = (shown[f"marker{number}"] for number in range(3))
    assert SMALL <= low["radius"] < high["radius"] <= LARGE
    assert len({low["fill_color"], high["fill_color"], none["fill_color"]}) == 3
    assert none["fill_color"] == NO_VALUE
    assert shown["popup2"]["value"] == "c · speed: no value"


def test_the_bar_and_the_markers_have_the_same_colours() -> None:
    assert [colour(0.0), colour(0.5), colour(1.0)] == list(COLOURS)
    assert colour(0.25) == "#2e6689"  # halfway from the first to the second, channel by channel


def test_equal_values_and_none_are_no_error(fed: Fed) -> None:
    feed(fed, 0, a=(1.0, 1.0, 7.0), b=(1.1, 1.1, 7.0))
    assert view_of(fed).render(9)["marker0"]["fill_color"].startswith("#")
    plain = view_of(fed, None, None).render(9)
    assert plain["popup0"]["value"] == ""
    assert "legend" not in plain


def test_nothing_yet_is_no_error(fed: Fed) -> None:
    assert set(view_of(fed).render(9)) == {"said"}
    feed(fed, 0, a=(math.nan, math.nan, 1.0))
    assert "map" not in view_of(fed).render(9)


def test_the_middle_is_given_again_some_times_and_then_rests(fed: Fed) -> None:
    view = view_of(fed)
    assert view.period is None
    feed(fed, 0, a=(52.5, 13.4, 10.0))
    places = [view.render(9)["map"] for _ in range(60)]
    middles = [tuple(each["center"]) for each in places]
    assert len(set(middles)) == 1 + len(AGAIN)
    assert [lon for _, lon in middles] == pytest.approx([13.4] * 60, abs=1e-6)
    assert len(set(middles[AGAIN[-1] :])) == 1
    assert view.period is None
    feed(fed, 1, a=(48.0, 2.0, 10.0))
    assert view.render(9)["map"]["center"][1] == pytest.approx(2.0, abs=1e-9)
    assert view.period is not None


def test_what_is_there_no_more_has_no_marker(clock: VirtualClock) -> None:
    fed = Fed(clock)
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0), b=(52.6, 13.5, 30.0))
    view.render(9)
    before = view.revision
    view.clear()
    assert view.revision != before
    feed(fed, 1, b=(52.6, 13.5, 30.0))
    shown = view.render(9)
    assert shown["said"]["value"].startswith("1 place ")
    assert shown["marker0"]["fill"] is True
    assert shown["marker1"] == {"stroke": False, "fill": False}
    assert shown["popup1"] == {"value": ""}
    assert "marker1" not in view.render(9)
    feed(fed, 2, a=(52.5, 13.4, 10.0))
    assert view.render(9)["marker1"]["fill"] is True


def test_things_beyond_the_bound_are_counted(fed: Fed) -> None:
    feed(fed, 0, **{f"c{n}": (n / 100, n / 100, 1.0) for n in range(MOST_PLACES + 5)})
    shown = view_of(fed).render(9)
    assert sum(name.startswith("marker") for name in shown) == MOST_PLACES
    assert "5 more not shown" in shown["said"]["value"]


@pytest.mark.parametrize(
    "bounds",
    [fitted(13.3, 13.5, 52.4, 52.6), fitted(-4.0, -3.999, 0.0, 0.001), fitted(20, 30, 60, 70)],
    ids=["a city", "a street", "a country"],
)
def test_what_is_shown_fits_and_fills_the_map(bounds: Bounds) -> None:
    looks = middle_and_zoom(bounds)
    world = 256 * 2 ** looks["zoom"]
    width = (bounds.east - bounds.west) / 360 * world
    # On a sphere, northing is the integral of the secant (Mercator).
    turns = [math.asinh(math.tan(math.radians(lat))) for lat in (bounds.south, bounds.north)]
    height = (turns[1] - turns[0]) / (2 * math.pi) * world
    assert width <= PLOT[0]
    assert height <= PLOT[1]
    assert width * 2 > PLOT[0] or height * 2 > PLOT[1] or looks["zoom"] == 17
    middle = math.asinh(math.tan(math.radians(looks["center"][0])))
    assert middle == pytest.approx(sum(turns) / 2)


def test_beyond_the_poles_of_the_map_there_is_a_picture(fed: Fed) -> None:
    feed(fed, 0, a=(88.5, 0.0, 1.0))
    assert view_of(fed).render(9)["map"]["zoom"] >= 1


def test_the_whole_world_and_its_poles_have_a_picture() -> None:
    looks = middle_and_zoom(Bounds(-180.0, 180.0, -90.0, 90.0))
    assert looks == {"center": [pytest.approx(0.0), 0.0], "zoom": 1.0}
