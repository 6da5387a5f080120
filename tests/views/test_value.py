"""ValueView: the newest value, as text or as it is."""

from __future__ import annotations

from typing import Any

import pytest

from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.stream import Stream
from livewidgets.testing import VirtualClock
from livewidgets.views.value import NOTHING_YET, ValueView
from tests.views.fed import Fed

START = 1_700_000_000.0
NARROW = "\u202f"


def shown(view: ValueView) -> Any:
    return view.render(500)["value"]["value"]


def test_before_the_first_row_there_is_a_dash(fed: Fed) -> None:
    assert shown(ValueView(fed)) == NOTHING_YET


def test_a_widget_that_shows_no_text_is_left_alone_before_the_first_row(fed: Fed) -> None:
    assert ValueView(fed, raw=True).render(500) == {}


def test_the_newest_value_of_the_first_column(fed: Fed) -> None:
    fed.feed([START, START + 1], temp=[20.25, 21.53], load=[1.0, 2.0])
    assert shown(ValueView(fed)) == "21.53"
    assert shown(ValueView(fed, "load")) == "2"


def test_the_newest_is_the_latest_in_time_though_an_older_one_came_later(fed: Fed) -> None:
    fed.feed([START + 1], temp=[21.5])
    fed.feed([START], temp=[20.5])
    assert shown(ValueView(fed)) == "21.5"


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("{:.1f} °C", "21.5 °C"),
        (".2f", "21.53"),
        (lambda value: f"<{value}>", "<21.53>"),
        (None, f"21.53{NARROW}K"),
    ],
)
def test_formats_and_units(clock: VirtualClock, format: Any, text: str) -> None:
    fed = Fed(clock, {"temp": "K"})
    fed.feed([START], temp=[21.53])
    assert shown(ValueView(fed, format=format)) == text


def test_a_unit_that_is_given_comes_before_the_columns_own(clock: VirtualClock) -> None:
    fed = Fed(clock, {"temp": "K"})
    fed.feed([START], temp=[21.53])
    assert shown(ValueView(fed, unit="°C")) == f"21.53{NARROW}°C"
    assert shown(ValueView(fed, unit="")) == "21.53"
    assert shown(ValueView(fed, format="{:.0f}", unit="°C")) == f"22{NARROW}°C"


def test_a_unit_that_is_read_later_is_shown_then(clock: VirtualClock) -> None:
    units: dict[str, str] = {"load": "%"}
    fed = Fed(clock, units)
    view = ValueView(fed)
    fed.feed([START], temp=[21.5])
    assert shown(view) == "21.5"
    units["temp"] = "°C"
    assert shown(view) == f"21.5{NARROW}°C"


@pytest.mark.parametrize("format", ["{0.__class__}", "{:", 5])
def test_a_format_that_cannot_be_used_is_refused_at_once(fed: Fed, format: Any) -> None:
    with pytest.raises(ArgumentError):
        ValueView(fed, format=format)


@pytest.mark.parametrize("value", [21.5, 3, True, "on"])
def test_raw_values_are_plain_python(fed: Fed, value: Any) -> None:
    fed.feed([START], a=[value])
    raw = shown(ValueView(fed, raw=True))
    assert raw == value
    assert type(raw) is type(value)


def test_the_trait_is_named(fed: Fed) -> None:
    fed.feed([START], a=[1.0])
    view = ValueView(fed, trait="description")
    assert view.render(500) == {"value": {"description": "1"}}


def test_the_time_is_a_column_too(fed: Fed) -> None:
    fed.feed([START], a=[1.0])
    assert shown(ValueView(fed, "time", raw=True)) == START


def test_a_column_that_is_not_there_is_named(fed: Fed) -> None:
    fed.feed([START], temp=[1.0])
    with pytest.raises(SchemaError, match="did you mean 'temp'"):
        ValueView(fed, "tmep").render(500)


def test_a_successor_without_rows_has_no_value_yet(fed: Fed, clock: VirtualClock) -> None:
    view = ValueView(fed)
    fed.feed([START], a=[1.0])
    Stream.replace_by(fed, Fed(clock))
    assert shown(view) == NOTHING_YET
