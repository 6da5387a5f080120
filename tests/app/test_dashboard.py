"""A dashboard: what it is made of, its shared controls, and its layout file."""

from __future__ import annotations

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
