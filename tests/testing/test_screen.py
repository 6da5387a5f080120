"""The headless screen: what was shown, and what is."""

from __future__ import annotations

import numpy as np

from livewidgets.testing import HeadlessScreen
from livewidgets.transport.screen import Screen


def test_it_is_a_screen_that_keeps_frames_and_what_they_amount_to() -> None:
    screen = HeadlessScreen()
    as_screen: Screen = screen
    x = np.arange(10.0)
    cost = as_screen.show([("line", {"x": x, "labels": ["a"]}), ("label", {"value": "1"})], 0.5, 3)
    as_screen.show([("label", {"value": "2"})], 1.0, None)
    assert (cost.messages, cost.size) == (3, 80)
    assert screen["line"]["x"] is x
    assert screen["label"] == {"value": "2"}
    assert screen["nothing"] == {}
    assert [(frame.time, frame.mark) for frame in screen.frames] == [(0.5, 3), (1.0, None)]
    assert screen.frames[0].changes[1] == ("label", {"value": "1"})
    assert as_screen.settle(2.0) is None
    screen.clear()
    assert screen.frames == []
    assert screen["label"] == {"value": "2"}


def test_a_frame_does_not_change_with_what_was_handed_over() -> None:
    screen, traits = HeadlessScreen(), {"value": "1"}
    screen.show([("label", traits)], 0.0, None)
    traits["value"] = "2"
    assert screen["label"] == {"value": "1"}
    assert screen.frames[0].changes == (("label", {"value": "1"}),)
