"""Viewport: what is seen after each thing that can be done with it."""

from __future__ import annotations

import math

import pytest

from livewidgets.errors import ArgumentError
from livewidgets.testing import VirtualClock
from livewidgets.views.view import Follows
from livewidgets.views.viewport import MOST_PAGES, Viewport
from tests.views.fed import Fed

START = 1_700_000_000.0


@pytest.fixture
def seen(fed: Fed) -> Viewport:
    viewport = Viewport(60.0)
    fed.feed([START], v=[1.0])
    viewport.keep = Follows(fed)  # type: ignore[attr-defined]
    viewport.join(viewport.keep)  # type: ignore[attr-defined]
    return viewport


def test_it_follows_the_newest_of_all_that_joined(seen: Viewport, clock: VirtualClock) -> None:
    assert seen.following
    assert seen.limits() == (START - 60.0, START)
    other = Fed(clock)
    follows = Follows(other)
    seen.join(follows)
    other.feed([START + 5], v=[1.0])
    assert seen.limits() == (START - 55.0, START + 5)
    seen.leave(follows)
    assert seen.limits() == (START - 60.0, START)


def test_a_pause_holds_what_is_seen(seen: Viewport, fed: Fed) -> None:
    seen.pause()
    fed.feed([START + 9], v=[1.0])
    assert not seen.following
    assert seen.paused
    assert seen.limits() == (START - 60.0, START)
    seen.resize(10.0)
    assert seen.paused
    assert seen.limits() == (START - 10.0, START)
    seen.live()
    assert seen.following
    assert seen.limits() == (START - 1.0, START + 9)


def test_a_zoom_ends_with_live_and_with_another_window(seen: Viewport) -> None:
    seen.zoom(START - 3, START - 2)
    assert not seen.following
    assert not seen.paused
    assert seen.limits() == (START - 3, START - 2)
    seen.live()
    assert seen.following
    seen.zoom(START - 3, START - 2)
    seen.resize(5.0)
    assert seen.following
    assert seen.limits() == (START - 5.0, START)


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (2.0, 1.0, "is no span; give two times"),
        (1.0, 1.0, "is no span"),
        (math.nan, 1.0, "is no span"),
        (0.0, math.inf, "is no span"),
        (0.0, 1e-9, "a span of 1e-09 s cannot be shown"),
        (0.0, 1e300, "cannot be shown"),
    ],
)
def test_what_is_no_span_changes_nothing(
    seen: Viewport, start: float, end: float, sentence: str
) -> None:
    before = seen.revision
    with pytest.raises(ArgumentError, match=sentence):
        seen.zoom(start, end)
    assert seen.following
    assert seen.revision == before


def test_a_window_that_cannot_be_shown_is_refused(seen: Viewport) -> None:
    with pytest.raises(ArgumentError, match="a window of 1e-09 s cannot be shown"):
        seen.resize(1e-9)
    assert seen.window == 60.0


def test_each_change_is_told_until_nobody_listens(seen: Viewport) -> None:
    heard: list[int] = []
    end = seen.on_change(lambda: heard.append(seen.revision))
    seen.pause()
    seen.pause()
    seen.live()
    end()
    end()
    seen.zoom(1.0, 2.0)
    assert heard == [1, 2]


def test_pages_are_answered_and_only_so_many_remembered(seen: Viewport) -> None:
    for page in range(MOST_PAGES + 5):
        seen.answer(f"p{page}", page)
    seen.answer("p9", 100)
    assert len(seen.answered) == MOST_PAGES
    assert seen.answered["p9"] == 100
    assert "p0" not in seen.answered
