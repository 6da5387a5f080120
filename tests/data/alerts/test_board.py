"""The board: an alert's whole life, who has seen it, and a log that is not flooded."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from livewidgets.data.alerts.backtest import episodes_of
from livewidgets.data.alerts.board import BUSY, Board
from livewidgets.data.alerts.judgement import Level
from livewidgets.data.alerts.log import ENTRIES, PER_SECOND
from livewidgets.data.alerts.rules import above, no_data, when
from livewidgets.data.alerts.watched import RuleState
from livewidgets.data.batch import Batch
from livewidgets.errors import ArgumentError, UserCodeError

START = 1_700_000_000.0


def rows(*values: float, time: float = 0.0) -> Batch:
    return Batch(START + time + np.arange(float(len(values))), {"v": np.array(values)})


def one(board: Board, now: float) -> RuleState:
    return board.states(now)[0]


def whats(board: Board) -> list[str]:
    return [entry.what for entry in reversed(board.log(100))]


def test_an_alert_is_raised_once_and_told_of_once() -> None:
    board = Board([above("v", 90, clear=85)])
    told = board.feed(rows(91, 92, 86, 95), now=3.0)
    assert [(each.time, each.what, each.reason) for each in told] == [
        (START, "warning", "v 91 is above 90")
    ]
    assert board.feed(rows(99, time=4), now=4.0) == []
    state = one(board, 4.0)
    assert (state.level, state.raised, state.since) == (Level.WARNING, 1, START)


def test_what_is_acknowledged_is_so_until_it_gets_worse_or_is_over() -> None:
    board = Board([above("v", 80, critical=90, clear=75, name="heat")])
    board.acknowledge("heat", 0.0)
    assert whats(board) == [], "there is nothing to acknowledge"
    board.feed(rows(81), 0.0)
    board.acknowledge("heat", 1.5)
    board.acknowledge("heat", 2.0)
    assert one(board, 2.0).acknowledged
    board.feed(rows(95, time=3), 3.0)
    assert not one(board, 3.0).acknowledged, "escalated"
    board.acknowledge("heat", 3.0)
    board.feed(rows(82, time=4), 4.0)
    assert one(board, 4.0).acknowledged, "eased"
    board.feed(rows(70, 81, time=5), 6.0)
    assert not one(board, 6.0).acknowledged, "another alert"
    assert whats(board) == [
        "warning",
        "acknowledged",
        "critical",
        "acknowledged",
        "eased",
        "cleared",
        "warning",
    ]
    assert board.log(100)[5].time == START + 1.5, "in the stream's own time"


def test_a_silenced_rule_goes_on_and_tells_nobody_until_the_silence_is_over() -> None:
    board = Board([above("v", 90, name="heat")])
    board.silence("heat", 60.0, now=0.0)
    assert one(board, 20.0).silenced == 40.0
    assert board.feed(rows(95), 1.0) == []
    assert one(board, 1.0).level is Level.WARNING
    assert board.next_tick(1.0) == 59.0
    (told,) = board.tick(60.0)
    assert (told.what, told.level) == ("silence over", Level.WARNING)
    assert one(board, 60.0).silenced is None
    assert board.next_tick(60.0) is None
    board.silence("heat", 60.0, now=61.0)
    board.silence("heat", None, now=62.0)
    assert [each.what for each in board.feed(rows(0, time=90), 90.0)] == ["cleared"]


def test_silence_of_the_stream_is_told_by_the_clock_in_the_streams_own_time() -> None:
    board = Board([no_data("10s", critical="60s")])
    board.start(now=100.0, time=START)
    assert board.next_tick(100.0) == 10.0
    board.feed(rows(1.0, time=-500.0), now=105.0)  # a sender whose clock is late
    assert board.next_tick(105.0) == 10.0
    assert board.tick(114.9) == []
    (told,) = board.tick(115.0)
    assert (told.time, told.what) == (START - 490.0, "warning")
    assert board.tick(116.0) == []
    (told,) = board.tick(170.0)
    assert (told.time, told.what) == (START - 440.0, "critical")
    assert board.next_tick(170.0) is None
    told = board.feed(rows(1.0, time=-400.0), now=205.0)[0]
    assert (told.what, told.reason) == ("cleared", "data again after 100 s")
    assert board.next_tick(206.0) == 9.0


def test_a_stream_that_never_gives_a_row_is_silent_too() -> None:
    board = Board([no_data("10s")])
    board.start(now=0.0, time=START)
    assert [each.what for each in board.tick(10.0)] == ["warning"]


def test_ten_thousand_changes_in_a_second_leave_a_short_log_and_the_last_state() -> None:
    board = Board([above("v", 0, name="flapping"), above("v", 5, name="other")])
    values = np.tile([1.0, -1.0], 5_000)
    values[5_000] = 9.0
    batch = Batch(START + np.arange(10_000.0) * 1e-4, {"v": values})
    for start in range(0, 10_000, 100):
        board.feed(batch[start : start + 100], now=start * 1e-4)
    entries = board.log(ENTRIES)
    assert len(entries) == PER_SECOND + 2
    assert [each.what for each in entries if each.rule == "other"] == ["cleared", "warning"]
    assert entries[0].what == "cleared"
    assert entries[0].time == batch.time[-1]
    assert entries[0].skipped == 10_000 - PER_SECOND
    assert board.happened == 10_002
    assert one(board, 1.0).level is Level.OK
    assert one(board, 1.0).raised == 5_000
    assert len(board.episodes()) == 200


def test_the_log_is_bounded() -> None:
    board = Board([above("v", 0)])
    board.feed(rows(*([1.0, -1.0] * 1_000)), 0.0)
    assert len(board.log(10_000)) == ENTRIES
    assert board.log(1)[0].time == START + 1_999


def test_a_function_that_raises_is_told_once_counted_and_leaves_the_others_alone() -> None:
    broken = [True]

    def mine(batch: Batch) -> Any:
        if broken[0]:
            raise ZeroDivisionError("by <b>zero</b>")
        return batch.columns["v"] > 0

    board = Board([when(mine, name="mine"), above("v", 90)])
    told = board.feed(rows(91), 0.0)
    assert [(each.rule, each.what) for each in told] == [
        ("mine", "error"),
        ("v above 90", "warning"),
    ]
    assert board.feed(rows(50, time=1), 1.0)[0].what == "cleared"
    state = one(board, 1.0)
    assert state.error.startswith("ZeroDivisionError: by <b>zero</b> (in ")
    assert state.error.endswith("mine)")
    assert state.errors == 2
    broken[0] = False
    board.feed(rows(50, time=2), 2.0)
    state = one(board, 2.0)
    assert (state.error, state.errors, state.level) == ("", 2, Level.WARNING)


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda batch: [True], "gave bool of shape (1,) for 2 rows"),
        (lambda batch: batch.columns["v"], "gave int64 of shape (2,)"),
        (lambda batch: batch.columns["w"], "KeyError: 'w'"),
    ],
)
def test_what_a_function_must_give_is_said(function: Any, sentence: str) -> None:
    board = Board([when(function)])
    board.feed(rows(1, 2), 0.0)
    assert sentence in one(board, 0.0).error


def test_a_column_that_is_not_there_is_said_with_the_nearest() -> None:
    board = Board([above("temp", 90)])
    board.feed(Batch(np.array([START]), {"tmep": np.array([1.0])}), 0.0)
    assert "did you mean 'tmep'" in one(board, 0.0).error


def test_late_rows_are_judged_and_time_does_not_go_back() -> None:
    board = Board([above("v", 90, for_="2s")])
    board.feed(rows(91, time=10), 0.0)
    board.feed(rows(92, time=5), 0.0)
    told = board.feed(rows(93, time=12), 0.0)
    assert [(each.time, each.what) for each in told] == [(START + 12, "warning")]


def test_other_rows_begin_anew_and_silences_stay() -> None:
    board = Board([above("v", 90, name="heat")])
    board.feed(rows(95), 0.0)
    board.silence("heat", 60.0, 0.0)
    assert board.restart(1.0) == [], "it is silenced"
    state = one(board, 2.0)
    assert (state.level, state.silenced) == (Level.OK, 58.0)
    board.feed(Batch(np.array([5.0]), {"v": np.array([1.0])}), 2.0)
    assert board.log(1)[0].reason == "the stream began anew"
    assert board.episodes()[0].end == START + 1.0


def test_rules_have_names_of_their_own() -> None:
    with pytest.raises(ArgumentError, match="two rules are called 'v above 90'"):
        Board([above("v", 90), above("v", 90)])
    with pytest.raises(ArgumentError, match="give at least one rule"):
        Board([])
    with pytest.raises(ArgumentError, match="90 is no rule"):
        Board([90])  # type: ignore[list-item]
    board = Board([above("v", 90, name="heat")])
    for act in (lambda: board.acknowledge("haet", 0), lambda: board.silence("haet", 1, 0)):
        with pytest.raises(ArgumentError, match="did you mean 'heat'"):
            act()


def test_a_backtest_says_what_would_have_happened_live() -> None:
    random = np.random.default_rng(3)
    value = 80 + 8 * np.sin(np.arange(5_000) / 50) + random.normal(0, 1, 5_000)
    batch = Batch(START + np.arange(5_000.0), {"v": value})
    rule = above("v", 85, critical=88, clear=82, for_="5s")
    live = Board([rule], episodes=None)
    for start in range(0, 5_000, 37):
        live.feed(batch[start : start + 37], now=float(start))
    shuffled = batch[random.permutation(5_000)]
    found = episodes_of([rule], shuffled)
    assert found == list(live.episodes())
    assert len(found) > 10
    first = found[0]
    assert first.end is not None
    assert first.start < first.end
    worst = next(each for each in found if each.level is Level.CRITICAL)
    assert [level for _, level in worst.steps[:2]] == [Level.WARNING, Level.CRITICAL]


def test_a_backtest_of_what_cannot_be_judged_raises() -> None:
    with pytest.raises(UserCodeError, match="the rule 'w above 1': there is no column 'w'"):
        episodes_of([above("w", 1)], rows(1.0))


def test_what_people_do_and_what_begins_anew_is_told() -> None:
    board = Board([above("v", 90, name="heat"), no_data("10s", name="quiet")])
    assert [each.what for each in board.feed(rows(95), 0.0)] == ["warning"]
    assert [each.what for each in board.acknowledge("heat", 1.0)] == ["acknowledged"]
    assert board.acknowledge("heat", 1.0) == []
    assert [each.what for each in board.silence("heat", 60.0, 1.0)] == ["silenced"]
    assert board.silence("heat", 60.0, 2.0) == [], "it is silenced already"
    (over,) = board.silence("heat", None, 3.0)
    assert (over.what, over.level) == ("silence over", Level.WARNING)
    assert [each.what for each in board.start(20.0, START + 20)] == ["warning"]
    assert [(each.rule, each.what) for each in board.restart(21.0)] == [
        ("heat", "cleared"),
        ("quiet", "cleared"),
    ]


def test_while_a_function_is_slow_the_board_is_read_and_time_waits() -> None:
    begun, held = threading.Event(), threading.Event()

    def slow(batch: Batch) -> Any:
        begun.set()
        held.wait(10.0)
        return batch.columns["v"] > 0

    board = Board([when(slow, name="slow"), no_data("10s")])
    board.start(0.0, START)
    thread = threading.Thread(target=board.feed, args=(rows(1.0), 1.0))
    thread.start()
    assert begun.wait(10.0)
    assert one(board, 1.0).level is Level.OK
    assert board.tick(50.0) == []
    assert board.next_tick(50.0) == BUSY
    board.silence("slow", 1.0, 1.0)
    held.set()
    thread.join(10.0)
    assert one(board, 1.0).level is Level.WARNING
    assert [each.what for each in board.tick(50.0)][-1] == "silence over"


def test_what_is_told_is_in_the_order_of_its_times() -> None:
    def wrong(batch: Batch) -> Any:
        raise RuntimeError("no")

    board = Board([when(wrong, name="mine"), above("v", 90)])
    told = board.feed(rows(95, 95, 1, 1), 0.0)
    assert [each.what for each in told] == ["warning", "cleared", "error"]
