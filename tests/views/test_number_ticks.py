from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.views.ticks import Ticks, number_ticks

numbers = st.floats(-1e300, 1e300)


@pytest.mark.parametrize(
    ("start", "end", "labels"),
    [
        (0, 5, ("0", "1", "2", "3", "4", "5")),
        (0, 1.9, ("0", "0.5", "1", "1.5")),
        (-1, 1, ("-1", "-0.5", "0", "0.5", "1")),
        (99, 160, ("100", "120", "140", "160")),
        (0.1, 0.32, ("0.1", "0.15", "0.2", "0.25", "0.3")),
        (1e9, 1e9 + 1, ("1000000000", "1000000000.2")),
        (0, 3.1e-9, ("0", "1e-9", "2e-9", "3e-9")),
        (0, 1e21, ("0", "2e+20", "4e+20")),
    ],
)
def test_labels_have_just_enough_decimals(
    start: float, end: float, labels: tuple[str, ...]
) -> None:
    assert number_ticks(start, end, 6).labels[: len(labels)] == labels


@given(numbers, numbers, st.integers(1, 50))
def test_ticks_lie_in_the_view_in_order_and_fit(a: float, b: float, room: int) -> None:
    start, end = sorted((a, b))
    ticks = number_ticks(start, end, room)
    assert all(start <= value <= end for value in ticks.values)
    assert all(left < right for left, right in pairwise(ticks.values))
    assert len(set(ticks.labels)) == len(ticks.values) <= room


@given(numbers, numbers, st.integers(1, 50))
def test_a_label_is_its_value(a: float, b: float, room: int) -> None:
    ticks = number_ticks(min(a, b), max(a, b), room)
    assert tuple(map(float, ticks.labels)) == ticks.values


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(0, 1), st.integers(5, 20))
def test_labels_stay_while_the_window_slides(
    start: float, span: float, share: float, room: int
) -> None:
    moved = start + share * span
    before, after = number_ticks(start, start + span, room), number_ticks(moved, moved + span, room)
    assert before.values
    inside = [moved <= value <= start + span for value in before.values]
    kept = {value for value, there in zip(before.values, inside, strict=True) if there}
    assert kept == {value for value in after.values if moved <= value <= start + span}


def test_a_span_that_varies_by_rounding_keeps_its_step() -> None:
    # 0.6 s is just what 6 steps of 0.1 s would fill.
    moves = [count * 0.137 for count in range(1000)]
    views = [(9e7 + move, 9e7 + (move + 0.6)) for move in moves]
    assert len({end - start for start, end in views}) > 1
    spaces = set()
    for start, end in views:
        values = number_ticks(start, end, 6).values
        spaces |= {round(b - a, 3) for a, b in pairwise(values)}
    assert spaces == {0.2}


def test_numbers_that_the_format_cannot_tell_apart_have_one_tick() -> None:
    values = number_ticks(1.0, 1.0 + 4 * math.ulp(1.0), 50).values
    assert len(set(values)) == len(values) <= 5


def test_steps_are_1_2_5() -> None:
    for hundredths in range(1, 2000):
        values = number_ticks(0, hundredths / 100, 10).values
        step = Fraction(values[1]).limit_denominator(10**6)
        while step < 1:
            step *= 10
        while step >= 10:
            step /= 10
        assert step in (1, 2, 5)


@pytest.mark.parametrize(("start", "end"), [(1, 0), (math.nan, 1), (0, math.inf), (-1e308, 1e308)])
def test_an_impossible_view_has_no_ticks(start: float, end: float) -> None:
    assert number_ticks(start, end, 5) == Ticks()


def test_a_view_without_length_has_its_own_value_where_that_is_round() -> None:
    assert number_ticks(0, 0, 5) == Ticks((0.0,), ("0",))


@pytest.mark.parametrize("room", [-3, 0, 1])
def test_room_for_one_is_the_least(room: int) -> None:
    assert len(number_ticks(0, 7, room).values) == 1
