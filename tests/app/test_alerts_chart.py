"""Alerts and anomalies on the chart, the backtest, and models of river."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

import livewidgets as lw
from livewidgets import conditions, detectors
from livewidgets.errors import ArgumentError, MissingExtra
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.views.overlay import drawn_rules

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


async def test_limits_and_alerts_are_drawn_on_the_chart(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.alerts(
        stream, lw.above("temp", 80, critical=90), lw.below("load", 1), conditions.no_data("1h")
    )
    figure = lw.line(stream, "temp", window="60s", alerts=panel)
    spans, _, _, limits, texts = figure.marks
    assert limits.y.tolist() == [[80.0, 80.0], [90.0, 90.0]], "of the column that is drawn"
    assert list(texts.text) == ["▲ 80", "✕ 90"]
    assert not spans.visible
    for number, value in enumerate([70, 85, 85, 95, 70, 85]):
        source.row(START + number, temp=float(value), load=0.0)
        await clock.advance(1.0)
    await clock.advance(1.0)
    assert spans.visible
    x = spans.x - START
    warning, critical = x[0, 1:3].tolist(), x[1, 1:3].tolist()
    assert warning == [1.0, 3.0]
    assert critical == [3.0, 4.0]
    assert x[0, 5] == 5.0
    assert x[0, 6] > 60.0, "it lasts"
    assert spans.y[0, :8].tolist() == [0, 1, 1, 0, 0, 1, 1, 0]
    figure.stop()
    await clock.advance(1.0)
    assert len(REGISTRY._pictures) == 1, "the panel's own"


async def test_anomalies_are_ringed_and_are_a_stream(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="60s", anomalies=detectors.robust_z(window=20))
    points = figure.marks[-1]
    values = [20.0, 21.0] * 20
    values[30] = 99.0
    for start in range(0, 40, 8):
        times = (START + np.arange(start, start + 8)).tolist()
        source.rows(times, load=[0.0] * 8, temp=values[start : start + 8])
        await clock.advance(1.0)
    await clock.advance(1.0)
    assert points.visible
    assert (points.x.tolist(), points.y.tolist()) == ([START + 30], [99.0])
    assert figure.anomalies is not None
    assert figure.anomalies["anomaly"].sum() == 1
    source.row(START + 95, load=0.0, temp=20.0)
    await clock.advance(2.0)
    assert not points.visible, "it has left the window"


class Broken:
    """A model that cannot learn."""

    def score_one(self, x: dict[str, float]) -> float:
        return 0.0

    def learn_one(self, x: dict[str, float]) -> None:
        raise RuntimeError("<b>no</b>")


async def test_a_detector_that_raises_says_so_on_the_chart_which_goes_on(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", title="Boiler", anomalies=detectors.model(Broken()))
    for number in range(3):
        source.row(START + number, temp=20.0 + number)
        await clock.advance(1.0)
    assert figure.title.startswith("Boiler ⚠ 3 rows not judged: RuntimeError: <b>no</b> (in ")
    assert figure.marks[0].y[0].tolist() == [20.0, 21.0, 22.0]
    assert stream.running


async def test_a_derived_stream_may_be_shared(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    found = stream.derive(detectors.cusum("temp", learn=10))
    figure = lw.line(stream, "temp", anomalies=found)
    assert figure.anomalies is found
    bare = lw.line(stream, "temp")
    assert bare.anomalies is None
    assert len(bare.marks) == 2, "the curves, and what is said where there are none"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"anomalies": 5}, "anomalies=5: give one of livewidgets.detectors"),
        ({"anomalies": detectors.robust_z}, "give one of livewidgets.detectors"),
        ({"alerts": 5}, "alerts=5: give what livewidgets.alerts"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        lw.line([1.0], **options)
    assert REGISTRY.streams() == ()


# -- the backtest ----------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["frame", "mapping", "batch"])
def test_a_backtest_takes_a_frame_a_mapping_or_a_batch(sort: str) -> None:
    time, value = START + np.arange(6.0), np.array([1.0, 9.0, 9.0, 1.0, 9.0, 1.0])
    frame: Any = {
        "frame": pd.DataFrame({"v": value}, index=pd.to_datetime(time, unit="s", utc=True)),
        "mapping": {"time": time, "v": value},
        "batch": lw.Batch(time, {"v": value}),
    }[sort]
    found = lw.backtest(lw.above("v", 5), frame)
    assert [(each.start - START, each.end) for each in found] == [
        (1.0, START + 3.0),
        (4.0, START + 5.0),
    ]
    assert found[0].reason == "v 9 is above 5"
    assert lw.backtest([lw.above("v", 5), lw.below("v", 0)], frame) == found


@pytest.mark.parametrize(
    "frame", [{"v": np.array([1.0])}, pd.DataFrame({"v": [1.0]}), 5, {"time": np.array([])}]
)
def test_a_backtest_needs_times(frame: Any) -> None:
    with pytest.raises(ArgumentError, match=r"cannot be tested: .*give a DataFrame with times"):
        lw.backtest(lw.above("v", 5), frame)


def test_a_backtest_says_what_it_cannot_take() -> None:
    batch = lw.Batch(np.array([START, math.nan]), {"v": np.array([1.0, 9.0])})
    with pytest.raises(ArgumentError, match="some have no time"):
        lw.backtest(lw.above("v", 5), batch)
    with pytest.raises(ArgumentError, match="5 is no rule"):
        lw.backtest(5, batch)  # type: ignore[arg-type]


# -- river --------------------------------------------------------------------------------------


def test_models_of_river_are_detectors() -> None:
    from river import anomaly

    random = np.random.default_rng(1)
    value = random.normal(50.0, 1.0, 1_200)
    value[1_000] = 70.0
    rows = lw.Batch(np.arange(1_200.0), {"v": value})
    for detector in (
        detectors.half_space_trees("v", low=40.0, high=75.0, window=200),
        detectors.model(anomaly.GaussianScorer(grace_period=100), threshold=0.9999),
    ):
        found = detector.begin().feed(rows)
        assert found is not None
        assert found.columns["anomaly"][1_000]
        assert found.columns["anomaly"].sum() < 60
        assert math.isfinite(found.columns["score"][1_000])


def test_without_river_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "river", None)
    with pytest.raises(MissingExtra, match=r"livewidgets\[river\]"):
        detectors.half_space_trees(low=0.0, high=1.0)
    with pytest.raises(ArgumentError, match=r"low=1\.0, high=0\.0"):
        detectors.half_space_trees(low=1.0, high=0.0)


def test_a_rule_of_another_column_shades_no_chart_of_this_one() -> None:
    odd = conditions.anomaly(detectors.robust_z("other"))
    fast = conditions.rate("other", 1.0)
    silent, high = conditions.no_data("5s"), lw.above("value", 1.0)
    assert drawn_rules([odd, fast, silent, high], ["value"]) == [silent, high]
    assert drawn_rules([odd, fast], ["other"]) == [odd, fast]
