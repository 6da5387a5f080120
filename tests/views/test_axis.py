"""Numbers as JavaScript writes them: the keys under which an axis looks its labels up."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from livewidgets.views.axis import axis_traits, javascript_number
from livewidgets.views.ticks import Ticks

# What String(x) gives in a JavaScript engine (ECMA-262, Number::toString).
KNOWN = [
    (0.0, "0"),
    (-0.0, "0"),
    (1.0, "1"),
    (-1.0, "-1"),
    (0.1, "0.1"),
    (0.1 + 0.2, "0.30000000000000004"),
    (1e-6, "0.000001"),
    (1.5e-6, "0.0000015"),
    (1e-7, "1e-7"),
    (1.5e-7, "1.5e-7"),
    (-1.25e-9, "-1.25e-9"),
    (5e-324, "5e-324"),
    (2.2250738585072014e-308, "2.2250738585072014e-308"),
    (100.0, "100"),
    (1_700_000_000.0, "1700000000"),
    (1_700_000_000.5, "1700000000.5"),
    (1_700_000_000.123, "1700000000.123"),
    (123456789012345680000.0, "123456789012345680000"),
    (1e20, "100000000000000000000"),
    (1e21, "1e+21"),
    (1.5e21, "1.5e+21"),
    (-1.2345e25, "-1.2345e+25"),
    (1.7976931348623157e308, "1.7976931348623157e+308"),
    (9007199254740993.0, "9007199254740992"),
]

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(("value", "text"), KNOWN)
def test_known_numbers(value: float, text: str) -> None:
    assert javascript_number(value) == text


@settings(deadline=None)
@given(FINITE)
@example(1e21)
@example(999999999999999900000.0)
@example(1e-6)
@example(9.999999999999999e-7)
def test_the_text_means_the_same_number(value: float) -> None:
    assert float(javascript_number(value)) == value


@settings(deadline=None)
@given(FINITE)
def test_the_text_has_javascripts_form(value: float) -> None:
    text = javascript_number(value)
    plain = value == 0 or 1e-6 <= abs(value) < 1e21
    form = r"-?(0|[1-9]\d*)(\.\d*[1-9])?" if plain else r"-?[1-9](\.\d*[1-9])?e[+-][1-9]\d*"
    assert re.fullmatch(form, text)


@settings(deadline=None)
@given(FINITE)
def test_no_shorter_text_would_do(value: float) -> None:
    digits = re.sub(r"e.*|[-.]", "", javascript_number(value)).strip("0")
    assert len(digits) <= len(re.sub(r"e.*|[-.]", "", repr(value)).strip("0"))


def test_each_tick_has_its_label_under_the_text_of_its_number() -> None:
    traits = axis_traits(Ticks((1_700_000_000.0, 1_700_000_000.5), ("12:00:00", "12:00:00.5")))
    assert traits["tick_values"].dtype == np.float64
    assert traits["tick_values"].tolist() == [1_700_000_000.0, 1_700_000_000.5]
    assert traits["tick_labels"] == {"1700000000": "12:00:00", "1700000000.5": "12:00:00.5"}


def test_an_axis_without_ticks() -> None:
    traits = axis_traits(Ticks((), ()))
    assert traits["tick_values"].shape == (0,)
    assert traits["tick_labels"] == {}
