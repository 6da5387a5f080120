"""Closing widgets, with all that they are made of and nothing else."""

from __future__ import annotations

import bqplot
import ipywidgets
import numpy as np
import pytest

from livewidgets.testing import open_resources
from livewidgets.transport.closing import close_tree
from livewidgets.transport.figure import line_figure, status_line, value_label

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.mark.parametrize(
    "make",
    [
        lambda: line_figure("Temperature", "320px")[0],
        lambda: value_label()[0],
        lambda: status_line()[0],
    ],
    ids=["line", "value", "status"],
)
def test_nothing_is_left_of_a_picture(make: object) -> None:
    before = open_resources()
    widget = make()  # type: ignore[operator]
    assert len(open_resources().beyond(before)["comms"]) >= 3
    close_tree(widget)
    assert open_resources().beyond(before) == {}


def test_widgets_are_found_in_lists_tuples_and_mappings() -> None:
    before = open_resources()
    scale = bqplot.LinearScale()
    mark = bqplot.Lines(x=np.array([1.0]), y=np.array([1.0]), scales={"x": scale, "y": scale})
    tab = ipywidgets.Tab(children=(ipywidgets.HBox([ipywidgets.Label("a")]),))
    close_tree(mark, tab)
    assert open_resources().beyond(before) == {}


def test_a_circle_has_an_end() -> None:
    one, other = ipywidgets.VBox(), ipywidgets.VBox()
    one.children, other.children = (other,), (one,)
    close_tree(one)
    assert one.comm is other.comm is None


def test_closing_twice_is_closing_once() -> None:
    label, _ = value_label()
    close_tree(label)
    close_tree(label)
    assert label.comm is None
