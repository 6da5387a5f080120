"""Visits: kernels that are somebody's, and those that are to end."""

from __future__ import annotations

import pytest

from livewidgets_server.visits import Visits

KEEP = 60.0
LOST = 10.0


@pytest.fixture
def visits() -> Visits:
    return Visits(KEEP, limit=3, lost=LOST)


def visit(visits: Visits, kernel: str, now: float = 0.0) -> None:
    """Somebody comes, and has the page; it is not connected yet."""
    assert visits.enters().granted
    visits.begins(kernel)
    visits.prepared(kernel, now)


def test_a_kernel_with_a_page_is_kept_for_ever(visits: Visits) -> None:
    visit(visits, "a")
    visits.opened("a", "page")
    assert visits.due(1e9) == []


def test_one_whose_last_page_has_gone_ends_when_its_time_is_over(visits: Visits) -> None:
    visit(visits, "a")
    visits.opened("a", "page")
    assert visits.closed("a", "page", 100.0)
    assert visits.due(100.0 + KEEP - 0.1) == []
    assert visits.due(100.0 + KEEP) == ["a"]
    assert visits.due(1e9) == [], "it is named once"
    assert visits.visitors == 0


def test_a_page_that_comes_back_in_time_keeps_it(visits: Visits) -> None:
    visit(visits, "a")
    visits.opened("a", "page")
    visits.closed("a", "page", 100.0)
    assert visits.opened("a", "again")
    assert visits.due(1e9) == []


def test_a_page_that_nobody_ever_connects_is_like_one_that_has_gone(visits: Visits) -> None:
    visit(visits, "a", now=5.0)
    assert visits.due(5.0 + KEEP) == ["a"]


def test_a_page_that_is_being_prepared_may_take_its_time(visits: Visits) -> None:
    visits.enters()
    visits.begins("a")
    assert visits.due(1e9) == []
    visits.prepared("a", 2e9)
    visits.prepared("a", 3e9)  # its reader had gone, and now its notebook has run
    assert visits.due(2e9 + KEEP) == ["a"]


def test_a_page_that_was_connected_before_it_was_all_sent_is_somebodys(visits: Visits) -> None:
    visits.enters()
    visits.begins("a")
    visits.opened("a", "page")
    visits.prepared("a", 0.0)
    assert visits.due(1e9) == []


def test_a_page_that_was_just_sent_has_time_to_load_however_short_kernels_are_kept() -> None:
    visits = Visits(1.0, limit=3, arrive=30.0)
    visit(visits, "a", now=0.0)
    assert visits.due(29.9) == []
    visits.opened("a", 1)
    visits.closed("a", 1, 40.0)
    assert visits.returns("a", 40.5), "a reload"
    assert visits.due(70.4) == []
    visits.opened("a", 2)
    visits.closed("a", 2, 80.0)
    assert visits.due(81.0) == ["a"]


def test_who_loads_a_page_again_has_the_whole_time_again(visits: Visits) -> None:
    visit(visits, "a")
    assert visits.returns("a", 50.0)
    assert visits.due(50.0 + KEEP - 0.1) == []
    assert visits.due(50.0 + KEEP) == ["a"]
    assert not visits.returns("a", 51.0 + KEEP)


def test_the_first_page_and_the_last_are_told_apart_from_others(visits: Visits) -> None:
    visit(visits, "a")
    assert visits.opened("a", 1)
    assert not visits.opened("a", 2)
    assert visits.pages("a") == 2
    assert not visits.closed("a", 1, 0.0)
    assert not visits.closed("a", 1, 0.0), "a page that is closed twice"
    assert visits.closed("a", 2, 0.0)
    assert not visits.closed("never", 1, 0.0)


def test_a_page_that_went_without_a_word_may_be_back_before_the_kernel_is_told(
    visits: Visits,
) -> None:
    visit(visits, "a")
    assert visits.opened("a", 1)
    assert not visits.closed("a", 1, 100.0, lost=True)
    assert visits.unseen(100.0 + LOST - 0.1) == []
    assert not visits.opened("a", 2), "it was never told that nobody looks"
    assert not visits.closed("a", 2, 200.0, lost=True)
    assert visits.unseen(200.0 + LOST) == ["a"]
    assert visits.unseen(1e9) == [], "it is told once"
    assert visits.opened("a", 3)


def test_a_page_that_has_said_that_it_goes_is_not_waited_for(visits: Visits) -> None:
    visit(visits, "a")
    visits.opened("a", 1)
    assert not visits.leaving("a"), "it is still connected"
    assert visits.closed("a", 1, 100.0, lost=True)
    visits.opened("a", 2)
    assert not visits.closed("a", 2, 200.0, lost=True), "that was another page's word"
    assert visits.leaving("a"), "its word came after its connection had gone"
    assert not visits.leaving("a")
    assert not visits.leaving("unknown")


def test_there_is_room_for_so_many_and_no_more(visits: Visits) -> None:
    for kernel in "abc":
        visit(visits, kernel)
        visits.opened(kernel, "page")
    assert not visits.enters().granted
    visits.closed("b", "page", 1.0)
    assert visits.visitors == 3, "who may come back has a place"


def test_who_comes_takes_the_place_of_the_one_who_left_first(visits: Visits) -> None:
    for kernel in "abc":
        visit(visits, kernel)
        visits.opened(kernel, "page")
    visits.closed("c", "page", 1.0)
    visits.closed("b", "page", 2.0)
    assert visits.enters().ends == "c"
    assert "c" not in visits
    assert visits.visitors == 3


def test_those_who_are_still_to_get_a_kernel_count(visits: Visits) -> None:
    for _ in range(3):
        assert visits.enters().granted
    assert not visits.enters().granted
    visits.leaves()
    assert visits.enters().granted
