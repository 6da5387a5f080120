"""Lifetime: what runs again, what takes whose place, and what is closed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from livewidgets.lifetime import REGISTRY, Registry
from livewidgets.sources.source import State
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource

pytestmark = pytest.mark.usefixtures("leak_check")


class Port(ScriptedSource):
    """A resource that only one can have."""

    exclusive = True


class Picture:
    """Owned by a cell; follows a stream as pictures do."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.stopped = 0
        REGISTRY.own(self)

    @property
    def stream(self) -> Stream:
        return self._stream.current()

    def stop(self) -> None:
        self.stopped += 1
        REGISTRY.disown(self)


def stream(name: str = "numbers", key: str | None = None, **options: Any) -> Stream:
    return Stream(ScriptedSource(name, key=key), **options).start()


def listener(port: int) -> Stream:
    return Stream(Port(f":{port}", key=f"port:{port}")).start()


def cell(identity: str | None, code: Callable[[], Any], failed: bool = False) -> Any:
    """Run code as a cell."""
    REGISTRY.cell_begins(identity)
    try:
        return code()
    finally:
        REGISTRY.cell_ends(failed)


@pytest.fixture(autouse=True)
def no_streams() -> Iterator[None]:
    """Each test has the registry to itself."""
    assert REGISTRY.streams() == ()
    yield
    REGISTRY.stop_all()
    assert REGISTRY.streams() == ()


def test_a_cell_that_runs_again_replaces_its_stream() -> None:
    first = cell("a", stream)
    picture = cell("b", lambda: Picture(first))
    second = cell("a", stream)
    assert not first.running
    assert first.status.sentence == "replaced by a newer one"
    assert REGISTRY.streams() == (second,)
    assert picture.stream is second
    assert picture.stopped == 0, "it is in another cell"


def test_many_runs_leave_as_much_as_one() -> None:
    streams, pictures = [], []

    def code() -> None:
        streams.append(stream())
        pictures.append(Picture(streams[-1]))

    for _ in range(100):
        cell("a", code)
    assert REGISTRY.streams() == (streams[-1],)
    assert [each.stopped for each in pictures] == [1] * 99 + [0]
    assert streams[0].current() is streams[-1]


def test_what_is_not_made_again_is_closed_when_the_cell_has_ended() -> None:
    first = cell("a", stream)
    picture = cell("a2", lambda: Picture(first))
    REGISTRY.cell_begins("a")
    assert first.running, "it may be made yet"
    REGISTRY.cell_ends()
    assert not first.running
    cell("a2", lambda: None)
    assert picture.stopped == 1


def test_a_stream_that_the_new_picture_shows_goes_on_though_it_is_not_made_again() -> None:
    shown, other = cell("a", lambda: (stream("shown"), stream("other")))
    picture = cell("a", lambda: Picture(shown))
    assert (shown.running, other.running) == (True, False)
    cell("a", lambda: Picture(shown.derive({"b": lambda rows: rows["value"]}).start()))
    assert (shown.running, picture.stopped) == (True, 1)
    again = cell("a", lambda: (stream("more"), Picture(shown))[1])
    assert again.stream is shown, "what is new does not take its place"
    cell("a", lambda: None)
    assert not shown.running


def test_other_cells_are_left_alone() -> None:
    first, second = cell("a", lambda: stream("one")), cell("b", lambda: stream("two"))
    cell("c", lambda: None)
    cell("b", lambda: stream("two"))
    assert first.running
    assert not second.running


def test_several_streams_of_a_cell_find_their_own_successors() -> None:
    def code() -> tuple[Stream, ...]:
        return (
            stream("x", key="tcp:1"),
            stream("y", key="tcp:2"),
            stream("sensor()"),
            stream("x", key="tcp:1"),
        )

    first, second = cell("a", code), cell("a", code)
    assert [each.current() for each in first] == list(second)
    assert len(REGISTRY.streams()) == 4


def test_an_edited_source_takes_the_place_of_the_one_before() -> None:
    first = cell("a", lambda: stream("x", key="tcp:1"))
    second = cell("a", lambda: stream("x", key="tcp:2"))
    assert first.current() is second
    assert not first.running


def test_a_stream_that_stays_is_not_taken_for_the_edited_one() -> None:
    kept, edited = cell("a", lambda: (stream("k", key="tcp:1"), stream("e", key="tcp:2")))
    new, again = cell("a", lambda: (stream("n", key="tcp:3"), stream("k", key="tcp:1")))
    assert kept.current() is again
    assert edited.current() is new


def test_a_stopped_stream_hands_its_pictures_on_too() -> None:
    first = cell("a", stream)
    first.stop()
    second = cell("a", stream)
    assert first.current() is second


def test_what_is_made_between_cells_belongs_to_none() -> None:
    made = stream()
    cell("a", lambda: None)
    cell(None, lambda: None)
    assert made.running


