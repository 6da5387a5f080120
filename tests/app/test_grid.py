"""`table(grid=True)`: what is made, what closes, and what cannot be."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError, MissingExtra
from livewidgets.transport.grid_panel import GridPanel
from livewidgets.transport.live_grid import FRAME, ROW

pytestmark = pytest.mark.usefixtures("leak_check")


def test_it_is_as_high_as_its_rows_and_closes_with_all_that_it_is_made_of() -> None:
    panel = lw.table(lw.stream(name="plant"), rows=5, grid=True)
    assert isinstance(panel, GridPanel)
    assert panel.grid.layout.height == f"{6 * ROW + FRAME}px"
    panel.close()  # the fixture finds what is left
    assert panel.grid.comm is None


def test_its_button_pauses_and_follows() -> None:
    panel = lw.table(lw.stream(name="plant"), grid=True)
    button = panel.slots["follow"]
    button.click()
    assert panel.paused
    button.click()
    assert not panel.paused
    panel.close()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rows": 101}, "rows=101: give a number from 1 to 100"),
        ({"newest_first": False}, "a grid has its newest row on top"),
    ],
)
def test_what_cannot_be_used_is_said(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        lw.table(lw.stream(name="plant"), grid=True, **options)


def test_without_ipydatagrid_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipydatagrid", None)
    monkeypatch.delitem(sys.modules, "livewidgets.transport.live_grid", raising=False)
    with pytest.raises(MissingExtra, match=r"pip install \"livewidgets\[grid\]\""):
        lw.table(lw.stream(name="plant"), grid=True)
