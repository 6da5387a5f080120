"""CandlesView: candles, volume, and the time they are on."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.candles import VOLUME_PART, CandlesView
from tests.views.fed import Fed

START = 1_700_000_000.0  # a multiple of ten seconds


def view_of(fed: Fed, volume: str | None = None) -> CandlesView:
    return CandlesView(fed, "price", window=60.0, every=10.0, volume=volume)


def test_candles_lie_in_the_middle_of_their_time(fed: Fed) -> None:
    fed.feed([START, START + 9, START + 12], price=[5.0, 7.0, 6.0])
    shown = view_of(fed).render(900)
    x, y = shown["candles"]["x"], shown["candles"]["y"]
    assert x[2:].tolist() == [START + 5, START + 15]
    assert y[2:].tolist() == [[5.0, 7.0, 5.0, 7.0], [6.0, 6.0, 6.0, 6.0]]
    assert shown["x_scale"] == {"min": START - 40, "max": START + 20}
    # Two outside, from whose distance bqplot takes the width of all.
    assert x[1] - x[0] == 10.0
    assert x[1] < START - 40 - 5


def test_the_axis_stands_until_another_candle_begins(fed: Fed) -> None:
    view = view_of(fed)
    fed.feed([START], price=[5.0])
    first = view.render(900)["x_scale"]
    fed.feed([START + 9.9], price=[5.0])
    assert view.render(900)["x_scale"] == first
    fed.feed([START + 10], price=[5.0])
    assert view.render(900)["x_scale"]["max"] == first["max"] + 10


def test_the_volume_is_drawn_below(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"amount": "pcs"})
    fed.feed([START, START + 1, START + 10], price=[5.0, 6.0, 7.0], amount=[1.0, 2.0, 4.0])
    shown = view_of(fed, "amount").render(900)
    assert shown["volume"]["y"].tolist() == [0.0, 3.0, 3.0, 0.0, 0.0, 4.0, 4.0, 0.0]
    assert shown["volume_scale"] == {"min": 0.0, "max": VOLUME_PART * 4.0}
    assert "amount, up to 4" in shown["x_axis"]["label"]
    assert shown["x_axis"]["label"].endswith("pcs")


def test_amounts_that_are_whole_are_shown_as_such(fed: Fed) -> None:
    fed.feed([START, START + 1, START + 10], price=[5.0, 6.0, 7.0], amount=[1_000, 80, 28])
    label = view_of(fed, "amount").render(900)["x_axis"]["label"]
    assert label.endswith("amount, up to 1,080")


def test_old_candles_go(fed: Fed) -> None:
    view = view_of(fed)
    fed.feed((START + np.arange(0, 100, 5.0)).tolist(), price=[1.0] * 20)
    shown = view.render(900)
    assert len(shown["candles"]["x"]) == 2 + 6


def test_prices_that_are_no_numbers_leave_a_plot_that_says_so(fed: Fed) -> None:
    fed.feed([START], price=[np.nan])
    shown = view_of(fed).render(900)
    assert shown["message"]["visible"]
    assert not shown["candles"]["visible"]


def test_text_and_columns_that_are_not_there_are_named(fed: Fed) -> None:
    fed.feed([START], price=["5 EUR"])
    with pytest.raises(SchemaError, match="'price' holds text, which a candle cannot show"):
        view_of(fed).render(900)
    with pytest.raises(SchemaError, match="no column 'pric'"):
        CandlesView(fed, "pric", window=60.0, every=10.0).render(900)
