"""Recipes: what they are made of, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from livewidgets import statistics
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, SchemaError


def test_a_whole_number_is_rows_and_all_else_is_time() -> None:
    assert (statistics.rolling(60).span, statistics.rolling(60).rows) == (60.0, True)
    for window in ("1m", 60.0, timedelta(minutes=1)):
        assert (statistics.rolling(window).span, statistics.rolling(window).rows) == (60.0, False)
    assert statistics.rolling("1m") == statistics.rolling(60.0)


def test_with_quantiles_there_are_thirty_results_in_a_window() -> None:
    assert statistics.rolling("1m").every == 0.0
    assert statistics.rolling("1m", quantiles=(0.5,)).every == 2.0
    assert statistics.rolling(90, quantiles=(0.5,)).every == 3.0
    assert statistics.rolling(5, quantiles=(0.5,)).every == 1.0
    assert statistics.rolling("1m", quantiles=(0.5,), every="10s").every == 10.0


def test_only_the_columns_that_are_wanted() -> None:
    batch = Batch(np.arange(3.0), {"a": np.arange(3), "b": np.ones(3), "c": np.array(["x"] * 3)})
    made = statistics.rolling(2, "b").begin().feed(batch)
    assert made is not None
    assert list(made.columns) == ["b_mean", "b_std", "b_min", "b_max"]
    made = statistics.ewm("1s").begin().feed(batch)
    assert made is not None
    assert list(made.columns) == ["a_mean", "a_std", "b_mean", "b_std"]
    with pytest.raises(SchemaError, match="column 'c' holds text, which has no statistics"):
        statistics.running("c").begin().feed(batch)


wrong: list[Any] = [3]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: statistics.rolling(0), "0 rows: give a whole number, 1 to 250,000"),
        (lambda: statistics.rolling(10**6), "1000000 rows: give a whole number"),
        (lambda: statistics.rolling("1 minuet"), "'minuet'"),
        (lambda: statistics.rolling(True), "True is not a duration"),
        (lambda: statistics.rolling("1m", quantiles=(5,)), "5 is no quantile: give shares"),
        (lambda: statistics.rolling("1m", quantiles=(0.5, 0.5)), "name one twice"),
        (lambda: statistics.rolling("1m", k=0), "k=0: give a number of standard deviations"),
        (lambda: statistics.rolling("1m", *wrong), "give columns by name, one by one"),
        (lambda: statistics.rolling(10, every="1s"), "'1s' rows: give a whole number"),
        (lambda: statistics.quantiles(0.5, only="temp"), "give columns by name"),
        (lambda: statistics.ewm(-1), "a duration must be finite and more than zero"),
        (lambda: statistics.rate("x"), "'x' is not a duration"),
        (lambda: statistics.columns({}), "name a column"),
    ],
)
def test_what_cannot_be_used_is_refused_at_once(make: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(ArgumentError) as error:
        make()
    assert sentence in str(error.value)