def test_a_cell_that_fails_closes_no_stream_and_the_next_run_goes_on_with_it() -> None:
    first = cell("a", stream)
    picture = cell("b", lambda: Picture(first))
    cell("a", lambda: None, failed=True)
    cell("a", lambda: None, failed=True)
    assert first.running
    second = cell("a", stream)
    assert picture.stream is second
    assert REGISTRY.streams() == (second,)


def test_the_pictures_of_a_cell_that_fails_are_closed_with_its_output() -> None:
    picture = cell("a", lambda: Picture(stream()))
    cell("a", lambda: None, failed=True)
    assert picture.stopped == 1


def test_what_a_failing_cell_had_time_to_make_is_replaced_the_next_time() -> None:
    one, two = cell("a", lambda: (stream("1", key="1"), stream("2", key="2")))
    half = cell("a", lambda: stream("1", key="1"), failed=True)
    assert one.current() is half
    assert two.running
    three, four = cell("a", lambda: (stream("1", key="1"), stream("2", key="2")))
    assert (half.current(), two.current()) == (three, four)
    assert len(REGISTRY.streams()) == 2


def test_an_edited_cell_that_fails_again_and_again_keeps_no_more_than_it_makes() -> None:
    def code(*keys: str) -> None:
        for key in keys:
            stream(key, key=key)

    for number in range(20):
        cell("a", partial(code, f"{number}a", f"{number}b"))
        cell("a", partial(code, f"{number}c"), failed=True)
    assert len(REGISTRY.streams()) == 2


def test_a_cell_that_another_runs_belongs_to_it() -> None:
    def outer() -> Stream:
        made: Stream = cell(None, lambda: stream("inner"))
        stream("outer")
        return made

    first = cell("a", outer)
    assert first.running
    second = cell("a", outer)
    assert first.current() is second
    assert len(REGISTRY.streams()) == 2
    cell("a", lambda: None)
    assert REGISTRY.streams() == ()


def test_a_cell_whose_end_was_not_told_is_ended_by_the_next() -> None:
    first = cell("a", stream)
    REGISTRY.cell_begins("a")
    second = cell("b", lambda: stream("other"))
    assert not first.running
    assert second.running


def test_an_end_without_a_beginning_is_nothing() -> None:
    made = stream()
    REGISTRY.cell_ends()
    REGISTRY.cell_ends()
    assert made.running


def test_without_identities_streams_run_side_by_side() -> None:
    one, two = cell(None, lambda: stream(key="tcp:1")), cell(None, lambda: stream(key="tcp:1"))
    assert REGISTRY.streams() == (one, two)


def test_a_name_that_the_user_gave_is_unique() -> None:
    one = cell(None, lambda: stream(name="x"))  # the source's name alone
    first = cell(None, lambda: Stream(ScriptedSource(), name="Boiler").start())
    second = cell(None, lambda: Stream(ScriptedSource(), name="Boiler").start())
    assert first.current() is second
    assert REGISTRY.streams() == (one, second)


def test_an_exclusive_resource_has_one_holder() -> None:
    first, other = listener(5050), listener(5051)
    second = listener(5050)
    assert first.current() is second
    assert not first.running
    assert other.running


def test_all_that_stand_in_the_way_make_room() -> None:
    first = cell("a", lambda: listener(5050))
    second = cell("b", lambda: listener(5050))
    third = cell("a", lambda: listener(5050))
    assert first.current() is third
    assert second.current() is third
    assert REGISTRY.streams() == (third,)


def test_stop_all_ends_what_runs_and_what_is_shown_whoever_made_it() -> None:
    made = [stream("loose"), cell("a", lambda: stream("owned"))]
    idle = cell("a2", lambda: Stream(ScriptedSource()))
    pictures = [Picture(made[0]), cell("b", lambda: Picture(made[1]))]
    REGISTRY.stop_all()
    assert [each.running for each in made] == [False, False]
    assert idle.status.state is State.ENDED
    assert [each.stopped for each in pictures] == [1, 1]
    REGISTRY.stop_all()
    assert [each.stopped for each in pictures] == [1, 1]


def test_one_that_cannot_be_stopped_does_not_keep_the_others_open(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Stuck(Picture):
        def stop(self) -> None:
            super().stop()
            raise OSError("the page is gone")

    other = stream()
    Stuck(other)
    with caplog.at_level(logging.ERROR, "livewidgets"):
        REGISTRY.stop_all()
    assert not other.running
    assert "could not be stopped" in caplog.text


def test_a_picture_that_is_over_is_forgotten() -> None:
    registry, picture = Registry(), object()
    registry.cell_begins("a")
    for _ in range(100):
        registry.own(picture)  # type: ignore[arg-type]
        registry.disown(picture)  # type: ignore[arg-type]
    assert registry._pictures == {}
    assert registry._made == {"a": []}
