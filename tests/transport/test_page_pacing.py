"""Page pacing: who looks, and when the next frame may be made; with no page and no sleep."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from livewidgets.transport.page_pacing import (
    BURST,
    FRAME_INTERVAL,
    MESSAGES_PER_SECOND,
    MOST_PAGES,
    PAGE_SILENCE,
    SNAPSHOT_INTERVAL,
    STEADY_INTERVAL,
    TRICKLE_INTERVAL,
    PagePacer,
)

STEP = 0.002


@dataclass
class Page:
    """A page that works off what it is sent, a while per paint, and acknowledges in batches."""

    name: str
    paint: float = 0.004
    blocked: bool = False
    queue: list[int] = field(default_factory=list)
    free_at: float = 0.0
    shown: int = 0
    acknowledged_at: float = -1.0
    unacknowledged: int = 0
    paints: list[float] = field(default_factory=list)

    def step(self, now: float, pacer: PagePacer, heard: bool) -> None:
        if self.blocked:
            return
        if self.queue and now >= self.free_at:
            self.free_at = now + self.paint
            self.unacknowledged += len(self.queue)
            self.shown = self.queue[-1]
            self.paints.append(now)
            self.queue.clear()
        waited = now - self.acknowledged_at >= 0.2
        painted = now >= self.free_at
        if self.unacknowledged and painted and (waited or self.unacknowledged >= 8) and heard:
            self.unacknowledged, self.acknowledged_at = 0, now
            at = 1e6 + self.paints[-1]  # its clock is another
            pacer.acknowledged(self.name, self.shown, len(self.paints), at, now)


@dataclass
class Run:
    """Frames whenever they may be made, to pages that may be heard."""

    pacer: PagePacer
    pages: list[Page]
    now: float = 0.0
    frames: list[float] = field(default_factory=list)
    snapshots: list[float] = field(default_factory=list)

    def until(self, end: float, *, heard: bool = True, every: float = 0.0) -> list[float]:
        """Let time pass; the times of the frames in it. `every`: seconds between changes."""
        begin, changed = len(self.frames), self.now
        while self.now < end:
            for page in self.pages:
                page.step(self.now, self.pacer, heard)
            if self.pacer.snapshot_wait(self.now) == 0.0:
                self._send(snapshot=True)
            elif self.now >= changed and self.pacer.delay(self.now) == 0.0:
                changed += every
                self.pacer.sent(self.now, 1)
                self._send(snapshot=self.pacer.blind(self.now))
                self.frames.append(self.now)
            self.now += STEP
        return self.frames[begin:]

    def _send(self, *, snapshot: bool) -> None:
        sequence = self.pacer.sequence + 1
        self.pacer.framed(sequence, snapshot, self.now)
        if snapshot:
            self.snapshots.append(self.now)
        for page in self.pages:
            page.queue.append(sequence)


def run(*pages: Page) -> Run:
    pacer = PagePacer()
    for page in pages:
        pacer.hello(page.name, True, 0.0)
    return Run(pacer, list(pages))


def test_nothing_is_made_before_anybody_looks() -> None:
    assert run().until(10.0) == []


def test_a_page_that_keeps_up_gets_twenty_frames_a_second_while_changes_do_not_cease() -> None:
    frames = run(Page("quick")).until(10.0)
    assert len(frames) == pytest.approx(10.0 / STEADY_INTERVAL, rel=0.05)


def test_after_a_rest_a_few_frames_come_as_fast_as_a_screen_shows_them() -> None:
    each = run(Page("quick"))
    each.until(2.0)
    each.until(4.0, every=100.0)
    burst = each.until(4.15)
    assert len(burst) >= BURST + 1
    gaps = [after - before for before, after in pairwise(burst[:BURST])]
    assert gaps == pytest.approx([FRAME_INTERVAL] * (BURST - 1), abs=2 * STEP)


def test_a_page_that_paints_ten_times_a_second_is_sent_little_more() -> None:
    each = run(Page("slow", paint=0.1))
    each.until(5.0)
    assert len(each.until(25.0)) <= 20.0 * 10.0 * 1.4


def test_it_is_sent_more_again_when_it_can_take_more() -> None:
    page = Page("page", paint=0.3)
    each = run(page)
    each.until(10.0)
    page.paint = 0.005
    each.until(16.0)
    assert len(each.until(20.0)) >= 0.9 * 4.0 / STEADY_INTERVAL


def test_what_changes_while_nothing_is_under_way_is_sent_at_once() -> None:
    each = run(Page("quick"))
    each.until(2.0)
    each.until(5.0, every=10.0)
    assert each.pacer.delay(5.0) == 0.0


def test_twenty_changes_a_second_are_twenty_frames() -> None:
    each = run(Page("quick"))
    assert len(each.until(10.0, every=0.05)) == 200


def test_a_page_that_paints_slowly_stays_near_the_newest() -> None:
    slow = Page("slow", paint=0.4)
    each = run(slow)
    each.until(10.0)
    for end in range(11, 30):
        each.until(float(end))
        assert each.pacer.sequence - slow.shown <= 32
        assert each.now - slow.paints[-1] <= 0.9


def test_a_blocked_page_does_not_slow_down_another() -> None:
    quick, blocked = Page("quick"), Page("blocked")
    each = run(quick, blocked)
    each.until(3.0)
    blocked.blocked = True
    frames = each.until(13.0)
    assert len(frames) >= 0.9 * 10.0 / STEADY_INTERVAL
    blocked.blocked = False
    each.until(13.5)
    assert blocked.shown >= each.pacer.sequence - 2
    assert each.pacer.looking == 2, "it speaks, so it is there again"


def test_a_page_that_is_silent_is_given_up_and_nothing_is_made_any_more() -> None:
    page = Page("page")
    each = run(page)
    each.until(2.0)
    page.blocked = True
    each.until(3.0 + PAGE_SILENCE)
    assert each.pacer.looking == 0
    assert each.until(60.0) == []


def test_a_page_that_was_given_up_is_served_as_soon_as_it_speaks() -> None:
    page = Page("page")
    each = run(page)
    each.until(2.0)
    page.blocked = True
    each.until(20.0)
    page.blocked = False
    assert len(each.until(21.0)) >= 0.8 / STEADY_INTERVAL


def test_a_page_with_nothing_to_answer_is_not_silent() -> None:
    page = Page("page")
    each = run(page)
    each.until(2.0)
    each.until(3.0, every=100.0)
    each.until(600.0, every=1000.0)
    assert each.pacer.looking == 1


def test_nobody_who_sees_it_nothing_that_is_made() -> None:
    each = run(Page("page"))
    each.until(2.0)
    each.pacer.sees("page", False, each.now)
    assert each.until(62.0) == []
    assert each.snapshots[1:] == []


def test_who_sees_it_again_gets_one_snapshot_at_once() -> None:
    each = run(Page("page"))
    each.until(2.0)
    each.pacer.sees("page", False, each.now)
    each.until(10.0)
    each.snapshots.clear()
    each.pacer.sees("page", True, each.now)
    assert len(each.until(11.0)) >= 0.8 / STEADY_INTERVAL
    assert each.snapshots == [pytest.approx(10.0, abs=2 * STEP)]


def test_a_page_that_is_hidden_costs_the_others_nothing() -> None:
    each = run(Page("page"), hidden := Page("hidden"))
    each.until(2.0)
    each.pacer.sees("hidden", False, each.now)
    hidden.blocked = True
    assert len(each.until(12.0)) >= 0.9 * 10.0 / STEADY_INTERVAL


def test_snapshots_that_many_ask_for_are_few() -> None:
    each = run(*(Page(f"page {number}") for number in range(10)))
    each.until(1.0)
    assert len(each.snapshots) == 1
    for number in range(100):
        each.pacer.asks("page 1", each.now)
        each.until(1.0 + number * 0.01)
    assert len(each.snapshots) <= 2 + 1.0 / SNAPSHOT_INTERVAL


def test_while_a_cell_runs_a_trickle_goes_on_with_a_snapshot_now_and_then() -> None:
    each = run(Page("page"))
    each.until(3.0)
    each.snapshots.clear()
    each.pacer.cell(True, each.now)
    frames = [time for time in each.until(23.0, heard=False) if time > 5.0]
    assert len(frames) == pytest.approx(18.0 / TRICKLE_INTERVAL, rel=0.05)
    assert 8 <= len(each.snapshots) <= 11
    assert each.pacer.looking == 1
    each.pacer.cell(False, each.now)
    assert len(each.until(25.0)) >= 0.8 * 2.0 / STEADY_INTERVAL


def test_a_page_that_goes_is_gone() -> None:
    each = run(Page("page"))
    each.until(2.0)
    each.pacer.bye("page")
    each.pages.clear()
    assert each.until(10.0) == []


def test_a_page_that_says_hello_again_has_nothing() -> None:
    each = run(Page("page"))
    each.until(2.0)
    each.pacer.hello("page", True, each.now)
    assert each.pacer.snapshot_wait(each.now) == 0.0


def test_messages_stay_within_the_budget() -> None:
    pacer, now, messages = PagePacer(), 0.0, 0
    pacer.hello("page", True, 0.0)
    pacer.framed(1, True, 0.0)
    while now < 10.0:
        if pacer.delay(now) == 0.0:
            pacer.sent(now, 7)
            pacer.framed(pacer.sequence + 1, False, now)
            pacer.acknowledged("page", pacer.sequence, pacer.sequence, now, now)
            messages += 7
        now += STEP
    assert messages <= 10.0 * MESSAGES_PER_SECOND + 7


def test_numbers_that_were_never_sent_are_ignored() -> None:
    pacer = PagePacer()
    pacer.acknowledged("page", 4711, 1, 0.0, 0.0)
    pacer.acknowledged("page", -1, 1, 0.0, 0.0)
    assert pacer.looking == 0


def test_names_that_nobody_bears_do_not_pile_up() -> None:
    pacer = PagePacer()
    for number in range(10 * MOST_PAGES):
        pacer.hello(f"page {number}", True, float(number))
    assert pacer.looking == MOST_PAGES


def test_a_snapshot_for_another_page_waits_for_no_answer_of_one_that_has_it_all() -> None:
    pacer = PagePacer()
    pacer.hello("one", True, 0.0)
    pacer.framed(1, True, 0.0)
    pacer.acknowledged("one", 1, 1, 0.0, 0.1)
    pacer.hello("other", True, 10.0)
    pacer.framed(1, True, 10.0)  # with the number that it had: nothing has changed
    pacer.bye("other")
    assert pacer.delay(10.0 + 3 * PAGE_SILENCE) == 0.0
    assert pacer.looking == 1
