"""`bind`: the user's own marks and widgets follow a stream, and stay the user's."""

from __future__ import annotations

from typing import Any

import bqplot
import ipywidgets
import numpy as np
import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.closing import close_tree

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


def mark_of(kind: type, **data: Any) -> Any:
    return kind(scales={"x": bqplot.LinearScale(), "y": bqplot.LinearScale()}, **data)


@pytest.mark.parametrize(
    ("widget", "options", "values"),
    [
        (lambda: ipywidgets.Label(), {"format": "{:.1f} °C"}, ["20.2 °C", "250.0 °C"]),
        (lambda: ipywidgets.Label(), {}, ["20.25", "250.0"]),
        (lambda: ipywidgets.FloatProgress(max=100), {}, [20.25, 100.0]),
        (lambda: ipywidgets.IntText(), {}, [20, 250]),
        (lambda: ipywidgets.FloatText(), {}, [20.25, 250.0]),
        (lambda: ipywidgets.Text(), {"trait": "placeholder"}, ["20.25", "250.0"]),
        (lambda: ipywidgets.HTML(), {"format": "<b>{:.0f}</b>"}, ["<b>20</b>", "<b>250</b>"]),
    ],
    ids=["Label", "Label plain", "FloatProgress", "IntText", "FloatText", "Text", "HTML"],
)
async def test_a_widget_follows_the_newest_value(
    stream: Stream,
    source: ScriptedSource,
    clock: VirtualClock,
    widget: Any,
    options: dict[str, Any],
    values: list[Any],
) -> None:
    mine = widget()
    lw.bind(mine, stream, "temp", **options)
    for number, (value, shown) in enumerate(zip((20.25, 250.0), values, strict=True)):
        source.row(START + number, temp=value)
        await clock.advance(1.0)
        now = getattr(mine, options.get("trait", "value"))
        assert now == shown
        assert type(now) is type(shown)
    lw.stop_all()
    assert mine.comm is not None, "it stays the user's"
    close_tree(mine)


