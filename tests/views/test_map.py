"""MapView: where things are, on a part of the world that fits them."""

from __future__ import annotations

import math
from typing import Any

import bqplot
import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.land import outlines
from livewidgets.views.map import MapView
from livewidgets.views.map_frame import (
    ASPECT,
    KILOMETRES,
    SHRINK_AFTER,
    MapFrame,
    fitted,
    graticule,
    scale_bar,
)
from livewidgets.views.markers import MOST_MARKERS
from tests.views.fed import Fed

START = 1_700_000_000.0


def view_of(fed: Fed, by: str | None = "car", value: str | None = "speed") -> MapView:
    return MapView(fed, "lat", "lon", by=by, value=value)


def feed(fed: Fed, at: float, **cars: tuple[float, float, float]) -> None:
    fed.feed(
        [START + at] * len(cars),
        lat=[lat for lat, _, _ in cars.values()],
        lon=[lon for _, lon, _ in cars.values()],
        speed=[speed for *_, speed in cars.values()],
        car=list(cars),
    )


def test_each_thing_is_where_it_was_last(fed: Fed) -> None:
    view = view_of(fed)
    feed(fed, 0, a=(52.5, 13.4, 10.0), b=(52.6, 13.5, 30.0))
    view.render(9)
    feed(fed, 1, b=(52.61, 13.51, 40.0))
    feed(fed, 2, b=(52.62, 13.52, 50.0))
    shown = view.render(9)
    assert shown["markers"]["x"].tolist() == [13.4, 13.52]
    assert shown["markers"]["y"].tolist() == [52.5, 52.62]
    assert shown["markers"]["color"].tolist() == [10.0, 50.0]
    assert shown["names"]["text"].tolist() == ["a", "b"]
    assert shown["colours"]["min"] <= 10.0 < 50.0 <= shown["colours"]["max"]
    assert shown["said"]["value"] == "2 places · speed: 10 (a) to 50 (b)"


def test_late_rows_move_only_those_that_have_no_newer_place(fed: Fed) -> None:
    view = view_of(fed)
    feed(fed, 0, a=(50.0, 10.0, 1.0), b=(51.0, 11.0, 1.0))
    feed(fed, 3, a=(50.3, 10.3, 1.0))
    view.render(9)
    feed(fed, 1, a=(50.1, 10.1, 1.0), b=(51.1, 11.1, 1.0))
    shown = view.render(9)
    assert shown["markers"]["y"].tolist() == [50.3, 51.1]


@pytest.mark.parametrize(("lat", "lon"), [(math.nan, 10.0), (91.0, 10.0), (50.0, 400.0)])
def test_what_is_no_place_is_counted(fed: Fed, lat: float, lon: float) -> None:
    feed(fed, 0, a=(lat, lon, 1.0), b=(50.0, 10.0, 1.0))
    shown = view_of(fed).render(9)
    assert len(shown["markers"]["x"]) == 1
    assert "1 rows without a place on earth" in shown["said"]["value"]


def test_nothing_on_earth_yet_is_no_error(fed: Fed) -> None:
    assert set(view_of(fed).render(9)) == {"said", "figure"}
    feed(fed, 0, a=(math.nan, math.nan, 1.0))
    assert view_of(fed).render(9)["said"]["value"].startswith("0 places")


def test_things_beyond_the_bound_are_counted(fed: Fed) -> None:
    cars = {f"c{n}": (n / 100, n / 100, 1.0) for n in range(MOST_MARKERS + 5)}
    feed(fed, 0, **cars)
    shown = view_of(fed).render(9)
    assert len(shown["markers"]["x"]) == MOST_MARKERS
    assert "5 more not shown" in shown["said"]["value"]
    assert len(shown["names"]["text"]) < 60, "names do not touch"


def test_one_thing_without_a_name_or_a_value(fed: Fed) -> None:
    feed(fed, 0, a=(1.0, 2.0, 3.0))
    shown = view_of(fed, None, None).render(9)
    assert shown["markers"]["x"].tolist() == [2.0]
    assert "color" not in shown["markers"]
    assert shown["names"]["text"].tolist() == []


