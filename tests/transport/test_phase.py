"""Phase: frames that come to the page just before its screen shows the next picture."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

import pytest

from livewidgets.transport.page_pacing import PagePacer
from livewidgets.transport.phase import AHEAD, LONGEST_WAIT, MOST_SHIFT, shift

STEP = 0.0005


@dataclass
class Screen:
    """A page that paints when its screen does, and says how long frames lay there."""

    pacer: PagePacer
    refresh: float = 60.0
    begun: float = 0.0
    name: str = "page"
    way: tuple[float, ...] = (0.008, 0.010, 0.007, 0.009)  # seconds to the page, in turn
    waits: list[float] = field(default_factory=list)
    pictures: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.pacer.hello(self.name, True, 0.0)

    def shows(self, sent: float) -> None:
        """A frame is made; it is answered when eight are painted."""
        came = sent + self.way[len(self.waits) % len(self.way)]
        picture = math.ceil((came - self.begun) * self.refresh)
        self.pictures[picture] += 1
        painted = self.begun + picture / self.refresh
        self.waits.append(painted - came)
        if len(self.waits) % 8 == 0:
            self.pacer.acknowledged(self.name, self.pacer.sequence, len(self.waits), sent, sent)
            self.pacer.waited(self.name, median(self.waits[-8:]), sent)


def stream(pacer: PagePacer, *screens: Screen, seconds: float) -> None:
    """Changes that do not cease."""
    for step in range(round(seconds / STEP)):
        now = step * STEP
        snapshot = pacer.snapshot_wait(now) == 0.0
        if snapshot or pacer.delay(now) == 0.0:
            pacer.sent(now, 1)
            pacer.framed(pacer.sequence + 1, snapshot, now)
            for screen in screens:
                screen.shows(now)


@pytest.mark.parametrize("begun", [0.0, 0.003, 0.006, 0.009, 0.012, 0.015])
def test_frames_come_shortly_before_the_page_paints_wherever_they_began(begun: float) -> None:
    screen = Screen(PagePacer(), begun=begun)
    stream(screen.pacer, screen, seconds=20.0)
    assert median(screen.waits[200:]) == pytest.approx(AHEAD, abs=0.003)
    each = [count for picture, count in screen.pictures.items() if picture > 600]
    assert max(each) == 1, "each has a picture of its own"


@pytest.mark.parametrize("refresh", [30.0, 60.0, 75.0, 144.0])
def test_the_rate_is_as_it_was_with_any_screen(refresh: float) -> None:
    screen = Screen(PagePacer(), refresh)
    stream(screen.pacer, screen, seconds=20.0)
    assert len(screen.waits) == pytest.approx(20.0 * 20.0, rel=0.02)


def test_without_a_word_of_the_page_they_wait_as_chance_has_it() -> None:
    screen = Screen(PagePacer(), begun=0.007)
    screen.pacer.waited = lambda *_: None  # type: ignore[method-assign]
    stream(screen.pacer, screen, seconds=10.0)
    assert abs(median(screen.waits) - AHEAD) > 0.003, "else the tests above prove nothing"


def test_one_page_decides_where_several_look() -> None:
    pacer = PagePacer()
    first, second = Screen(pacer, begun=0.002), Screen(pacer, begun=0.010, name="second")
    stream(pacer, first, second, seconds=10.0)
    assert median(first.waits[100:]) == pytest.approx(AHEAD, abs=0.003)


def test_a_change_after_a_rest_is_shown_at_once() -> None:
    screen = Screen(PagePacer())
    stream(screen.pacer, screen, seconds=2.0)
    screen.pacer.waited("page", 0.016, 3.0)
    assert screen.pacer.delay(3.0) == 0.0


@pytest.mark.parametrize("wait", [-1.0, math.nan, 1e9, LONGEST_WAIT * 1.01])
def test_a_wait_that_is_not_the_screens_moves_nothing(wait: float) -> None:
    assert shift(wait) == 0.0


def test_one_answer_moves_little() -> None:
    assert shift(LONGEST_WAIT) <= MOST_SHIFT
    assert -AHEAD <= shift(0.0) < 0.0
