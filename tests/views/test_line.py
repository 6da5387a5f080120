"""LineView: curves, window, axes and labels, as values."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.reduce import bucket_width
from livewidgets.errors import SchemaError
from livewidgets.stream import Stream
from livewidgets.testing import VirtualClock
from livewidgets.views.axis import javascript_number
from livewidgets.views.line import LineView
from livewidgets.views.value_axis import ValueAxis
from tests.views.fed import Fed

START = 1_700_000_000.0
COLUMNS = 400


def test_before_the_first_row_it_says_why_nothing_is_shown(fed: Fed) -> None:
    view = LineView(fed, None, window=10.0)
    shown = view.render(COLUMNS)
    assert shown.keys() == {"message", "figure"}
    assert shown["message"]["visible"]
    assert " ".join(shown["message"]["text"]).strip() == shown["figure"]["words"] != ""
    assert view.period, "the reason may be another one, though no rows come"
    assert view.curves == 0
    fed.feed([START], a=[1.0])
    assert not view.render(COLUMNS)["message"]["visible"]


def test_each_number_column_is_a_curve(fed: Fed) -> None:
    fed.feed([START, START + 1], a=[1.0, 2.0], name=["x", "y"], n=[3, 4], on=[True, False])
    view = LineView(fed, None, window=10.0)
    lines = view.render(COLUMNS)["lines"]
    assert lines["labels"] == ["a", "n", "on"]
    assert lines["x"].shape == lines["y"].shape == (3, 2)
    assert lines["y"].tolist() == [[1.0, 2.0], [3.0, 4.0], [1.0, 0.0]]
    assert lines["x"].dtype == lines["y"].dtype == np.float64
    assert view.curves == 3


def test_the_columns_that_are_wanted_in_their_order(fed: Fed) -> None:
    fed.feed([START], a=[1.0], b=[2.0], c=[3.0])
    view = LineView(fed, ["c", "a"], window=10.0)
    shown = view.render(COLUMNS)
    assert shown["lines"]["labels"] == ["c", "a"]
    assert shown["lines"]["y"].tolist() == [[3.0], [1.0]]
    assert view.curves == 2


@pytest.mark.parametrize(
    ("column", "sentence"),
    [("tmep", "did you mean 'temp'"), ("name", "column 'name' holds text, which a line cannot")],
)
def test_a_column_that_cannot_be_drawn_is_said(fed: Fed, column: str, sentence: str) -> None:
    fed.feed([START], temp=[1.0], name=["x"])
    with pytest.raises(SchemaError, match=sentence):
        LineView(fed, [column], window=10.0).render(COLUMNS)


def test_a_stream_of_text_alone_says_so(fed: Fed) -> None:
    fed.feed([START], name=["x"])
    with pytest.raises(SchemaError, match=r"no column holds numbers \('name' hold text\)"):
        LineView(fed, None, window=10.0).render(COLUMNS)


@pytest.mark.parametrize("pixels", [None, 950, 1337])
def test_the_window_ends_within_a_bucket_after_the_newest_row(fed: Fed, pixels: int | None) -> None:
    view = LineView(fed, None, window=10.0)
    view.pixels = pixels
    width = bucket_width(10.0, COLUMNS) if pixels is None else 10.0 / pixels
    for number in range(200):
        newest = START + number * 0.137
        fed.feed([newest], a=[1.0])
        scale = view.render(pixels or COLUMNS)["x_scale"]
        assert scale["max"] - scale["min"] == pytest.approx(10.0)
        assert newest < scale["max"] <= newest + width + 1e-6
        steps = scale["max"] / width
        assert steps == pytest.approx(round(steps), abs=1e-3), "it moves in whole buckets"
        assert type(scale["min"]) is float


def test_what_has_left_the_window_is_not_drawn(fed: Fed) -> None:
    view = LineView(fed, None, window=10.0)
    fed.feed([START + each for each in range(100)], a=[float(each) for each in range(100)])
    shown = view.render(COLUMNS)
    drawn = shown["lines"]["x"][0]
    width = bucket_width(10.0, COLUMNS)
    assert drawn.min() >= shown["x_scale"]["min"] - width
    assert drawn.max() == START + 99


@settings(deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(0, 2**31))
def test_however_the_rows_come_the_same_is_drawn(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    total = sum(sizes)
    time = START + np.cumsum(rng.exponential(0.05, total))
    values = rng.normal(size=total)
    whole, parts = Fed(VirtualClock()), Fed(VirtualClock())
    whole.feed(time.tolist(), a=values.tolist())
    view, done = LineView(parts, None, window=5.0), 0
    for size in sizes:
        parts.feed(time[done : done + size].tolist(), a=values[done : done + size].tolist())
        done += size
        shown = view.render(COLUMNS)
    expected = LineView(whole, None, window=5.0).render(COLUMNS)
    for slot, trait in (("lines", "x"), ("lines", "y")):
        np.testing.assert_array_equal(shown[slot][trait], expected[slot][trait])
    assert shown["x_scale"] == expected["x_scale"]


def test_all_that_is_drawn_lies_within_the_y_limits(fed: Fed) -> None:
    rng, view = np.random.default_rng(1), LineView(fed, None, window=5.0)
    for number in range(100):
        fed.feed([START + number], a=[float(rng.normal() * number)])
        shown = view.render(COLUMNS)
        y, scale = shown["lines"]["y"], shown["y_scale"]
        assert scale["min"] <= np.nanmin(y)
        assert np.nanmax(y) <= scale["max"]
        assert np.isfinite([scale["min"], scale["max"]]).all()


def test_y_limits_that_are_given_stay(fed: Fed) -> None:
    view = LineView(fed, None, window=5.0, y=ValueAxis((-1.0, 1.0)))
    fed.feed([START], a=[50.0])
    assert view.render(COLUMNS)["y_scale"] == {"min": -1.0, "max": 1.0}


def test_values_that_are_no_numbers_break_the_line_and_nothing_else(fed: Fed) -> None:
    view = LineView(fed, None, window=10.0)
    fed.feed([START, START + 1, START + 2], a=[1.0, np.nan, 3.0])
    shown = view.render(COLUMNS)
    assert np.isnan(shown["lines"]["y"][0]).any()
    assert shown["y_scale"]["min"] <= 1.0
    assert shown["y_scale"]["max"] >= 3.0
    blank = LineView(Fed(VirtualClock()), None, window=10.0)
    blank.follows.stream.feed([START], a=[np.nan])  # type: ignore[attr-defined]
    assert np.isfinite(list(blank.render(COLUMNS)["y_scale"].values())).all()


def test_the_time_axis_shows_the_time_of_day_of_its_zone(fed: Fed) -> None:
    fed.feed([START], a=[1.0])
    axes = {
        name: LineView(fed, None, window=600.0, tz=ZoneInfo(name)).render(COLUMNS)["x_axis"]
        for name in ("UTC", "Asia/Tokyo")
    }
    utc, tokyo = axes["UTC"], axes["Asia/Tokyo"]
    assert utc["label"] == ""
    shown = [f"{value:.0f}" for value in utc["tick_values"]]
    assert set(shown) < set(utc["tick_labels"]), "and those that come and go are known"
    assert "22:10" in utc["tick_labels"].values()
    assert "07:10" in tokyo["tick_labels"].values()
    assert 2 <= len(utc["tick_values"]) <= 5


def test_a_senders_own_seconds_are_shown_as_seconds(fed: Fed) -> None:
    fed.feed([0.0, 5.0, 10.0], a=[1.0, 2.0, 3.0])
    axis = LineView(fed, None, window=10.0).render(COLUMNS)["x_axis"]
    assert axis["label"] == "time [s]"
    assert set(axis["tick_labels"].values()) >= {"5", "10"}


def test_ticks_of_both_axes_lie_within_them(fed: Fed) -> None:
    fed.feed([START, START + 3], a=[-17.0, 23.0])
    shown = LineView(fed, None, window=10.0).render(COLUMNS)
    for axis, scale in (("x_axis", "x_scale"), ("y_axis", "y_scale")):
        ticks = shown[axis]["tick_values"]
        assert len(ticks) >= 2
        assert shown[scale]["min"] <= ticks.min()
        assert ticks.max() <= shown[scale]["max"]


@pytest.mark.parametrize(
    ("columns", "units", "label", "legend"),
    [
        (["temp"], {"temp": "°C"}, "temp [°C]", ["temp"]),
        (["temp"], {}, "temp", ["temp"]),
        (["temp", "dew"], {"temp": "°C", "dew": "°C"}, "°C", ["temp", "dew"]),
        (["temp", "dew"], {"temp": "°C", "dew": "K"}, "", ["temp [°C]", "dew [K]"]),
        (["temp", "dew"], {"temp": "°C"}, "", ["temp [°C]", "dew"]),
        (["temp", "dew"], {}, "", ["temp", "dew"]),
    ],
)
def test_the_y_axis_names_what_all_curves_have_in_common_and_the_legend_all_else(
    clock: VirtualClock, columns: list[str], units: dict[str, str], label: str, legend: list[str]
) -> None:
    fed = Fed(clock, units)
    fed.feed([START], temp=[1.0], dew=[2.0])
    shown = LineView(fed, columns, window=10.0).render(COLUMNS)
    assert shown["y_axis"]["label"] == label
    assert shown["lines"]["labels"] == legend


def test_fewer_pixel_columns_are_fewer_points(fed: Fed) -> None:
    rng = np.random.default_rng(1)
    fed.feed((START + np.arange(10_000) * 0.001).tolist(), a=rng.normal(size=10_000).tolist())
    view = LineView(fed, None, window=10.0)
    wide, narrow = (view.render(columns)["lines"]["x"].shape[1] for columns in (800, 100))
    assert narrow <= 4 * 100
    assert 100 < wide <= 4 * 800
    assert narrow < wide


def test_a_successor_with_other_columns_is_drawn_from_its_own_rows(
    fed: Fed, clock: VirtualClock
) -> None:
    view = LineView(fed, None, window=10.0)
    fed.feed([START, START + 1], a=[1.0, 2.0], b=[3.0, 4.0])
    view.render(COLUMNS)
    successor = Fed(clock)
    Stream.replace_by(fed, successor)
    assert view.render(COLUMNS) == {}
    successor.feed([START + 2], c=[9.0])
    lines = view.render(COLUMNS)["lines"]
    assert lines["labels"] == ["c"]
    assert lines["y"].tolist() == [[9.0]]


def test_labels_of_ticks_that_come_are_known_before(fed: Fed) -> None:
    view = LineView(fed, None, window=1.0)
    known: dict[str, str] = {}
    for number in range(300):
        fed.feed([START + number * 0.05], a=[1.0])
        axis = view.render(COLUMNS)["x_axis"]
        for value in axis["tick_values"]:
            if known:
                assert javascript_number(value) in known, "bqplot writes a number of its own"
        known = axis["tick_labels"]


def test_a_curve_that_ends_in_nan_ends_at_its_last_number(fed: Fed) -> None:
    nan = float("nan")
    times = [START + n * 0.1 for n in range(4)]
    fed.feed(times, a=[1.0, nan, 3.0, nan], b=[nan] * 4, c=[1.0, 2.0, 3.0, 4.0])
    shown = LineView(fed, None, window=1.0).render(COLUMNS)
    lines, start = shown["lines"], shown["x_scale"]["min"]
    assert np.isfinite(lines["y"][:, -1]).all(), "bqplot complains of a last point that is NaN"
    assert (lines["x"][0, -1], lines["y"][0, -1]) == (pytest.approx(times[2]), 3.0)
    assert np.isnan(lines["y"][0]).any(), "the gap inside stays"
    assert (lines["x"][1] < start).all(), "a curve without a number is out of sight"
    assert lines["y"][2, -1] == 4.0


def test_long_labels_have_room(fed: Fed) -> None:
    fed.feed([START, START + 1], a=[1e9, 1e9 + 1])
    shown = LineView(fed, None, window=10.0).render(COLUMNS)
    longest = max(len(label) for label in shown["y_axis"]["tick_labels"].values())
    assert longest >= 10
    assert shown["figure"]["fig_margin"]["left"] >= 7 * longest + 16
