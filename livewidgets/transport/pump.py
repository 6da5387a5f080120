"""Pump: makes a frame of everything that changed, when the pages can take one."""

from __future__ import annotations

import asyncio
import logging
import math
import threading
from collections.abc import Callable

from livewidgets.clock import SYSTEM, Clock
from livewidgets.data.m4 import KEPT
from livewidgets.runner import Job, Runner, tell
from livewidgets.transport.binding import Binding
from livewidgets.transport.pacing import Pacer
from livewidgets.transport.screen import Change, Screen

_log = logging.getLogger("livewidgets")

FEWEST_COLUMNS = 100


class Pump:
    """One step, and a loop around it that runs where the runner says.

    Args:
        runner: Where the loop runs.
        screen: What frames are put on.
        pacer: Decides when.
        clock: Where the time comes from.
    """

    def __init__(
        self, runner: Runner, screen: Screen, pacer: Pacer | None = None, clock: Clock = SYSTEM
    ) -> None:
        self.pacer = pacer or Pacer()
        self._runner = runner
        self._screen = screen
        self._clock = clock
        self._lock = threading.RLock()
        self._bindings: tuple[Binding, ...] = ()
        self._job: Job | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._signalled = False
        self._paced = False  # something is to be drawn, and only the pacer holds it back

    @property
    def bindings(self) -> tuple[Binding, ...]:
        return self._bindings

    def attach(self, binding: Binding) -> None:
        """Draw a binding from now on; the loop starts with the first one."""
        with self._lock:
            if self._job is None or self._job.ended:  # its loop may have cancelled it
                self._job = self._runner.submit(self._run())
            self._show((*self._bindings, binding))
            binding.listen(self._changed)
        self.wake()

    def detach(self, binding: Binding) -> None:
        """Draw a binding no more. When this returns its widgets are not touched again."""
        with self._lock:
            self._show(tuple(each for each in self._bindings if each is not binding))
            binding.listen(None)
        self.wake()

    def _show(self, bindings: tuple[Binding, ...]) -> None:
        """The picture that asks for most decides how many frames there are."""
        self._bindings = bindings
        asked = [rate for each in bindings if (rate := getattr(each.view, "refresh", None))]
        self.pacer.steady(1.0 / max(asked) if asked else math.inf)

    def end(self) -> None:
        """Draw nothing any more."""
        for binding in self._bindings:
            self.detach(binding)

    def _changed(self) -> None:
        """There is something new to draw; from any thread, and cheap when it is said often."""
        if not self._paced:  # else the frame that waits for its time takes this, too
            self.wake()

    def wake(self) -> None:
        """Look again what is due; from any thread, and cheap when it is said often."""
        loop = self._loop
        if self._signalled or loop is None:
            return
        self._signalled = True
        tell(loop, self._woken.set)

    def acknowledged(self, page: str, sequence: int) -> None:
        """A page has worked off a frame; from any thread."""
        with self._lock:
            self.pacer.acknowledged(page, sequence, self._clock.monotonic())
        self.wake()

    def tell(self, what: Callable[[float], None]) -> None:
        """Do something that may change when the next frame is due, given the monotonic time;
        from any thread."""
        with self._lock:
            what(self._clock.monotonic())
        self.wake()

    def cell(self, runs: bool) -> None:
        """A cell begins or ends to hold the kernel; from any thread."""
        with self._lock:
            self.pacer.cell(runs, self._clock.monotonic())
        self.wake()

    def step(self, now: float) -> float | None:
        """Make a frame if one is due and can be taken.

        Args:
            now: Monotonic time, in seconds.

        Returns:
            Seconds until the next step makes sense; None: when something changes.
        """
        with self._lock:
            self._paced = False
            due = [binding for binding in self._bindings if binding.due(now) == 0.0]
            if due and (delay := self.pacer.delay(now)) > 0.0:
                self._paced = True
                waits: list[float | None] = [delay]
            else:
                self._frame(now, due)
                waits = [binding.due(now) for binding in self._bindings]
            waits.append(self._screen.settle(now))
            return min((wait for wait in waits if wait is not None), default=None)

    def _frame(self, now: float, due: list[Binding]) -> None:
        if not due:
            return
        share = self._share()
        changes = [change for each in due for change in self._changes(each, now, share)]
        if changes:
            marked = self.pacer.marks(now)
            mark = self.pacer.sequence + 1 if marked else None
            cost = self._screen.show(changes, now, mark)
            self.pacer.sent(now, cost.messages, cost.size, marked)

    def _share(self) -> int:
        """Columns of points for each curve, so that all together stay within the points."""
        curves = sum(binding.view.curves for binding in self._bindings)
        return max(FEWEST_COLUMNS, self.pacer.points // (KEPT * max(1, curves)))

    def _changes(self, binding: Binding, now: float, share: int) -> list[Change]:
        pixels = self.pacer.pixels_of(binding.targets)
        columns = min(self.pacer.columns if pixels is None else pixels, share)
        return binding.changes(now, columns, pixels)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken = asyncio.Event()
        self._signalled = False
        while not self._over():
            self._signalled = False
            self._woken.clear()
            try:
                delay = self.step(self._clock.monotonic())
            except Exception:
                # Nothing that a view or a widget does may end the picture of the others.
                _log.exception("a frame could not be shown")
                delay = 1.0
            try:
                await self._clock.within(delay, self._woken.wait())
            except TimeoutError:
                continue

    def _over(self) -> bool:
        with self._lock:
            if self._bindings:
                return False
            self._loop = self._job = None
            return True
