"""`bind` reaches every trait of every bqplot mark, and every widget that has a value."""

from __future__ import annotations

import datetime
import inspect
from typing import Any

import bqplot
import ipywidgets
import numpy as np
import pytest
import traitlets
from traittypes import Array

import livewidgets as lw
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.closing import close_tree

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0
BOTH_WAYS = {("OHLC", "y"): 4, ("Boxplot", "y"): 5, ("HeatMap", "color"): 3}
BOTH_WAYS |= {("GridHeatMap", "color"): 3, ("Graph", "link_matrix"): 2}
"""Arrays of two dimensions, and how many columns make one."""

NOT_OF_A_COLUMN = {
    *("interactions", "preserve_domain", "scales", "scales_metadata", "tooltip"),
    *("selected_style", "unselected_style", "tooltip_style", "hovered_style", "unhovered_style"),
    *("anchor_style", "font_style", "label_font_style", "hovered_styles", "selected_styles"),
    *("Map.color", "Map.colors", "Map.map_data", "Image.image"),  # mappings and a widget
    *("Hist.count", "Hist.midpoints"),  # computed
    "Graph.link_data",  # a list of mappings
}

MARKS = [
    kind
    for _, kind in inspect.getmembers(bqplot, inspect.isclass)
    if issubclass(kind, bqplot.Mark) and kind is not bqplot.Mark
]


def mark_of(kind: Any) -> Any:
    names = {
        bqplot.Map: ("projection",),
        bqplot.GridHeatMap: ("row", "column"),
        bqplot.Hist: ("sample", "count"),
    }.get(kind, ("x", "y"))
    scale = bqplot.Mercator if kind is bqplot.Map else bqplot.LinearScale
    scales = {"color": bqplot.ColorScale(), **{name: scale() for name in names}}
    more: dict[str, Any] = {}
    if kind is bqplot.Image:
        more["image"] = ipywidgets.Image(value=b"")
    if kind in (bqplot.GridHeatMap, bqplot.HeatMap):
        more["color"] = np.zeros((2, 3))
    return kind(scales=scales, **more)


def public(mark: Any) -> list[str]:
    return sorted(name for name in mark.keys if not name.startswith("_"))


def refused(mark: Any, name: str) -> bool:
    return bool({name, f"{type(mark).__name__}.{name}"} & NOT_OF_A_COLUMN)


def other_than(mark: Any, name: str) -> Any:
    """A value of a column that a trait takes, and has not yet."""
    trait, now = mark.traits()[name], getattr(mark, name)
    inside = getattr(trait, "_trait", None)
    if isinstance(trait, Array):
        return "Pump" if name in ("names", "text") else 0.625
    if name in ("colors", "fill_colors") or isinstance(trait, ipywidgets.Color):
        return "#123456"
    if isinstance(trait, traitlets.List):
        return "Pump" if isinstance(inside, traitlets.Unicode) else 0.5
    if isinstance(trait, traitlets.Enum):
        return next(each for each in trait.values or () if each is not None and each != now)
    if isinstance(trait, traitlets.Bool):
        return not now
    if isinstance(trait, traitlets.Int) or name == "bins":
        return int(now or 6) + 1
    return 0.625 if isinstance(trait, (traitlets.Float, traitlets.Union)) else "Pump"


