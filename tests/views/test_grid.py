"""GridView: the rows of a grid, while it follows and while a page has scrolled back."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from livewidgets.errors import SchemaError
from livewidgets.testing import VirtualClock
from livewidgets.views.grid import AGAIN, AHEAD, GONE, MOST_ASKED, Cells, GridView
from livewidgets.views.grid_place import MOST_SPANS
from tests.views.fed import Fed

START = 1_700_000_000.0  # 22:13:20 UTC


def view_of(fed: Fed, *columns: str, rows: int = 10) -> GridView:
    return GridView(fed, columns, rows, tz=UTC)


def feed(fed: Fed, first: int, count: int) -> None:
    numbers = range(first, first + count)
    fed.feed([START + each for each in numbers], n=[float(each) for each in numbers])


def numbers(cells: Cells | None) -> list[str]:
    assert cells is not None
    return list(cells.columns[1])


def shown(view: GridView) -> dict[str, Any]:
    return dict(view.render(9))


def newest(view: GridView) -> list[str]:
    return numbers(shown(view)["grid"]["cells"])


def descending(top: int, bottom: int) -> list[str]:
    return [str(each) for each in range(top, bottom - 1, -1)]


def test_it_has_the_newest_rows_and_what_is_next(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    now = shown(view)
    cells = now["grid"]["cells"]
    assert (cells.first, cells.last, now["grid"]["count"]) == (0, 10 + AHEAD - 1, 100)
    assert cells.columns[0][:2] == ("22:14:59.000", "22:14:58.000")
    assert numbers(cells) == descending(99, 99 - cells.last)
    assert now["follow"] == {"description": "Pause"}
    assert now["said"] == {"value": "following · rows 91 to 100, 100 are kept"}
    feed(fed, 100, 1)
    assert newest(view)[0] == "100"


def test_what_one_scrolls_back_to_stands_still(fed: Fed) -> None:
    feed(fed, 0, 200)
    view = view_of(fed)
    shown(view)
    before = view.revision
    assert numbers(view.asked("page", 50, 59)) == descending(199 - 50 + AHEAD, 199 - 59 - AHEAD)
    assert view.paused
    assert view.revision != before, "it is drawn at once"
    feed(fed, 200, 30)
    now = shown(view)
    assert "cells" not in now["grid"], "nothing is sent"
    assert now["grid"]["count"] == 200
    assert now["follow"] == {"description": "Follow"}
    assert now["said"] == {"value": "paused · rows 141 to 150, 230 are kept · 80 newer"}
    again = view.asked("page", 51, 60)
    assert numbers(again)[:2] == descending(199 - 51 + AHEAD, 199 - 52 + AHEAD)


def test_rows_that_nobody_was_sent_are_not_what_one_scrolls_back_from(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    feed(fed, 100, 40)  # no frame since
    cells = view.asked("page", 3, 12)
    assert cells is not None
    assert (cells.first, numbers(cells)[3]) == (0, "96")


def test_at_the_top_it_follows_again(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    given = view.asked("page", 40, 49)
    assert given is not None
    feed(fed, 100, 5)
    view.asked("page", 0, 9)
    assert not view.paused
    cells = shown(view)["grid"]["cells"]
    assert numbers(cells)[0] == "104"
    # Places that the page had been given mean other rows now.
    assert (given.first, given.last) in cells.stale
    assert shown(view)["grid"]["cells"].stale == ()


def test_a_page_that_scrolled_through_much_begins_anew(fed: Fed) -> None:
    feed(fed, 0, 3_000)
    view = view_of(fed)
    turn = shown(view)["grid"]["heads"][1]
    for number in range(1, MOST_SPANS + 3):
        view.asked("page", number * 100, number * 100 + 9)
    view.asked("page", 0, 9)
    now = shown(view)["grid"]
    assert not view.paused
    assert now["heads"][1] != turn
    assert now["cells"].stale == ()


def test_another_page_at_the_top_does_not_take_the_rows_away(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    view.asked("one", 0, 9)
    view.asked("other", 40, 49)
    feed(fed, 100, 5)
    assert numbers(view.asked("one", 0, 9))[0] == "99", "places are the same on all pages"
    assert numbers(view.asked("late", 0, 9))[0] == "99"
    assert view.paused
    view.asked("other", 0, 9)
    assert not view.paused


def test_paused_it_stays_so_at_the_top_too(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    view.pause()
    feed(fed, 100, 5)
    for first in (0, 30, 0):
        view.asked("page", first, first + 9)
        assert view.paused
    assert shown(view)["said"]["value"] == "paused · rows 91 to 100, 105 are kept · 5 newer"
    view.resume()
    assert newest(view)[0] == "104"


def test_back_to_live_sends_pages_to_the_first_row_until_they_surely_have_it(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    for _ in range(AGAIN + 1):  # it began
        shown(view)
    assert view.period is None
    heads, turn = shown(view)["grid"]["heads"]
    view.asked("page", 40, 49)
    view.resume()
    now = shown(view)["grid"]
    assert now["heads"] == (heads, turn + 1)
    sent = {now["cells"].again}
    while view.period is not None:
        sent.add(shown(view)["grid"]["cells"].again)
    assert len(sent) == AGAIN + 1, "each differs from the one before, or it would not be sent"


def test_a_page_is_given_no_more_than_it_can_show(fed: Fed) -> None:
    feed(fed, 0, 5_000)
    view = view_of(fed)
    shown(view)
    assert len(numbers(view.asked("page", 0, 10**9))) == MOST_ASKED
    assert len(numbers(view.asked("page", 2_000, 10**12))) == MOST_ASKED
    cells = view.asked("page", 4_995, 4_999)
    assert numbers(cells)[-1] == "0"


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (7, 3), (100, 110), (10**15, 10**15)])
def test_places_that_are_not_there_get_nothing(fed: Fed, first: int, last: int) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    assert view.asked("page", first, last) is None


def test_rows_that_are_gone_say_so(clock: VirtualClock) -> None:
    fed = Fed(clock)
    fed.ring = type(fed.ring)(100)
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    view.asked("page", 60, 69)
    feed(fed, 100, 50)
    cells = view.asked("page", 40, 60)
    assert cells is not None
    assert numbers(cells)[: 50 - cells.first] == descending(99 - cells.first, 50)
    assert set(numbers(cells)[50 - cells.first :]) == {""}
    assert cells.columns[0][-1] == GONE
    assert len(cells.columns[0]) == cells.last - cells.first + 1


def test_heads_are_names_with_units_and_numbers_are_to_the_right(clock: VirtualClock) -> None:
    fed = Fed(clock, units={"temp": "°C"})
    fed.feed(
        [START, START + 86_400], temp=[1.5, 22.25], car=["north", "<b>"], **{"car ": [1.0, 2.0]}
    )
    view = view_of(fed)
    heads, _ = shown(view)["grid"]["heads"]
    assert [each.text for each in heads] == ["time", "temp [°C]", "car", "car "]
    assert [each.numeric for each in heads] == [False, True, False, True]
    cells = shown(view)["grid"]["cells"]
    assert cells.columns == (
        ("2023-11-15 22:13:20.000", "2023-11-14 22:13:20.000"),
        ("22.25", "1.50"),
        ("<b>", "north"),  # text; what paints it knows no markup
        ("2", "1"),
    )


def test_of_another_day_the_date_is_said(fed: Fed) -> None:
    fed.feed([START + each * 3_600 for each in range(48)], n=[float(each) for each in range(48)])
    view = view_of(fed, rows=1)
    shown(view)
    cells = view.asked("page", 45, 45)
    assert cells is not None
    assert cells.columns[0][-1] == "2023-11-14 22:13:20.000"


def test_cleared_it_has_the_rows_that_come(fed: Fed) -> None:
    feed(fed, 0, 50)
    view = view_of(fed)
    shown(view)
    view.asked("page", 20, 29)
    view.clear()
    now = shown(view)
    assert now["grid"]["count"] == 0
    assert now["follow"] == {"description": "Pause"}
    feed(fed, 50, 3)
    assert newest(view) == ["52", "51", "50"]


def test_without_rows_it_says_why_and_paused_how_many_came(fed: Fed) -> None:
    view = view_of(fed)
    assert shown(view)["said"]["value"]
    assert view.asked("page", 0, 9) is None
    view.pause()
    feed(fed, 0, 3)
    now = shown(view)
    assert (now["grid"]["count"], now["said"]["value"]) == (0, "paused · 3 newer")
    view.resume()
    assert newest(view) == ["2", "1", "0"]


def test_a_column_that_is_not_there_is_said(fed: Fed) -> None:
    feed(fed, 0, 3)
    with pytest.raises(SchemaError, match="column"):
        view_of(fed, "m").render(9)


def test_what_it_shows_are_the_rows_that_a_page_told_of(fed: Fed) -> None:
    feed(fed, 0, 100)
    view = view_of(fed)
    shown(view)
    seen = view.seen(fed.ring)
    assert (seen.columns, seen.first, seen.stop) == (("n",), 90, 100)
    view.asked("page", 40, 49)
    seen = view.seen(fed.ring)
    assert (seen.first, seen.stop) == (50, 60)
