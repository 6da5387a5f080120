"""NumberView: a number, its trend, and the line of how it came there."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.number import NumberView
from tests.views.fed import Fed

START = 1_700_000_000.0
NARROW = "\u202f"


def texts(view: NumberView) -> tuple[str, str]:
    shown = view.render(500)
    return shown["value"]["value"], shown["trend"]["value"]


def view_of(fed: Fed, column: str | None = "temp", **options: Any) -> NumberView:
    return NumberView(fed, column, **{"compare": 60.0, **options})


def test_before_the_first_row_it_says_so(fed: Fed) -> None:
    value, trend = texts(view_of(fed))
    assert value == "–"
    assert trend


@pytest.mark.parametrize(
    ("before", "after", "trend"),
    [
        (20.0, 21.5, "▲ +1.5 in 1 min"),
        (21.5, 20.0, "▼ −1.5 in 1 min"),
        (20.0, 20.0, "● 0 in 1 min"),
    ],
)
def test_it_is_compared_with_the_value_of_then(
    fed: Fed, before: float, after: float, trend: str
) -> None:
    fed.feed([START, START + 41, START + 100], temp=[before, 999.0, after])
    assert texts(view_of(fed)) == (f"{after:g}", trend)


def test_where_the_rows_do_not_go_back_as_far_the_oldest_counts(fed: Fed) -> None:
    fed.feed([START, START + 12], temp=[20.0, 23.0])
    assert texts(view_of(fed))[1] == "▲ +3 in 12 s"


def test_one_row_has_no_trend(fed: Fed) -> None:
    fed.feed([START], temp=[20.0])
    assert texts(view_of(fed)) == ("20", "no rows of 1 min ago")


def test_numbers_that_are_none_are_passed_over(fed: Fed) -> None:
    nan, inf = math.nan, math.inf
    fed.feed([START + each for each in (0, 10, 70)], temp=[20.0, nan, 22.0])
    assert texts(view_of(fed))[1] == "▲ +2 in 1 min"
    fed.feed([START + 71, START + 72], temp=[inf, nan])
    assert texts(view_of(fed)) == ("–", "– in 1 min")


def test_a_format_and_a_unit_are_for_both(clock: VirtualClock) -> None:
    fed = Fed(clock, {"temp": "K"})
    fed.feed([START, START + 60], temp=[20.0, 21.0])
    assert texts(view_of(fed)) == (f"21{NARROW}K", f"▲ +1{NARROW}K in 1 min")
    assert texts(view_of(fed, unit="°C")) == (f"21{NARROW}°C", f"▲ +1{NARROW}°C in 1 min")
    assert texts(view_of(fed, format="{:.1f} °C")) == ("21.0 °C", "▲ +1.0 °C in 1 min")
    with pytest.raises(ArgumentError):
        view_of(fed, format="{0.__class__}")


def test_the_small_line_shows_the_extremes_of_the_span_and_slides(fed: Fed) -> None:
    view = view_of(fed)
    time = START + np.arange(0.0, 120.0, 0.01)
    values = np.sin(time / 7)
    fed.feed(time.tolist(), temp=values.tolist())
    shown = view.render(500)
    spark, scale = shown["spark"], shown["x_scale"]
    assert scale["max"] - scale["min"] == pytest.approx(60.0)
    assert 0 < scale["max"] - time[-1] <= 1.0
    assert spark["x"].shape[1] <= 4 * 130
    inside = values[time >= scale["min"]]
    assert spark["y"].max() == inside.max()
    assert shown["y_scale"]["min"] <= inside.min() < inside.max() <= shown["y_scale"]["max"]


def test_without_a_small_line_there_is_none(fed: Fed) -> None:
    fed.feed([START], temp=[20.0])
    view = view_of(fed, sparkline=False)
    assert view.curves == 0
    assert set(view.render(500)) == {"name", "value", "trend"}


def test_columns_that_cannot_be_shown_are_named(fed: Fed) -> None:
    fed.feed([START], temp=[1.0], name=["a"])
    assert texts(view_of(fed, None))[0] == "1"
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        view_of(fed, "tmep").render(500)
    with pytest.raises(SchemaError, match="column 'name' holds text, which a number cannot show"):
        view_of(fed, "name").render(500)


def test_text_alone_says_what_to_do(fed: Fed) -> None:
    fed.feed([START], name=["a"])
    with pytest.raises(SchemaError, match="no column holds numbers"):
        view_of(fed, None).render(500)
