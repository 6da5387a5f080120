"""HistogramView: bins, their outline, mean and median."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.histogram import HistogramView, median, outline
from tests.views.fed import Fed

START = 1_700_000_000.0


def test_the_outline_of_bars_that_stand_side_by_side() -> None:
    traits = outline(np.array([0.0, 1.0, 2.0]), np.array([3.0, 5.0]))
    assert traits["x"].tolist() == [0.0, 0.0, 1.0, 2.0]
    assert traits["y"].tolist() == [0.0, 3.0, 5.0, 0.0]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([4, 0, 0], 0.5), ([1, 1, 0], 1.0), ([1, 2, 1], 1.5), ([0, 0, 7], 2.5), ([1, 0, 1], 1.0)],
)
def test_the_median_lies_where_half_of_the_values_do(counts: list[int], expected: float) -> None:
    assert median(np.arange(4.0), np.array(counts)) == pytest.approx(expected)


def test_a_window_of_values(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"a": "°C"})
    values = np.repeat([10.5, 11.5, 12.5], [20, 30, 50])
    time = START + np.arange(100) * 0.1
    fed.feed(time.tolist(), a=values.tolist())
    shown = HistogramView(fed, "a", bins=3, window=60.0).render(900)
    assert shown["bins"]["y"].tolist() == [0.0, 20.0, 30.0, 50.0, 0.0]
    assert shown["x_scale"] == {"min": 10.0, "max": 13.0}
    assert shown["x_axis"]["label"] == "a [°C] · n = 100"
    assert shown["mean"]["x"].tolist() == pytest.approx([11.8, 11.8])
    assert shown["median"]["x"].tolist() == pytest.approx([12.0, 12.0])
    assert shown["mean"]["labels"][0].startswith("mean 11.8")
    assert shown["y_scale"]["min"] == 0.0
    assert shown["y_scale"]["max"] >= 50.0


def test_rows_leave_with_the_window(fed: Fed) -> None:
    view = HistogramView(fed, None, bins=None, window=5.0)
    fed.feed([START, START + 1], a=[1.0, 2.0])
    view.render(900)
    fed.feed([START + 5.5], a=[3.0])
    assert view.render(900)["x_axis"]["label"].endswith("n = 2")


def test_texts_change_four_times_a_second_at_most(fed: Fed) -> None:
    view = HistogramView(fed, "a", bins=None, window=5.0)
    said = []
    for step in range(40):
        fed.feed([START + step * 0.05], a=[float(step)])
        said.append(view.render(900)["mean"]["labels"][0])
    assert 6 <= len(set(said)) <= 9
    assert view.render(900)["mean"]["labels"] == ["mean 19.50"], "at rest it is that of all"


def test_a_window_without_a_number_says_so(fed: Fed) -> None:
    fed.feed([START], a=[np.nan])
    shown = HistogramView(fed, "a", bins=None, window=5.0).render(900)
    assert shown["message"]["visible"]
    assert not shown["bins"]["visible"]


def test_text_and_columns_that_are_not_there_are_named(fed: Fed) -> None:
    fed.feed([START], name=["x"])
    with pytest.raises(SchemaError, match="'name' holds text, which a histogram cannot show"):
        HistogramView(fed, "name", bins=None, window=5.0).render(900)
    with pytest.raises(SchemaError, match="holds text"):
        HistogramView(fed, None, bins=None, window=5.0).render(900)
    with pytest.raises(SchemaError, match="did you mean 'name'"):
        HistogramView(fed, "nme", bins=None, window=5.0).render(900)
