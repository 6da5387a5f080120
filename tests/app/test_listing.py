"""What runs, as a table."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

import livewidgets as lw
from livewidgets.app.listing import Table, listed, stop, stop_number
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0


@pytest.fixture
async def two(clock: VirtualClock) -> AsyncIterator[tuple[Stream, Stream]]:
    made = [
        Stream(ScriptedSource(name), runner="asyncio", clock=clock)
        for name in ("boiler", "<b>pump</b>")
    ]
    yield made[0].start(), made[1].start()
    lw.stop_all()
    for each in made:
        await each.aclose()
    await clock.advance(0.0)


async def test_each_stream_that_runs_is_told_of(
    two: tuple[Stream, Stream], clock: VirtualClock
) -> None:
    boiler, _ = two
    lw.value(boiler)
    lw.status(boiler)
    source = boiler.source
    assert isinstance(source, ScriptedSource)
    source.row(START, temp=1.0)
    await clock.advance(1.0)
    first, second = listed()
    assert (first.name, first.state, first.rows, first.lost) == ("boiler", "● live", "1", "–")
    assert (first.rate, first.age, first.pictures) == ("1.0 rows/s", "1 s", 2)
    assert (second.name, second.rows, second.pictures) == ("<b>pump</b>", "0", 0)
    assert [row.number for row in listed()] == [first.number, second.number], "and keep them"


async def test_the_table_is_text_and_markup_in_which_names_are_text(
    two: tuple[Stream, Stream],
) -> None:
    table = Table(listed())
    lines = repr(table).splitlines()
    headings = ["no.", "name", "state", "rate", "rows", "lost", "age", "pictures"]
    assert lines[0].split() == headings
    assert len(lines) == 3
    assert lines[2].split()[1] == "<b>pump</b>"
    markup = table._repr_html_()
    assert "&lt;b&gt;pump&lt;/b&gt;" in markup
    assert "<b>" not in markup


def test_nothing_that_runs_is_said() -> None:
    assert repr(Table(())) == "no stream runs"
    assert "no stream runs" in Table(())._repr_html_()


@pytest.mark.parametrize("how", ["name", "number"])
async def test_one_is_stopped_and_the_others_go_on(two: tuple[Stream, Stream], how: str) -> None:
    boiler, pump = two
    wanted = "boiler" if how == "name" else str(listed()[0].number)
    assert stop(wanted) == ("boiler",)
    assert lw.streams() == (pump,)
    assert boiler.status.state.value == "ended"
    stop_number(listed()[0].number)
    assert lw.streams() == ()
    assert stop("all") == ()


async def test_a_name_that_does_not_run_is_refused_with_the_nearest(
    two: tuple[Stream, Stream],
) -> None:
    with pytest.raises(ArgumentError, match="there is no running stream 'boler'; did you mean 'b"):
        stop("boler")
    stop_number(10**9)
    assert len(lw.streams()) == 2
