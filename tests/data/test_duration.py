"""Durations as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from livewidgets.data.duration import seconds
from livewidgets.errors import ArgumentError


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (60, 60.0),
        (0.25, 0.25),
        ("60s", 60.0),
        ("500ms", 0.5),
        ("1.5m", 90.0),
        (".5m", 30.0),
        ("5min", 300.0),
        ("1h", 3_600.0),
        ("2d", 172_800.0),
        ("1h30m", 5_400.0),
        (" 1 H 30 Min ", 5_400.0),
        ("10 seconds", 10.0),
        (timedelta(minutes=2), 120.0),
    ],
)
def test_reads(value: str | float | timedelta, expected: float) -> None:
    assert seconds(value) == pytest.approx(expected)


@pytest.mark.parametrize(
    "value",
    [
        *("", "60", "s", "-5s", "5 parsecs", "1,5s", "1e3s", "0s", "5s!"),
        *(0, -1, True, None, [5], float("nan"), float("inf"), 10**400, timedelta(0)),
    ],
)
def test_refuses(value: object) -> None:
    with pytest.raises(ArgumentError, match=r"duration|unit of time"):
        seconds(value)  # type: ignore[arg-type]


def test_names_the_unit_that_is_unknown() -> None:
    with pytest.raises(ArgumentError, match="'parsecs' in '5 parsecs' is not a unit of time"):
        seconds("5 parsecs")
