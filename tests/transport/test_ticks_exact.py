"""Ticks arrive as they are: the page looks up their labels by the numbers' own text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from livewidgets.transport.closing import close_tree
from livewidgets.transport.figure import line_figure
from tests.transport.screen_rig import Rig

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def axis() -> Iterator[Any]:
    figure, slots = line_figure("", "100px")
    yield slots["y_axis"]
    close_tree(figure)


def test_ticks_that_four_bytes_cannot_hold_are_exact(axis: Any) -> None:
    rig = Rig()
    rig.watch(axis)
    rig.hello()
    for ticks in (np.array([13.35, 13.4, 13.45]), np.array([13.4, 13.45, 13.5])):
        rig.show(axis, tick_values=ticks)
        assert rig.shown(axis, "tick_values").tolist() == ticks.tolist()
    rig.screen.close()
