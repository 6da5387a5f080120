"""Detectors: what they find, what they leave alone, and that batches make no difference."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from livewidgets.data.batch import Batch, join
from livewidgets.data.detectors.cusum import Cusum
from livewidgets.data.detectors.ewma import Ewma
from livewidgets.data.detectors.judged import LARGEST_SCORE
from livewidgets.data.detectors.model import Model
from livewidgets.data.detectors.robust import RobustZ
from livewidgets.data.detectors.seasonal import Seasonal
from livewidgets.errors import ArgumentError, SchemaError


class Distance:
    """A model as river has them: the distance from the mean of all values before."""

    def __init__(self) -> None:
        self.total = self.count = 0.0

    def score_one(self, x: dict[str, float]) -> float:
        return abs(x["value"] - self.total / self.count) if self.count else 0.0

    def learn_one(self, x: dict[str, float]) -> None:
        self.total += x["value"]
        self.count += 1


RECIPES: dict[str, Any] = {
    "robust": RobustZ(window=20),
    "ewma": Ewma(learn=20),
    "cusum": Cusum(learn=20),
    "seasonal": Seasonal(10.0, bins=5, window=20),
    "model": Model(Distance(), learn=20, window=50),
}


def noise(rows: int, seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(50.0, 1.0, rows)


def batch(values: Any, step: float = 1.0) -> Batch:
    value = np.asarray(values, dtype=np.float64)
    return Batch(np.arange(float(len(value))) * step, {"value": value})


def judge(recipe: Any, rows: Batch) -> Batch:
    result = recipe.begin().feed(rows)
    assert isinstance(result, Batch)
    return result


def found(recipe: Any, values: Any) -> list[int]:
    return np.flatnonzero(judge(recipe, batch(values)).columns["anomaly"]).tolist()


# -- what is found ---------------------------------------------------------------------------


def test_a_spike_is_far_from_the_median_and_the_reason_says_how_far() -> None:
    values = noise(300)
    values[200] = 70.0
    result = judge(RobustZ(), batch(values))
    assert np.flatnonzero(result.columns["anomaly"]).tolist() == [200]
    reason = result.columns["reason"][200]
    assert reason.startswith("70 is ")
    assert "robust standard deviations above the median 49." in reason
    assert reason.endswith("(limit 5)")
    assert set(np.delete(result.columns["reason"], 200)) == {""}


def test_the_robust_score_is_that_of_the_rows_before_it() -> None:
    values = noise(60)
    score = judge(RobustZ(window=20), batch(values)).columns["score"]
    assert np.isnan(score[:10]).all()
    for row, start in ((12, 0), (40, 20)):
        before = values[start:row]
        mad = np.median(np.abs(before - np.median(before)))
        assert score[row] == abs(values[row] - np.median(before)) / (1.4826 * mad)


def test_a_column_that_stood_still_has_a_finite_score_when_it_moves() -> None:
    result = judge(RobustZ(), batch([5.0] * 50 + [5.1]))
    assert result.columns["score"][:50].tolist()[10:] == [0.0] * 40
    assert result.columns["score"][50] == LARGEST_SCORE
    assert found(RobustZ(floor=0.2), [5.0] * 50 + [5.1]) == []


def test_a_small_shift_leaves_the_control_limits_and_a_good_state_does_not() -> None:
    values = noise(1_000)
    assert found(Ewma(mean=50.0, std=1.0), values[:700]) == []
    values[500:] += 2.0
    rows = found(Ewma(), values)
    assert 500 <= rows[0] <= 510
    assert rows[-1] == 999, "the mean does not come back"
    assert found(RobustZ(), values) == [], "no single value is unusual"


def test_a_good_state_that_is_known_needs_no_learning() -> None:
    assert found(Ewma(mean=0.0, std=1.0), [0.0, 0.0, 9.0, 9.0])[0] == 2


def test_a_change_of_level_is_one_anomaly_and_the_new_level_is_learned() -> None:
    values = noise(1_500)
    values[500:1_000] += 4.0
    values[1_000:] -= 3.0
    result = judge(Cusum(), batch(values, step=0.1))
    rows = np.flatnonzero(result.columns["anomaly"])
    assert len(rows) == 2
    assert 500 <= rows[0] <= 506
    assert 1_000 <= rows[1] <= 1_006
    up, down = result.columns["reason"][rows]
    assert up.startswith("the mean has risen from 50.0")
    assert " s): the sum of deviations is " in up
    assert "has fallen from 5" in down


def test_a_value_is_unusual_for_its_time_though_usual_for_the_day() -> None:
    time = np.arange(2_000.0)
    values = 10.0 * np.sin(2 * np.pi * time / 200.0) + noise(2_000) * 0.2
    values[1_650] = values[1_550]  # noon's value at midnight
    seasonal = judge(Seasonal(200.0), batch(values))
    assert np.flatnonzero(seasonal.columns["anomaly"]).tolist() == [1_650]
    assert np.isnan(seasonal.columns["score"][:200]).all(), "the first season is learned"
    assert "that is usual at this time of the season" in seasonal.columns["reason"][1_650]
    assert 1_650 not in found(RobustZ(window=200), values)


def test_a_model_scores_then_learns_and_its_recipe_stays_as_it_was() -> None:
    model = Distance()
    recipe = Model(model, threshold=3.0, learn=10)
    values = noise(100)
    values[60] = 60.0
    assert found(recipe, values) == [60]
    assert found(recipe, values) == [60], "each stream has a copy of its own"
    assert model.count == 0


def test_a_models_threshold_can_be_learned() -> None:
    values = noise(2_000)
    values[1_500] = 70.0
    result = judge(Model(Distance(), quantile=0.999), batch(values))
    assert result.columns["anomaly"][1_500]
    assert result.columns["anomaly"].sum() < 20
    assert "with Distance (limit " in result.columns["reason"][1_500]


# -- what is left alone -----------------------------------------------------------------------


@pytest.mark.parametrize("name", RECIPES)
def test_what_is_missing_has_no_score_and_changes_nothing(name: str) -> None:
    values = noise(120)
    holes = np.insert(values, [5, 40, 40, 100], [np.nan, np.inf, np.nan, -np.inf])
    time = np.insert(np.arange(120.0), [5, 40, 40, 100], [4.5, 39.5, 39.6, 99.5])
    result = judge(RECIPES[name], Batch(time, {"value": holes}))
    known = np.isfinite(holes)
    assert np.isnan(result.columns["score"][~known]).all()
    assert not result.columns["anomaly"][~known].any()
    plain = judge(RECIPES[name], batch(values))
    np.testing.assert_array_equal(result.columns["score"][known], plain.columns["score"])


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from(list(RECIPES)),
    cuts=st.lists(st.integers(0, 200), max_size=12),
    seed=st.integers(0, 5),
)
def test_any_split_into_batches_gives_the_same_to_the_bit(
    name: str, cuts: list[int], seed: int
) -> None:
    values = noise(200, seed)
    values[90:] += 5.0
    values[[30, 150]] = 99.0, np.nan
    rows = batch(values)
    step = RECIPES[name].begin()
    edges = [0, *sorted(cuts), 200]
    parts = [step.feed(rows[low:high]) for low, high in pairwise(edges)]
    split, whole = join([part for part in parts if part is not None]), judge(RECIPES[name], rows)
    for column in whole.columns:
        np.testing.assert_array_equal(split.columns[column], whole.columns[column])


def test_the_column_is_named_or_the_first_of_numbers() -> None:
    rows = Batch(
        np.arange(3.0),
        {"name": np.array(["a", "b", "c"], dtype=object), "n": np.array([1, 2, 3])},
    )
    assert judge(RobustZ(), rows).columns["value"].tolist() == [1.0, 2.0, 3.0]
    with pytest.raises(SchemaError, match="did you mean 'name'"):
        RobustZ("nam").begin().feed(rows)
    with pytest.raises(SchemaError, match="'name' holds text"):
        RobustZ("name").begin().feed(rows)
    assert RobustZ().begin().feed(rows[:0]) is None


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: RobustZ(window=5), "window=5: give a number of rows, 10 or more"),
        (lambda: RobustZ(threshold=0), "threshold=0: give a number above 0"),
        (lambda: RobustZ(floor=-1), "floor=-1"),
        (lambda: Ewma(weight=1.5), "weight=1.5"),
        (lambda: Ewma(mean=1.0), "give both mean= and std="),
        (lambda: Ewma(mean=1.0, std=0.0), "std=0.0"),
        (lambda: Cusum(slack=-1), "slack=-1"),
        (lambda: Cusum(learn=True), "learn=True"),
        (lambda: Seasonal("soon"), "'soon' is not a duration"),
        (lambda: Seasonal("1d", bins=1), "bins=1"),
        (lambda: Seasonal("1d", seasons=0), "seasons=0"),
        (lambda: Model(Distance), "is no anomaly model"),
        (lambda: Model(Distance(), quantile=1.0), "quantile=1.0"),
    ],
)
def test_arguments_are_checked_at_once(make: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        make()
