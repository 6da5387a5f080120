"""MarkView: columns as the data of a user's own mark."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.views.bound import MOST_ROWS, MarkView
from tests.views.fed import Fed

START = 1_700_000_000.0
COLUMNS = 100


def view_of(fed: Fed, window: float | None = None, line: bool = False, **traits: str) -> MarkView:
    return MarkView(fed, traits, window=window, line=line)


def test_before_the_first_row_the_mark_is_left_as_it_is(fed: Fed) -> None:
    assert view_of(fed, x="time", y="a").render(COLUMNS) == {}
    assert view_of(fed, x="time", y="a", line=True).render(COLUMNS) == {}


def test_without_a_trait_there_is_nothing_to_feed(fed: Fed) -> None:
    with pytest.raises(ArgumentError, match='such as y="value"'):
        view_of(fed)


def test_each_trait_gets_its_column(fed: Fed) -> None:
    fed.feed([START, START + 1], a=[1.0, 2.0], name=["x", "y"])
    mark = view_of(fed, x="name", y="a", color="time").render(COLUMNS)["mark"]
    assert mark["x"].tolist() == ["x", "y"]
    assert mark["y"].tolist() == [1.0, 2.0]
    assert mark["color"].tolist() == [START, START + 1]


def test_integers_and_booleans_become_floats(fed: Fed) -> None:
    fed.feed([START], n=[2**40 + 1], on=[True])
    mark = view_of(fed, x="n", y="on").render(COLUMNS)["mark"]
    assert mark["x"].dtype == mark["y"].dtype == np.float64
    assert mark["x"].tolist() == [2**40 + 1], "int64 would reach the page as int32"


def test_a_column_that_is_not_there_is_named(fed: Fed) -> None:
    fed.feed([START], temp=[1.0])
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        view_of(fed, x="time", y="tmep").render(COLUMNS)


def test_only_the_window_is_shown(fed: Fed) -> None:
    fed.feed([START + each for each in range(20)], a=[float(each) for each in range(20)])
    mark = view_of(fed, window=5.0, x="time", y="a").render(COLUMNS)["mark"]
    assert mark["y"].tolist() == [14.0, 15.0, 16.0, 17.0, 18.0, 19.0]


def test_a_mark_that_cannot_be_reduced_gets_the_newest_rows(fed: Fed) -> None:
    count = MOST_ROWS + 500
    fed.feed((START + np.arange(count)).tolist(), a=np.arange(count, dtype=float).tolist())
    mark = view_of(fed, x="time", y="a").render(COLUMNS)["mark"]
    assert len(mark["x"]) == MOST_ROWS
    assert mark["y"][-1] == count - 1


@pytest.mark.parametrize("window", [None, 10.0])
def test_a_line_over_time_is_reduced_and_keeps_its_extremes(fed: Fed, window: float | None) -> None:
    rng = np.random.default_rng(1)
    time, values = START + np.arange(20_000) * 0.001, rng.normal(size=20_000)
    fed.feed(time.tolist(), a=values.tolist())
    mark = view_of(fed, window=window, line=True, x="time", y="a").render(COLUMNS)["mark"]
    assert mark["x"].ndim == mark["y"].ndim == 1
    assert len(mark["x"]) <= 4 * COLUMNS + 4
    seen = values if window is None else values[time >= time[-1] - window]
    assert mark["y"].max() == seen.max()
    assert mark["y"].min() == seen.min()


@pytest.mark.parametrize(
    "traits", [{"x": "a", "y": "b"}, {"x": "time", "y": "a", "color": "b"}, {"y": "a"}]
)
def test_any_other_line_is_not_reduced(fed: Fed, traits: dict[str, str]) -> None:
    fed.feed([START + each for each in range(1000)], a=[1.0] * 1000, b=[2.0] * 1000)
    mark = MarkView(fed, traits, window=None, line=True).render(COLUMNS)["mark"]
    assert len(mark["y"]) == 1000


def test_a_line_of_text_is_refused(fed: Fed) -> None:
    fed.feed([START], name=["x"])
    with pytest.raises(SchemaError, match="holds text; a line needs numbers"):
        view_of(fed, line=True, x="time", y="name").render(COLUMNS)


def test_all_of_one_moment_is_a_line_too(fed: Fed) -> None:
    fed.feed([START, START], a=[1.0, 2.0])
    mark = view_of(fed, line=True, x="time", y="a").render(COLUMNS)["mark"]
    assert mark["y"].tolist() == [1.0, 2.0]


def test_a_whole_history_that_grows_stays_within_its_points(fed: Fed) -> None:
    view = view_of(fed, line=True, x="time", y="a")
    for number in range(300):
        fed.feed([START + number * 10.0], a=[float(number)])
        mark = view.render(COLUMNS)["mark"]
        assert len(mark["x"]) <= 4 * COLUMNS + 4
        assert mark["x"][0] == START
        assert mark["y"][-1] == number
