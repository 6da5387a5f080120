from __future__ import annotations

import math
import unicodedata
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.errors import ArgumentError
from livewidgets.views.format import (
    NARROW_SPACE,
    age_text,
    bytes_text,
    count_text,
    formatter,
    rate_text,
)

values: st.SearchStrategy[Any] = st.one_of(
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.text(st.characters(exclude_categories=())),
    st.binary(),
    st.lists(st.floats()),
    st.floats().map(np.float64),
    st.integers(0, 255).map(np.uint8),
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (21.53, "21.53"),
        (21.5312, "21.53"),
        (12.0, "12"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.3"),
        (1234.5, "1,234.5"),
        (1234567.8, "1,234,568"),
        (123.456, "123.5"),
        (9.99996, "10"),
        (-0.012341, "-0.01234"),
        (0.001234, "0.001234"),
        (1.2e-07, "1.2e-07"),
        (-1.23456e-07, "-1.235e-07"),
        (6.02e23, "6.02e+23"),
        (-0.0, "0"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
        (None, "–"),
        (1234567, "1,234,567"),
        (-5, "-5"),
        (True, "true"),
        (False, "false"),
        ("on the way", "on the way"),
        ("a\nb\tc\x1b[31m\x00", "a\\nb\\tc\\x1b[31m\\x00"),
        ("\u202eevil\ud800", "\\u202eevil\\ud800"),
        ("21 °C, 東京, 👩\u200d🔬", "21 °C, 東京, 👩\u200d🔬"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
        (np.float64(2.5), "2.5"),
        (np.float32(0.1), "0.1"),
        (np.int64(12345), "12,345"),
        (np.bool_(True), "true"),
        (np.str_("text"), "text"),
        ([1, 2], "[1, 2]"),
    ],
)
def test_a_value_without_a_format(value: object, text: str) -> None:
    assert formatter()(value) == text


def test_the_width_does_not_flicker() -> None:
    show = formatter(None)
    assert [show(each) for each in (20.5, 20.53, 20.5, 21.0, 0.0, 9.75)] == [
        "20.5",
        "20.53",
        "20.50",
        "21.00",
        "0.00",
        "9.75",
    ]


def test_noise_keeps_its_width() -> None:
    show = formatter(None)
    noise = np.random.default_rng(3).uniform(10, 100, 200)
    assert {len(show(each)) for each in noise[5:]} == {5}


def test_tiny_numbers_keep_their_width() -> None:
    show = formatter(None)
    assert [show(each) for each in (1.25e-7, 1.2e-7, 1e-7)] == ["1.25e-07", "1.20e-07", "1.00e-07"]


@given(st.floats(-1e308, 1e308))
def test_a_number_is_shown_to_four_digits(value: float) -> None:
    shown = float(formatter()(value).replace(",", ""))
    assert shown == pytest.approx(value, rel=6e-4, abs=0)


@pytest.mark.parametrize(
    ("format", "value", "text"),
    [
        ("{:.1f} °C", 21.57, "21.6 °C"),
        ("{value:.1f}", 21.57, "21.6"),
        ("{0:+d}", 12, "+12"),
        ("{}", "open", "open"),
        (".1f", 21.57, "21.6"),
        (",", 1234567, "1,234,567"),
        (">6", "ab", "    ab"),
        ("{:d}", 12.0, "12"),
        ("{:d}", 12.5, "12.5"),
        ("{:x}", 255.0, "ff"),
        ("{:.0%}", 0.42, "42%"),
        ("{!r}", "a", "'a'"),
        ("{:.0f} of {{100}}", 42.0, "42 of {100}"),
        ("{:.1f} / {:.0f}", 1.25, "1.2 / 1"),
        (".1f", "warm", "warm"),
        ("{:.1f} °C", "warm", "warm"),
        ("{:.1f} °C", math.nan, "– °C"),
        ("{:.1f} °C", None, "– °C"),
        (".1f", -math.inf, "-∞"),
        (".1f", np.float64(2.25), "2.2"),
        (".1f", True, "1.0"),
        ("{:s}", "a\nb", "a\\nb"),
        (lambda value: f"<{value}>", 3, "<3>"),
        (lambda value: 7, 3, "7"),
        (str, "a\nb", "a\\nb"),
    ],
)
def test_a_value_in_a_format(format: Any, value: object, text: str) -> None:
    assert formatter(format)(value) == text


@pytest.mark.parametrize(
    ("format", "message"),
    [
        ("{0.__class__}", "{0.__class__}; only {} and {value} can be filled"),
        ("{value.real}", "{value.real}; only {} and {value} can be filled"),
        ("{value[0]}", "{value[0]}; only {} and {value} can be filled"),
        ("{temp:.1f}", "{temp}; only {} and {value} can be filled"),
        ("{1}", "{1}; only {} and {value} can be filled"),
        ("{:{}}", "a field within a field"),
        ("{:{value.__class__}}", "a field within a field"),
        ("{:999999999}", "more than 200 characters"),
        ("{:.5000f}", "more than 200 characters"),
        ("9" * 5000, "more than 200 characters"),
        ("{!x}", "conversion !x; use !s or !r"),
        ("{", "cannot be read"),
        ("}", "cannot be read"),
        ("{{}}", "no place for the value"),
        ("{:Q}", "is not known"),
        ("°C", "is not known; give a template such as '{:.1f} °C'"),
        ("%H:%M", "is not known"),
    ],
)
def test_a_format_that_cannot_be_used_is_refused_at_once(format: str, message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        formatter(format)
    assert message in str(caught.value)
    assert format in str(caught.value)


def test_a_format_is_text_or_a_function() -> None:
    with pytest.raises(ArgumentError, match="format is 5; give a template"):
        formatter(5)  # type: ignore[arg-type]


def test_a_function_that_fails_is_told_of() -> None:
    def wrong(value: Any) -> str:
        raise KeyError("temp")

    assert formatter(wrong)(21.5) == "21.5 (format: KeyError: 'temp')"


def test_a_value_that_cannot_be_shown_is_named() -> None:
    class Silent:
        def __str__(self) -> str:
            raise RuntimeError

    for format in (None, "{}", ".1f"):
        assert formatter(format)(Silent()) == "<Silent: RuntimeError>"


def test_other_types_keep_their_own_text() -> None:
    assert formatter()(datetime(2026, 11, 21, 12)) == "2026-11-21 12:00:00"
    assert formatter("{}")(datetime(2026, 11, 21)) == "2026-11-21 00:00:00"


def test_a_unit_follows_after_a_narrow_space() -> None:
    assert formatter(None, "°C")(21.5) == f"21.5{NARROW_SPACE}°C"
    assert formatter(".0f", " hPa ")(1013.2) == f"1013{NARROW_SPACE}hPa"
    assert formatter(None, "°C")(math.nan) == f"–{NARROW_SPACE}°C"
    assert formatter(None, "a\nb")(1) == f"1{NARROW_SPACE}a\\nb"
    assert formatter(None, " ")(1) == "1"


def assert_one_line(text: str) -> None:
    assert len(text) <= 200
    text.encode("utf-8")
    hidden = {unicodedata.category(each) for each in text if each not in "\u200c\u200d"}
    assert not hidden & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.sampled_from([None, "{}", "{:.1f} °C", ".3e", "{:d}", "{!r:>9}", str]), values)
def test_any_value_is_one_line(format: Any, value: object) -> None:
    assert_one_line(formatter(format)(value))


@given(
    st.one_of(st.text(), st.text("{}:!.0123456789[]valuefdrs%,+<>^ ", max_size=12)),
    st.lists(values, max_size=4),
)
def test_any_format_is_refused_or_works(format: str, some: list[object]) -> None:
    try:
        show = formatter(format)
    except ArgumentError:
        return
    for value in some:
        assert_one_line(show(value))


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.0, "0 rows/s"),
        (0.001, "<0.01 rows/s"),
        (0.2, "0.20 rows/s"),
        (0.999, "1.0 rows/s"),
        (12.34, "12.3 rows/s"),
        (99.96, "100 rows/s"),
        (999.4, "999 rows/s"),
        (999.6, "1.0 k rows/s"),
        (1234.0, "1.2 k rows/s"),
        (2.5e6, "2.5 M rows/s"),
        (math.nan, "– rows/s"),
        (-1.0, "– rows/s"),
    ],
)
def test_rates(rate: float, text: str) -> None:
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0.0 s"),
        (-3.0, "0.0 s"),
        (0.2, "0.2 s"),
        (0.3, "0.3 s"),
        (0.99, "0.9 s"),
        (1.0, "1 s"),
        (3.9, "3 s"),
        (59.99, "59 s"),
        (60.0, "1 min"),
        (150.0, "2 min"),
        (3600.0, "1 h"),
        (3900.0, "1 h 5 min"),
        (86400.0, "1 d"),
        (2 * 86400.0 + 3 * 3600, "2 d 3 h"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_ages(seconds: float, text: str) -> None:
    assert age_text(seconds) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (7, "7 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (65536, "65.5 kB"),
        (999_950, "1.0 MB"),
        (10**7, "10.0 MB"),
        (123 * 10**9, "123 GB"),
    ],
)
def test_sizes(n: int, text: str) -> None:
    assert bytes_text(n) == text


def test_counts() -> None:
    assert count_text(0) == "0"
    assert count_text(1_234_567) == "1,234,567"
