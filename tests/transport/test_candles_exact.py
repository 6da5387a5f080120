"""Candles arrive as they are: bqplot shows none at all if one's high or low is not its extreme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from livewidgets.transport.candles_figure import candles_figure
from livewidgets.transport.closing import close_tree
from tests.transport.screen_rig import Rig

pytestmark = pytest.mark.usefixtures("leak_check")


@pytest.fixture
def slots() -> Iterator[dict[str, Any]]:
    figure, slots = candles_figure("", "100px", False)
    yield slots
    close_tree(figure)


def test_high_and_low_are_extremes_of_each_candle_while_the_last_one_grows(
    slots: dict[str, Any],
) -> None:
    rig, random = Rig(), np.random.default_rng(5)
    rig.show(slots["y_scale"], min=0.0, max=3.0)
    rig.hello()
    prices = 1.1 + random.normal(0, 0.1, (40, 12)).round(3) / 7
    for ticks in range(1, prices.shape[1] + 1):
        # Of all candles the opening stays: the page keeps it from the frame before.
        seen = prices[:, :ticks]
        candles = np.column_stack((seen[:, 0], seen.max(axis=1), seen.min(axis=1), seen[:, -1]))
        rig.show(slots["candles"], x=np.arange(40.0), y=candles)
        shown = rig.shown(slots["candles"], "y")
        assert (shown[:, 1] == shown.max(axis=1)).all()
        assert (shown[:, 2] == shown.min(axis=1)).all()
        assert (shown == candles).all()
    rig.screen.close()
