"""Data at hand: a frame, an array, a list, as rows with times."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from livewidgets.app.at_hand import is_at_hand, replayed, rows_of
from livewidgets.errors import ArgumentError

NOW = 1_700_000_000.0
DAYS = pd.date_range("2023-11-01", periods=3, freq="D", tz="UTC")

WITHOUT_TIME: list[tuple[Any, dict[str, list[Any]]]] = [
    ([1, 2, 3], {"value": [1, 2, 3]}),
    (range(3), {"value": [0, 1, 2]}),
    ([(1.0, "x"), (2.0, "y")], {"c0": [1.0, 2.0], "c1": ["x", "y"]}),
    ([{"a": 1}, {"a": 2}], {"a": [1, 2]}),
    (np.arange(3.0), {"value": [0.0, 1.0, 2.0]}),
    (np.array(5.0), {"value": [5.0]}),
    (np.arange(4.0).reshape(2, 2), {"c0": [0.0, 2.0], "c1": [1.0, 3.0]}),
    (pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), {"a": [1, 2], "b": ["x", "y"]}),
    (pd.Series([1, 2], name="q"), {"q": [1, 2]}),
    ({"a": [1, 2], "b": np.array([3, 4])}, {"a": [1, 2], "b": [3, 4]}),
]


@pytest.mark.parametrize(("thing", "columns"), WITHOUT_TIME)
def test_rows_without_a_time_are_a_second_apart_and_the_last_is_now(
    thing: Any, columns: dict[str, list[Any]]
) -> None:
    batch = rows_of(thing, NOW)
    assert {name: column.tolist() for name, column in batch.columns.items()} == columns
    count = len(next(iter(columns.values())))
    assert batch.time.tolist() == [NOW - count + 1 + each for each in range(count)]


@pytest.mark.parametrize(
    "thing",
    [
        pd.DataFrame({"a": [1.0, 2.0, 3.0]}, index=DAYS),
        pd.DataFrame({"time": DAYS, "a": [1.0, 2.0, 3.0]}),
        pd.DataFrame({"a": [3.0, 2.0, 1.0]}, index=DAYS[::-1]),
        pd.Series([1.0, 2.0, 3.0], index=DAYS, name="a"),
        [{"date": day.isoformat(), "a": 1.0 + at} for at, day in enumerate(DAYS)],
    ],
)
def test_rows_with_a_time_keep_it_and_are_put_in_its_order(thing: Any) -> None:
    batch = rows_of(thing, NOW)
    assert batch.time.tolist() == [day.timestamp() for day in DAYS]
    assert batch.columns["a"].tolist() == [1.0, 2.0, 3.0]


def test_replayed_rows_have_no_time_of_their_own() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}, index=DAYS[:2])
    assert list(replayed(rows_of(frame, NOW))) == [{"a": 1.0, "b": "x"}, {"a": 2.0, "b": "y"}]


@pytest.mark.parametrize(
    ("thing", "sentence"),
    [
        ([], "this list has no rows"),
        (np.empty((0, 2)), "this ndarray has no rows"),
        (np.zeros((2, 2, 2)), "an array of 3 dimensions is no record"),
        ({"a": 1}, "is a single row: give a function that returns it anew"),
        ({"a": [1, 2], "b": [1]}, "must be equally long"),
        ([1, object()], "this list cannot be shown"),
        ([1, None], "None instead of a reading"),
    ],
)
def test_what_cannot_be_shown_is_refused_as_a_whole(thing: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        rows_of(thing, NOW)


def test_what_comes_by_and_by_is_not_at_hand() -> None:
    assert not any(is_at_hand(each) for each in (iter([1]), max, "text", b"bytes", {1, 2}, 5))
