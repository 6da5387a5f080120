"""What is read off the marks of a figure, for a picture without a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bqplot
import numpy as np
import pytest

from livewidgets.transport.closing import close_tree
from livewidgets.transport.drawn import drawn
from livewidgets.views.svg import Area, Points, Stroke

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def figure() -> Iterator[Any]:
    made = bqplot.Figure(title="All", fig_margin={})
    yield made
    close_tree(made)


def scales() -> dict[str, Any]:
    return {"x": bqplot.LinearScale(min=0.0, max=10.0), "y": bqplot.LogScale(min=1.0, max=100.0)}


def test_places_are_those_of_the_scales(figure: Any) -> None:
    line = bqplot.Lines(
        x=[0.0, 5.0, 10.0], y=[[1.0, 10.0, 0.0], [np.nan, 100.0, 1e9]], scales=scales()
    )
    figure.marks = [line]
    first, second = drawn(figure).shapes
    assert isinstance(first, Stroke)
    np.testing.assert_allclose(first.x, [0.0, 0.5, 1.0])
    np.testing.assert_allclose(first.y, [0.0, 0.5, np.nan])
    assert isinstance(second, Stroke)
    np.testing.assert_allclose(second.y[:2], [np.nan, 1.0])
    assert np.isfinite(second.y[2]), "what lies far outside is no huge number"


@pytest.mark.parametrize(
    ("how", "x", "y"),
    [
        ("linear", [0, 0.5, 1], [0, 0.5, 1]),
        ("step-after", [0, 0.5, 0.5, 1, 1], [0, 0, 0.5, 0.5, 1]),
        ("step-before", [0, 0, 0.5, 0.5, 1], [0, 0.5, 0.5, 1, 1]),
    ],
)
def test_a_line_goes_in_steps_where_it_does(
    figure: Any, how: str, x: list[float], y: list[float]
) -> None:
    line = bqplot.Lines(x=[0.0, 5.0, 10.0], y=[1.0, 10.0, 100.0], scales=scales())
    line.interpolation = how
    figure.marks = [line]
    (stroke,) = drawn(figure).shapes
    np.testing.assert_allclose(stroke.x, x)
    np.testing.assert_allclose(stroke.y, y, atol=1e-12)


def test_what_is_filled_and_what_has_markers(figure: Any) -> None:
    made = {"x": [0.0, 10.0], "y": [1.0, 100.0], "stroke_width": 0.0}
    figure.marks = [
        bqplot.Lines(**made, fill="inside", fill_colors=["red"], scales=scales()),
        bqplot.Lines(**made, marker="circle", opacities=[0.25], scales=scales()),
        bqplot.Lines(**made, visible=False, fill="inside", scales=scales()),
    ]
    area, points = drawn(figure).shapes
    assert isinstance(area, Area)
    assert area.colour == "red"
    assert isinstance(points, Points)
    assert points.opacity == 0.25


def test_a_mark_that_is_not_drawn_is_named_once(figure: Any) -> None:
    figure.marks = [
        *(bqplot.Bars(x=[1.0], y=[2.0], scales=scales()) for _ in range(2)),
        bqplot.Scatter(x=np.array(["a"]), y=np.array([1.0]), scales=scales()),
    ]
    chart = drawn(figure)
    assert chart.left_out == ("Bars", "Scatter")
    assert chart.shapes == []
