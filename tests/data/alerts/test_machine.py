"""The state of one rule: raised, held, escalated, eased and cleared."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livewidgets.data.alerts.judgement import Level
from livewidgets.data.alerts.machine import Change, Machine
from livewidgets.data.alerts.rules import Rule, above, anomaly, below, no_data, outside, rate, when
from livewidgets.data.batch import Batch
from livewidgets.data.detectors.robust import RobustZ


def rows(values: Any, step: float = 1.0) -> Batch:
    value = np.asarray(values, dtype=np.float64)
    return Batch(np.arange(float(len(value))) * step, {"v": value})


def changes(rule: Rule, batch: Batch, cuts: tuple[int, ...] = ()) -> list[Change]:
    evaluator, machine = rule.condition.begin(), Machine(rule.hold)
    edges = (0, *sorted(cuts), len(batch))
    parts = [batch[low:high] for low, high in pairwise(edges) if high > low]
    return [change for part in parts for change in machine.feed(evaluator.judge(part))]


def told(rule: Rule, values: Any, step: float = 1.0) -> list[tuple[float, str]]:
    return [(each.time, each.after.name.lower()) for each in changes(rule, rows(values, step))]


def test_above_is_raised_beyond_the_limit_and_cleared_at_it() -> None:
    assert told(above("v", 90), [90, 90.1, 95, 90, 89]) == [(1, "warning"), (3, "ok")]


def test_hysteresis_keeps_an_alert_until_the_value_has_come_back() -> None:
    rule = above("v", 90, clear=85)
    assert told(rule, [91, 89, 91, 86, 85, 89]) == [(0, "warning"), (4, "ok")]
    assert told(rule, [89, 86]) == [], "between the two nothing is raised"


def test_a_warning_becomes_critical_and_eases_with_the_same_distance() -> None:
    rule = above("v", 80, critical=90, clear=75)
    assert told(rule, [81, 91, 86, 85, 76, 75]) == [
        (0, "warning"),
        (1, "critical"),
        (3, "warning"),
        (5, "ok"),
    ]
    assert told(rule, [95, 70]) == [(0, "critical"), (1, "ok")], "at once, both ways"


def test_a_hold_time_counts_without_a_break() -> None:
    rule = above("v", 90, for_="3s")
    assert told(rule, [91, 91, 91, 80, 91, 91, 91, 91]) == [(7, "warning")]
    found = changes(rule, rows([91, 91, 91, 91]))
    assert [(each.time, each.reason) for each in found] == [(3, "v 91 is above 90, for 3 s")]


def test_each_level_is_held_for_itself() -> None:
    rule = above("v", 80, critical=90, for_="2s")
    assert told(rule, [81, 95, 95, 95, 81]) == [(2, "warning"), (3, "critical"), (4, "warning")]
    assert [each.reason for each in changes(rule, rows([81, 95, 95, 95, 81]))] == [
        "v 95 is above 80, for 2 s",
        "v 95 is above 90, for 2 s",
        "v 81 is above 80",
    ]


def test_below_and_outside_are_mirrored() -> None:
    assert told(below("v", 10, clear=12), [10, 9, 11, 12]) == [(1, "warning"), (3, "ok")]
    rule = outside("v", 10, 90, critical=(0, 100), clear=(20, 80))
    assert told(rule, [50, 5, 15, 95, 85, 80, -1, 50]) == [
        (1, "warning"),
        (5, "ok"),
        (6, "critical"),
        (7, "ok"),
    ]
    assert [each.reason for each in changes(rule, rows([95, 50]))] == [
        "v 95 is above 90",
        "v 50 is back within 10 to 90",
    ]


def test_one_limit_may_be_critical() -> None:
    assert told(above("v", 90, level="critical", clear=80), [91, 85, 80]) == [
        (0, "critical"),
        (2, "ok"),
    ]


def test_a_missing_value_changes_nothing_and_an_infinite_one_is_beyond() -> None:
    assert told(above("v", 90, for_="2s"), [91, np.nan, 91]) == [(2, "warning")]
    assert told(above("v", 90), [91, np.nan, np.nan, 50]) == [(0, "warning"), (3, "ok")]
    assert told(above("v", 90), [np.inf, -np.inf]) == [(0, "warning"), (1, "ok")]


def test_a_rate_is_of_the_span_and_nothing_is_said_before_it_is_full() -> None:
    rule = rate("v", 2.0, over="4s", clear=1.0)
    values = [0, 100, 0, 0, 0, 0, 3, 6, 9, 9, 9, 9, 9]
    assert told(rule, values) == [(8, "warning"), (11, "ok")]
    falling = rate("v", -2.0, over="4s")
    assert told(falling, [0, 0, 0, 0, 0, -3, -6, -9]) == [(7, "warning")]


def test_what_a_rate_remembers_is_bounded() -> None:
    evaluator = rate("v", 2.0, over="1s").condition.begin()
    for start in range(0, 100_000, 10_000):
        time = (start + np.arange(10_000.0)) * 1e-4
        evaluator.judge(Batch(time, {"v": time}))
    assert len(evaluator._time) < 1_100  # type: ignore[attr-defined]


def test_silence_between_rows_is_told_by_their_times() -> None:
    batch = Batch(np.array([0.0, 1.0, 30.0, 31.0]), {"v": np.zeros(4)})
    found = changes(no_data("10s", critical="20s"), batch)
    assert [(each.time, each.after) for each in found] == [
        (11.0, Level.WARNING),
        (21.0, Level.CRITICAL),
        (30.0, Level.OK),
    ]
    assert [each.reason for each in found] == [
        "no data for 10 s",
        "no data for 20 s",
        "data again after 29 s",
    ]


def test_an_anomaly_is_an_alert_until_there_was_none_for_a_while() -> None:
    values = [5.0, 6.0] * 30
    values[40] = 99.0
    found = changes(anomaly(RobustZ("v"), quiet="5s", level="critical"), rows(values))
    assert [(each.time, each.after) for each in found] == [(40, Level.CRITICAL), (45, Level.OK)]
    assert found[0].reason.startswith("99 is ")
    assert found[1].reason == "no anomaly for 5 s"


def test_a_function_of_ones_own_judges_rows() -> None:
    rule = when(
        lambda batch: batch.columns["v"] > 5,
        critical=lambda batch: batch.columns["v"] > 8,
        name="mine",
    )
    assert told(rule, [1, 6, 9, 1]) == [(1, "warning"), (2, "critical"), (3, "ok")]
    assert told(when(lambda _: True), [1, 2]) == [(0, "warning")]


RULES = {
    "above": above("v", 1.0, critical=2.0, clear=0.5, for_="3s"),
    "outside": outside("v", -1.0, 1.0, clear=(-0.5, 0.5)),
    "rate": rate("v", 0.2, over="4s", for_="1s"),
    "no data": no_data("1.5s", critical="3s"),
    "anomaly": anomaly(RobustZ(window=10, threshold=3.0), quiet="3s"),
}


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(list(RULES)),
    cuts=st.lists(st.integers(0, 150), max_size=10),
    seed=st.integers(0, 20),
)
def test_any_split_into_batches_gives_the_same_changes(
    name: str, cuts: list[int], seed: int
) -> None:
    random = np.random.default_rng(seed)
    value = random.normal(0.0, 1.2, 150).round(1)
    value[random.random(150) < 0.05] = np.nan
    batch = Batch(np.cumsum(random.exponential(1.0, 150)), {"v": value})
    whole, split = changes(RULES[name], batch), changes(RULES[name], batch, tuple(cuts))
    assert repr(split) == repr(whole)  # as text, in which NaN equals NaN


@pytest.mark.parametrize("hold", [0.0, 2.0])
def test_it_does_what_a_loop_over_rows_does(hold: float) -> None:
    random = np.random.default_rng(7)
    value = 3.0 + 3.0 * np.sin(np.arange(2_000) / 15.0) + random.normal(0.0, 1.5, 2_000)
    rule = above("v", 3.0, critical=6.0, clear=1.0, for_=hold or None)
    state, since, expected = 0, {1: np.inf, 2: np.inf}, []
    for time, each in enumerate(value):
        called, keep = int(each > 3) + int(each > 6), int(each > 1) + int(each > 4)
        for level in (1, 2):
            since[level] = min(since[level], time) if called >= level else np.inf
        held = max((level for level in (1, 2) if time - since[level] >= hold), default=0)
        after = min(max(state, held), keep)
        if after != state:
            expected.append((float(time), after))
        state = after
    found = [(each.time, int(each.after)) for each in changes(rule, rows(value))]
    assert found == expected
    assert len(found) > 20
