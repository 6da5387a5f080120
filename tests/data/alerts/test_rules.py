"""Rules: what they are called, and which arguments they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from livewidgets.data.alerts.judgement import Level, Limit
from livewidgets.data.alerts.limits import Limits
from livewidgets.data.alerts.rules import above, anomaly, below, no_data, outside, rate, when
from livewidgets.data.detectors.robust import RobustZ
from livewidgets.errors import ArgumentError


def test_a_rule_is_called_what_it_says() -> None:
    assert above("v", 90).name == "v above 90"
    assert above("v", 80, critical=90, clear=75).name == (
        "v above 80 (critical above 90, clears at 75)"
    )
    assert below("v", 10, clear=12).name == "v below 10 (clears at 12)"
    assert outside("v", 1, 9).name == "v outside 1 to 9"
    assert rate("v", 5, over="2s").name == "v per second, over 2 s, above 5"
    assert no_data("1m").name == "no data for 60 s"
    assert anomaly(RobustZ("v")).name == "anomaly of v (RobustZ)"
    assert when(bool, name="mine").name == "mine"


def test_limits_of_values_can_be_drawn_and_others_cannot() -> None:
    rule = outside("v", 10, 90, critical=(0, 100))
    assert set(rule.condition.limits) == {
        Limit(Level.WARNING, 10.0),
        Limit(Level.CRITICAL, 0.0),
        Limit(Level.WARNING, 90.0),
        Limit(Level.CRITICAL, 100.0),
    }
    assert rate("v", 5).condition.limits == ()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: above(3, 90), "3 is no column"),  # type: ignore[arg-type]
        (lambda: above("v", "90"), "limit='90': give a finite number"),  # type: ignore[arg-type]
        (lambda: above("v", float("nan")), "limit=nan"),
        (lambda: above("v", 90, clear=95), "clear=95 must be below the limit 90, or equal"),
        (lambda: below("v", 10, clear=5), "clear=5 must be above the limit 10, or equal"),
        (lambda: above("v", 90, critical=80), "critical=80 must be above the limit 90"),
        (lambda: below("v", 10, critical=20), "critical=20 must be below the limit 10"),
        (lambda: above("v", 90, critical=95, level="critical"), "is critical already"),
        (lambda: above("v", 90, level="criticla"), "did you mean 'critical'"),
        (lambda: above("v", 90, for_="soon"), "'soon' is not a duration"),
        (lambda: above("v", 90, name=" "), "name=' ': give a text"),
        (lambda: outside("v", 9, 1), "give the lower limit first"),
        (lambda: outside("v", 1, 9, clear=5), "clear=5: give a range"),  # type: ignore[arg-type]
        (lambda: no_data("10s", critical="5s"), "give a longer time than '10s'"),
        (lambda: anomaly(RobustZ), "is no detector"),  # type: ignore[arg-type]
        (lambda: when(5), "not int"),  # type: ignore[arg-type]
    ],
)
def test_arguments_are_checked_at_once(make: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        make()


@pytest.mark.parametrize(("limit", "clear"), [(0.5, 0.1), (0.7, 0.4), (90.0, 85.0)])
def test_an_alert_is_cleared_by_the_very_value_that_was_given(limit: float, clear: float) -> None:
    one = Limits.given(limit, None, Level.WARNING, clear)
    level, keep = one.judge(np.array([clear, np.nextafter(clear, 1e9)]))
    assert level.tolist() == [0, 0]
    assert keep.tolist() == [0, 1]
