"""Actions: what a page may say of a figure's controls, and how anything else is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewidgets.transport.actions import LONGEST_NAME, MOST_FIGURES, why_refused
from livewidgets.transport.wire import is_page_message

ZOOM = {"type": "action", "page": "p", "figure": "f", "id": 1, "act": "zoom", "start": 1, "end": 2}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("act", ["live", "pause", "clear"])
def test_what_needs_no_numbers(act: str) -> None:
    assert why_refused({"figure": "f", "id": 0, "act": act}) == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"act": "fly"}, "there is no action 'fly'; there are zoom, live, pause, window, clear."),
        ({"act": ["zoom"]}, "there is no action"),
        ({"figure": ""}, "the action names no figure."),
        ({"figure": "f" * (LONGEST_NAME + 1)}, "the action names no figure."),
        ({"id": -1}, "the action has no number."),
        ({"id": True}, "the action has no number."),
        ({"id": 2**60}, "the action has no number."),
        ({"start": "1"}, "zoom needs a number as its start."),
        ({"end": math.nan}, "zoom needs a number as its end."),
        ({"end": math.inf}, "zoom needs a number as its end."),
        ({"end": 10**400}, "zoom needs a number as its end."),
        ({"start": None}, "zoom needs a number as its start."),
        ({"act": "window"}, "window needs a number as its seconds."),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], sentence: str) -> None:
    assert is_page_message(ZOOM)
    content = {**ZOOM, **change}
    assert sentence in why_refused(content)
    assert not is_page_message(content)


@given(st.dictionaries(st.sampled_from([*ZOOM, "seconds", "widths"]), JSON))
def test_nothing_from_outside_raises(content: dict[str, Any]) -> None:
    for kind in ("action", "widths"):
        said = {**content, "type": kind}
        if is_page_message(said) and kind == "action":
            assert why_refused(said) == ""
    assert len(why_refused(content)) < 200


@pytest.mark.parametrize(
    ("widths", "right"),
    [
        ({"f": 800, "g": 0}, True),
        ({}, True),
        ({"f": -1}, False),
        ({"f": 1.5}, False),
        ({"f": "8"}, False),
        ({"": 8}, False),
        ([["f", 8]], False),
        ({str(each): 8 for each in range(MOST_FIGURES + 1)}, False),
    ],
)
def test_widths_are_counts_by_figure(widths: Any, right: bool) -> None:
    assert is_page_message({"type": "widths", "page": "p", "widths": widths}) is right
