"""Pacing, on times that the test makes up."""

from __future__ import annotations

from itertools import pairwise

from livewidgets.transport.pacing import (
    FRAME_INTERVAL,
    IDLE_INTERVAL,
    MESSAGES_PER_SECOND,
    PAGE_SILENCE,
    TRICKLE_BYTES_PER_SECOND,
    TRICKLE_INTERVAL,
    Pacer,
)


class Page:
    """A page that takes `work` seconds for a frame, one after the other, and answers marks."""

    def __init__(self, name: str, work: float) -> None:
        self.name, self.work = name, work
        self.free_at = 0.0
        self.answers: list[tuple[float, int]] = []

    def receives(self, now: float, sequence: int, marked: bool) -> None:
        self.free_at = max(self.free_at, now) + self.work
        if marked:
            self.answers.append((self.free_at, sequence))

    def lag(self, now: float) -> float:
        return max(0.0, self.free_at - now)


def drive(
    pacer: Pacer, pages: list[Page], seconds: float, *, start: float = 0.0, heard: bool = True
) -> list[float]:
    """Send whenever it may be sent; the times of the frames."""
    now, frames = start, []
    while now < start + seconds:
        for page in pages:
            while heard and page.answers and page.answers[0][0] <= now:
                pacer.acknowledged(page.name, page.answers.pop(0)[1], now)
        if pacer.delay(now) == 0.0:
            marked = pacer.marks(now)
            sequence = pacer.sent(now, 4, 10_000, marked)
            frames.append(now)
            for page in pages:
                page.receives(now, sequence, marked)
        now += 0.005
    return frames


def test_the_first_frame_may_be_made_at_once() -> None:
    assert Pacer().delay(0.0) == 0.0


def test_where_nobody_answers_a_trickle_goes_on() -> None:
    frames = drive(Pacer(), [], 10.0)
    assert len(frames) == 10.0 / TRICKLE_INTERVAL


def test_the_trickle_is_bounded_in_bytes() -> None:
    pacer = Pacer()
    pacer.sent(0.0, 1, int(3 * TRICKLE_BYTES_PER_SECOND), True)
    assert pacer.delay(2.9) > 0.0
    assert pacer.delay(3.1) == 0.0


def test_a_quick_page_gets_the_full_rate() -> None:
    frames = drive(Pacer(), [Page("quick", 0.005)], 10.0)
    later = [time for time in frames if time > 2.0]
    assert len(later) >= 0.9 * 8.0 / FRAME_INTERVAL


def test_a_quick_page_is_asked_for_few_answers() -> None:
    pacer, page = Pacer(), Page("quick", 0.005)
    drive(pacer, [page], 2.0)
    marks = 0
    for _ in range(100):
        now = 2.0 + _ * FRAME_INTERVAL
        marked = pacer.marks(now)
        marks += marked
        pacer.acknowledged("quick", pacer.sent(now, 1, 0, marked), now + 0.01)
    assert marks <= 100 * FRAME_INTERVAL / 0.2 + 1


def test_a_slow_page_is_not_flooded() -> None:
    pacer, page = Pacer(), Page("slow", 0.25)
    drive(pacer, [page], 5.0)
    worst = 0.0
    for step in range(40):
        drive(pacer, [page], 0.5, start=5.0 + step * 0.5)
        worst = max(worst, page.lag(5.5 + step * 0.5))
    assert worst <= 0.75, "frames pile up in front of the page"


def test_the_slowest_page_that_lives_sets_the_pace() -> None:
    slow = Page("slow", 0.2)
    frames = drive(Pacer(), [Page("quick", 0.005), slow], 20.0)
    assert slow.lag(20.0) <= 0.75
    assert len([time for time in frames if time > 5.0]) >= 15.0 / 0.2 * 0.6


def test_a_page_that_vanished_holds_up_the_others_for_its_silence_only() -> None:
    pacer, stays, goes = Pacer(), Page("stays", 0.005), Page("goes", 0.005)
    drive(pacer, [stays, goes], 3.0)
    frames = drive(pacer, [stays], 10.0, start=3.0)
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    assert max(gaps) <= PAGE_SILENCE + 0.1
    assert pacer.pages == 1
    assert len([time for time in frames if time > 7.0]) >= 0.9 * 6.0 / FRAME_INTERVAL


def test_when_all_pages_have_gone_a_frame_a_second_goes_on_and_asks() -> None:
    pacer, page = Pacer(), Page("page", 0.005)
    drive(pacer, [page], 2.0)
    frames = drive(pacer, [], 20.0, start=2.0)
    rest = [time for time in frames if time > 8.0]
    assert pacer.pages == 0
    assert abs(len(rest) - 14.0 / IDLE_INTERVAL) <= 1
    assert pacer.marks(22.0), "without a question, a page that comes back is never heard"


def test_a_page_that_comes_back_is_served_at_once() -> None:
    pacer, page = Pacer(), Page("page", 0.005)
    drive(pacer, [page], 2.0)
    drive(pacer, [], 10.0, start=2.0)
    pacer.acknowledged("page", pacer.sequence, 12.0)
    frames = drive(pacer, [page], 3.0, start=12.0)
    assert len(frames) >= 0.8 * 3.0 / FRAME_INTERVAL


def test_while_a_cell_runs_answers_are_unheard_and_frames_go_on() -> None:
    pacer, page = Pacer(), Page("page", 0.005)
    drive(pacer, [page], 3.0)
    pacer.cell(True, 3.0)
    frames = drive(pacer, [page], 20.0, start=3.0, heard=False)
    assert pacer.pages == 1, "silence during a cell is no sign that a page has gone"
    assert len(frames) >= 20.0 / TRICKLE_INTERVAL * 0.9
    pacer.cell(False, 23.0)
    after = drive(pacer, [page], 2.0, start=23.0)
    assert len(after) >= 0.7 * 2.0 / FRAME_INTERVAL


def test_while_a_cell_runs_a_slow_page_is_spared() -> None:
    pacer, page = Pacer(), Page("slow", 0.3)
    drive(pacer, [page], 10.0)
    pacer.cell(True, 10.0)
    drive(pacer, [page], 20.0, start=10.0, heard=False)
    assert page.lag(30.0) <= 1.5


def test_messages_of_all_widgets_stay_within_the_budget() -> None:
    pacer, now, messages = Pacer(), 0.0, 0
    while now < 10.0:
        if pacer.delay(now) == 0.0:
            sequence = pacer.sent(now, 12, 0, True)
            pacer.acknowledged("page", sequence, now)
            messages += 12
        now += 0.005
    assert messages <= 10.0 * MESSAGES_PER_SECOND + 12


def test_numbers_that_were_never_sent_are_ignored() -> None:
    pacer = Pacer()
    pacer.acknowledged("other kernel", 4711, 0.0)
    pacer.acknowledged("other kernel", -1, 0.0)
    assert pacer.pages == 0