def test_columns_have_to_be_there_and_hold_numbers(fed: Fed) -> None:
    feed(fed, 0, a=(1.0, 2.0, 3.0))
    with pytest.raises(SchemaError, match="did you mean 'lat'"):
        MapView(fed, "lta", "lon", by=None, value=None).render(9)
    with pytest.raises(SchemaError, match="column 'car' holds text, and a map needs numbers"):
        MapView(fed, "lat", "lon", by=None, value="car").render(9)


def test_the_unit_of_the_value_is_told(clock: VirtualClock) -> None:
    fed = Fed(clock, {"speed": "km/h"})
    feed(fed, 0, a=(1.0, 2.0, 3.0))
    assert "speed [km/h]: 3 (a) to 3 (a)" in view_of(fed).render(9)["said"]["value"]


# -- what part of the world ----------------------------------------------------------------


@pytest.mark.parametrize("lat", [-60.0, 0.0, 52.5])
def test_a_kilometre_is_as_long_to_the_north_as_to_the_east(lat: float) -> None:
    bounds = fitted(13.3, 13.5, lat - 0.05, lat + 0.05)
    east = (bounds.east - bounds.west) * math.cos(math.radians(lat))
    assert east / (bounds.north - bounds.south) == pytest.approx(ASPECT)
    assert bounds.west < 13.3 < 13.5 < bounds.east
    assert bounds.south < lat - 0.05 < lat + 0.05 < bounds.north


def test_all_over_the_world_is_the_world() -> None:
    bounds = fitted(-120.0, 150.0, -35.0, 60.0)
    assert (bounds.west, bounds.east) == (-180.0, 180.0)
    south = fitted(-120.0, 150.0, -77.0, 60.0)
    assert south.south <= -77.0


def test_it_grows_at_once_and_shrinks_after_a_while() -> None:
    frame = MapFrame()

    def at(now: float, *lats: float) -> Any:
        return frame.update(np.array(lats), np.array(lats), now)

    first = at(0.0, 50.0, 50.1)
    assert at(1.0, 50.02, 50.08) == first, "what fits does not move it"
    wide = at(2.0, 50.0, 55.0)
    assert wide != first
    assert at(3.0, 50.0, 50.1) == wide
    assert at(3.0 + SHRINK_AFTER, 50.0, 50.1) == first
    still = at(9.0, 50.0, 50.0)
    assert at(30.0, 50.0, 50.0) != still or at(60.0, 50.0, 50.0) == at(90.0, 50.0, 50.0)


def test_the_bar_is_of_a_round_length_that_is_true() -> None:
    bounds = fitted(13.3, 13.5, 52.4, 52.6)
    x, y, text = scale_bar(bounds)
    length = (x[1] - x[0]) * KILOMETRES * math.cos(math.radians(y[0]))
    assert text == "10 km"
    assert length == pytest.approx(10.0)
    assert scale_bar(fitted(13.4, 13.4, 52.5, 52.5))[2] == "100 m"


def test_the_graticule_names_its_hemispheres() -> None:
    east, north = graticule(fitted(-0.2, 0.2, -0.2, 0.2))
    assert {label[-1] for label in east.labels} == {"E", "W", "°"}
    assert {label[-1] for label in north.labels} == {"N", "S", "°"}
    assert "0.2° S" in north.labels


def test_the_coasts_are_where_land_is() -> None:
    topology = bqplot.Map(scales={"projection": bqplot.Mercator()})
    data = topology.map_data
    topology.close()
    lon, lat = outlines(data)
    ends = np.flatnonzero(np.isnan(lat))
    rings = np.split(np.arange(len(lat)), ends)

    def inside(x: float, y: float) -> bool:
        crossings = 0
        for ring in rings:
            ring = ring[np.isfinite(lat[ring])]
            xs, ys = lon[ring], lat[ring]
            above = ys > y
            for a in np.flatnonzero(above[:-1] != above[1:]):
                at = xs[a] + (y - ys[a]) / (ys[a + 1] - ys[a]) * (xs[a + 1] - xs[a])
                crossings += at > x
        return crossings % 2 == 1

    assert inside(20.0, 50.0), "Poland"
    assert inside(-100.0, 40.0), "Kansas"
    assert inside(134.0, -25.0), "Australia"
    assert not inside(-30.0, 30.0), "the Atlantic"
    assert np.isfinite(lat[-1])
