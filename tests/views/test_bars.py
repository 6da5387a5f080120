"""BarsView: names, bars and numbers."""

from __future__ import annotations

import numpy as np
import pytest

from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.bars import LONGEST_NAME, MOST_BARS, BarsView
from livewidgets.views.view import Shown
from tests.views.fed import Fed

START = 1_700_000_000.0


def bars(shown: Shown) -> list[float]:
    """How long each bar is, from the top."""
    x = shown["bars"]["x"]
    return [float(each) for each in x[1::6]]


def names(shown: Shown) -> list[str]:
    labels = shown["y_axis"]["tick_labels"]
    return [labels[f"{place:g}"] for place in shown["y_axis"]["tick_values"]]


def numbers(shown: Shown) -> list[str]:
    labels = shown["value_axis"]["tick_labels"]
    return [labels[f"{place:g}"] for place in shown["value_axis"]["tick_values"]]


def test_the_newest_value_of_each_category(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"load": "%"})
    view = BarsView(fed, ("load",), by="who")
    fed.feed([START, START + 1, START + 2], load=[1.0, 2.0, 3.0], who=["pump", "valve", "pump"])
    assert bars(view.render(900)) == [3.0, 2.0]
    fed.feed([START + 3], load=[4.0], who=["fan"])
    shown = view.render(900)
    assert names(shown) == ["pump", "valve", "fan"]
    assert bars(shown) == [3.0, 2.0, 4.0]
    assert [text[0] for text in numbers(shown)] == ["3", "2", "4"]
    assert all(text.endswith("%") for text in numbers(shown))
    assert shown["x_axis"]["label"] == "load [%]"
    assert shown["x_scale"]["min"] == 0.0
    assert shown["x_scale"]["max"] >= 4.0


def test_each_bar_is_an_outline_from_zero(fed: Fed) -> None:
    fed.feed([START], a=[-2.0], b=[np.nan])
    shown = BarsView(fed).render(900)
    x, y = shown["bars"]["x"], shown["bars"]["y"]
    assert x[:5].tolist() == [0.0, -2.0, -2.0, 0.0, 0.0]
    assert np.isnan(x[5])
    assert np.isnan(y[5])
    assert (y[0], y[2]) == (pytest.approx(0.37), pytest.approx(-0.37))
    assert bars(shown) == [-2.0, 0.0]
    assert numbers(shown)[1] == "–"
    assert shown["x_scale"]["max"] >= 0.0


def test_columns_side_by_side_have_their_own_units(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"a": "mm", "b": "V"})
    fed.feed([START, START + 1], a=[0.0, 1.0], b=[0.0, 2.0], note=["x", "y"])
    shown = BarsView(fed).render(900)
    assert names(shown) == ["a", "b"]
    assert [text[-1] for text in numbers(shown)] == ["m", "V"]
    assert bars(BarsView(fed, ("b",)).render(900)) == [2.0]


def test_the_order_can_be_that_of_the_names(fed: Fed) -> None:
    fed.feed([START] * 3, a=[1.0, 2.0, 3.0], who=["c", "a", "b"])
    shown = BarsView(fed, ("a",), by="who", order="name").render(900)
    assert names(shown) == ["a", "b", "c"]
    assert bars(shown) == [2.0, 3.0, 1.0]


def test_more_than_thirty_are_counted(fed: Fed) -> None:
    who = [f"sensor {number}" for number in range(42)]
    fed.feed([START] * 42, a=np.arange(42.0).tolist(), who=who)
    shown = BarsView(fed, ("a",), by="who").render(900)
    assert len(bars(shown)) == MOST_BARS
    assert "12 more not shown" in shown["x_axis"]["label"]
    fed.feed([START + 1] * 2_000, a=[1.0] * 2_000, who=[f"more {n}" for n in range(2_000)])
    view = BarsView(fed, ("a",), by="who")
    assert "more than 970 more not shown" in view.render(900)["x_axis"]["label"]


def test_the_figure_grows_with_its_bars_unless_its_height_is_given(fed: Fed) -> None:
    fed.feed([START] * 20, a=[1.0] * 20, who=[str(n) for n in range(20)])
    grows, stays = (
        BarsView(fed, ("a",), by="who", grows=each).render(900) for each in (True, False)
    )
    assert int(grows["layout"]["height"].removesuffix("px")) > 400
    assert "layout" not in stays


def test_long_names_are_cut_and_what_is_hidden_in_them_is_seen(fed: Fed) -> None:
    fed.feed([START, START], a=[1.0, 2.0], who=["x" * 100, "a\u202eb\n"])
    first, second = names(BarsView(fed, ("a",), by="who").render(900))
    assert len(first) == LONGEST_NAME
    assert "\u202e" not in second
    assert "\n" not in second


def test_categories_can_be_numbers(fed: Fed) -> None:
    fed.feed([START, START], a=[1.0, 2.0], who=[7, 8])
    assert names(BarsView(fed, ("a",), by="who").render(900)) == ["7", "8"]


def test_text_where_numbers_are_wanted_is_named(fed: Fed) -> None:
    fed.feed([START], name=["x"], a=[1.0])
    with pytest.raises(SchemaError, match="'name' holds text"):
        BarsView(fed, ("name",)).render(900)
    with pytest.raises(SchemaError, match="no column 'nam'; did you mean 'name'"):
        BarsView(fed, ("a",), by="nam").render(900)
