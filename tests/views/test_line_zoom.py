"""LineView of the past: zoomed, paused, cleared, and with rows that have gone."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.data.batch import Batch
from livewidgets.data.ring import Ring
from livewidgets.testing import VirtualClock
from livewidgets.views.line import LineView
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.viewport import Viewport
from tests.views.fed import Fed

START = 1_700_000_000.0
COLUMNS = 400
ROWS = 200_000


@pytest.fixture
def dense(fed: Fed) -> Fed:
    """A thousand rows a second, and one of them far above all others."""
    value = np.sin(np.arange(ROWS) / 300)
    value[150_000] = 9.0
    fed.put(Batch(START + np.arange(ROWS) / 1000, {"v": value}))
    return fed


def line(stream: Fed, window: float = 100.0) -> LineView:
    view = LineView(stream, None, window=window)
    view.viewport.join(view.follows)
    return view


def test_a_zoom_brings_every_sample_of_what_is_seen(dense: Fed) -> None:
    view = line(dense)
    assert view.render(COLUMNS)["lines"]["x"].shape[1] < 4 * COLUMNS + 20
    at = START + 150.0
    view.viewport.zoom(at - 0.05, at + 0.05)
    shown = view.render(COLUMNS)
    assert shown["x_scale"] == {"min": at - 0.05, "max": at + 0.05}
    x, y = shown["lines"]["x"][0], shown["lines"]["y"][0]
    inside = (x >= at - 0.05) & (x <= at + 0.05)
    rows = dense.ring.span(at - 0.05, at + 0.05)
    assert x[inside].tolist() == rows.time.tolist()
    assert y[inside].tolist() == rows.columns["v"].tolist()
    assert y.max() == 9.0
    assert x.min() < at - 0.05, "the line goes on to the left edge"
    assert x.max() > at + 0.05


def test_y_fits_what_is_zoomed_into(dense: Fed) -> None:
    view = line(dense)
    assert view.render(COLUMNS)["y_scale"]["max"] > 9.0
    view.viewport.zoom(START + 10.0, START + 20.0)
    shown = view.render(COLUMNS)["y_scale"]
    assert -1.5 < shown["min"] <= -1.0
    assert 1.0 <= shown["max"] < 1.5
    view.viewport.zoom(START + 145.0, START + 155.0)
    assert view.render(COLUMNS)["y_scale"]["max"] >= 9.0
    view.viewport.zoom(START + 10.0, START + 20.0)
    assert view.render(COLUMNS)["y_scale"] == shown


def test_fixed_limits_stay_in_a_zoom(dense: Fed) -> None:
    view = LineView(dense, None, window=100.0, y=ValueAxis((-20.0, 20.0)))
    view.viewport.zoom(START + 10.0, START + 20.0)
    assert view.render(COLUMNS)["y_scale"] == {"min": -20.0, "max": 20.0}


def test_a_pause_shows_the_very_same_and_counts_what_comes(dense: Fed) -> None:
    view = line(dense)
    view.render(COLUMNS)
    view.viewport.pause()
    dense.feed([START + 201.0, START + 202.0], v=[5.0, 6.0])
    shown = view.render(COLUMNS)
    assert shown.keys() == {"figure"}, "nothing but the note is another"
    assert shown["figure"]["controls"]["note"] == "paused · 2 rows since"
    view.viewport.live()
    shown = view.render(COLUMNS)
    assert shown["lines"]["y"][0, -1] == 6.0
    assert shown["figure"]["controls"]["note"] == ""


def test_what_is_paused_can_be_looked_into(dense: Fed) -> None:
    view = line(dense)
    view.render(COLUMNS)
    view.viewport.pause()
    dense.feed([START + 201.0], v=[5.0])
    view.viewport.resize(10.0)
    shown = view.render(COLUMNS)
    assert shown["x_scale"]["max"] - shown["x_scale"]["min"] == pytest.approx(10.0)
    assert shown["x_scale"]["max"] == pytest.approx(START + 200.0, abs=0.2)
    view.viewport.zoom(START + 150.0, START + 150.1)
    shown = view.render(COLUMNS)
    assert shown["lines"]["y"].max() == 9.0
    assert shown["figure"]["controls"]["paused"] is True
    assert shown["figure"]["controls"]["note"] == "paused · 1 row since"


def test_rows_that_have_gone_are_said_to_have(clock: VirtualClock) -> None:
    stream = Fed(clock)
    stream.ring = Ring(rows=1000)
    stream.put(Batch(START + np.arange(1000.0), {"v": np.arange(1000.0)}))
    view = line(stream)
    view.viewport.zoom(START + 100, START + 300)
    assert view.render(COLUMNS)["figure"]["controls"]["note"] == ""
    stream.put(Batch(START + 1000 + np.arange(200.0), {"v": np.arange(200.0)}))
    shown = view.render(COLUMNS)
    note = shown["figure"]["controls"]["note"]
    assert note == "the earlier rows of this span have left the ring"
    assert shown["lines"]["x"].min() == START + 200
    stream.put(Batch(START + 1200 + np.arange(800.0), {"v": np.arange(800.0)}))
    note = view.render(COLUMNS)["figure"]["controls"]["note"]
    assert note == "all rows of this span have left the ring"


def test_a_clear_shows_what_comes_after_and_keeps_the_rows(dense: Fed) -> None:
    view = line(dense)
    view.render(COLUMNS)
    view.clear()
    assert view.render(COLUMNS)["lines"]["visible"] is False
    dense.feed([START + 200.0, START + 200.001], v=[5.0, 6.0])
    shown = view.render(COLUMNS)["lines"]
    assert shown["visible"] is True
    assert shown["y"].tolist() == [[5.0, 6.0]]
    assert dense.ring.rows == ROWS + 2


def test_a_clear_is_over_when_the_stream_begins_anew(dense: Fed) -> None:
    view = line(dense)
    view.clear()
    dense.ring = dense.ring.emptied()
    dense.feed([1.0, 1.1], v=[5.0, 6.0])
    assert view.render(COLUMNS)["lines"]["y"].tolist() == [[5.0, 6.0]]


def test_pictures_that_share_a_viewport_end_where_the_newest_row_is(clock: VirtualClock) -> None:
    one, other = Fed(clock), Fed(clock)
    shared = Viewport(50.0)
    views = [LineView(each, None, window=9.0, viewport=shared) for each in (one, other)]
    for view in views:
        shared.join(view.follows)
    one.feed([START], v=[1.0])
    other.feed([START + 10.0], w=[1.0])
    ends = [view.render(COLUMNS)["x_scale"]["max"] for view in views]
    assert ends[0] == ends[1] > START + 10.0
    before = views[0].edge
    other.feed([START + 11.0], w=[1.0])
    assert views[0].edge != before, "the picture of the stream that is silent moves, too"
