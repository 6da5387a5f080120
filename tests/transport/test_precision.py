"""Numbers arrive as exactly as they can be seen: on any axis, however it moves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import bqplot
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.transport.closing import close_tree
from livewidgets.transport.figure import line_figure
from livewidgets.transport.frames import Encoder
from livewidgets.transport.precision import Axis
from livewidgets.transport.scales import axis_on
from tests.transport.page import Page
from tests.transport.screen_rig import Rig

Floats = NDArray[np.float64]

PIXELS = 10_000
"""More than any screen has."""


def send(encoder: Encoder, page: Page, axis: Axis | None, **traits: Any) -> int:
    changes = [("line", traits)] if traits else [("label", {"value": encoder.sequence})]
    frame, buffers = encoder.encode(changes, page.have < 0, lambda model, trait: axis)
    page.receive(frame, buffers)
    return sum(map(len, buffers))


def pixels(axis: Axis, values: Floats) -> Floats:
    """Where values are, from 0 to PIXELS on the axis; NaN where that is nowhere."""
    with np.errstate(all="ignore"):
        if axis.log:
            low, high, values = math.log(axis.low), math.log(axis.high), np.log(values)
        else:
            low, high = axis.low, axis.high
        return (values - low) / (high - low) * PIXELS


def looks_the_same(axis: Axis, shown: Floats, given_: Floats) -> None:
    """Check that a line through what is shown goes where one through what was given goes."""
    there, here = pixels(axis, given_), pixels(axis, shown)
    somewhere = np.isfinite(there)
    assert (np.isfinite(here) == somewhere).all()
    # Beyond the axis the direction counts.
    away = np.maximum(0, np.maximum(-there, there - PIXELS)[somewhere])
    assert (np.abs(here[somewhere] - there[somewhere]) <= 0.02 + 1e-5 * away).all()
    assert (np.isnan(shown) == np.isnan(given_)).all()


def test_small_values_beside_an_outlier_are_exact_on_an_axis_with_limits() -> None:
    encoder, page = Encoder(), Page()
    values = np.concatenate(([1e9], np.random.default_rng(3).normal(size=200)))
    assert send(encoder, page, Axis(-3, 3), y=values) == 4 * len(values), "four bytes are enough"
    assert np.abs(page.shown["line", "y"][1:] - values[1:]).max() < 6e-6


def test_every_decade_of_a_logarithmic_axis_is_exact() -> None:
    encoder, page = Encoder(), Page()
    values = 10.0 ** np.linspace(-9, 9, 200)
    assert send(encoder, page, Axis(1e-9, 1e9, log=True), y=values) == 4 * 200
    assert np.abs(page.shown["line", "y"] / values - 1).max() < 1e-6


def test_what_four_bytes_cannot_hold_is_sent_in_eight() -> None:
    encoder, page = Encoder(), Page()
    values = np.array([1e-290, 1.0, 1e290])
    assert send(encoder, page, Axis(1e-290, 1e290, log=True), y=values) == 8 * 3
    assert (page.shown["line", "y"] == values).all()


def test_an_array_that_is_seen_more_closely_comes_again_by_itself() -> None:
    encoder, page = Encoder(), Page()
    values = np.linspace(0, 1e6, 300)
    send(encoder, page, Axis(0, 1e6), y=values)
    assert send(encoder, page, Axis(0, 1e6)) == 0, "nothing of it has changed"
    close = Axis(500_000, 500_000.01)
    assert send(encoder, page, close) >= 4 * 300
    looks_the_same(close, page.shown["line", "y"], values)
    assert send(encoder, page, close) == 0, "it is good enough now"


def test_a_history_that_slides_on_a_wandering_axis_is_not_sent_again() -> None:
    encoder, page = Encoder(), Page()
    walk = np.cumsum(np.random.default_rng(5).normal(size=3000))
    for at in range(0, 2500, 5):
        window = walk[at : at + 400]
        axis = Axis(float(window.min()) - 1, float(window.max()) + 1)
        size = send(encoder, page, axis, y=window)
        assert size == 4 * (400 if at == 0 else 5)
        looks_the_same(axis, page.shown["line", "y"], window)


values_ = st.one_of(
    st.floats(-1e3, 1e3),
    st.floats(1e-12, 1e12),
    st.floats(allow_infinity=False, min_value=-1e300, max_value=1e300),
    st.sampled_from([math.nan, 0.0, 1e9, 1e15, 1e15 + 0.125]),
)
linear = st.tuples(st.floats(-1e12, 1e12), st.floats(1e-3, 1e12)).map(
    lambda pair: Axis(pair[0], pair[0] + max(pair[1], abs(pair[0]) * 1e-9))
)
logarithmic = st.tuples(st.floats(1e-12, 1e12), st.floats(1.01, 1e12)).map(
    lambda pair: Axis(pair[0], pair[0] * pair[1], log=True)
)


@settings(max_examples=200)
@given(
    values=st.lists(values_, min_size=12, max_size=40),
    axes=st.lists(linear, min_size=1, max_size=6) | st.lists(logarithmic, min_size=1, max_size=6),
    steps=st.lists(st.integers(0, 4), min_size=1, max_size=6),
)
@example([1e9, *[float(each) for each in range(20)]], [Axis(0, 1e9), Axis(0, 20)], [0, 1])
def test_a_line_that_slides_on_any_axis_looks_the_same(
    values: list[float], axes: list[Axis], steps: list[int]
) -> None:
    encoder, page, whole = Encoder(), Page(), np.array(values)
    at = 0
    for number, axis in enumerate(axes):
        at += steps[number % len(steps)]
        window = whole[at : at + 10]
        if not len(window):
            break
        send(encoder, page, axis, y=window)
        looks_the_same(axis, page.shown["line", "y"], window)


@pytest.fixture
def mark() -> Iterator[Any]:
    scales = {"x": bqplot.LinearScale(min=0, max=5), "y": bqplot.LogScale(min=1, max=9)}
    lines = bqplot.Lines(x=[0.0], y=[1.0], scales=scales)
    yield lines
    for each in (lines, *scales.values()):
        close_tree(each)


def test_the_axis_of_a_mark_is_that_of_its_scale(mark: Any) -> None:
    assert axis_on(mark, "x") == Axis(0, 5)
    assert axis_on(mark, "y") == Axis(1, 9, log=True)
    assert axis_on(mark, "colors") is None
    mark.scales["x"].max = None
    assert axis_on(mark, "x") is None, "the page takes its limit from the data"
    mark.scales["y"].min = 0
    assert axis_on(mark, "y") is None, "there is no such axis"


def test_ticks_arrive_as_the_very_numbers_that_their_labels_are_found_by() -> None:
    axis = bqplot.Axis(scale=bqplot.LinearScale(min=0.0, max=1.0))
    encoder, page = Encoder(), Page()
    values = np.array([0.2, 0.4, 0.6, 0.8])
    send(encoder, page, axis_on(axis, "tick_values"), tick_values=values)
    assert (page.shown["line", "tick_values"] == values).all()
    close_tree(axis)


def test_a_screen_takes_the_axis_of_the_mark_that_it_writes_to() -> None:
    rig = Rig()
    figure, slots = line_figure("a", "300px")
    rig.show(slots["y_scale"], min=0.0, max=1.0)
    rig.hello()
    values = np.array([[1e9, 0.25, 0.5, 0.75]])
    rig.show(slots["lines"], y=values)
    assert np.abs(rig.shown(slots["lines"], "y") - values)[0, 1:].max() < 1e-6
    rig.screen.close()
    close_tree(figure)