async def test_a_line_follows_two_columns(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    mark = mark_of(bqplot.Lines, x=np.array([0.0]), y=np.array([0.0]))
    picture = lw.bind(mark, stream, x="time", y="temp", window="5s")
    source.rows([START + each for each in range(10)], temp=[float(each) for each in range(10)])
    await clock.advance(1.0)
    assert mark.y[-1] == 9.0
    assert mark.x[-1] == START + 9
    assert mark.x[0] >= START + 3
    picture.stop()
    assert mark.comm is not None
    close_tree(mark)


async def test_bars_follow_text_and_numbers(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    mark = bqplot.Bars(
        x=["none"],
        y=[0.0],
        scales={"x": bqplot.OrdinalScale(), "y": bqplot.LinearScale()},
    )
    lw.bind(mark, stream, x="name", y="load")
    source.rows([START, START + 1], name=["a", "b"], load=[1.0, 2.0])
    await clock.advance(1.0)
    assert mark.x.tolist() == ["a", "b"]
    assert mark.y.tolist() == [1.0, 2.0]
    close_tree(mark)


async def test_a_value_that_does_not_fit_is_said_and_the_last_one_stays(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    bar = ipywidgets.FloatProgress(max=100)
    picture = lw.bind(bar, stream, "load")
    for number, value in enumerate([5.0, float("nan")]):
        source.row(START + number, load=value)
        await clock.advance(1.0)
    assert bar.value == 5.0
    assert picture.error == "FloatProgress.value cannot show nan: no number"
    source.row(START + 2, load=7.0)
    await clock.advance(1.0)
    assert (bar.value, picture.error) == (7.0, "")
    close_tree(bar)


async def test_a_widget_that_its_owner_closes_ends_the_picture(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    label = ipywidgets.Label()
    picture = lw.bind(label, stream)
    await clock.advance(1.0)
    close_tree(label)
    drawn = picture.drawn
    source.row(START, temp=1.0)
    await clock.advance(5.0)
    assert picture.drawn == drawn
    assert REGISTRY._pictures == {}


async def test_a_widget_follows_two_streams_by_two_traits(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    other_source = ScriptedSource()
    other = Stream(other_source, runner="asyncio", clock=clock)
    bar = ipywidgets.FloatProgress(max=100)
    lw.bind(bar, stream, "load")
    lw.bind(bar, other, "name", trait="description")
    source.row(START, load=5.0)
    other_source.row(START, name="Pump 3")
    await clock.advance(1.0)
    assert (bar.value, bar.description) == (5.0, "Pump 3")
    await other.aclose()
    close_tree(bar)


CASES: list[tuple[Any, tuple[Any, ...], dict[str, Any], str]] = [
    (ipywidgets.Label, ("a",), {"trait": "valu"}, "Label: there is no trait 'valu'; did you mean"),
    (ipywidgets.Label, ("a",), {"format": "{0.__class__}"}, "format"),
    (ipywidgets.Label, (), {"x": "time"}, "Label is no mark: name one column"),
    (ipywidgets.Label, ("a",), {"window": "5s"}, "Label is no mark"),
    (ipywidgets.Label, (3,), {}, "3 is no column"),
    (ipywidgets.VBox, ("a",), {}, "VBox: there is no trait 'value'"),
    (lambda: mark_of(bqplot.Lines), (), {}, 'such as y="value"'),
    (lambda: mark_of(bqplot.Lines), ("a",), {}, "a mark takes a column for each trait"),
    (lambda: mark_of(bqplot.Lines), (), {"y": "a", "format": ".1f"}, "a mark takes a column"),
    (lambda: mark_of(bqplot.Lines), (), {"z": "a"}, "Lines: there is no trait 'z'"),
    (lambda: mark_of(bqplot.Lines), (), {"y": 5}, "5 is no column"),
    (lambda: mark_of(bqplot.Lines), (), {"y": "a", "window": "?"}, "is not a duration"),
]


@pytest.mark.parametrize(("widget", "columns", "options", "sentence"), CASES)
def test_arguments_are_checked_at_once(
    widget: Any, columns: tuple[Any, ...], options: dict[str, Any], sentence: str
) -> None:
    mine = widget()
    with pytest.raises(ArgumentError, match=sentence):
        lw.bind(mine, [1.0], *columns, **options)
    assert REGISTRY.streams() == ()
    close_tree(mine)


@pytest.mark.parametrize("thing", [5, "label", None])
def test_what_is_no_widget_is_refused(thing: Any) -> None:
    with pytest.raises(ArgumentError, match="is no widget"):
        lw.bind(thing, [1.0], "value")


async def test_text_in_a_widget_of_markup_is_escaped_and_the_formats_markup_stays(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    plain, bold, text = ipywidgets.HTML(), ipywidgets.HTMLMath(), ipywidgets.Text()
    lw.bind(plain, stream, "name")
    lw.bind(bold, stream, "name", format="<b>{}</b>")
    lw.bind(text, stream, "name")
    source.row(START, name="<img src=x>")
    await clock.advance(2.0)
    assert plain.value == "&lt;img src=x&gt;"
    assert bold.value == "<b>&lt;img src=x&gt;</b>"
    assert text.value == "<img src=x>"
    for widget in (plain, bold, text):
        close_tree(widget)


async def test_a_mark_on_a_date_scale_gets_dates(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    scales = {"x": bqplot.DateScale(), "y": bqplot.LinearScale()}
    mark = bqplot.Lines(x=[0.0], y=[0.0], scales=scales)
    lw.bind(mark, stream, x="time", y="load")
    source.rows([START, START + 0.25], load=[1.0, 2.0])
    await clock.advance(2.0)
    expected = np.array([START * 1e3, (START + 0.25) * 1e3]).astype("datetime64[ms]")
    assert mark.x.tolist() == expected.tolist()
    close_tree(mark)
