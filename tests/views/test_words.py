"""What is said of pictures: often enough to be true, seldom enough to be heard."""

from __future__ import annotations

from typing import Any

from livewidgets.testing import VirtualClock
from livewidgets.views.bars import BarsView
from livewidgets.views.candles import CandlesView
from livewidgets.views.gauge import GaugeView
from livewidgets.views.heatmap import HeatmapView
from livewidgets.views.histogram import HistogramView
from livewidgets.views.line import LineView
from livewidgets.views.map import MapView
from livewidgets.views.scatter import Points, ScatterView
from livewidgets.views.timeline import TimelineView
from livewidgets.views.view import Follows
from livewidgets.views.words import PACE, listed
from tests.views.fed import Fed

START = 1_700_000_000.0


async def test_words_are_said_anew_after_a_while_and_when_rows_rest(
    clock: VirtualClock,
) -> None:
    fed = Fed(clock, units={"temp": "°C"})
    view = LineView(fed, None, window=60.0)

    def words() -> str:
        said: str = view.render(100)["figure"]["words"]
        return said.replace("\u202f", " ")

    fed.feed([START], temp=[20.0], state=["<b>ok</b>"])
    assert words() == "line chart of temp; newest temp 20 °C"
    assert view.period is None
    fed.feed([START + 0.5], temp=[21.0], state=["ok"])
    assert words().endswith("20 °C"), "as it was a moment ago"
    assert view.period == PACE, "to be said anew, though no row may come"
    await clock.advance(PACE)
    assert words().endswith("21 °C")
    assert view.period is None
    fed.feed([START + 0.5 + PACE], temp=[22.0], state=["ok"])
    assert words().endswith("22 °C")


async def test_words_keep_their_pace_where_a_picture_is_drawn_more_often_than_rows_come(
    clock: VirtualClock,
) -> None:
    fed, beside = Fed(clock), Fed(clock)
    view, other = LineView(fed, None, window=60.0), Follows(beside)
    view.viewport.join(view.follows)
    view.viewport.join(other)
    said = []
    for drawn in range(100):  # in five seconds
        if drawn % 2 == 0:
            fed.feed([START + drawn / 20], temp=[float(drawn)])
        beside.feed([START + drawn / 20], temp=[0.0])  # which moves the edge
        said.append(view.render(100)["figure"]["words"])
        await clock.advance(0.05)
    assert 2 <= len(set(said)) <= 4
    assert not said[-1].endswith("temp 98"), "not yet"
    await clock.advance(view.period or 0.0)
    assert view.render(100)["figure"]["words"].endswith("temp 98")


async def test_words_of_what_somebody_chose_are_of_that_and_said_at_once(fed: Fed) -> None:
    count = range(31)
    fed.feed(
        [START + at for at in count],
        a=[float(at) for at in count],
        b=[-1.0 for _ in count],
        who=["early" if at < 20 else "late" for at in count],
    )
    views: dict[str, Any] = {
        "line": LineView(fed, ["a"], window=20.0),
        "scatter": ScatterView(fed, Points("a", "b"), window=20.0),
        "histogram": HistogramView(fed, "a", bins=None, window=20.0),
        "candles": CandlesView(fed, "a", window=20.0, every=1.0),
        "timeline": TimelineView(fed, "who", window=20.0),
        "heatmap": HeatmapView(fed, ["a", "b"], window=20.0),
    }
    of_all = {
        "line": "newest a 30",
        "scatter": "newest a 30",
        "histogram": "histogram of 21 values",
        "candles": "stayed to a 30",
        "timeline": "now late",
        "heatmap": "now the greatest value is 30 in a",
    }
    of_span = {
        "line": "newest a 5",
        "scatter": "newest a 5",
        "histogram": "histogram of 5 values",
        "candles": "stayed to a 5",
        "timeline": "last early",
        "heatmap": "at the end the greatest value is 5 in a",
    }
    for name, view in views.items():
        assert of_all[name] in view.render(400)["figure"]["words"]
        view.viewport.zoom(START + 1.0, START + 5.0)
        words = view.render(400)["figure"]["words"]
        assert of_span[name] in words
        assert "30" not in words
        view.viewport.live()
        assert of_all[name] in view.render(400)["figure"]["words"]


async def test_words_of_what_is_paused_are_of_the_rows_that_are_drawn(clock: VirtualClock) -> None:
    fed = Fed(clock)
    fed.feed([START], a=[41.0], b=[1.0], who=["pump"])
    for view in (
        LineView(fed, ["a"], window=20.0),
        ScatterView(fed, Points("time", "a"), window=20.0),
        BarsView(fed, ["a"], by="who"),
    ):
        view.viewport.join(view.follows)
        view.render(400)
        newest = fed.ring.newest or START
        fed.feed([newest + 0.5], a=[42.0], b=[2.0], who=["pump"])
        assert "42" not in view.render(400)["figure"]["words"], "as it was a moment ago"
        view.viewport.pause()
        assert "42" in view.render(400)["figure"]["words"], "at once"
        fed.feed([newest + 9.0], a=[43.0], b=[3.0], who=["pump"])
        await clock.advance(2 * PACE)
        shown = view.render(400)
        assert shown.keys() == {"figure"}, "it is not drawn"
        assert "43" not in shown["figure"].get("words", "")
        view.viewport.live()
        assert "43" in view.render(400)["figure"]["words"]
        fed.feed([newest + 19.0], a=[41.0], b=[1.0], who=["pump"])


def test_words_of_what_was_cleared_are_gone(fed: Fed) -> None:
    fed.feed([START, START + 1.0], a=[41.0, 42.0], b=[1.0, 2.0], who=["pump", "valve"])
    views: dict[str, Any] = {
        "line": LineView(fed, ["a"], window=20.0),
        "scatter": ScatterView(fed, Points("time", "a"), window=20.0),
        "histogram": HistogramView(fed, "a", bins=None, window=20.0),
        "candles": CandlesView(fed, "a", window=20.0, every=1.0),
        "timeline": TimelineView(fed, "who", window=20.0),
        "heatmap": HeatmapView(fed, ["a", "b"], window=20.0),
        "bars": BarsView(fed, ["a"], by="who"),
        "map": MapView(fed, "a", "b", by="who", value=None),
        "gauge": GaugeView(fed, "a", limits=(0.0, 100.0)),
    }

    def words(view: Any) -> str:
        shown = view.render(400)
        said: str = shown["dial" if "dial" in shown else "figure"]["words"]
        return said

    before = {name: words(view) for name, view in views.items()}
    for name, view in views.items():
        view.clear()
        said = words(view)
        assert said
        assert said != before[name]
        assert not any(old in said for old in ("41", "42", "pump", "valve")), name
        if hasattr(view, "viewport"):
            assert view.render(400)["figure"]["controls"]["following"]
    fed.feed([START + 1.5], a=[43.0], b=[3.0], who=["fan"])
    for name, view in views.items():
        assert any(new in words(view) for new in ("43", "fan", "1 value", "map; 1 place")), name


def test_names_are_listed_as_far_as_anybody_keeps_track() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefgh")) == "a, b, c, d, e and 3 more"
    assert listed(["one\nother"]) == "one\\nother"
