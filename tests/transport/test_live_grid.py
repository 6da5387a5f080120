"""LiveGrid: what goes to the page's half of ipydatagrid, and what comes from it."""

from __future__ import annotations

from typing import Any

import pytest

from livewidgets.errors import SchemaError
from livewidgets.transport.closing import close_tree
from livewidgets.transport.live_grid import KEY, LiveGrid
from livewidgets.transport.screen import WidgetScreen
from livewidgets.views.grid import Cells, Head

pytestmark = pytest.mark.usefixtures("leak_check")

HEADS = (Head("time", False, 100), Head("temp [°C]", True, 80), Head("<b>", False, 90))
CELLS = Cells(0, 1, (("12:00:01", "12:00:00"), ("2", "1"), ("$NaN$", "<i>")))


class Told(LiveGrid):
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []
        super().__init__(12)
        self.said.clear()

    def _send(self, msg: dict[str, Any], buffers: Any = None) -> None:
        self.said.append(msg["content"] if msg["method"] == "custom" else msg["state"])

    def hear(self, content: dict[str, Any], session: str = "one") -> None:
        """A page says that."""
        data = {"method": "custom", "content": content}
        self._handle_msg({"header": {"session": session}, "content": {"data": data}, "buffers": []})


@pytest.fixture
def grid() -> Any:
    made = Told()
    yield made
    close_tree(made)


def show(grid: Told, **traits: Any) -> list[dict[str, Any]]:
    """As the pump does it."""
    grid.said.clear()
    WidgetScreen().show([(grid, traits)], 0.0, None)
    return grid.said


def test_heads_come_as_state_and_cells_by_a_message_behind_it(grid: Told) -> None:
    state, reply = show(grid, heads=(HEADS, 0), count=2, cells=CELLS)
    names = [each["name"] for each in state["_data"]["schema"]["fields"]]
    assert names == ["time", "temp [°C]", "<b>", f"{KEY}-0"]
    assert state["_row_count"] == 2
    assert state["column_widths"] == {"c1": 80, "c2": 90}
    assert state["base_row_header_size"] == 100
    assert state["renderers"]["c1"] != state["renderers"]["c0"] == state["renderers"]["c2"]
    # The page counts the rows of the first column, which therefore has to be there.
    assert state["_data"]["data"]["c0"]["value"] == []
    assert (reply["event_type"], reply["r1"], reply["r2"]) == ("data-reply", 0, 1)
    assert (reply["c1"], reply["c2"]) == (0, 1)
    # A list, not `raw`, in which the page takes the text `$NaN$` for a number.
    assert reply["value"]["data"]["c2"] == ["$NaN$", "<i>"]
    assert reply["value"]["data"]["c0"] == ["12:00:01", "12:00:00"]


def test_of_cells_alone_there_is_one_message(grid: Told) -> None:
    show(grid, heads=(HEADS, 0), count=2)
    (reply,) = show(grid, cells=CELLS)
    assert reply["event_type"] == "data-reply"


def test_another_turn_is_another_table_to_the_page(grid: Told) -> None:
    (before,) = show(grid, heads=(HEADS, 0))
    (after,) = show(grid, heads=(HEADS, 1))
    assert before["_data"]["schema"]["primaryKeyUuid"] != after["_data"]["schema"]["primaryKeyUuid"]


def test_what_is_stale_is_blank_before_the_new_cells_come(grid: Told) -> None:
    show(grid, heads=(HEADS, 0))
    blank, new = show(grid, cells=Cells(0, 1, CELLS.columns, stale=((0, 30), (90, 120))))[::2]
    assert (blank["r1"], blank["r2"], blank["value"]["data"]["c1"]) == (0, 30, [])
    assert new["value"]["data"]["c1"] == ["2", "1"]


def test_a_page_is_answered_by_who_knows(grid: Told) -> None:
    show(grid, heads=(HEADS, 0))
    asked = []

    def answer(page: str, first: int, last: int) -> Cells | None:
        asked.append((page, first, last))
        return CELLS if first == 0 else None

    grid.asked = answer
    grid.said.clear()
    grid.hear({"type": "data-request", "r1": 0, "r2": 11, "c1": 0, "c2": 1}, "a")
    grid.hear({"type": "data-request", "r1": 5, "r2": 16, "c1": 0, "c2": 1}, "b")
    assert asked == [("a", 0, 11), ("b", 5, 16)]
    (reply,) = grid.said
    assert (reply["r1"], reply["r2"]) == (0, 1)


@pytest.mark.parametrize("first", [None, "0", 1.5, True, [0]])
def test_what_is_no_place_is_not_asked_for(grid: Told, first: object) -> None:
    grid.asked = lambda *_: pytest.fail("it was asked")
    grid.hear({"type": "data-request", "r1": first, "r2": 11})
    grid.hear({"type": "data-request", "r1": 0, "r2": first})
    assert grid.said == []


def test_an_error_is_left_to_the_picture_which_says_it(grid: Told) -> None:
    def wrong(*_: object) -> Cells:
        raise SchemaError("there is no column 'm'")

    grid.asked = wrong
    grid.hear({"type": "data-request", "r1": 0, "r2": 11})
    assert grid.said == []


def test_it_is_neither_filtered_nor_sorted(grid: Told) -> None:
    grid.hear({"type": "unique-values-request", "column": "c1"})
    (reply,) = grid.said
    assert (reply["event_type"], reply["value"]) == ("unique-values-reply", {"data": {"c1": []}})
    grid.said.clear()
    grid.set_state({"_transforms": [{"type": "sort", "column": "c1", "desc": True}]})
    assert grid.said[-1]["_transforms"] == []
