"""Session: the pumps of this process, and the notebook around them."""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass
from typing import Any

from livewidgets.app.audience import AUDIENCE
from livewidgets.app.panel import Panel
from livewidgets.clock import Clock
from livewidgets.lifetime import REGISTRY, watch_cells
from livewidgets.runner import Runner
from livewidgets.transport.audience_comm import hear_of_pages
from livewidgets.transport.binding import Binding
from livewidgets.transport.panel_comm import offer
from livewidgets.transport.pump import Pump
from livewidgets.transport.transport_screen import TransportScreen


class Session:
    """One pump for each runner and clock in use; each lives while it has pictures."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._shows: dict[tuple[int, int], _Show] = {}
        self._watching: Any = None
        self._cell_runs = False
        self._told: object = None  # how the server of a dashboard tells who looks

    def attach(self, binding: Binding) -> Attached:
        """Draw a binding from now on, and start its stream; where a dashboard is served,
        when somebody looks."""
        self.watch()
        stream = binding.view.follows.stream
        AUDIENCE.wake(stream)
        with self._lock:
            show = self._show(stream.runner, stream.clock)
            show.pictures += 1
            if AUDIENCE.awaited and self._told is None:
                self._told = hear_of_pages(AUDIENCE.tell)
            show.screen.listen(show.pump.acknowledged, show.pump.tell, AUDIENCE.comes)
        attached = Attached(self, show, binding)
        try:
            # Not under the lock: the pump has one of its own, under which it calls users'
            # functions, and those may make or stop a picture.
            show.pump.attach(binding)
            show.screen.announce(binding.targets.values())
        except BaseException:
            attached.detach()
            raise
        return attached

    def detach(self, attached: Attached) -> None:
        """Show it no more; the last one closes what its pump had opened."""
        with self._lock:
            if attached.over:
                return
            attached.over = True
        show = attached.show
        show.pump.detach(attached.binding)
        with self._lock:
            show.pictures -= 1
            last = show.pictures == 0
            if last:
                self._shows = {key: each for key, each in self._shows.items() if each is not show}
        if last:
            show.screen.close()

    def watch(self) -> None:
        """Follow the cells of the notebook that this process belongs to, if it does."""
        shell = _shell()
        with self._lock:
            if shell is None or self._watching is shell:
                return
            self._watching = shell
        watch_cells(shell)
        # Not pre_execute: ipykernel says that around each message from a page, too.
        shell.events.register("pre_run_cell", lambda _: self._cell(True))
        shell.events.register("post_run_cell", lambda _: self._cell(False))
        self._cell(True)  # the cell that imports or uses us runs at this moment
        if hasattr(shell, "kernel"):
            panel = Panel(offer(lambda request: panel.heard(request)), lambda: self._cell_runs)

    def stop_all(self) -> None:
        """Stop every stream and close every picture of this process."""
        REGISTRY.stop_all()

    def end(self) -> None:
        """The process ends: stop every stream, and leave the pictures as they are.

        Closing their widgets now would take the last picture off the page, and reach a
        page that has begun to restart the kernel as messages from nowhere.
        """
        with self._lock:
            shows, self._shows = list(self._shows.values()), {}
        for show in shows:
            show.pump.end()
        for stream in REGISTRY.streams():
            stream.stop()

    def _show(self, runner: Runner, clock: Clock) -> _Show:
        key = (id(runner), id(clock))
        if key not in self._shows:
            screen = TransportScreen()
            pump = Pump(runner, screen, screen.pacer, clock)
            pump.cell(self._cell_runs)
            self._shows[key] = _Show(pump, screen)
        return self._shows[key]

    def _cell(self, runs: bool) -> None:
        self._cell_runs = runs
        for show in list(self._shows.values()):
            show.pump.cell(runs)


@dataclass
class _Show:
    """A pump, its screen, and how many pictures they show."""

    pump: Pump
    screen: TransportScreen
    pictures: int = 0


class Attached:
    """A view on its widgets, until it is detached.

    Attributes:
        over: Whether it has been detached.
    """

    def __init__(self, session: Session, show: _Show, binding: Binding) -> None:
        self._session = session
        self.show = show
        self.binding = binding
        self.over = False

    def detach(self) -> None:
        """Show it no more; any number of times, from any thread."""
        self._session.detach(self)


def _shell() -> Any:
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return None
    return get_ipython()


SESSION = Session()
"""The process's own."""

atexit.register(SESSION.end)