@pytest.mark.filterwarnings("ignore:invalid value encountered in divide")  # of no samples
@pytest.mark.parametrize("kind", MARKS, ids=lambda kind: kind.__name__)
async def test_each_trait_of_a_mark_follows_a_column(
    kind: Any, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    mark = mark_of(kind)
    row: dict[str, Any] = {}
    computed = ("x", "y") if kind is bqplot.Bins else ()  # of its sample, in Python
    bound = [name for name in public(mark) if not (refused(mark, name) or name in computed)]
    assert {"visible", "labels", "selected"} <= set(bound)
    for name in bound:
        columns = BOTH_WAYS.get((kind.__name__, name), 1)
        value = other_than(mark, name)
        names = [name] if columns == 1 else [f"{name} {n}" for n in range(columns)]
        row |= dict.fromkeys(names, value)
        given: dict[str, Any] = {name: names[0] if columns == 1 else tuple(names)}
        lw.bind(mark, stream, **given)
    source.row(START, **row)
    source.row(START + 1, **row)
    await clock.advance(2.0)
    wrong = {}
    for name in bound:
        now, columns = getattr(mark, name), BOTH_WAYS.get((kind.__name__, name), 1)
        expected = row[name] if columns == 1 else row[f"{name} 0"]
        if isinstance(mark.traits()[name], Array):
            shape = (2,) if columns == 1 else (columns, 2)
            shape = (2, columns) if name == "y" and columns > 1 else shape
            right = now.shape == shape and set(now.ravel().tolist()) == {expected}
        else:
            right = now == ([expected, expected] if isinstance(now, list) else expected)
        if not right:
            wrong[name] = now
    assert wrong == {}
    lw.stop_all()
    close_tree(mark)


@pytest.mark.parametrize("kind", MARKS, ids=lambda kind: kind.__name__)
def test_what_no_column_can_fill_is_refused_at_once(kind: Any) -> None:
    mark = mark_of(kind)
    for name in public(mark):
        if refused(mark, name):
            with pytest.raises(ArgumentError, match=f"{kind.__name__}.{name} is .*no column can f"):
                lw.bind(mark, [1.0], **{name: "value"})
    close_tree(mark)


def class_traits(kind: Any) -> Any:
    return kind.class_traits()


VALUES: dict[str, Any] = {
    "Text": "warm",
    "Dropdown": "b",
    "ToggleButtons": "b",
    "RadioButtons": "b",
    "Select": "b",
    "SelectionSlider": "b",
    "SelectMultiple": "b",
    "ColorPicker": "#123456",
    "Combobox": "b",
    "DatePicker": "2026-11-21",
    "TimePicker": "12:34:56",
}
LISTS = {
    *("Audio", "Video", "Image", "FileUpload", "ColorsInput", "FloatsInput", "IntsInput"),
    *("TagsInput", "FloatRangeSlider", "IntRangeSlider", "SelectionRangeSlider", "ValueWidget"),
}
"""Those whose value is made of several, or of bytes."""

WIDGETS: list[Any] = [
    kind
    for name, kind in inspect.getmembers(ipywidgets, inspect.isclass)
    if issubclass(kind, ipywidgets.Widget) and "value" in class_traits(kind) and name not in LISTS
]


def widget_of(kind: Any) -> Any:
    selects = "options" in kind.class_traits() or "_options_full" in kind.class_traits()
    return kind(options=["a", "b"]) if selects or hasattr(kind, "_options_labels") else kind()


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
async def test_each_widget_with_a_value_follows_a_column(
    kind: Any, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    mine = widget_of(kind)
    before = mine.value
    picture = lw.bind(mine, stream, "v")
    value = VALUES.get(kind.__name__, not before if isinstance(before, bool) else 3)
    value = "2026-11-21 12:34:56" if "Datetime" in kind.__name__ else value
    source.row(START, v=value)
    await clock.advance(2.0)
    assert picture.error == ""
    now = mine.value
    if isinstance(now, datetime.date | datetime.time):
        assert now.isoformat().replace("T", " ")[: len(value)] == value
    elif isinstance(now, tuple):
        assert now == (value,)
    else:
        assert now == (str(value) if isinstance(now, str) else value)
    assert now != before
    lw.stop_all()
    close_tree(mine)


@pytest.mark.parametrize("name", sorted(LISTS - {"ValueWidget"}))
def test_widgets_whose_value_is_made_of_several_are_refused_at_once(name: str) -> None:
    kind = getattr(ipywidgets, name)
    mine = kind(options=["a", "b"]) if name == "SelectionRangeSlider" else kind()
    with pytest.raises(ArgumentError, match=f"{name}"):
        lw.bind(mine, [1.0], "value")
    close_tree(mine)


async def test_the_time_is_a_date_for_widgets_of_dates(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    aware, naive = ipywidgets.DatetimePicker(), ipywidgets.NaiveDatetimePicker()
    day, hour = ipywidgets.DatePicker(), ipywidgets.TimePicker()
    for widget in (aware, naive, day, hour):
        lw.bind(widget, stream, "time")
    source.row(START, v=1.0)
    await clock.advance(2.0)
    local = datetime.datetime.fromtimestamp(START)
    assert aware.value.timestamp() == START
    assert naive.value == local
    assert (day.value, hour.value) == (local.date(), local.time())
    for widget in (aware, naive, day, hour):
        close_tree(widget)


async def test_a_file_s_zeros_and_ones_are_no_and_yes(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    box = ipywidgets.Checkbox()
    picture = lw.bind(box, stream, "on")
    source.row(START, on=1.0)
    await clock.advance(1.0)
    assert box.value is True
    source.row(START + 1, on=2.0)
    await clock.advance(1.0)
    assert box.value is True
    assert "Checkbox.value cannot show 2: " in picture.error
    close_tree(box)


async def test_an_option_that_is_not_there_is_said_with_the_nearest(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    mode = ipywidgets.Dropdown(options=[("heating", 1), ("cooling", 2)])
    picture = lw.bind(mode, stream, "mode")
    for at, value in enumerate([2, 1]):
        source.row(START + at, mode=value)
        await clock.advance(1.0)
        assert mode.value == value
    source.row(START + 2, mode=3)
    await clock.advance(1.0)
    assert picture.error == "Dropdown: there is no option '3' (known: 'heating', 'cooling')"
    assert mode.value == 1
    close_tree(mode)


async def test_text_where_numbers_are_drawn_is_said(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    scales = {"x": bqplot.LinearScale(), "y": bqplot.LinearScale()}
    mark = bqplot.Scatter(x=[0.0], y=[0.0], scales=scales)
    picture = lw.bind(mark, stream, x="time", y="name")
    source.row(START, name="warm")
    await clock.advance(1.0)
    assert picture.error.startswith("Scatter.y is on a LinearScale, which shows numbers")
    close_tree(mark)


async def test_several_columns_are_several_curves_of_a_line(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    scales = {"x": bqplot.LinearScale(), "y": bqplot.LinearScale()}
    mark = bqplot.Lines(x=[0.0], y=[0.0], scales=scales)
    lw.bind(mark, stream, x="time", y=("a", "b"), stroke_width="a")
    source.rows([START, START + 1], a=[1.0, 2.0], b=[3.0, 4.0])
    await clock.advance(1.0)
    assert mark.y.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert mark.stroke_width == 2.0
    close_tree(mark)
