"""Status: what reports, rows and silences amount to, on times that the test makes up."""

from __future__ import annotations

import pytest

from livewidgets.data.growth import MOST_COLUMNS
from livewidgets.sources.source import State
from livewidgets.status import NOTED_FOR, STALE_AFTER, UNFINISHED_AFTER, Condition, Status


def live(*times: float, stale_after: float | None = None) -> Condition:
    """A condition that has seen rows at these times."""
    condition = Condition(stale_after)
    condition.report(State.LIVE)
    for time in times:
        condition.rows(time)
    return condition


def every(interval: float, count: int) -> list[float]:
    return [interval * each for each in range(count)]


def test_before_anything_it_is_idle_and_has_no_age() -> None:
    assert Condition().status(5.0) == Status(State.IDLE, "", None)


def test_what_is_reported_is_told() -> None:
    condition = Condition()
    condition.report(State.RECONNECTING, "attempt 3, next try in 2.0 s: refused")
    status = condition.status(0.0)
    assert str(status) == "reconnecting: attempt 3, next try in 2.0 s: refused"
    condition.report(State.LIVE)
    assert str(condition.status(0.0)) == "live"


@pytest.mark.parametrize("state", [State.CONNECTING, State.RECONNECTING])
def test_rows_prove_that_it_is_live(state: State) -> None:
    condition = Condition()
    condition.report(state, "waiting")
    condition.rows(1.0)
    assert condition.status(1.0) == Status(State.LIVE, "", 0.0)


@pytest.mark.parametrize("state", [State.ENDED, State.FAILED])
def test_rows_do_not_revive_what_is_over(state: State) -> None:
    condition = Condition()
    condition.report(state, "so it is")
    condition.rows(1.0)
    assert condition.status(1.0).state is state


def test_the_age_is_that_of_the_newest_rows() -> None:
    condition = live(10.0, 12.0)
    assert condition.status(12.5).age == 0.5
    assert condition.status(11.0).age == 0.0, "another thread's clock may be a little ahead"


def test_a_quick_stream_is_stale_after_three_seconds() -> None:
    condition = live(*every(0.01, 100))
    last = 0.99
    assert condition.status(last + STALE_AFTER - 0.01).state is State.LIVE
    assert condition.status(last + STALE_AFTER + 0.01).state is State.STALE
    condition.rows(10.0)
    assert condition.status(10.0).state is State.LIVE


def test_a_slow_stream_is_given_five_of_its_intervals() -> None:
    condition = live(*every(60.0, 20))
    last = 19 * 60.0
    assert condition.status(last + 299.0).state is State.LIVE
    assert condition.status(last + 301.0).state is State.STALE


def test_the_silence_that_is_stale_can_be_stated() -> None:
    condition = live(0.0, stale_after=0.5)
    assert condition.status(0.4).state is State.LIVE
    assert condition.status(0.6).state is State.STALE


def test_a_live_stream_without_rows_is_not_stale() -> None:
    condition = live()
    assert condition.status(1e6).state is State.LIVE


def test_an_outage_is_no_rhythm() -> None:
    condition = live(*every(1.0, 20))
    condition.report(State.RECONNECTING, "refused")
    condition.rows(3_600.0)
    condition.rows(3_601.0)
    assert condition.status(3_601.0 + 6.0).state is State.STALE


def test_an_hour_of_silence_on_a_connection_is_no_rhythm_either() -> None:
    condition = live(*every(1.0, 20))
    condition.rows(3_600.0)
    assert condition.status(3_600.0 + 30.0).state is State.STALE


def test_a_new_rhythm_is_learned() -> None:
    condition, now = live(*every(1.0, 20)), 19.0
    for _ in range(30):
        now += 60.0
        condition.rows(now)
    assert condition.status(now + 120.0).state is State.LIVE


