"""What the benchmark makes of what a page has noted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.figures import Span, ages, seen


def record(**changes: object) -> dict[str, object]:
    """Ten updates a second, each shown 20 ms after its row was written, 100 bytes each."""
    written = 100.0 + np.arange(60) / 10
    shown = written + 0.02
    pairs = np.column_stack([shown, written]).tolist()
    messages = [[at, 150.0, 100.0] for at in shown.tolist()]
    frames = {str(second): 60 for second in range(100, 106)}
    return {"label": pairs, "chart": pairs, "messages": messages, "frames": frames, **changes}


SPAN = Span(101.0, 105.0)


def test_a_steady_page() -> None:
    figures = seen(record(), SPAN)
    assert figures.painted == figures.labelled == figures.messages == 10.0
    assert figures.frames == 60.0
    assert (figures.payload, figures.websocket) == (1000.0, 1500.0)
    assert figures.latency_p50 == figures.latency_p95 == pytest.approx(20.0)
    # Between two updates the newest point grows from 20 to 120 ms old.
    assert figures.age_p50 == pytest.approx(70.0, abs=1.5)
    assert figures.age_p95 == pytest.approx(115.0, abs=1.5)


def test_what_lies_outside_of_the_span_does_not_count() -> None:
    late = [[100.5, 90.0], [102.0, 101.9], [105.5, 90.0]]
    figures = seen(record(label=late), SPAN)
    assert figures.labelled == 0.25
    assert figures.latency_p50 == pytest.approx(100.0)


def test_a_page_that_stands_still_lags_more_and_more() -> None:
    figures = seen(record(chart=[[100.0, 99.9]]), SPAN)
    assert figures.painted == 0.0
    assert figures.lag == pytest.approx(104.5 - 99.9, abs=0.01)


def test_a_page_that_shows_nothing_has_no_latency() -> None:
    figures = seen(record(label=[], chart=[]), SPAN)
    assert math.isnan(figures.latency_p50)
    assert math.isnan(figures.age_p50)


def test_before_the_first_point_there_is_no_age() -> None:
    known = ages(np.array([[2.0, 1.5], [3.0, 2.5]]), np.array([1.0, 2.0, 2.5, 4.0]))
    np.testing.assert_array_equal(known, [np.nan, 0.5, 1.0, 1.5])
