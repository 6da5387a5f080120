"""ScatterView: points by age and shade."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.views.scatter import (
    AGES,
    AGES_OF_SHADES,
    MOST_ALIKE,
    MOST_POINTS,
    SHADES,
    Points,
    ScatterView,
)
from livewidgets.views.value_axis import ValueAxis
from livewidgets.views.view import Shown
from tests.views.fed import Fed

START = 1_700_000_000.0
COLUMNS = 900


def inside(shown: Shown) -> list[list[tuple[float, float]]]:
    """The points of each group that lie in the plot."""
    left = shown["x_scale"]["min"]
    return [
        [(x, y) for x, y in zip(*row, strict=True) if x >= left]
        for row in zip(shown["points"]["x"].tolist(), shown["points"]["y"].tolist(), strict=True)
    ]


def view_of(
    fed: Fed,
    x: str,
    y: str,
    color: str | None = None,
    *,
    window: float = 10.0,
    trail: bool = True,
) -> ScatterView:
    return ScatterView(fed, Points(x, y, color, trail), window=window)


def test_before_the_first_row_it_says_so(fed: Fed) -> None:
    shown = view_of(fed, "a", "b").render(COLUMNS)
    assert shown.keys() == {"message", "figure"}
    assert shown["figure"] == {"words": " ".join(shown["message"]["text"]).strip()}
    assert shown["message"]["visible"]
    assert "row" in shown["figure"]["words"]


def test_points_are_grouped_by_age_and_the_newest_is_marked(fed: Fed) -> None:
    fed.feed([START, START + 5, START + 9.9], a=[1.0, 2.0, 3.0], b=[10.0, 20.0, 30.0])
    shown = view_of(fed, "a", "b").render(COLUMNS)
    groups = inside(shown)
    assert len(groups) == AGES
    assert groups[0] == [(1.0, 10.0)]
    assert groups[2] == [(2.0, 20.0)]
    assert groups[-1] == [(3.0, 30.0)]
    assert shown["newest"]["visible"]
    assert (shown["newest"]["x"].tolist(), shown["newest"]["y"].tolist()) == ([3.0], [30.0])
    assert not shown["message"]["visible"]


def test_without_a_trail_all_are_alike(fed: Fed) -> None:
    fed.feed([START, START + 9], a=[1.0, 2.0], b=[1.0, 2.0])
    shown = view_of(fed, "a", "b", trail=False).render(COLUMNS)
    assert inside(shown) == [[(1.0, 1.0), (2.0, 2.0)]]
    assert not shown["newest"]["visible"]


def test_points_older_than_the_window_go(fed: Fed) -> None:
    view = view_of(fed, "a", "b", window=5.0)
    fed.feed([START, START + 1], a=[1.0, 2.0], b=[1.0, 2.0])
    view.render(COLUMNS)
    fed.feed([START + 5.5], a=[3.0], b=[3.0])
    points = [point for group in inside(view.render(COLUMNS)) for point in group]
    assert points == [(2.0, 2.0), (3.0, 3.0)]


def test_a_column_gives_each_point_its_shade(fed: Fed) -> None:
    fed.feed([START, START, START], a=[1.0, 2.0, 3.0], b=[1.0, 2.0, 3.0], c=[0.0, 50.0, 100.0])
    shown = view_of(fed, "a", "b", "c").render(COLUMNS)
    newest = inside(shown)[-SHADES:]
    assert newest[0] == [(1.0, 1.0)]
    assert newest[SHADES // 2] == [(2.0, 2.0)]
    assert newest[-1] == [(3.0, 3.0)]
    assert shown["bar_scale"] == {"min": 0.0, "max": 100.0}
    assert "c" in shown["bar_axis"]["label"]


def test_the_time_can_lie_along_the_bottom(fed: Fed) -> None:
    fed.feed([START, START + 9], b=[1.0, 2.0])
    shown = view_of(fed, "time", "b").render(COLUMNS)
    assert shown["x_scale"]["max"] - shown["x_scale"]["min"] == 10.0
    assert shown["x_scale"]["max"] >= START + 9
    assert inside(shown)[-1] == [(START + 9, 2.0)]


@pytest.mark.parametrize("color", [None, "c"])
def test_a_dense_cloud_stays_within_its_points_and_shows_every_age(
    fed: Fed, color: str | None
) -> None:
    view = view_of(fed, "a", "b", color)
    rng = np.random.default_rng(1)
    for part in range(20):
        time = START + part * 0.5 + np.arange(1_000) * 0.0005
        a, b = rng.uniform(size=(2, 1_000))
        fed.feed(time.tolist(), a=a.tolist(), b=b.tolist(), c=np.ones(1_000).tolist())
        shown = view.render(COLUMNS)
        sizes = [len(group) for group in inside(shown)]
        assert sum(sizes) <= MOST_POINTS
        assert color is None or max(sizes) <= MOST_ALIKE
    assert shown["newest"]["x"][0] == a[-1]
    ages = [group for group in sizes if group] if color else sizes
    assert len(ages) == (AGES if color is None else AGES_OF_SHADES)
    assert min(ages) > 10, "older points are seen between newer ones"


def test_when_points_are_few_again_they_lie_in_cells_of_two_pixels_again(fed: Fed) -> None:
    view = view_of(fed, "a", "b")
    a, b = np.random.default_rng(1).uniform(size=(2, 10_000))
    fed.feed((START + np.arange(10_000) * 0.001).tolist(), a=a.tolist(), b=b.tolist())
    view.render(COLUMNS)
    pair = [0.5, 0.505]  # on a plot of 900 pixels, on an axis from 0 to 1
    for second in range(12, 60, 2):
        fed.feed([START + second] * 3, a=[*pair, 1.0], b=[0.5, 0.5, 0.0])
        shown = view.render(COLUMNS)
    assert {0.5, 0.505} <= {x for group in inside(shown) for x, _ in group}


def test_points_come_back_when_the_axis_shows_more_of_less(fed: Fed) -> None:
    view = ScatterView(fed, Points("a", "b"), window=100.0, y=ValueAxis((0.0, 1.0)))
    fed.feed([START], a=[1_000.0], b=[0.5])  # so wide an axis that the next share a cell
    fed.feed([START + 95, START + 95], a=[1.0, 1.5], b=[0.5, 0.5])
    assert sum(map(len, inside(view.render(COLUMNS)))) == 2
    for later in (101.0, 107.0, 110.0):  # limits take their time to shrink
        fed.feed([START + later], a=[2.0], b=[0.5])
        shown = view.render(COLUMNS)
    assert {1.0, 1.5, 2.0} == {x for group in inside(shown) for x, _ in group}


def test_a_late_point_is_shown(fed: Fed) -> None:
    view = view_of(fed, "a", "b")
    fed.feed([START, START + 4], a=[1.0, 2.0], b=[1.0, 2.0])
    view.render(COLUMNS)
    fed.feed([START + 2], a=[3.0], b=[3.0])
    shown = view.render(COLUMNS)
    assert {x for group in inside(shown) for x, _ in group} == {1.0, 2.0, 3.0}
    assert shown["newest"]["x"].tolist() == [2.0]


def test_points_that_are_no_numbers_leave_a_plot_without_points(fed: Fed) -> None:
    fed.feed([START], a=[np.nan], b=[1.0])
    shown = view_of(fed, "a", "b").render(COLUMNS)
    assert not shown["points"]["visible"]
    assert not shown["newest"]["visible"]


def test_text_and_columns_that_are_not_there_are_named(fed: Fed) -> None:
    fed.feed([START], temp=[1.0], name=["x"])
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        view_of(fed, "time", "tmep").render(COLUMNS)
    with pytest.raises(SchemaError, match="'name' holds text, which a scatter cannot show"):
        view_of(fed, "name", "temp").render(COLUMNS)
