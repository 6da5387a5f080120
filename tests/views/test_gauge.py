"""GaugeView and its dial: where the needle points, and what is said beside it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.dial import INNER, arcs, needle, part_of, place
from livewidgets.views.gauge import GaugeView
from livewidgets.views.gauge_zones import limits_of, zones_of
from tests.views.fed import Fed

START = 1_700_000_000.0
ZONES = {"ok": (0, 70), "warn": (70, 90), "critical": (90, 100)}


def view_of(fed: Fed, **options: Any) -> GaugeView:
    zones = zones_of(options.pop("zones", ZONES), (0.0, 100.0))
    return GaugeView(fed, "temp", limits=(0.0, 100.0), zones=zones, **options)


def shown(fed: Fed, value: float, **options: Any) -> dict[str, Any]:
    fed.feed([START], temp=[value])
    return dict(view_of(fed, **options).render(500))


def angle_of(shown: dict[str, Any]) -> float:
    """Degrees of the needle's tip, counted as in mathematics."""
    x, y = shown["needle"]["x"][0], shown["needle"]["y"][0]
    tip = int(np.argmax(np.hypot(x, y)))
    return math.degrees(math.atan2(y[tip], x[tip])) % 360


@pytest.mark.parametrize(
    ("value", "angle", "said"),
    [
        (0.0, 215.0, "● ok"),
        (50.0, 90.0, "● ok"),
        (70.0, 40.0, "▲ warn"),
        (100.0, 325.0, "✕ critical"),
        (120.0, 325.0, "✕ critical · above 100"),
        (-5.0, 215.0, "● ok · below 0"),
        (math.inf, 325.0, "✕ critical · above 100"),
    ],
)
def test_the_needle_points_and_the_zone_is_said(
    fed: Fed, value: float, angle: float, said: str
) -> None:
    now = shown(fed, value)
    assert angle_of(now) == pytest.approx(angle)
    assert now["zone"]["value"] == said
    assert now["needle"]["visible"]


def test_no_number_has_no_needle(fed: Fed) -> None:
    now = shown(fed, math.nan)
    assert not now["needle"]["visible"]
    assert (now["value"]["value"], now["zone"]["value"]) == ("–", "no number")


def test_before_the_first_row_it_says_so(fed: Fed) -> None:
    now = view_of(fed).render(500)
    assert now["value"]["value"] == "–"
    assert now["zone"]["value"]
    assert not now["needle"]["visible"]


def test_the_number_has_its_unit_and_format(clock: VirtualClock) -> None:
    fed = Fed(clock, {"temp": "°C"})
    assert shown(fed, 42.25)["value"]["value"] == "42.25\u202f°C"
    assert shown(fed, 42.25, format="{:.1f} K")["value"]["value"] == "42.2 K"


def test_between_zones_there_is_none_and_their_names_are_text(fed: Fed) -> None:
    assert shown(fed, 50.0, zones={"<b>low</b>": (0, 40)})["zone"]["value"] == ""
    fed.feed([START + 1], temp=[20.0])
    assert "<b>low</b>" in view_of(fed, zones={"<b>low</b>": (0, 40)}).render(9)["zone"]["value"]


def test_text_cannot_be_on_a_dial(fed: Fed) -> None:
    fed.feed([START], temp=["warm"])
    with pytest.raises(SchemaError, match="column 'temp' holds text, which a gauge cannot show"):
        view_of(fed).render(500)


def test_an_arc_is_a_closed_ring_segment_and_zones_share_the_sweep() -> None:
    x, y = arcs([(0.0, 0.5), (0.5, 1.0)])
    radius = np.hypot(x, y)
    assert radius.max() == pytest.approx(1.0)
    assert radius.min() == pytest.approx(INNER)
    assert (x[:, 0] == x[:, -1]).all()
    assert (y[:, 0] == y[:, -1]).all()
    assert (x[0].max() < 0.02, x[1].min() > -0.02) == (True, True)


def test_a_needle_lies_along_its_angle() -> None:
    for part in (0.0, 0.3, 1.0):
        x, y = needle(part)
        tip = int(np.argmax(np.hypot(x[0], y[0])))
        assert (x[0, tip], y[0, tip]) == pytest.approx(place(part, np.hypot(x[0, tip], y[0, tip])))
    assert part_of(5.0, 0.0, 10.0) == 0.5


@pytest.mark.parametrize("limits", [(1, 0), (0,), "ab", None, (0, math.inf), (0, "x"), (1, 1)])
def test_limits_that_are_none_are_refused(limits: Any) -> None:
    with pytest.raises(ArgumentError, match="give the ends of the gauge as"):
        limits_of(limits)


@pytest.mark.parametrize(
    ("zones", "sentence"),
    [
        ([1], "by name, as in"),
        ({}, "by name, as in"),
        ({"ok": (1, 0)}, "by name, as in"),
        ({1: (0, 1)}, "by name, as in"),
        ({"ok": (0, 50), "warn": (40, 60)}, "overlap: 'ok' ends at 50, and 'warn' begins at 40"),
    ],
)
def test_zones_that_cannot_be_are_refused(zones: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        zones_of(zones, (0.0, 100.0))


def test_zones_are_cut_at_the_limits_and_come_in_order() -> None:
    made = zones_of({"high": (50, 200), "low": (-9, 10), "beyond": (300, 400)}, (0.0, 100.0))
    assert [(zone.name, zone.low, zone.high) for zone in made] == [
        ("low", 0.0, 10.0),
        ("high", 50.0, 100.0),
    ]


def test_a_long_number_is_smaller_so_that_it_fits_between_the_ends(fed: Fed) -> None:
    short = float(shown(fed, 5.0)["size"]["font_size"].removesuffix("px"))
    text = shown(fed, 1_234_567_890.0)
    long = float(text["size"]["font_size"].removesuffix("px"))
    assert short == 22
    assert long * 0.64 * len(text["value"]["value"]) <= 0.48 * 220 + 5