def test_bytes_without_an_end_are_told_of_after_a_while() -> None:
    condition = Condition()
    condition.report(State.LIVE)
    condition.pending(7, 10.0)
    assert condition.status(10.0 + UNFINISHED_AFTER - 0.1).sentence == ""
    assert condition.status(20.0).sentence == (
        "7 bytes, no newline for 10 s; "
        'if the sender ends its records with silence, use framing="pause"'
    )


def test_more_bytes_do_not_set_the_wait_back() -> None:
    condition = Condition()
    condition.report(State.CONNECTING, "connected, waiting for data")
    for second in range(10):
        condition.pending(second + 1, float(second))
    assert condition.status(10.0).sentence.startswith("10 bytes, no newline for 10 s")


def test_one_byte_is_one_byte() -> None:
    condition = Condition()
    condition.report(State.LIVE)
    condition.pending(1, 0.0)
    assert condition.status(5.0).sentence.startswith("1 byte, ")


def test_rows_set_the_wait_back_and_no_bytes_end_it() -> None:
    condition = live()
    condition.pending(3, 0.0)
    condition.rows(9.0)
    assert condition.status(10.0).sentence == ""
    condition.pending(0, 11.0)
    assert condition.status(60.0).sentence == ""


def test_a_new_connection_owes_nothing_of_the_old_one() -> None:
    condition = live()
    condition.pending(7, 0.0)
    condition.report(State.RECONNECTING, "lost")
    assert condition.status(60.0).sentence == "lost"
    condition.report(State.CONNECTING, "connected, waiting for data")
    assert condition.status(60.0).sentence == "connected, waiting for data"


def test_rejects_before_any_row_are_told_of_at_once() -> None:
    condition = live()
    condition.rejected(1, "3 fields where 2 are expected")
    assert (
        str(condition.status(0.0)) == "live: every row is rejected: 3 fields where 2 are expected"
    )
    condition.rows(1.0)
    assert str(condition.status(1.0)) == "live"


def test_rejects_after_rows_are_told_of_when_nothing_else_comes() -> None:
    condition = live(0.0)
    condition.rejected(19, "bad")
    assert condition.status(1.0).sentence == ""
    condition.rejected(1, "worse")
    assert condition.status(1.0).sentence == "every row is rejected: worse"
    assert str(condition.status(60.0)) == "stale: every row is rejected: worse"
    condition.report(State.RECONNECTING, "lost")
    assert condition.status(60.0).sentence == "lost"


def test_columns_that_came_are_told_for_a_minute() -> None:
    condition = Condition()
    condition.report(State.LIVE, "rotated once")
    condition.columns_came((), 3, 0.0)
    assert str(condition.status(0.0)) == "live: rotated once"
    condition.columns_came(("a",), 3, 0.0)
    assert str(condition.status(1.0)) == "live: new column 'a'; rotated once"
    condition.columns_came(tuple("abcdefg"), MOST_COLUMNS, 10.0)
    assert condition.status(11.0).sentence == (
        "new columns 'a', 'b', 'c', 'd', 'e' and others; there are 256, others are left out; "
        "rotated once"
    )
    assert condition.status(10.0 + NOTED_FOR).sentence == "rotated once"


def test_what_was_missed_while_nothing_was_read_is_told_for_a_minute() -> None:
    condition = live(0.0, 1.0)
    condition.report(State.ENDED, "stopped")
    condition.report(State.CONNECTING)
    assert condition.status(33.0).sentence == ""
    condition.rows(33.0)
    assert str(condition.status(33.0)) == "live: no rows for 32 s: it was not read"
    condition.rows(34.0)
    assert "not read" in condition.status(33.0 + NOTED_FOR - 0.1).sentence
    condition.rows(33.0 + NOTED_FOR)
    assert condition.status(33.0 + NOTED_FOR).sentence == ""


def test_a_moment_without_rows_is_not_worth_a_sentence() -> None:
    condition = live(0.0)
    condition.report(State.ENDED, "stopped")
    condition.report(State.CONNECTING)
    condition.rows(0.9)
    assert condition.status(1.0).sentence == ""
