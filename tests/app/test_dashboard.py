"""A dashboard: what it is made of, its shared controls, and its layout file."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.board import flattened
from livewidgets.transport.closing import close_tree
from livewidgets.transport.control_bar import ControlBar

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


@pytest.fixture
def source() -> ScriptedSource:
    return ScriptedSource("boiler")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock)
    yield made
    lw.stop_all()
    await made.aclose()
    await clock.advance(0.0)


async def feed(source: ScriptedSource, clock: VirtualClock, first: int, rows: int) -> None:
    for number in range(first, first + rows):
        source.row(START + number, temp=float(number), load=1.0)
    await clock.advance(1.0)


def bar_of(board: Any) -> ControlBar:
    (bar,) = [each for each in board.children if isinstance(each, ControlBar)]
    return bar


def texts(board: Any) -> list[str]:
    return [each.value for each in flattened([board]) if isinstance(each, ipywidgets.HTML)]


def kinds(widget: Any) -> Any:
    """The boxes, by kind, and what they hold: [HBox, [Figure, Label]]."""
    if isinstance(widget, ipywidgets.Box) and not hasattr(widget, "picture"):
        return [type(widget).__name__, [kinds(each) for each in widget.children]]
    return type(widget).__name__


# -- arrangement -----------------------------------------------------------------------------


async def test_lists_are_rows_and_columns_by_turns(stream: Stream) -> None:
    figures = [lw.line(stream, "temp", title=f"F{number}") for number in range(4)]
    board = lw.dashboard([figures[0], [figures[1], [figures[2], "words"]]], figures[3])
    assert kinds(board.children[-1]) == [
        "VBox",
        [
            [
                "HBox",
                ["LiveFigure", ["VBox", ["LiveFigure", ["HBox", ["LiveFigure", "HTML"]]]]],
            ],
            "LiveFigure",
        ],
    ]
    assert list(board.pictures) == ["F0", "F1", "F2", "F3"]


async def test_tabs_and_columns_and_weights(stream: Stream) -> None:
    one, two, three = (lw.line(stream, "temp", title=f"F{number}") for number in range(3))
    board = lw.dashboard({"Overview": [[(one, 3), two]], "Raw": three})
    (tabs,) = board.children[-1].children
    assert tabs.titles == ("Overview", "Raw")
    assert one.layout.flex.startswith("3 1 calc(")
    assert two.layout.flex.startswith("1 1 calc(")
    board.close()
    grid = lw.dashboard(one, two, three, columns=2)
    (box,) = grid.children[-1].children
    assert isinstance(box, ipywidgets.GridBox)
    assert box.children == (one, two, three)


async def test_markup_in_texts_is_text(stream: Stream) -> None:
    markup = "<img src=x onerror=alert(1)>"
    board = lw.dashboard(
        f"# {markup}", {markup: [f"{markup}\n\n{markup}"]}, lw.line(stream), title=markup
    )
    said = "".join(texts(board))
    assert "<img" not in said
    assert said.count("&lt;img") == 4
    assert said.count("<h2>") == said.count("<h1>") == 1
    assert said.count("<p>") == 2


@pytest.mark.parametrize(
    ("given", "options", "sentence"),
    [
        ([5], {}, "5 is no widget; give pictures, texts, or lists"),
        ([{"Tab": [None]}], {}, "None is no widget"),
        ([{5: ["text"]}], {}, "the title of a tab: give text"),
        (["x" * 20_001], {}, "at most 20,000 characters"),
        ([{}], {}, "tabs have no sheet"),
        ([("text", -1)], {}, "weight -1.0: give a number above 0"),
        (["a"], {"columns": 0}, "columns=0: give a number from 1 to 24"),
        (["a"], {"columns": "two"}, "columns='two': give a number of columns"),
        (["a"], {"controls": "yes"}, "controls='yes': give True, False or nothing"),
        (["a"], {"title": 5}, "title: give text"),
    ],
)
async def test_what_cannot_be_arranged_is_said(
    given: Any, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ArgumentError) as raised:
        lw.dashboard(*given, **options)
    assert sentence in str(raised.value)


async def test_a_list_in_itself_and_a_widget_that_is_given_twice_are_said(stream: Stream) -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ArgumentError, match="more than 12 deep"):
        lw.dashboard([endless, "text"])
    figure = lw.line(stream)
    with pytest.raises(ArgumentError, match="given twice"):
        lw.dashboard([figure, figure])


async def test_a_dashboard_closes_what_it_made_and_no_picture(stream: Stream) -> None:
    figure, own = lw.line(stream, "temp"), ipywidgets.IntSlider(description="Mine")
    board = lw.dashboard({"A": [[figure, own], "words"], "B": "more"}, title="All")
    assert list(board.pictures) == ["boiler", "Mine"]
    board.close()
    assert figure.comm is not None
    assert own.comm is not None
    close_tree(own)


# -- shared controls -------------------------------------------------------------------------


async def test_the_bar_is_there_with_a_figure_and_not_without(stream: Stream) -> None:
    figure = lw.line(stream, "temp")
    assert bar_of(lw.dashboard(figure))
    for board in (lw.dashboard(lw.value(stream)), lw.dashboard(figure, controls=False)):
        assert not [each for each in board.children if isinstance(each, ControlBar)]


async def test_all_pictures_pause_and_the_bar_says_so(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one = lw.line(stream, "temp", window="10s")
    alone = lw.line(stream, "load", window="10s", link=False)
    value, status = lw.value(stream, "temp"), lw.status(stream)
    board = lw.dashboard([one, alone], [value, status])
    slots = bar_of(board).slots
    await feed(source, clock, 0, 10)
    assert slots["state"].value == "● live"
    assert slots["live"].disabled
    slots["pause"].click()
    await feed(source, clock, 10, 1_234)
    assert one.paused
    assert alone.paused
    assert value.value == "9"
    assert slots["state"].value == "‖ paused · 1,234 rows since"
    assert slots["pause"].description == "Resume all"
    assert not slots["live"].disabled
    assert "1,244 rows" in status.children[1].value, "the status tells of now"
    slots["pause"].click()
    await clock.advance(1.0)
    assert one.following
    assert alone.following
    assert value.value == "1,243"
    assert slots["state"].value == "● live"
    # As a figure's own toolbar does.
    alone.pause()
    await clock.advance(1.0)
    assert slots["state"].value == "‖ paused in part · 0 rows since"
    assert slots["pause"].description == "Pause all"
    slots["live"].click()
    one.zoom(START, START + 5)
    await clock.advance(1.0)
    assert slots["state"].value == "⌕ zoomed in part"
    board.live()
    await clock.advance(1.0)
    assert slots["state"].value == "● live"


async def test_the_window_is_chosen_for_all_and_follows_the_figures(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one, alone = lw.line(stream, "temp", window="45s"), lw.line(stream, window="45s", link=False)
    board = lw.dashboard(one, alone)
    window = bar_of(board).slots["window"]
    await feed(source, clock, 0, 10)
    assert window.options[window.index] == ("45 s", 45.0)
    window.index = [seconds for _, seconds in window.options].index(300.0)
    await clock.advance(1.0)
    assert one.window == alone.window == board.window == 300.0
    one.window = alone.window = "10s"  # as from a toolbar
    await clock.advance(1.0)
    assert window.options[window.index] == ("10 s", 10.0)
    one.window = 77
    await clock.advance(2.0)
    assert window.index is None
    assert one.window == 77.0
    assert board.window is None


async def test_a_channel_is_hidden_in_every_figure(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    both, load = lw.line(stream, window="100s"), lw.line(stream, "load", window="100s")
    board = lw.dashboard(both, load)
    slots = bar_of(board).slots
    await feed(source, clock, 0, 50)
    assert [slots[f"channel {n}"].description for n in (0, 1)] == ["temp", "load"]
    assert [slots[f"room {n}"].display for n in (0, 1, 2)] == ["", "", "none"]
    slots["channel 0"].value = False
    await clock.advance(1.0)
    assert board.hidden == both.hidden == ("temp",)
    assert load.hidden == ()
    lines, scale = both.marks[0], both.axes[1].scale
    assert lines.labels == ["temp (hidden)", "load"]
    assert lines.x[0].max() < both.axes[0].scale.min, "it is drawn nowhere"
    assert scale.max < 10, "the axis is that of what is seen"
    board.hidden = "load"
    await clock.advance(1.0)
    assert slots["channel 0"].value
    assert not slots["channel 1"].value
    assert lines.labels == ["temp", "load (hidden)"]
    with pytest.raises(ArgumentError, match="did you mean 'load'"):
        board.hidden = ["laod"]
    with pytest.raises(ArgumentError, match="did you mean 'load'"):
        load.hidden = ["laod"]
    slots["channel 1"].value = True
    await clock.advance(1.0)
    assert board.hidden == ()
    assert lines.labels == ["temp", "load"]


async def test_a_paused_chart_hides_too(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, window="100s")
    await feed(source, clock, 0, 20)
    figure.pause()
    await clock.advance(1.0)
    figure.hidden = ["temp"]
    await clock.advance(1.0)
    assert figure.marks[0].labels == ["temp (hidden)", "load"]
    assert figure.axes[1].scale.max < 10


async def test_clear_is_for_all(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    one, other = lw.line(stream, "temp"), lw.line(stream, "load", link=False)
    board = lw.dashboard(one, other)
    await feed(source, clock, 0, 10)
    bar_of(board).slots["clear"].click()
    await feed(source, clock, 10, 2)
    assert one.marks[0].y.tolist() == [[10.0, 11.0]]
    assert other.marks[0].y.tolist() == [[1.0, 1.0]]


# -- the layout as a file --------------------------------------------------------------------


async def test_a_layout_is_saved_and_loaded(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, tmp_path: Path
) -> None:
    file = tmp_path / "layout.json"
    one = lw.line(stream, title="Both", window="30s", y=(0, None))
    two, value = lw.line(stream, "load", title="Load", link=False), lw.value(stream)
    await feed(source, clock, 0, 10)
    board = lw.dashboard([(one, 2), two], {"Now": ["## Words", value]}, title="House")
    one.hidden = ["temp"]
    two.window = "5m"
    two.y = "data"
    board.save(file)
    board.close()

    one.hidden, one.window, one.y, two.window, two.y = (), "10s", None, "10s", None
    again = lw.dashboard(one, two, value, layout=file)
    assert again.layout_json() == file.read_text()
    assert (one.window, two.window) == (30.0, 300.0)
    assert one.hidden == ("temp",)
    assert one.y == (0.0, None)
    assert two.y == "data"
    assert "House" in "".join(texts(again))
    before = again.children[-1]
    one.window = 99
    again.load(file)
    assert one.window == 30.0
    assert again.children[-1] is not before
    assert before.comm is None
    assert again.layout_json() == file.read_text()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda it: it.update(livewidgets_layout=7), "it is of version 7, and this livewidgets"),
        (lambda it: it.pop("livewidgets_layout"), "missing required field"),
        (lambda it: it.update(surprise=1), "unknown field `surprise`"),
        (lambda it: it["charts"].update(Laod=it["charts"]["Load"]), "did you mean 'Load'"),
        (lambda it: it["charts"]["Load"].update(window=-1), "a window of -1.0 s cannot be shown"),
        (lambda it: it["charts"]["Load"].update(y=[5, 1]), "the lower one first"),
        (lambda it: it["charts"]["Load"].update(y="__import__('os')"), "Invalid enum value"),
        (lambda it: it["arrangement"]["parts"][0].update(name="Laod"), "did you mean 'Load'"),
        (lambda it: it["arrangement"]["parts"].pop(), "'value boiler' has no place"),
        (lambda it: it["arrangement"]["parts"].append(it["arrangement"]["parts"][0]), "two places"),
        (lambda it: it["arrangement"]["parts"][0].update(weight=0), "weight 0.0"),
        (lambda it: it["arrangement"]["parts"][0].update(kind="script"), "Invalid value 'script'"),
    ],
)
async def test_a_layout_that_does_not_suit_changes_nothing_and_says_why(
    stream: Stream, tmp_path: Path, change: Any, sentence: str
) -> None:
    file = tmp_path / "layout.json"
    board = lw.dashboard(lw.line(stream, title="Load"), lw.value(stream))
    board.save(file)
    layout = json.loads(file.read_text())
    change(layout)
    file.write_text(json.dumps(layout))
    before, children = board.layout_json(), board.children
    with pytest.raises(ArgumentError) as raised:
        board.load(file)
    assert sentence in str(raised.value)
    assert str(raised.value).startswith(f"the layout {file} cannot be used: ")
    assert (board.layout_json(), board.children) == (before, children)


@pytest.mark.parametrize("text", ["", "[1]", "\0", "[" * 100_000, "x" * 1_000_001, "5"])
async def test_what_is_no_layout_is_said(stream: Stream, tmp_path: Path, text: str) -> None:
    file = tmp_path / "layout.json"
    file.write_text(text)
    with pytest.raises(ArgumentError, match="cannot be used"):
        lw.dashboard(lw.line(stream), layout=file)
    with pytest.raises(ArgumentError, match="cannot be read: No such file"):
        lw.dashboard(lw.value(stream), layout=tmp_path / "none.json")
