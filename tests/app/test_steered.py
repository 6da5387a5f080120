"""What every picture does when it is paused, zoomed, cleared, given a window; virtual clock."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.actions import Action

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0

OVER_TIME: dict[str, Callable[..., Any]] = {
    "line": lambda stream, **more: lw.line(stream, "a", **more),
    "scatter": lambda stream, **more: lw.scatter(stream, "time", "a", **more),
    "heatmap": lambda stream, **more: lw.heatmap(stream, "a", "b", **more),
    "candles": lambda stream, **more: lw.candles(stream, "a", every="1s", **more),
    "timeline": lambda stream, **more: lw.timeline(stream, "who", **more),
}
OTHERS: dict[str, Callable[..., Any]] = {
    "phase": lambda stream: lw.scatter(stream, "a", "b", window="20s"),
    "histogram": lambda stream: lw.histogram(stream, "a", window="20s"),
    "bars": lambda stream: lw.bars(stream, "a", by="who"),
    "map": lambda stream: lw.map(stream, "b", "a", by="who"),
}
EVERY = {
    **{
        name: lambda stream, make=make: make(stream, window="20s")
        for name, make in OVER_TIME.items()
    },
    **OTHERS,
}


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("plant")


async def feed(
    source: ScriptedSource, clock: VirtualClock, first: int, rows: int, who: str = "pump"
) -> None:
    for at in range(first, first + rows):
        source.row(START + at, a=float(at), b=float(at % 7), who=who)
    await clock.advance(1.0)


def figure_of(widget: Any) -> Any:
    """The figure, or the one in a panel."""
    found = [each for each in getattr(widget, "children", ()) if hasattr(each, "marks")]
    return found[0] if found else widget


def span_of(widget: Any) -> tuple[float, float]:
    scale = figure_of(widget).axes[0].scale
    return scale.min, scale.max


def drawn(widget: Any) -> list[Any]:
    """The values of all marks that are seen."""
    marks = [mark for mark in figure_of(widget).marks if mark.visible]
    arrays = [
        # What lies far to the left of the plot, to be there and not seen, is at no certain place.
        (name, (value if value.dtype.kind in "OU" else np.maximum(value, -1.0)).tolist())
        for mark in marks
        for name, value in mark._trait_values.items()
        if hasattr(value, "tolist")
    ]
    return [repr(arrays), [mark.image.value for mark in marks if hasattr(mark, "image")]]


@pytest.mark.parametrize("make", OVER_TIME.values(), ids=OVER_TIME)
async def test_a_zoom_shows_the_span_from_the_ring_and_live_goes_back(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[..., Any]
) -> None:
    widget, other = make(stream, window="20s"), make(stream, window="20s")
    await feed(source, clock, 0, 200)
    live = drawn(widget)
    widget.zoom(START + 30, START + 60)  # what has left the window long ago
    await clock.advance(1.0)
    assert span_of(widget) == (START + 30, START + 60)
    assert not widget.following
    past = drawn(widget)
    assert past != live
    other.window = 30
    await clock.advance(1.0)
    other.zoom(START + 30, START + 60)
    await clock.advance(1.0)
    assert drawn(other) == past, "it depends on the span alone"
    await feed(source, clock, 200, 3)
    assert drawn(widget) == past, "what comes later is not in it"
    widget.live()
    other.window = 20
    await clock.advance(1.0)
    assert drawn(widget) == drawn(other)
    start, end = span_of(widget)
    assert end - start == pytest.approx(20, abs=0.5)
    assert end == pytest.approx(START + 203, abs=1.0)


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
async def test_what_is_cleared_shows_what_comes_then(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[..., Any]
) -> None:
    widget = make(stream)
    await feed(source, clock, 0, 10, who="ok")
    widget.clear()
    await clock.advance(1.0)
    await feed(source, clock, 10, 8, who="fault")
    assert stream.counts.stored == 18, "the stream keeps its rows"
    other = ScriptedSource("other")
    fresh = Stream(other, runner="asyncio", clock=clock)
    seen = make(fresh)
    await feed(other, clock, 10, 8, who="fault")
    assert drawn(widget) == drawn(seen)
    lw.stop_all()
    await fresh.aclose()


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
async def test_pages_are_told_what_it_shows_and_what_they_can_do(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, make: Callable[..., Any]
) -> None:
    widget = make(stream)
    figure = figure_of(widget)
    await feed(source, clock, 0, 10)
    controls = figure.controls
    assert figure.words
    assert controls["following"]
    page = {"type": "action", "page": "p", "figure": figure.model_id}
    figure.act(cast(Action, {**page, "id": 1, "act": "pause"}))
    await clock.advance(1.0)
    assert widget.paused
    assert figure.controls["paused"]
    assert figure.controls["answered"] == {"p": 1}
    figure.act(cast(Action, {**page, "id": 2, "act": "live"}))
    assert widget.following
    window = cast(Action, {**page, "id": 3, "act": "window", "seconds": 40.0})
    if controls["window"] is None:
        for act in (window, cast(Action, {**window, "act": "zoom", "start": 0.0, "end": 1.0})):
            with pytest.raises(ArgumentError, match="is of no span of time"):
                figure.act(act)
    else:
        figure.act(window)
        assert widget.window == 40.0


async def test_a_dashboard_reaches_every_picture(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    pictures = {name: make(stream) for name, make in EVERY.items()}
    texts: dict[str, Any] = {
        "value": lw.value(stream, "a"),
        "number": lw.number(stream, "a"),
        "gauge": lw.gauge(stream, "a"),
        "text": lw.text(stream, "{who} {a}"),
        "table": lw.table(stream, "a"),
        "stats": lw.stats(stream, "a"),
    }
    board = lw.dashboard(*pictures.values(), *texts.values())
    await feed(source, clock, 0, 10)
    board.pause()
    await clock.advance(1.0)
    before = [drawn(each) for each in pictures.values()]
    shown = [words_in(each) for each in texts.values()]
    assert all("paused" in " ".join(each) for each in shown), shown
    await feed(source, clock, 10, 5)
    assert [drawn(each) for each in pictures.values()] == before
    assert all(each.picture.paused for each in (*pictures.values(), *texts.values()))
    assert [words_in(each)[0] for each in texts.values()] == [each[0] for each in shown]
    board.resume()
    await clock.advance(1.0)
    assert not any("paused" in " ".join(words_in(each)) for each in texts.values())
    assert texts["value"].value == "14"
    board.window = "5m"
    await clock.advance(1.0)
    assert {each.window for each in pictures.values()} == {300.0, float("inf")}
    assert board.window == 300.0
    board.clear()
    await clock.advance(1.0)
    assert texts["value"].value == "–"
    assert not any("14" in " ".join(words_in(texts[name])) for name in texts if name != "stats")
    await feed(source, clock, 15, 1)
    for name in ("value", "number", "gauge", "text", "table"):
        assert "15" in " ".join(words_in(texts[name])), name


def words_in(widget: Any) -> list[str]:
    """All texts of a widget and of those in it."""
    own = str(getattr(widget, "value", ""))
    return [own, *(text for each in getattr(widget, "children", ()) for text in words_in(each))]


async def test_a_dashboard_links_what_has_one_axis(stream: Stream) -> None:
    line = lw.line(stream, "a", window="45s")
    free = {name: make(stream) for name, make in OVER_TIME.items() if name != "candles"}
    same = lw.candles(stream, "a", every="1s", window="45s")
    other, alone = lw.heatmap(stream, "a", window="10s"), lw.timeline(stream, "who", link=False)
    histogram = lw.histogram(stream, "a", window="45s")
    lw.dashboard(line, *free.values(), same, other, alone, histogram)
    assert all(each.viewport is line.viewport for each in (*free.values(), same))
    assert {each.window for each in free.values()} == {45.0}
    assert len({id(each.viewport) for each in (line, other, alone, histogram)}) == 4
    assert other.window == 10.0


async def test_a_linked_histogram_counts_what_is_seen(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    line = lw.line(stream, "a", window="20s", link="both")
    histogram = lw.histogram(stream, "a", link="both")
    await feed(source, clock, 0, 100)
    line.zoom(START + 10, START + 19)
    await clock.advance(1.0)
    assert "n = 10" in histogram.axes[0].label
    assert span_of(histogram)[1] < 25
    with pytest.raises(ArgumentError, match="cannot be linked"):
        line.link(lw.bars(stream, "a", by="who"))


async def test_a_layout_keeps_the_windows_of_all_that_have_one(
    stream: Stream, tmp_path: Path
) -> None:
    pictures = [make(stream) for make in EVERY.values()]
    board = lw.dashboard(*pictures)
    board.window = "45s"
    board.save(tmp_path / "layout.json")
    board.window = "5m"
    board.load(tmp_path / "layout.json")
    assert {each.window for each in pictures} == {45.0, float("inf")}
    text = (tmp_path / "layout.json").read_text()
    bars = next(name for name, each in board.pictures.items() if each is pictures[-2])
    (tmp_path / "layout.json").write_text(
        text.replace('"charts": {', f'"charts": {{"{bars}": {{"window": 9}},', 1)
    )
    with pytest.raises(ArgumentError, match="has no window that could be set"):
        board.load(tmp_path / "layout.json")


async def test_a_span_without_rows_says_so_and_the_lanes_stay(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    candles = lw.candles(stream, "a", every="1s", window="20s")
    states = lw.timeline(stream, "who", by="who")
    await feed(source, clock, 0, 5, who="pump")
    await feed(source, clock, 5, 5, who="valve")
    for each in (candles, states):
        each.zoom(START - 100, START - 50)
    await clock.advance(1.0)
    (message,) = [mark for mark in candles.marks if mark._model_name == "LabelModel"]
    assert message.visible
    assert " ".join(message.text).strip() == "no rows in this span"
    lanes = figure_of(states).axes[1].tick_labels
    assert list(lanes.values()) == ["pump", "valve"]
    assert "last pump: <b>–</b>" in states.children[2].value


async def test_candles_of_a_long_span_are_wider(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.candles(stream, "a", every="1s", window="20s")
    await feed(source, clock, 0, 100)
    figure.window = 1_000
    await clock.advance(1.0)
    candles = figure.marks[-2]
    assert (candles.x[3] - candles.x[2]) == 5.0
    assert figure.axes[0].label == "candles of 5 s"
    assert candles.y[2].tolist() == [0.0, 4.0, 0.0, 4.0]
