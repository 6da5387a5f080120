"""How many pictures a second are asked for, and made."""

from __future__ import annotations

import math

import pytest

from livewidgets.testing import HeadlessScreen, VirtualClock
from livewidgets.transport.page_pacing import STEADY_INTERVAL
from livewidgets.views.line import LineView
from tests.transport.test_page_pacing import Page, run
from tests.transport.test_pump import Rig


def test_sixty_frames_a_second_come_where_a_picture_asks_for_them_and_no_longer() -> None:
    each = run(Page("quick"))
    each.until(2.0)
    each.pacer.steady(1 / 60)
    frames = each.until(7.0)
    assert 5.0 * 60.0 <= len(frames) <= 5.0 * 66.0
    each.pacer.steady(math.inf)
    each.until(8.0)
    assert len(each.until(13.0)) == pytest.approx(5.0 / STEADY_INTERVAL, rel=0.05)


def test_a_page_that_paints_ten_times_a_second_is_not_sent_sixty() -> None:
    each = run(Page("slow", paint=0.1))
    each.pacer.steady(1 / 60)
    each.until(5.0)
    assert len(each.until(25.0)) <= 20.0 * 10.0 * 1.4


async def test_a_picture_that_asks_for_few_gets_no_more(
    clock: VirtualClock, screen: HeadlessScreen
) -> None:
    rig = Rig(clock, screen)
    rig.stream.start()
    rig.show(LineView(rig.stream, None, window=10.0, refresh=0.5), lines="lines")
    for number in range(200):
        rig.source.row(float(number), value=float(number))
        await clock.advance(0.1)
    await rig.close()
    assert 9 <= len(screen.frames) <= 13, "in 20 seconds"
