"""The numbers of limits stand beside each other where they would lie on each other."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.data.alerts.judgement import Level, Limit
from livewidgets.testing import VirtualClock
from livewidgets.views.limit_texts import COLUMN, LINE, LimitTextView
from livewidgets.views.line import LineView
from livewidgets.views.value_axis import ValueAxis
from tests.views.fed import Fed

START = 1_700_000_000.0


def places(values: list[float], y: tuple[float, float], log: bool = False) -> list[float]:
    fed, axis = Fed(VirtualClock()), ValueAxis(y, log)
    view = LimitTextView(fed, [Limit(Level.WARNING, each) for each in values], axis)
    assert view.render(400) == {}, "no axis is shown yet"
    fed.feed([START], a=[1.0])
    LineView(fed, None, window=10.0, y=axis).render(400)
    x: list[float] = view.render(400)["limit_texts"]["x"].tolist()
    return x


def test_far_apart_they_stand_at_the_right_edge() -> None:
    assert places([80.0, 90.0, 20.0], (0, 100)) == [1.0, 1.0, 1.0]


def test_close_together_the_upper_one_steps_aside() -> None:
    assert places([81.0, 80.0], (0, 100)) == [1 - COLUMN, 1.0]
    assert places([80.0, 81.0], (70, 90)) == [1.0, 1 - COLUMN]
    assert places([80.0, 81.0], (75, 85)) == [1.0, 1.0], "there is room when the axis is short"


def test_on_a_logarithmic_axis_they_are_as_near_as_they_look() -> None:
    assert places([1.0, 2.0], (0.1, 1000), log=True) == pytest.approx([1.0, 1 - COLUMN])
    assert places([1.0, 10.0], (0.1, 1000), log=True) == [1.0, 1.0]


@given(st.lists(st.floats(0, 100), min_size=2, max_size=5))
def test_up_to_five_never_lie_on_each_other(values: list[float]) -> None:
    x = places(values, (0, 100))
    for (one, here), (other, there) in combinations(zip(values, x, strict=True), 2):
        assert here != there or abs(one - other) / 100 >= LINE * 0.999
