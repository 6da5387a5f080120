"""TilesView: markers by slot, where a map of tiles puts them, and what a click tells."""

from __future__ import annotations

import math

import pytest

from livewidgets.testing import VirtualClock
from livewidgets.views.map_legend import COLOURS
from livewidgets.views.tiles import (
    LARGE,
    MOST_PLACES,
    NO_VALUE,
    NONE_CHOSEN,
    OPAQUE,
    SMALL,
    THICK,
    TilesView,
    colour,
)
from livewidgets.views.tiles_place import Place, place_of
from tests.views.fed import Fed
from tests.views.test_map import feed
from tests.views.test_tiles_place import extent_at

NOWHERE = Place(0.0, 0.0, 1)


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


def test_each_place_comes_with_another_zoom_that_maps_round_to_the_same(fed: Fed) -> None:
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0))
    first, again = view.render(9)["map"], view.render(9)["map"]
    assert first == again, "it rests"
    feed(fed, 1, a=(52.55, 13.45, 10.0))
    moved = view.render(9)["map"]
    assert moved["center"] != first["center"]
    assert moved["zoom"] != first["zoom"]
    assert round(moved["zoom"]) == pytest.approx(moved["zoom"], abs=1e-3)
    assert view.period is None


def test_a_map_that_stands_elsewhere_is_given_its_place_anew(fed: Fed) -> None:
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0))
    before, revision = view.render(9)["map"], view.revision
    told = place_of(before["center"], before["zoom"])
    view.anew(told, extent_at(Place(told.lat, told.lon, told.zoom - 5)))
    assert view.revision != revision, "it is drawn though no rows come"
    after = view.render(9)["map"]
    assert after["center"] == before["center"]
    assert after["zoom"] != before["zoom"]
    assert round(after["zoom"]) == round(before["zoom"])


def test_a_map_that_was_dragged_stays_there(fed: Fed) -> None:
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0))
    before = view.render(9)["map"]
    dragged = Place(52.4, 13.2, 9)
    view.anew(dragged, extent_at(dragged))
    assert view.render(9)["map"] == before, "nothing new is sent"


def test_markers_are_given_anew_to_each_page_that_comes(clock: VirtualClock) -> None:
    fed = Fed(clock)
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0), b=(52.6, 13.5, 30.0))
    view.render(9)
    view.clear()
    feed(fed, 1, b=(52.6, 13.5, 30.0))
    before = view.render(9)
    view.anew(NOWHERE, extent_at(NOWHERE))
    after = view.render(9)
    (lat, lon), shown = after["marker0"]["location"], before["marker0"]["location"]
    assert [lat, lon] != shown
    assert [lat, lon] == pytest.approx(shown, abs=1e-6)
    for name in ("marker0", "marker1"):  # also of what is hidden
        assert after[name]["fill_opacity"] != before[name]["fill_opacity"]
        assert after[name]["fill_opacity"] == pytest.approx(OPAQUE, abs=1e-5)
        assert after[name]["stroke"] is before[name]["stroke"]


def test_one_after_the_other_is_chosen_told_and_marked(clock: VirtualClock) -> None:
    fed = Fed(clock, {"speed": "km/h"})
    view = view_of(fed)
    view.step(1)  # nothing is there yet
    feed(fed, 0, a=(52.5, 13.4, 10.0), b=(52.6, 13.5, 30.0))
    assert view.render(9)["chosen"] == {"value": NONE_CHOSEN}
    told = []
    for by in (1, 1, 1, -1):
        revision = view.revision
        view.step(by)
        assert view.revision != revision
        shown = view.render(9)
        told.append(shown["chosen"]["value"])
        thick = [name for name in ("marker0", "marker1") if shown[name]["weight"] == THICK]
        assert thick == ["marker0" if "a" in told[-1].split() else "marker1"]
    a, b = "1 of 2 · a · speed [km/h]: 10", "2 of 2 · b · speed [km/h]: 30"
    assert told == [a, b, a, b]
    view.clear()
    feed(fed, 1, a=(52.5, 13.4, 12.0))
    assert view.render(9)["chosen"] == {"value": NONE_CHOSEN}, "b is there no more"


def test_the_first_step_back_is_to_the_last(fed: Fed) -> None:
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0), b=(52.6, 13.5, 30.0))
    view.render(9)
    view.step(-1)
    assert view.render(9)["chosen"]["value"].startswith("2 of 2 · b")


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
    assert (shown["marker1"]["stroke"], shown["marker1"]["fill"]) == (False, False)
    assert shown["popup1"] == {"value": ""}
    assert view.render(9)["marker1"] == shown["marker1"], "nothing new is sent"
    feed(fed, 2, a=(52.5, 13.4, 10.0))
    assert view.render(9)["marker1"]["fill"] is True


def test_things_beyond_the_bound_are_counted(fed: Fed) -> None:
    feed(fed, 0, **{f"c{n}": (n / 100, n / 100, 1.0) for n in range(MOST_PLACES + 5)})
    shown = view_of(fed).render(9)
    assert sum(name.startswith("marker") for name in shown) == MOST_PLACES
    assert "5 more not shown" in shown["said"]["value"]


def test_beyond_the_poles_of_the_map_there_is_a_picture(fed: Fed) -> None:
    feed(fed, 0, a=(88.5, 0.0, 1.0))
    assert view_of(fed).render(9)["map"]["zoom"] >= 1
