"""What a visitor can save as CSV: what the pictures of a dashboard show, and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

import livewidgets as lw
from livewidgets.app import seen_rows
from livewidgets.errors import ArgumentError
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.closing import close_tree

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0
ROWS = 100
NEWEST = float(ROWS - 1)
KINDS = ("even", "odd")


@pytest.fixture
async def stream(source: ScriptedSource, clock: VirtualClock) -> AsyncIterator[Stream]:
    made = Stream(source, runner="asyncio", clock=clock, units={"temp": "°C"})
    made.start()
    yield made
    lw.stop_all()
    await made.aclose()
    await clock.advance(0.0)


async def feed(source: ScriptedSource, clock: VirtualClock, first: int = 0) -> None:
    for number in range(first, first + ROWS):
        more = {"kind": KINDS[number % 2], "state": "on" if number % 10 else "off"}
        source.row(START + number, temp=number, load=0.5 * number, secret=42.0, **more)
    await clock.advance(1.0)


def draw(*widgets: Any) -> None:
    """As the pump does, now."""
    for each in widgets:
        each.picture.view.render(400)


def saved(*widgets: Any) -> list[dict[str, str]]:
    data = seen_rows.seen_rows([each.picture for each in widgets])
    return list(csv.DictReader(io.StringIO(data.decode())))


def column(rows: list[dict[str, str]], name: str) -> list[float]:
    """What there is of a column."""
    return [float(row[name]) for row in rows if row[name]]


PICTURES: dict[str, tuple[Callable[[Stream], Any], list[str], list[float]]] = {
    # how it is made, its columns, and the seconds of its rows
    "line": (lambda s: lw.line(s, "load", window="10s"), ["load"], [*range(89, 100)]),
    "scatter": (
        lambda s: lw.scatter(s, "time", "load", window="10s"),
        ["load"],
        [*range(89, 100)],
    ),
    "scatter of two": (
        lambda s: lw.scatter(s, "load", "temp", color="secret", window="10s"),
        ["load", "temp [°C]", "secret"],
        [*range(89, 100)],
    ),
    "heatmap": (
        lambda s: lw.heatmap(s, "load", "temp", window="10s"),
        ["load", "temp [°C]"],
        [*range(89, 100)],
    ),
    "candles": (
        lambda s: lw.candles(s, "load", every="1s", window="10s"),
        ["load"],
        [*range(89, 100)],
    ),
    "histogram": (lambda s: lw.histogram(s, window="10s"), ["temp [°C]"], [*range(89, 100)]),
    "timeline": (
        lambda s: lw.timeline(s, "state", by="kind", window="10s"),
        ["state", "kind"],
        [*range(89, 100)],
    ),
    "bars": (lambda s: lw.bars(s, "load", "temp"), ["load", "temp [°C]"], [99]),
    "bars of categories": (lambda s: lw.bars(s, "load", by="kind"), ["load", "kind"], [98, 99]),
    "map": (lambda s: lw.map(s, "load", "temp"), ["load", "temp [°C]"], [99]),
    "map of several": (
        lambda s: lw.map(s, "load", "temp", by="kind"),
        ["load", "temp [°C]", "kind"],
        [98, 99],
    ),
    "table": (lambda s: lw.table(s, "load", rows=5), ["load"], [*range(95, 100)]),
    "text": (lambda s: lw.text(s, "{load:.1f}"), ["load"], [99]),
    "number": (lambda s: lw.number(s, "load", compare="10s"), ["load"], [*range(89, 100)]),
    "number alone": (lambda s: lw.number(s, "load", sparkline=False), ["load"], [99]),
    "gauge": (lambda s: lw.gauge(s, "load", limits=(0, 50)), ["load"], [99]),
    "value": (lambda s: lw.value(s, "load"), ["load"], [99]),
}


@pytest.mark.parametrize("name", PICTURES)
async def test_each_picture_gives_what_it_shows(
    name: str, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    make, columns, times = PICTURES[name]
    picture = make(stream)
    await feed(source, clock)
    draw(picture)
    rows = saved(picture)
    assert list(rows[0]) == ["time", *columns]
    assert [float(row["time"]) - START for row in rows] == times
    assert all(row[each] for row in rows for each in columns)
    picture.picture.clear()
    draw(picture)
    with pytest.raises(ArgumentError, match="no picture shows a row now"):
        saved(picture)
    close_tree(picture)


async def test_each_column_has_its_own_span(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    short = lw.line(stream, "temp", window="10s", link=False)
    long = lw.line(stream, "load", window="50s", link=False)
    value = lw.value(stream, "secret")
    await feed(source, clock)
    rows = saved(short, long, value)
    assert list(rows[0]) == ["time", "temp [°C]", "load", "secret"]
    assert column(rows, "temp [°C]") == [*range(89, 100)]
    assert column(rows, "load") == [0.5 * each for each in range(49, 100)]
    assert column(rows, "secret") == [42.0], "the newest alone is seen"
    assert len(rows) == 51
    long.hidden = ["load"]
    assert len(saved(short, long)) == 11
    close_tree(short, long, value)


async def test_after_it_was_cleared_there_are_the_rows_that_came_since(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    figure = lw.line(stream, "temp", window="1h")
    await feed(source, clock)
    figure.clear()
    await feed(source, clock, ROWS)
    assert column(saved(figure), "temp [°C]") == [*range(ROWS, 2 * ROWS)]
    close_tree(figure)


@pytest.mark.parametrize("name", PICTURES)
async def test_what_comes_after_a_pause_is_not_shown(
    name: str, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    make, _, times = PICTURES[name]
    picture = make(stream)
    await feed(source, clock)
    picture.picture._binding.changes(0.0, 400)
    picture.picture.pause()
    await feed(source, clock, ROWS)
    assert [float(row["time"]) - START for row in saved(picture)] == times
    close_tree(picture)


async def test_rows_of_several_streams_are_told_apart(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    other = ScriptedSource("chimney")
    second = Stream(other, runner="asyncio", clock=clock)
    second.start()
    one, two = lw.line(stream, "temp", window="10s"), lw.line(second, "temp", window="5s")
    await feed(source, clock)
    await feed(other, clock)
    rows = saved(one, two)
    assert [row["stream"] for row in rows].count("boiler") == 11
    assert [row["stream"] for row in rows].count("chimney") == 6
    close_tree(one, two)
    await second.aclose()


async def test_what_cannot_be_saved_is_said_before_it_is_copied(
    stream: Stream, source: ScriptedSource, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = lw.line(stream, "temp", window="1h")
    with pytest.raises(ArgumentError, match="no picture shows a row now"):
        saved(figure)
    await feed(source, clock)
    monkeypatch.setattr(seen_rows, "MOST_FIELDS", 199)
    monkeypatch.delattr(seen_rows, "_texts")
    with pytest.raises(ArgumentError, match="200 numbers are seen, and 199 go into a file"):
        saved(figure)
    close_tree(figure)


@pytest.mark.parametrize("character", "=+-@\t\r\n\uff1d")
def test_what_would_be_a_formula_is_text(character: str) -> None:
    assert seen_rows.no_formula(f"{character}HYPERLINK(1)") == f"'{character}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "-1.5", "+3e5", "-inf", "a=b", "21 °C", "'"])
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert seen_rows.no_formula(text) == text


async def test_no_cell_and_no_header_is_a_formula(clock: VirtualClock) -> None:
    sources = [ScriptedSource("@one"), ScriptedSource("two")]
    streams = [Stream(each, runner="asyncio", clock=clock) for each in sources]
    for source, stream in zip(sources, streams, strict=True):
        stream.start()
        source.row(START, **{"=1+1": "=cmd|' /C calc'!A0", "-b": -1.5})
    await clock.advance(1.0)
    tables = [lw.table(each) for each in streams]
    first, second = saved(*tables)
    assert list(first) == ["time", "stream", "'=1+1", "'-b"]
    assert [first["stream"], second["stream"]] == ["'@one", "two"]
    assert first["'=1+1"] == "'=cmd|' /C calc'!A0"
    assert first["'-b"] == "-1.5"
    close_tree(*tables)
    lw.stop_all()
    for stream in streams:
        await stream.aclose()
    await clock.advance(0.0)
