"""Number, gauge, text, table, timeline and map: their arguments, their widgets, their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import livewidgets as lw
from livewidgets.errors import ArgumentError, SchemaError
from livewidgets.lifetime import REGISTRY
from livewidgets.stream import Stream
from livewidgets.testing import ScriptedSource, VirtualClock
from livewidgets.transport.panel import Panel

pytestmark = pytest.mark.usefixtures("leak_check")

START = 1_700_000_000.0
ROW: dict[str, Any] = {"temp": 71.5, "lat": 52.5, "lon": 13.4, "state": "on", "name": "<b>a</b>"}

Make = Callable[[Any], Panel]
PANELS: dict[str, Make] = {
    "number": lambda stream: lw.number(stream, "temp"),
    "gauge": lambda stream: lw.gauge(stream, "temp", zones={"ok": (0, 80)}),
    "text": lambda stream: lw.text(stream, "{temp:.1f} °C {name}"),
    "table": lambda stream: lw.table(stream, "temp", "name"),
    "timeline": lambda stream: lw.timeline(stream, "state", by="name", events="name"),
    "map": lambda stream: lw.map(stream, by="name", value="temp"),
}


def texts(panel: Any) -> list[str]:
    """What its labels and tables say."""
    found = [panel.value] if isinstance(getattr(panel, "value", None), str) else []
    for child in getattr(panel, "children", ()):
        found += texts(child)
    return found


@pytest.mark.parametrize("name", PANELS)
async def test_it_shows_rows_as_they_come_pauses_and_ends(
    name: str, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = PANELS[name](stream)
    assert stream.running, "a picture of it is seen"
    await clock.advance(1.0)
    for at in range(3):
        source.row(START + at, **ROW)
        await clock.advance(1.0)
    assert panel.picture.error == ""
    assert panel.stream is stream
    before = panel.picture.drawn
    assert before >= 3
    panel.pause()
    await clock.advance(1.0)
    assert panel.paused
    shown = texts(panel)
    source.row(START + 3, **{**ROW, "temp": 12.0, "state": "off"})
    await clock.advance(2.0)
    if name == "table":  # whose page stands still, though it says how many are newer
        shown, now = ([each for each in all_ if "<table" in each] for all_ in (shown, texts(panel)))
        assert now == shown
    else:
        assert texts(panel) == shown
    panel.resume()
    await clock.advance(2.0)
    assert texts(panel) != shown or name == "map"
    panel.stop()
    assert panel.comm is None
    assert stream.running


@pytest.mark.parametrize("name", PANELS)
async def test_a_column_that_is_not_there_is_said_and_the_stream_goes_on(
    name: str, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = PANELS[name](stream)
    source.row(START, tmep=1.0)
    await clock.advance(2.0)
    assert "there is no column" in panel.picture.error
    assert any("⚠ there is no column" in text for text in texts(panel))
    assert stream.running


@pytest.mark.parametrize("name", PANELS)
async def test_a_wrong_column_is_refused_at_once_where_there_are_rows(
    name: str, stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    stream.start()
    source.row(START, other=1.0)
    await clock.advance(1.0)
    with pytest.raises(SchemaError, match="there is no column"):
        PANELS[name](stream)


async def test_a_table_pages_by_its_buttons(
    stream: Stream, source: ScriptedSource, clock: VirtualClock
) -> None:
    panel = lw.table(stream, rows=2)
    source.rows([START + n for n in range(6)], n=[float(n) for n in range(6)])
    await clock.advance(1.0)
    follow, older, newer, said = panel.children[0].children
    assert (follow.description, older.disabled, newer.disabled) == ("Pause", False, True)
    older.click()
    await clock.advance(1.0)
    assert said.value == "paused · rows 3 to 4, 6 are kept · 2 newer"
    newer.click()
    await clock.advance(1.0)
    assert newer.disabled
    assert follow.description == "Follow"
    follow.click()
    source.rows([START + 6], n=[6.0])
    await clock.advance(1.0)
    assert said.value == "following · rows 6 to 7, 7 are kept"


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: lw.number([1], 3), "3 is no column"),  # type: ignore[arg-type]
    (lambda: lw.number([1], compare="soon"), "'soon' is not a duration"),
    (lambda: lw.number([1], format="{0.__class__}"), "format"),
    (lambda: lw.gauge([1], limits=(1, 0)), "give the ends of the gauge"),
    (lambda: lw.gauge([1], zones={"a": (0, 9), "b": (5, 12)}), "overlap"),
    (lambda: lw.gauge([1], size=10), "give pixels, 120 to 1000"),
    (lambda: lw.gauge([1], format="{"), "cannot be read"),
    (lambda: lw.text([1], "nothing"), "has no place for a column"),
    (lambda: lw.text([1], "{value}", tz="Mars"), "there is no time zone 'Mars'"),
    (lambda: lw.table([1], rows=0), "give a number from 1 to 500"),
    (lambda: lw.table([1], rows=True), "give a number from 1 to 500"),
    (lambda: lw.table([1], ["a"]), "is no column"),  # type: ignore[call-overload]
    (lambda: lw.timeline([1]), "name the column of the states"),
    (lambda: lw.timeline([1], "a", window=0), "more than zero"),
    (lambda: lw.map([1], lat=1), "1 is no column"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("call", "sentence"), WRONG)
def test_arguments_are_checked_at_once(call: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        call()
    assert REGISTRY.streams() == (), "no stream was made for it"
