from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.views.log_ticks import log_ticks

positive = st.floats(1e-300, 1e300)


@pytest.mark.parametrize(
    ("start", "end", "labels"),
    [
        (1, 1000, ("1", "10", "100", "1000")),
        (1, 10, ("1", "2", "5", "10")),
        (0.02, 0.7, ("0.02", "0.05", "0.1", "0.2", "0.5")),
        (1e-3, 1e6, ("0.01", "1", "100", "10000", "1e+6")),
        (1e-9, 1e-6, ("1e-9", "1e-8", "1e-7", "0.000001")),
        (101, 104, ("101", "102", "103", "104")),
    ],
)
def test_ticks_are_powers_of_ten_or_1_2_5(
    start: float, end: float, labels: tuple[str, ...]
) -> None:
    assert log_ticks(start, end, 6).labels[: len(labels)] == labels


@given(positive, positive, st.integers(1, 40))
def test_ticks_lie_in_the_view_in_order_and_fit(a: float, b: float, room: int) -> None:
    start, end = sorted((a, b))
    ticks = log_ticks(start, end, room)
    assert len(ticks.values) == len(ticks.labels) <= room
    assert all(start <= value <= end for value in ticks.values)
    assert all(left < right for left, right in pairwise(ticks.values))


@given(positive, positive)
def test_a_label_is_the_number_that_it_marks(a: float, b: float) -> None:
    start, end = sorted((a, b))
    ticks = log_ticks(start, end, 6)
    for value, label in zip(ticks.values, ticks.labels, strict=True):
        assert float(label) == pytest.approx(value, rel=1e-15, abs=0)


@given(st.floats(1e-290, 1e290), st.floats(2, 1e6))
def test_a_view_with_room_has_two_ticks_at_least(start: float, factor: float) -> None:
    assert len(log_ticks(start, start * factor, 6).values) >= 2


@pytest.mark.parametrize(("start", "end"), [(0.0, 1.0), (-1.0, 1.0), (2.0, 1.0), (1.0, math.inf)])
def test_what_is_no_view_has_no_ticks(start: float, end: float) -> None:
    assert log_ticks(start, end, 6).values == ()
