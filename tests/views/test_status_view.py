"""StatusView: the pill and the line beside it."""

from __future__ import annotations

import pytest

from livewidgets.data.batch import Reject
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import VirtualClock
from livewidgets.views.palette import state_colours
from livewidgets.views.status import SYMBOLS, StatusView
from tests.views.fed import Fed

START = 1_700_000_000.0


def text(stream: Stream) -> str:
    value: str = StatusView(stream).render(500)["text"]["value"]
    return value


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_a_word_a_shape_and_a_colour(fed: Fed, state: State) -> None:
    fed.report(state, "as it is")
    shown = StatusView(fed).render(500)
    assert shown["pill"]["value"] == f"{SYMBOLS[state]} {state.value}"
    background, foreground = state_colours(state)
    assert shown["style"] == {"background": background, "text_color": foreground}
    assert "as it is" in shown["text"]["value"]


def test_no_two_states_have_the_same_shape() -> None:
    assert set(SYMBOLS) == set(State)
    assert len(set(SYMBOLS.values())) == len(State)


def test_before_anything_there_is_only_the_name(fed: Fed) -> None:
    assert text(fed) == "boiler"


async def test_a_live_stream_tells_its_rate_and_rows(fed: Fed, clock: VirtualClock) -> None:
    fed.report(State.LIVE, "2 senders")
    for number in range(100):
        fed.feed([START + number], a=[1.0])
        await clock.advance(0.1)
    assert text(fed) == "boiler · 2 senders · 10.0 rows/s · 100 rows"


async def test_the_age_is_told_when_it_is_worth_it(fed: Fed, clock: VirtualClock) -> None:
    fed.report(State.LIVE)
    fed.feed([START], a=[1.0])
    await clock.advance(1.9)
    assert "old" not in text(fed)
    await clock.advance(63.0)
    assert text(fed) == "boiler · 1 row · newest 1 min old"


def test_losses_are_told_each_with_its_count(fed: Fed) -> None:
    fed.feed([START], a=[1.0])
    fed.feed([START - 60], a=[1.0])
    fed.dropped(1500)
    fed.reject(Reject("3 fields where 4 are expected", b"1,2,3"))
    line = text(fed)
    assert "1 row · " in line
    assert "1 rejected · 1 too late · 1,500 dropped" in line
    assert line.endswith("last: 3 fields where 4 are expected: '1,2,3'")


@pytest.mark.parametrize(("times", "word"), [(1, "1 error: "), (2, "2 errors: ")])
def test_errors_of_the_users_functions_are_told(fed: Fed, times: int, word: str) -> None:
    fed.subscribers.add_function(lambda batch: 1 / 0)
    for number in range(times):
        fed.feed([START + number], a=[1.0])
    assert f"{word}ZeroDivisionError: division by zero (in " in text(fed)


def test_nothing_is_said_twice(fed: Fed) -> None:
    fed.feed([START, START + 1], a=[1.0, 2.0])
    fed.report(State.ENDED, "2 rows")
    assert text(fed) == "boiler · 2 rows"


def test_it_changes_by_itself_each_second(fed: Fed) -> None:
    view = StatusView(fed)
    assert view.period == 1.0
    assert view.curves == 0
