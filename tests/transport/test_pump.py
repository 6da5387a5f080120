"""The pump: frames of what changed, on the virtual clock and a headless screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import numpy as np
import pytest

from livewidgets.runner import runner_of
from livewidgets.stream import Stream
from livewidgets.testing import HeadlessScreen, ScriptedSource, VirtualClock
from livewidgets.transport.binding import Binding
from livewidgets.transport.pacing import FRAME_INTERVAL, POINTS_PER_FRAME, TRICKLE_INTERVAL
from livewidgets.transport.pump import Pump
from livewidgets.transport.screen import Change, Cost
from livewidgets.views.line import LineView
from livewidgets.views.status import StatusView
from livewidgets.views.value import ValueView
from livewidgets.views.view import Follows


class Rig:
    """A stream of a scripted source, a pump and a screen, all on one virtual clock."""

    def __init__(self, clock: VirtualClock, screen: HeadlessScreen) -> None:
        self.clock = clock
        self.screen = screen
        self.source = ScriptedSource()
        self.stream = Stream(self.source, runner="asyncio", clock=clock)
        self.pump = Pump(runner_of("asyncio"), screen, clock=clock)
        self._bindings: list[Binding] = []

    def show(self, view: object, **targets: str) -> Binding:
        binding = Binding(view, targets)  # type: ignore[arg-type]
        self._bindings.append(binding)
        self.pump.attach(binding)
        return binding

    async def close(self) -> None:
        for binding in self._bindings:
            self.pump.detach(binding)
        await self.stream.aclose()
        await self.clock.advance(0)


@pytest.fixture
async def rig(clock: VirtualClock, screen: HeadlessScreen) -> AsyncIterator[Rig]:
    made = Rig(clock, screen)
    made.stream.start()
    yield made
    await made.close()


async def test_rows_for_an_idle_picture_are_shown_at_once(rig: Rig) -> None:
    rig.show(ValueView(rig.stream, "value", format="{:.1f} °C"), value="label")
    await rig.clock.advance(10.0)
    rig.source.row(1.0, value=21.53)
    await rig.clock.advance(0.0)
    assert rig.screen["label"] == {"value": "21.5 °C"}


async def test_rows_between_two_frames_are_conflated_to_the_newest(rig: Rig) -> None:
    binding = rig.show(ValueView(rig.stream, "value", format="{:.0f}"), value="label")
    await rig.clock.advance(10.0)
    rig.screen.clear()
    for number in range(1000):
        rig.source.row(float(number), value=float(number))
        await rig.clock.advance(0.001)
    await rig.clock.advance(1.0)
    assert rig.screen["label"] == {"value": "999"}
    assert len(rig.screen.frames) <= 2.0 / TRICKLE_INTERVAL + 1
    assert binding.drawn + binding.coalesced >= 1000


async def test_a_page_that_answers_gets_more_frames_than_a_trickle(rig: Rig) -> None:
    rig.show(ValueView(rig.stream, "value", format="{:.0f}"), value="label")
    rig.pump.acknowledged("page", 0)
    for number in range(400):
        rig.source.row(float(number), value=float(number))
        await rig.clock.advance(0.01)
        marks = [frame.mark for frame in rig.screen.frames if frame.mark is not None]
        if marks:
            rig.pump.acknowledged("page", marks[-1])
    assert len(rig.screen.frames) >= 0.8 * 4.0 / FRAME_INTERVAL


async def test_nothing_is_made_when_nothing_changed(rig: Rig) -> None:
    rig.show(ValueView(rig.stream, "value"), value="label")
    rig.source.row(1.0, value=1.0)
    await rig.clock.advance(1.0)
    rig.screen.clear()
    await rig.clock.advance(60.0)
    assert rig.screen.frames == []


async def test_equal_values_are_not_sent_again(rig: Rig) -> None:
    rig.show(ValueView(rig.stream, "value"), value="label")
    rig.source.row(1.0, value=5.0)
    await rig.clock.advance(1.0)
    rig.screen.clear()
    rig.source.row(2.0, value=5.0)
    await rig.clock.advance(1.0)
    assert rig.screen.frames == []


async def test_a_line_shows_each_column_within_its_window(rig: Rig) -> None:
    rig.show(
        LineView(rig.stream, None, window=10.0),
        lines="lines",
        x_scale="x",
        y_scale="y",
    )
    time = np.arange(0.0, 30.0, 0.5) + 1_700_000_000.0
    rig.source.rows(list(time), a=list(np.sin(time)), b=[3.0] * len(time))
    await rig.clock.advance(1.0)
    lines, scale = rig.screen["lines"], rig.screen["x"]
    assert lines["labels"] == ["a", "b"]
    assert lines["x"].shape == lines["y"].shape
    assert scale["max"] - scale["min"] == pytest.approx(10.0)
    assert scale["max"] >= time[-1]
    inside = time >= scale["min"]
    for curve, values in enumerate((np.sin(time), np.full(len(time), 3.0))):
        drawn = dict(zip(lines["x"][curve], lines["y"][curve], strict=True))
        for moment, value in zip(time[inside], values[inside], strict=True):
            assert drawn[moment] == value
    assert rig.screen["y"]["min"] <= -1.0
    assert rig.screen["y"]["max"] >= 3.0


async def test_points_are_shared_among_all_curves(rig: Rig) -> None:
    rig.show(LineView(rig.stream, None, window=60.0), lines="lines")
    time = np.linspace(0.0, 60.0, 60_000) + 1_700_000_000.0
    rng = np.random.default_rng(1)
    rig.source.rows(list(time), **{f"c{i}": list(rng.normal(size=len(time))) for i in range(32)})
    await rig.clock.advance(5.0)
    assert 0.5 * POINTS_PER_FRAME <= rig.screen["lines"]["y"].size <= 1.1 * POINTS_PER_FRAME


async def test_the_same_rows_give_the_same_frames() -> None:
    async def frames() -> list[tuple[float, bytes]]:
        rig = Rig(VirtualClock(), HeadlessScreen())
        rig.stream.start()
        rig.show(LineView(rig.stream, None, window=10.0), lines="lines", x_scale="x")
        rig.show(StatusView(rig.stream), text="text", pill="pill")
        for number in range(200):
            rig.source.row(1_700_000_000.0 + number * 0.1, value=float(number % 7))
            await rig.clock.advance(0.1)
        await rig.close()
        return [(frame.time, repr(frame.changes).encode()) for frame in rig.screen.frames]

    first, second = await frames(), await frames()
    assert len(first) > 20
    assert first == second


async def test_a_paused_picture_stands_still_and_goes_on_with_the_newest(rig: Rig) -> None:
    binding = rig.show(ValueView(rig.stream, format="{:.0f}"), value="label")
    rig.source.row(1.0, value=1.0)
    await rig.clock.advance(1.0)
    binding.pause()
    rig.source.row(2.0, value=2.0)
    await rig.clock.advance(5.0)
    assert rig.screen["label"] == {"value": "1"}
    assert rig.stream.counts.stored == 2
    binding.resume()
    await rig.clock.advance(1.0)
    assert rig.screen["label"] == {"value": "2"}


class Broken:
    """A view that raises."""

    curves = 0
    period = None

    def __init__(self, stream: Stream) -> None:
        self.follows = Follows(stream)

    def render(self, columns: int) -> dict[str, dict[str, object]]:
        raise ZeroDivisionError("nothing to divide by")


async def test_a_view_that_raises_disturbs_no_other(rig: Rig) -> None:
    broken = rig.show(Broken(rig.stream), value="broken")
    rig.show(ValueView(rig.stream, format="{:.0f}"), value="label")
    for number in range(5):
        rig.source.row(float(number), value=float(number))
        await rig.clock.advance(1.0)
    assert rig.screen["label"] == {"value": "4"}
    assert broken.error == "ZeroDivisionError: nothing to divide by"


async def test_the_status_grows_old_by_itself(rig: Rig) -> None:
    rig.show(StatusView(rig.stream), pill="pill", text="text")
    for number in range(20):
        rig.source.row(float(number), value=1.0)
        await rig.clock.advance(0.5)
    assert rig.screen["pill"]["value"] == "● live"
    await rig.clock.advance(60.0)
    assert rig.screen["pill"]["value"] == "◐ stale"


async def test_the_loop_ends_with_the_last_picture_and_starts_anew(rig: Rig) -> None:
    binding = rig.show(ValueView(rig.stream, format="{:.0f}"), value="label")
    rig.pump.detach(binding)
    await rig.clock.advance(1.0)
    rig.source.row(1.0, value=7.0)
    await rig.clock.advance(1.0)
    assert rig.screen["label"].get("value") != "7"
    rig.show(ValueView(rig.stream, format="{:.0f}"), value="label")
    await rig.clock.advance(1.0)
    assert rig.screen["label"] == {"value": "7"}


async def test_one_picture_of_a_stream_ends_and_the_other_goes_on(rig: Rig) -> None:
    ends = rig.show(ValueView(rig.stream, format="{:.0f}"), value="ends")
    rig.show(ValueView(rig.stream, format="{:.0f}"), value="stays")
    rig.source.row(1.0, value=1.0)
    await rig.clock.advance(1.0)
    rig.pump.detach(ends)
    await rig.clock.advance(1.0)
    rig.source.row(2.0, value=2.0)
    await rig.clock.advance(1.0)
    assert rig.screen["ends"] == {"value": "1"}
    assert rig.screen["stays"] == {"value": "2"}


async def test_a_picture_goes_on_with_the_successor_of_its_stream(rig: Rig) -> None:
    rig.show(ValueView(rig.stream, format="{:.0f}"), value="label")
    rig.source.row(1.0, value=1.0)
    await rig.clock.advance(1.0)
    source = ScriptedSource()
    successor = Stream(source, runner="asyncio", clock=rig.clock)
    rig.stream.replace_by(successor)
    await rig.clock.advance(1.0)
    assert rig.screen["label"] == {"value": "–"}
    for number in (7.0, 8.0):
        source.row(number, value=number)
        await rig.clock.advance(1.0)
        assert rig.screen["label"] == {"value": f"{number:.0f}"}
    await successor.aclose()


async def test_a_loop_that_was_cancelled_begins_anew_with_the_next_picture(rig: Rig) -> None:
    rig.show(ValueView(rig.stream, format="{:.0f}"), value="before")
    await rig.clock.advance(1.0)
    loops = [task for task in asyncio.all_tasks() if "Pump._run" in repr(task.get_coro())]
    assert len(loops) == 1
    loops[0].cancel()
    await rig.clock.advance(1.0)
    rig.show(ValueView(rig.stream, format="{:.0f}"), value="after")
    rig.source.row(1.0, value=7.0)
    await rig.clock.advance(1.0)
    assert rig.screen["before"] == rig.screen["after"] == {"value": "7"}


class Deferring(HeadlessScreen):
    """Has something to do half a second after each frame."""

    def __init__(self) -> None:
        super().__init__()
        self.due: float | None = None
        self.done: list[float] = []

    def show(self, changes: Sequence[Change], now: float, mark: int | None) -> Cost:
        self.due = now + 0.5
        return super().show(changes, now, mark)

    def settle(self, now: float) -> float | None:
        if self.due is not None and now >= self.due:
            self.done.append(now)
            self.due = None
        return None if self.due is None else self.due - now


async def test_what_a_screen_puts_off_is_done_though_nothing_changes(clock: VirtualClock) -> None:
    screen = Deferring()
    rig = Rig(clock, screen)
    rig.stream.start()
    rig.show(ValueView(rig.stream), value="label")
    await clock.advance(60.0)
    assert screen.done == [0.5]
    await rig.close()
