"""However rows are split into batches, what comes of them is the same to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets import statistics
from livewidgets.data.batch import Batch
from livewidgets.data.statistics.columnwise import Columnwise
from livewidgets.data.statistics.summary import Summary
from livewidgets.data.transform import Transform
from tests.data.statistics.feeding import fed, samples, times

RECIPES: dict[str, Transform] = {
    "rolling": statistics.rolling("3s"),
    "rolling, sparse": statistics.rolling("0.2s"),
    "rolling, wide": statistics.rolling("100d"),
    "rolling, rows": statistics.rolling(70),
    "rolling, one row": statistics.rolling(1),
    "rolling, quantiles": statistics.rolling("3s", quantiles=(0.0, 0.3, 1.0)),
    "rolling, quantiles of rows": statistics.rolling(40, quantiles=(0.5,), every=7),
    "ewm": statistics.ewm("1s"),
    "ewm, short": statistics.ewm("1ms"),
    "running": statistics.running(),
    "quantiles": statistics.quantiles(0.1, 0.9, every="2s"),
    "derivative": statistics.derivative(),
    "integral": statistics.integral(),
    "rate": statistics.rate("1s"),
}

numbers = st.one_of(
    st.floats(-1e9, 1e9),
    st.sampled_from([0.0, 1.0, 1e9 + 1, 1e15, float("nan"), float("inf")]),
)


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    """Values and times; some times are the same, and some go backward."""
    values = draw(st.lists(numbers, min_size=1, max_size=60))
    steps = draw(
        st.lists(
            st.sampled_from([0.0, 0.01, 0.1, 1.0, 50.0, -0.3]),
            min_size=len(values),
            max_size=len(values),
        )
    )
    return values, np.cumsum([1.7e9, *steps[1:]]).tolist()


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
@given(given=rows(), cuts=st.lists(st.integers(1, 59), max_size=20))
@settings(max_examples=60)
def test_any_split_gives_the_same(
    recipe: Transform, given: tuple[list[float], list[float]], cuts: list[int]
) -> None:
    values, time = (np.array(each) for each in given)
    same(fed(recipe, time, values), fed(recipe, time, values, cuts))


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_any_split_of_many_rows_gives_the_same(recipe: Transform) -> None:
    count = 20_000  # more than any block or piece
    random = np.random.default_rng(0)
    time, values = times(count), samples(count)
    for batches in (2, 30, 400):
        cuts = random.integers(1, count, batches).tolist()
        same(fed(recipe, time, values), fed(recipe, time, values, cuts))


def same(one: Batch, other: Batch) -> None:
    assert list(one.columns) == list(other.columns)
    np.testing.assert_array_equal(one.time, other.time)
    for name in one.columns:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_columns_do_not_touch_one_another(recipe: Transform) -> None:
    if not isinstance(recipe, Columnwise):
        return
    time, values = times(3_000), samples(3_000)
    other = np.full(3_000, np.nan)
    made = recipe.begin().feed(Batch(time, {"v": values, "w": other, "u": values * 2}))
    assert made is not None
    alone = fed(recipe, time, values)
    for name in alone.columns:
        np.testing.assert_array_equal(made[name], alone[name], err_msg=name)


@given(cuts=st.lists(st.integers(1, 19_999), max_size=30))
@settings(max_examples=10)
def test_a_summary_is_the_same_for_any_split(cuts: list[int]) -> None:
    time, values = times(20_000), samples(20_000)
    tables = []
    for ends in ([20_000], sorted({*cuts, 20_000})):
        summary, start = Summary(None), 0
        for stop in ends:
            summary.feed(Batch(time[start:stop], {"v": values[start:stop]}))
            start = stop
        tables.append(summary.table())
    assert tables[0] == tables[1]
